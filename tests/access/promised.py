"""What is promised for feedback, and a day that is different, for the access table."""

from datetime import date

from feedback.operations.promising import set_day, set_target

NAMED = "Secret inventory"


def promised(product, by):
    return {
        "target": set_target(product, by=by, kind="defect", response_hours=4, solution_hours=24),
        "special_day": set_day(product, by=by, day=date(2027, 1, 4), works=False, name=NAMED),
    }
