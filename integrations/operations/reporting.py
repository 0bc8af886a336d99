"""What an import says about its rows, bounded whatever the file holds."""

from collections import Counter
from itertools import groupby

from integrations.models import BESIDE, COUNTS
from pmhub.lib.tabular.problems import keepable

PROBLEMS_KEPT = 500
OF_ONE_KIND = 100
OUTCOMES_KEPT = 50


class Report:
    """Counts every row, keeps the first problems of each kind and the first outcomes."""

    def __init__(self, counts=None, report=None):
        report = report or {}
        self.counts = Counter(dict.fromkeys((*COUNTS, *BESIDE), 0))
        self.counts.update(counts or {})
        self.codes = Counter(report.get("codes", {}))
        self.problems = list(report.get("problems", []))
        self.outcomes = list(report.get("outcomes", []))
        self.pending_parents = report.get("pending_parents", False)

    def add(self, result):
        """One row's result (see `comparing.Result`)."""
        self.counts["read"] += 1
        self.counts[result.outcome] += 1
        for problem in result.problems:
            self.note(problem)
        if len(self.outcomes) < OUTCOMES_KEPT:
            title = keepable(result.title[:120])
            shown = {"row": result.row.number, "title": title, "outcome": result.outcome, "fields": result.changed}
            self.outcomes.append(shown)

    def note(self, problem):
        """Count a problem, and keep it while there is room."""
        self.codes[problem.code] += 1
        if self.codes[problem.code] <= OF_ONE_KIND and len(self.problems) < PROBLEMS_KEPT:
            self.problems.append(problem.as_dict())

    def as_dict(self):
        return {
            "codes": dict(self.codes),
            "problems": self.problems,
            "outcomes": self.outcomes,
            "pending_parents": self.pending_parents,
        }


def by_kind(problems, codes):
    """For showing: (code, problems kept, number of all) per kind, the most serious and frequent first."""
    ordered = sorted(problems, key=lambda problem: (not problem.fatal, -codes.get(problem.code, 0), problem.code))
    return [(code, list(kept), codes.get(code, 0)) for code, kept in groupby(ordered, key=lambda problem: problem.code)]
