"""How far ideas are: what is planned, in progress and shipped, and with which version each of them comes."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from portal.board import figure
from portal.models.public_status import PublicStatus
from portal.showing import row_of

STAGES = (PublicStatus.PLANNED, PublicStatus.ACTIVE, PublicStatus.DONE)
SHOWN, MOST_COUNTED = 20, 999  # of each
MOST_BROUGHT = 200  # by all versions together
MOST_WANTED = "-votes", "feedback_id"  # along the index of items by their votes
VERSION = """(  -- of the requirement that decides on the status, see portal_status()
    SELECT r.version_id FROM feedback_evidence e JOIN requirements_requirement r ON r.id = e.requirement_id
     WHERE e.feedback_id IN (
           WITH first AS (SELECT coalesce(feedback_feedback.duplicate_of_id, feedback_feedback.id) AS id)
           SELECT id FROM first
           UNION ALL SELECT m.id FROM feedback_feedback m JOIN first ON first.id = m.duplicate_of_id)
     ORDER BY e.at DESC, e.id DESC LIMIT 1)"""


@dataclass(frozen=True)
class Stage:
    """The most wanted ideas with a public status; `count` says how many there are, where that is more."""

    status: str
    label: str
    posts: list
    count: str
    is_more: bool


def stages_of(board, contact):
    """The three stages with the most wanted ideas of each, in two queries however many there are."""
    wanted = board.with_row_data(contact)
    few = [wanted.filter(status=status).order_by(*MOST_WANTED)[:SHOWN] for status in STAGES]
    posts, figures = list(few[0].union(*few[1:], all=True)), board.figures(STAGES, MOST_COUNTED)
    posts.sort(key=lambda post: (-post.votes, post.feedback_id))
    return [
        Stage(
            status, str(status.label), [row_of(post) for post in posts if post.status == status],
            figure(figures[status], MOST_COUNTED), figures[status] > SHOWN,
        ) for status in STAGES
    ]  # fmt: skip


def ideas_of(versions, board, stages=STAGES):
    """The ideas that come with each of the versions (their ids): `{id: ideas}`, the most wanted first.

    An idea comes with the requirement that its status follows. One that is shown as if nobody planned it does not.
    """
    if not versions:
        return {}
    planned = board.filter(status__in=stages).annotate(version=RawSQL(VERSION, [])).filter(version__in=versions)
    ideas = defaultdict(list)
    for post in planned.with_row_data().order_by(*MOST_WANTED)[:MOST_BROUGHT]:
        ideas[post.version].append(row_of(post))
    return ideas
