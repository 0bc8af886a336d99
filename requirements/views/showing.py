"""What a requirement's page shows."""

from datetime import date
from itertools import groupby

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.paging import Sort, page_or_first
from pmhub.lib.panels import panels_at
from pmhub.lib.texts import number_in
from products.models.custom_field import Kind as FieldKind
from requirements import policies
from requirements.forms.details import CommentForm, CriterionForm, LinkForm
from requirements.history.entries import history_of
from requirements.models import Attachment, Comment
from requirements.models.explanation import Explanation
from requirements.models.link import BACKWARDS, LinkKind
from requirements.reading import Face, faces, links_of
from requirements.reviewing.remembered import reviews_shown
from requirements.rich_text import RichText
from requirements.views.columns import text_of

COMMENTS = 30
NEWEST_FIRST = Sort("created_at", descending=True)


def shown(requirement, user, **forms):
    """The page's context besides its activity. `forms` are bound forms that were refused, by what they add."""
    language, criteria = get_language() or "en", requirement.criterion_rows
    return {
        "assignees": faces(requirement.assignee_rows),
        "owner": Face.of(requirement.owner),
        "author": Face.of(requirement.author),
        "asked_by": Face.of(requirement.asked_by),
        "watches": any(row["id"] == user.pk for row in requirement.watcher_rows),
        "description": RichText(requirement.product, user, [requirement.description]).html(requirement.description),
        "start": requirement.start and requirement.start.label(language),
        "due": requirement.due and requirement.due.label(language),
        "is_late": requirement.is_late_on(timezone.localdate()),
        "done_count": sum(row["done"] for row in criteria),
        "customs": [custom_shown(row, requirement.custom.get(row["key"])) for row in requirement.field_rows],
        "links": grouped(links_of(requirement, user)),
        "references": [reference_shown(row) for row in requirement.reference_rows],
        "upload_limit": settings.UPLOAD_LIMIT,
        "files": [file_shown(row, requirement, user) for row in requirement.file_rows],
        "explanation": Explanation.of(requirement),
        **reviews_shown(requirement),
        "panels": panels_at("requirement", requirement, user),
        "criterion_form": forms.get("criterion") or CriterionForm(auto_id=f"criterion-{len(criteria)}-%s"),
        "link_form": forms.get("link") or LinkForm(requirement, user, auto_id="link-%s"),
        "comment_form": forms.get("comment") or CommentForm(auto_id=f"comment-{requirement.comment_count}-%s"),
    }


def custom_shown(row, value):
    """A custom field with its value as text; `href` where it leads somewhere."""
    text = text_of(value)
    if row["kind"] == FieldKind.RATING and isinstance(value, int):
        text = "★" * value
    elif row["kind"] == FieldKind.DATE and value:
        text = FuzzyDate(date.fromisoformat(value)).label(get_language() or "en")
    href = text if row["kind"] == FieldKind.URL and text.startswith(("https://", "http://")) else ""
    return {"part": f"custom.{row['key']}", "slot": f"custom-{row['key']}", **row, "text": text, "href": href}


def file_shown(row, requirement, user):
    file = Attachment(id=row["id"], uploader_id=row["uploader_id"], product=requirement.product)
    return {**row, "may_remove": policies.can_remove_attachment(user, file)}


def reference_shown(row):
    """An external reference; `facts` are its original dates and names as `(name, text)`."""
    facts = [(name.replace("_", " "), text_of(value)) for name, value in row["data"].items() if value not in ("", None)]
    return {**row, "facts": facts, "href": row["url"] if row["url"].startswith(("https://", "http://")) else ""}


def grouped(links):
    """Links by what they say, from this end: `(words, [(link, other requirement)])`."""
    told = [
        (LinkKind(link.kind).label if outgoing else BACKWARDS[link.kind], link, other)
        for link, other, outgoing in links
    ]
    told.sort(key=lambda row: (str(row[0]), row[1].pk))
    return [(words, [(link, other) for _words, link, other in rows]) for words, rows in groupby(told, lambda r: r[0])]


def activity(requirement, user, params):
    """Comments or history, as the parameters of the page's address ask for: `tab=history`, `before=`."""
    before = params.get("before", "")
    if params.get("tab") == "history":
        entries, older = history_of(requirement, user, before=number_in(before))
        return {"tab": "history", "entries": entries, "older": older}
    found = comments_of(requirement, user, before)
    rich = RichText(requirement.product, user, [comment.body for comment in found.items])
    return {
        "tab": "comments",
        "comments": [told(comment, requirement, user, rich) for comment in reversed(found.items)],
        "older": found.next,
    }


def comments_of(requirement, user, cursor):
    """The newest comments before the cursor, newest first; the very newest where the cursor is none of these."""
    comments = Comment.objects.visible_to(user).filter(requirement=requirement).select_related("author")
    return page_or_first(comments, NEWEST_FIRST, limit=COMMENTS, cursor=cursor, of=f"comments of {requirement.pk}")


def told(comment, requirement, user, rich):
    """A comment with what its author and the manager may do to it."""
    comment.requirement = requirement
    comment.html = rich.html(comment.body)
    comment.may_change = policies.can_change_comment(user, comment)
    comment.may_remove = policies.can_remove_comment(user, comment)
    return comment
