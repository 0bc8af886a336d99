"""What is offered while somebody writes: people after `@`, requirements after `#`, texts to begin from after `/`."""

from dataclasses import dataclass

from django.db.models import Case, Q, When
from django.shortcuts import render
from django.views import View

from pmhub.lib.pinyin import folded, initials
from products.views.scoped import ProductScoped
from requirements.forms.fields import members_of
from requirements.models import Requirement, Template
from requirements.search import matching
from requirements.skeletons import skeletons

OFFERED = 8
MOST_TEMPLATES = 40
MOST_MEMBERS = 2_000


@dataclass
class Offer:
    """One line of the list: what it says, what it puts into the text, and how it looks."""

    label: str
    insert: str
    key: str = ""
    hue: int | None = None
    initial: str = ""
    category: str = ""
    icon: str = ""


class ExpansionsView(ProductScoped, View):
    """The offers for what stands before the caret. Changes nothing."""

    needs = "contribute"

    def get(self, request):
        find = {"person": self.people, "requirement": self.requirements, "template": self.templates}
        typed = request.GET.get("typed", "").replace("\x00", "").strip()[:60]
        kind = request.GET.get("kind")
        offers = find[kind](typed) if kind in find else []
        return render(request, "requirements/_expansions.html", {"offers": offers})

    def people(self, typed):
        """Members whose name, a word of it or its (pinyin) initials begin with what was typed."""
        members = list(members_of(self.product)[:MOST_MEMBERS])
        names = [folded(member.name) for member in members]
        found = [
            Offer(member.name, mention_of(member, names.count(name) > 1), hue=member.hue, initial=member.initial)
            for member, name in zip(members, names, strict=True)
            if answers(member.name, typed)
        ]
        return found[:OFFERED]

    def requirements(self, typed):
        """By key, number or words; the latest while nothing is typed."""
        seen = Requirement.objects.visible_to(self.request.user).of(self.product).select_related("status")
        exact = Q(key=typed.upper()) | Q(number=int(typed) if typed.isdecimal() and len(typed) < 10 else 0)
        found = seen.filter(matching(typed) | exact if typed else Q()).only("key", "title", "status")
        found = found.order_by(Case(When(exact, then=0), default=1), "-updated_at", "-pk")[:OFFERED]
        return [
            Offer(one.title, f"{one.key} ", key=one.key, hue=one.status.hue, category=one.status.category)
            for one in found
        ]

    def templates(self, typed):
        """The product's own first, then those of the reader's language; the other language's only by name."""
        own = Template.objects.visible_to(self.request.user).of(self.product)[:MOST_TEMPLATES]
        here, elsewhere = skeletons()
        common = [*here, *(elsewhere if typed else [])]
        offers = [Offer(one.name, one.body, icon="file-text") for one in own if answers(one.name, typed)]
        return offers + [
            Offer(one.name, one.body, icon="layout-template")
            for one in common
            if answers(f"{one.name} {one.words}", typed)
        ]


def mention_of(member, has_namesake):
    return f"@{member.name}({member.pk}) " if has_namesake else f"@{member.name} "


def answers(name, typed):
    """Whether a name contains what was typed, or its initials (of Chinese: pinyin) begin with it."""
    wanted = folded(typed)
    return wanted in folded(name) or (wanted.isascii() and initials(name).startswith(wanted))
