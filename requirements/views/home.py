from dataclasses import dataclass
from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.views import View

from changes.models import Change
from products.models import Category, Product
from requirements.mine import invitations_of, resurfaced_for
from requirements.models import Requirement

SHOWN = 200
NEWS, NEWS_READ = 8, 80
NEWS_SINCE = timedelta(days=14)
NEWS_TYPES = ["requirement", "comment", "criterion", "link", "assignment"]


@dataclass
class Section:
    """Part of a person's work."""

    title: str
    rows: list
    late: bool = False


class HomeView(View):
    """My work: what is assigned to me in all products, the most urgent first, and what others did to it."""

    def get(self, request):
        mine = Requirement.objects.visible_to(request.user).assigned_to(request.user).open()
        rows = list(mine.with_row_data().order_by("due_on", "priority", "-id")[:SHOWN])
        facts = {
            "sections": [section for section in sections(rows, timezone.localdate()) if section.rows],
            "count": len(rows),
            "more": len(rows) == SHOWN,
            "news": news(request.user, rows),
            "invitations": invitations_of(request.user),
            "resurfaced": resurfaced_for(request.user),
            "has_sample": request.user.is_admin and Product.objects.visible_to(request.user).samples().exists(),
            "products": Product.objects.visible_to(request.user)[:20],
        }
        return render(request, "home.html", facts)


def sections(rows, today):
    """Each row in the first part that fits: overdue, due until Sunday, in progress, the rest."""
    sunday = today + timedelta(days=6 - today.weekday())
    parts = [
        (Section(_("Overdue"), [], late=True), lambda row: row.due and row.due.end < today),
        (Section(_("Due this week"), []), lambda row: row.due and row.due.end <= sunday),
        (Section(_("In progress"), []), lambda row: row.status.category == Category.ACTIVE),
        (Section(_("Later"), []), lambda row: True),
    ]
    for row in rows:
        next(section for section, fits in parts if fits(row)).rows.append(row)
    return [section for section, _fits in parts]


def news(user, rows):
    """The newest change that others made to each of these requirements: `(row, change, what, how long ago)`."""
    by_key = {row.key: row for row in rows}
    changes = Change.objects.visible_to(user).filter(
        key__in=by_key, type__in=NEWS_TYPES, at__gte=timezone.now() - NEWS_SINCE
    )
    newest = {}
    for change in (
        changes.exclude(actor=user).exclude(operation="move").select_related("actor").order_by("-id")[:NEWS_READ]
    ):
        newest.setdefault(change.key, change)
    return [
        (by_key[key], change, what(change), timesince(change.at, depth=1))
        for key, change in list(newest.items())[:NEWS]
    ]


def what(change):
    """In a few words what a change did."""
    if change.type == "comment":
        return _("commented")
    if change.type != "requirement":
        return {"criterion": _("acceptance criteria"), "link": _("links"), "assignment": _("assignees")}[change.type]
    if change.action == "insert":
        return _("created")
    return ", ".join(field_name(name) for name in list(change.diff)[:4])


def field_name(name):
    """What people call a field of the change stream: `due_on` is “due”, an entry of a map goes by its own name."""
    if "." in name:
        return name.split(".", 1)[1]
    return str(Requirement._meta.get_field(name).verbose_name)
