"""The values a field can be compared with, by name: those in the page, and those fetched by typing."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from products.models import Category, Membership, Product, Status, Tag
from requirements.models import ExternalPerson, Requirement
from requirements.models.plans import plan_model
from requirements.models.requirement import Kind, Level, Priority

PEOPLE = ("assignee", "owner", "requester", "author", "watcher")
PLANS = ("version", "milestone")
MOST = 60
STATES = {
    "open": gettext_lazy("open"), "closed": gettext_lazy("closed"), "mine": gettext_lazy("mine"),
    "overdue": gettext_lazy("overdue"), "unassigned": gettext_lazy("unassigned"),
    "assigned": gettext_lazy("assigned"), "blocked": gettext_lazy("blocked"), "blocking": gettext_lazy("blocking"),
    "watched": gettext_lazy("watched"), "scored": gettext_lazy("scored"),
}  # fmt: skip
THINGS = {
    "comments": gettext_lazy("comments"), "attachments": gettext_lazy("attachments"),
    "criteria": gettext_lazy("acceptance criteria"), "references": gettext_lazy("references"),
    "children": gettext_lazy("children"), "links": gettext_lazy("links"), "description": gettext_lazy("description"),
}  # fmt: skip


@dataclass
class Option:
    """One value that a filter can have; `also`: other ways to write it; `look`: the data attributes of its glyph.

    One that is `wide` stands for several others, and is chosen instead of them.
    """

    value: str
    label: str
    look: dict = field(default_factory=dict)
    also: tuple = ()
    wide: bool = False
    on: bool = False
    url: str = ""

    def means(self, value):
        return value.lower() in (self.value.lower(), *self.also)


def fixed(name):
    """The values that are the same everywhere; None where they are not."""
    me = Option("me", _("Me"), also=("@me", "我"))
    match name:
        case "priority":
            return [Option(f"p{code}", label, {"level": code}, (str(code),)) for code, label in Priority.choices]
        case "kind":
            return [Option(code, label) for code, label in Kind.choices]
        case "level":
            return [Option(code, label) for code, label in Level.choices]
        case "is":
            return [Option(code, str(label)) for code, label in STATES.items()]
        case "has":
            return [Option(code, str(label)) for code, label in THINGS.items()]
        case "due" | "start":
            return [
                Option("overdue", _("overdue")), Option("today", _("today")), Option("this-week", _("this week")),
                Option("7d", _("within a week")), Option("this-month", _("this month")),
                Option("this-quarter", _("this quarter")),
            ][name == "start" :]  # fmt: skip
        case "created" | "updated":
            return [
                Option("today", _("today")),
                Option("7d", _("within a week")),
                Option("this-month", _("this month")),
            ]
        case _ if name in PEOPLE:
            return [me]
    return None


def in_frame(frame, field):
    """The values that the page knows already: the first of each kind."""
    known = fixed(field.name)
    if field.name == "status":
        groups = [Option("open", _("open"), wide=True), Option("closed", _("closed"), wide=True)]
        return [*groups, *map(status_option, frame["status_rows"] or categories())]
    if field.name in PEOPLE:
        return [*known, *(Option(row["name"], row["name"], also=(str(row["id"]),)) for row in frame["people_rows"])]
    if field.name == "tag":
        return [Option(row["name"], row["name"], {"hue": row["hue"]}) for row in frame["tag_rows"]]
    if field.name in PLANS:
        return [Option(row["name"], row["name"], also=(str(row["id"]),)) for row in frame[f"{field.name}_rows"]]
    if field.name == "product":
        return [Option(row["key"], row["name"]) for row in frame["product_rows"]]
    return known if known is not None else [Option(value, value) for value in field.options]


def status_option(row):
    also = (str(row["id"]),) if row["id"] else ()
    return Option(
        row["value"] if "value" in row else row["name"],
        row["name"],
        {"category": row["category"], "hue": row["hue"]},
        also,
    )


def categories():
    return [{"id": 0, "value": code, "name": label, "category": code, "hue": ""} for code, label in Category.choices]


def found(field, typed, product, user):
    """At most MOST values whose name has what was typed, also those that the page did not bring."""
    typed = typed.strip().lstrip("@#＠＃").replace("\x00", "")
    of = Q(product=product) if product else Q()
    match field.name:
        case "status":
            rows = Status.objects.visible_to(user).filter(of, name__icontains=typed).order_by("position", "pk")
            named = {row.name: row for row in rows.only("name", "category", "hue")[:MOST]}.values()
            steps = [Option(row.name, row.name, {"category": row.category, "hue": row.hue}) for row in named]
            groups = in_frame({"status_rows": []}, field)
            return [*like(groups[:2] if product else groups, typed), *steps]
        case "tag":
            rows = Tag.objects.visible_to(user).filter(of, name__icontains=typed).order_by("name", "pk")
            return [Option(row.name, row.name, {"hue": row.hue}) for row in rows[:MOST]]
        case "version" | "milestone":
            rows = plan_model(field.name).objects.visible_to(user)
            return [Option(row.name, row.name) for row in rows.filter(of, name__icontains=typed).order_by("-pk")[:MOST]]
        case "product":
            rows = Product.objects.visible_to(user).filter(Q(name__icontains=typed) | Q(key__istartswith=typed))
            return [Option(row.key, row.name) for row in rows[:MOST]]
        case "parent":
            rows = Requirement.objects.visible_to(user).filter(
                of, Q(key__istartswith=typed) | Q(title__icontains=typed)
            )
            pairs = rows.exclude(level=Level.STORY).order_by("-pk").values_list("key", "title")[:20]
            return [Option(key, f"{key} {title}") for key, title in pairs]
        case name if name in PEOPLE:
            return [*like(fixed(name), typed), *people(typed, of, user, outside=name in ("assignee", "requester"))]
    return like(fixed(field.name) or [Option(value, value) for value in field.options], typed)


def people(typed, of, user, outside):
    members = Membership.objects.visible_to(user).filter(of).values("user")
    seen = User.objects.filter(pk__in=members, name__icontains=typed, is_active=True).order_by("name")
    names = list(seen.values_list("name", flat=True)[:MOST])
    if outside:
        strangers = ExternalPerson.objects.visible_to(user).filter(of, name__icontains=typed).order_by("name")
        names += strangers.values_list("name", flat=True)[: MOST - len(names)]
    return [Option(name, name) for name in dict.fromkeys(names)]


def like(options, typed):
    typed = typed.casefold()
    return [option for option in options if typed in option.label.casefold() or typed in option.value.casefold()]
