"""What PMHub costs, as ratios to the least that the same work can cost, measured in one run on one machine."""
