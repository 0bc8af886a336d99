"""Markdown as one person reads it: people and requirements that it names are links, where they lead somewhere."""

import re

from django.urls import reverse

from accounts.models import User
from pmhub.lib.markdown import render
from products.models import Category
from requirements.models import Requirement

MOST = 300  # requirements that the texts of a page may lead to
CLOSED = {Category.DONE, Category.DECLINED}
KEY = r"(?<![A-Za-z0-9_/.@-])[#＃]?(?P<key>[A-Z][A-Z0-9]{0,9}-[1-9][0-9]{0,8})(?![A-Za-z0-9_-])"
NUMBER = r"(?<![A-Za-z0-9_/.&#＃])[#＃](?P<number>[1-9][0-9]{0,8})(?![A-Za-z0-9_-])"
REFERENCE = re.compile(f"{KEY}|{NUMBER}")
AT = re.compile("[@＠]")
NOBODY = re.compile(r"(?!)")


class RichText:
    """Texts of a product for one reader. What they name is read in at most two queries, however many there are."""

    def __init__(self, product, user, texts):
        self.product = product
        self.requirements = requirements_named(product, user, texts)
        self.people = people_of(product) if any(AT.search(text) for text in texts) else {}
        self.person = pattern_of(self.people)

    def html(self, text):
        return render(text, self.named)

    def named(self, text):
        """The names in a piece of running text, as `pmhub.lib.markdown` asks for them."""
        found = [*self.references(text), *self.mentions(text)]
        done = 0
        for start, end, attributes in sorted(found, key=lambda name: name[0]):
            if start >= done:
                yield start, end, attributes
                done = end

    def references(self, text):
        for match in REFERENCE.finditer(text):
            found = self.requirements.get(key_in(match, self.product))
            if found:
                closed = found.status.category in CLOSED
                yield (*match.span(), link_to(found, "reference done" if closed else "reference"))

    def mentions(self, text):
        for match in self.person.finditer(text) if self.people else ():
            if pk := person_in(match, self.people):
                yield (*match.span(), {"href": self.work_of(pk), "class": "mention"})

    def work_of(self, pk):
        return f"{reverse('requirement_list', args=[self.product.key])}?assignee={pk}"


def link_to(requirement, looks):
    address = reverse("requirement", args=[requirement.product.key, requirement.number])
    return {"href": address, "title": requirement.title, "class": looks}


def key_in(match, product):
    return match["key"] or f"{product.key}-{match['number']}"


def requirements_named(product, user, texts):
    """The requirements whose keys stand in the texts and that the person may see, by key."""
    keys = {key_in(match, product): None for text in texts for match in REFERENCE.finditer(text)}
    if not keys:
        return {}
    seen = Requirement.objects.visible_to(user).filter(key__in=list(keys)[:MOST]).select_related("status", "product")
    return {requirement.key: requirement for requirement in seen.only("key", "number", "title", "status", "product")}


def people_of(product):
    """The members of a product who can be named in its texts: their ids by folded name."""
    members = User.objects.people().filter(memberships__product=product, is_active=True).order_by("pk")
    people = {}
    for pk, name in members.values_list("pk", "name"):
        people.setdefault(name.casefold(), []).append(pk)
    return people


def pattern_of(people):
    """Finds `@Name`, the longest name first; namesakes are told apart as `@Name(12)` by their id."""
    names = sorted((re.escape(name) for name in people if name.strip()), key=len, reverse=True)
    if not names:
        return NOBODY
    ends = r"(?:(?<![A-Za-z0-9_])|(?![A-Za-z0-9_]))"
    pattern = rf"(?<![A-Za-z0-9_.@/])[@＠](?P<name>{'|'.join(names)}){ends}(?:\((?P<id>\d{{1,18}})\))?"
    return re.compile(pattern, re.IGNORECASE)


def person_in(match, people):
    """The id of whom a match means, None where several people have that name."""
    pks = people.get(match["name"].casefold(), [])
    if match["id"]:
        return int(match["id"]) if int(match["id"]) in pks else None
    return pks[0] if len(pks) == 1 else None


def people_named(product, text):
    """The ids of the members whom a text names."""
    if not AT.search(text):
        return set()
    people = people_of(product)
    return {pk for match in pattern_of(people).finditer(text) if (pk := person_in(match, people))}
