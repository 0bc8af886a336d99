"""Quick add: one line, and what it means in a product."""

from dataclasses import dataclass, field

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmhub.lib.pinyin import folded, initials
from requirements.forms.fields import members_of
from requirements.models.plans import refusal
from requirements.models.requirement import TITLE_LENGTH, Priority
from requirements.quick_add import parse


@dataclass
class Meant:
    """A line as the product understands it: `fields` for `create`, `chips` to show, `problems` in sentences."""

    fields: dict = field(default_factory=dict)
    chips: list = field(default_factory=list)
    problems: list = field(default_factory=list)


class QuickForm(forms.Form):
    """A requirement in one line."""

    line = forms.CharField(max_length=TITLE_LENGTH + 500)
    another = forms.BooleanField(required=False)

    def __init__(self, product, data=None):
        super().__init__(data, auto_id="quick-%s")
        self.product = product

    def clean_line(self):
        self.meant = meant(self.cleaned_data["line"], self.product)
        if self.meant.problems:
            raise forms.ValidationError(self.meant.problems)
        return self.cleaned_data["line"]


def meant(text, product):
    """What the line says here. Tags may be new; people and versions must be known."""
    line = parse(text, timezone.localdate())
    found = Meant(fields={"title": line.title}, problems=list(line.problems))
    if not line.title:
        found.problems.append(_("A requirement needs a title."))
    if line.people:
        name_people(line.people, product, found)
    if line.tags:
        name_tags(line.tags, product, found)
    if line.version:
        name_version(line.version, product, found)
    if line.priority is not None:
        found.fields["priority"] = line.priority
        found.chips.append(("flag", Priority(line.priority).label))
    if line.due:
        found.fields["due"] = line.due
        found.chips.append(("calendar", line.due.label(get_language() or "en")))
    return found


def name_people(names, product, found):
    members = list(members_of(product))
    assignees = []
    for name in names:
        fitting = fitting_people(name, members)
        if len(fitting) == 1:
            assignees.append(fitting[0])
            found.chips.append(("user", fitting[0].name))
        elif fitting:
            several = ", ".join(person.name for person in fitting[:5])
            found.problems.append(_("“@%(name)s” could be: %(several)s.") % {"name": name, "several": several})
        else:
            found.problems.append(_("Nobody here is called “%s”. A \\ before @ keeps it in the title.") % name)
    found.fields["assignees"] = list(dict.fromkeys(assignees))


def fitting_people(name, members):
    """Who is meant: the exact name, else a word of it, the address before @, or the initials."""
    typed = folded(name)
    tests = (
        lambda person: folded(person.name) == typed,
        lambda person: typed in folded(person.name).split() or folded(person.email).split("@")[0] == typed,
        lambda person: folded(person.name).startswith(typed) or initials(person.name) == typed,
    )
    return next((fitting for test in tests if (fitting := [person for person in members if test(person)])), [])


def name_tags(names, product, found):
    known = {folded(tag.name): tag.name for tag in product.tags.all()}
    found.fields["tags"] = [known.get(folded(name), name) for name in names]
    for name in found.fields["tags"]:
        found.chips.append(("tag", name if folded(name) in known else _("%s (new)") % name))


def name_version(name, product, found):
    versions = list(product.versions.all())
    fitting = [version for version in versions if folded(version.name) == folded(name)]
    begun = [version for version in versions if version.is_open and folded(version.name).startswith(folded(name))]
    fitting = fitting or begun
    if len(fitting) == 1 and (why := refusal(fitting[0])):
        found.problems.append(why)
    elif len(fitting) == 1:
        found.fields["version"] = fitting[0]
        found.chips.append(("package", fitting[0].name))
    elif fitting:
        several = ", ".join(version.name for version in fitting[:5])
        found.problems.append(_("“~%(name)s” could be: %(several)s.") % {"name": name, "several": several})
    else:
        found.problems.append(_("There is no version “%s”. A \\ before ~ keeps it in the title.") % name)
