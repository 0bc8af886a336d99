"""What every REST resource shares: answers, problems, pages, preconditions, input. Knows no models."""
