"""Forms of the release page: the checklist, what becomes of what is open, the notes."""

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmhub.lib.forms import FuzzyDateField
from pmhub.lib.fuzzy_dates import Precision
from requirements.forms.fields import writing
from roadmaps.forms.merging import MergingForm
from roadmaps.forms.planning import members_and
from roadmaps.models.checklist import NOTE_LENGTH, TEXT_LENGTH, Section
from roadmaps.models.release_note import BODY_LENGTH
from roadmaps.models.waiver import REASON_LENGTH
from roadmaps.operations.releasing import ANYWAY, DROP, MOVE, Choices, Fate

LISTED = 200  # open requirements with a choice of their own; more follow the choice for all


class DayField(FuzzyDateField):
    """A day, by date or by name (`friday`, `+3d`); cleans to a date or None."""

    def clean(self, value):
        fuzzy = super().clean(value)
        if fuzzy is not None and fuzzy.precision != Precision.DAY:
            raise forms.ValidationError(_("A checklist item is due on a day, such as 2026-12-31."))
        return fuzzy and fuzzy.date


class ItemForm(MergingForm):
    """A checklist item. `thing` is the one that is edited, if any."""

    text = forms.CharField(label=gettext_lazy("What must be done"), max_length=TEXT_LENGTH)
    section = forms.ChoiceField(label=gettext_lazy("Section"), choices=Section.choices)
    owner = forms.ModelChoiceField(
        None, label=gettext_lazy("Owner"), required=False, empty_label=gettext_lazy("Nobody")
    )
    due_on = DayField(label=gettext_lazy("Due"))
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=NOTE_LENGTH, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, product, thing=None, **kwargs):
        if thing:
            kwargs.setdefault("auto_id", f"item-{thing.pk}-%s")
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["owner"].queryset = members_and(product, thing and thing.owner_id)
        self.fields["due_on"].widget.attrs["placeholder"] = "2026-12-31"


class ChecklistForm(forms.Form):
    """A checklist by name: one item per line in each section."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for section in Section:
            area = forms.Textarea({"rows": 4})
            self.fields[section] = forms.CharField(
                label=section.label, required=False, max_length=70_000, widget=area
            )  # fmt: skip

    @staticmethod
    def initial_of(name, items):
        """What the form shows for a list."""
        lines = {str(section): [one["text"] for one in items if one["section"] == section] for section in Section}
        return {"name": name, **{section: "\n".join(texts) for section, texts in lines.items()}}

    def values(self):
        """What the operations take."""
        lines = [(section, line) for section in Section for line in self.cleaned_data[section].splitlines()]
        items = [{"section": str(section), "text": line.strip()} for section, line in lines if line.strip()]
        return {"name": self.cleaned_data["name"], "items": items}


class ReleaseForm(forms.Form):
    """What becomes of the open requirements (the queryset `rows`) and checklist items (`items`) of a version."""

    def __init__(self, *args, version, targets, rows, items, milestones, **kwargs):
        super().__init__(*args, **kwargs)
        self.targets, self.rows = {f"{MOVE}:{one.pk}": one for one in targets}, list(rows[:LISTED])
        self.count = rows.count() if len(self.rows) == LISTED else len(self.rows)
        offered = [(value, _("Move to %s") % one.name) for value, one in self.targets.items()]
        offered += [(DROP, _("Drop from “%s”") % version.name), (ANYWAY, _("Release anyway"))]
        reason = {"label": _("Reason to release anyway"), "required": False, "max_length": REASON_LENGTH}
        if self.rows:
            every = [("", _("Choose …")), *offered]
            self.fields["every"] = forms.ChoiceField(label=_("All open requirements"), choices=every, required=False)
            self.fields["reason"] = forms.CharField(**reason)
            for row in self.rows:
                own = [("", _("As for all")), *offered]
                self.fields[f"fate-{row.pk}"] = forms.ChoiceField(label=row.key, choices=own, required=False)
                self.fields[f"reason-{row.pk}"] = forms.CharField(**{**reason, "label": row.key})
        if items:
            text = _("Reason to release although the checklist is not done")
            self.fields["items_reason"] = forms.CharField(**{**reason, "label": text})
        if milestones:
            label = _("Mark its open milestones as reached")
            self.fields["reach_milestones"] = forms.BooleanField(label=label, required=False)

    def lines(self):
        """Each listed requirement with its two fields and the first one's options, which all of them share."""
        offered = {}
        for row in self.rows:
            fate, reason = self[f"fate-{row.pk}"], self[f"reason-{row.pk}"]
            chosen = fate.value() or ""
            if chosen not in offered:
                offered[chosen] = options(fate.field.choices, chosen)
            yield row, fate, reason, offered[chosen]

    def point_at_error(self):
        """Put the focus, and with it what is seen and read out, on the first field that was refused."""
        if wrong := next((name for name in self.fields if name in self.errors), None):
            self.fields[wrong].widget.attrs["autofocus"] = True

    def choices(self):
        """What the operation takes."""
        data = self.cleaned_data
        single = {row.pk: self.fate(data[f"fate-{row.pk}"], data[f"reason-{row.pk}"]) for row in self.rows}
        return Choices(
            every=self.fate(data.get("every"), data.get("reason", "")),
            single={pk: fate for pk, fate in single.items() if fate},
            items_reason=data.get("items_reason", ""),
            reach_milestones=data.get("reach_milestones", False),
        )

    def fate(self, chosen, reason):
        """A row that is let pass without a reason of its own has the one for all."""
        if not chosen:
            return None
        reason = reason.strip() or self.cleaned_data.get("reason", "")
        return Fate(MOVE, self.targets[chosen]) if chosen in self.targets else Fate(chosen, reason=reason)


def options(choices, chosen):
    rows = ((value, mark_safe(" selected") if value == chosen else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class NoteForm(forms.Form):
    """A release note; `lock_version` is what its author has read, 0 where there was none."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=BODY_LENGTH, strip=False, widget=writing(18))
    lock_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
