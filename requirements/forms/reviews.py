"""Planning and holding reviews."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from products.forms import zone_choices
from products.models import Category
from requirements.forms.fields import RequirementField, members_of, offering, writing
from requirements.models.attendance import Part
from requirements.models.decision import REASON_LENGTH, Verdict
from requirements.models.review import LONGEST
from requirements.models.silent_score import COMMENT_LENGTH
from requirements.operations.judging import Terms, version_of

VALUES = [(str(value), str(value)) for value in range(1, 6)]
LOCAL = "%Y-%m-%dT%H:%M"


def text(label, longest, rows=0, **options):
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, **options)


def in_zone(local, zone):
    """The instant at which clocks in the zone show this local time; ValidationError where they never do."""
    moment = local.replace(tzinfo=ZoneInfo(zone))
    if moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise ValidationError(_now("There is no such time in %s: the clocks are changed then.") % zone)
    return moment


class LocalMoment(forms.CharField):
    """A day and a time without a zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def clean(self, value):
        value = super().clean(value)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise ValidationError(_now("Enter a day and a time like 2026-12-31 14:30.")) from None
        if moment.tzinfo or not 1970 <= moment.year <= 9998:
            raise ValidationError(_now("Enter a day and a time like 2026-12-31 14:30."))
        return moment


class ReviewForm(forms.Form):
    """When, where and what a review is."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_at = LocalMoment(label=_("Start"), max_length=40)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=LONGEST, initial=60)
    place = text(_("Where"), 200)
    link = forms.URLField(label=_("Link to the call"), max_length=500, required=False, assume_scheme="https")
    note = text(_("Note to the invited"), 10_000, rows=4)

    def __init__(self, product, data=None, review=None):
        initial = {"time_zone": product.time_zone}
        if review:
            initial = {name: getattr(review, name) for name in self.base_fields}
            initial["starts_at"] = review.starts_at.astimezone(ZoneInfo(review.time_zone)).strftime(LOCAL)
        super().__init__(data, initial=initial)

    def clean(self):
        local, zone = self.cleaned_data.get("starts_at"), self.cleaned_data.get("time_zone")
        if local and zone:
            try:
                self.cleaned_data["starts_at"] = in_zone(local, zone)
            except ValidationError as error:
                self.add_error("starts_at", error)


class NewReviewForm(ReviewForm):
    """A new review, with those who are invited."""

    def __init__(self, product, data=None):
        super().__init__(product, data)
        self.fields["title"].widget.attrs["autofocus"] = True
        self.fields["people"] = people_field(product)


def people_field(product, *, but=()):
    return forms.ModelMultipleChoiceField(
        members_of(product).exclude(pk__in=but), label=_("Invite as reviewers"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class InviteForm(forms.Form):
    """Members who are not invited yet."""

    part = forms.ChoiceField(label=_("Takes part as"), choices=Part.choices, initial=Part.REVIEWER)

    def __init__(self, review, data=None):
        super().__init__(data, auto_id="invite-%s")
        self.fields["people"] = people_field(review.product, but=review.people.values("user"))
        self.fields["people"].label = _("Members")
        self.order_fields(["people", "part"])


class AgendaForm(forms.Form):
    """One more requirement for the agenda."""

    def __init__(self, review, user, data=None):
        super().__init__(data, auto_id="agenda-%s")
        label = _("Add a requirement: key or title")
        self.fields["target"] = RequirementField(review.product, user, label=label, required=True)
        offered = offering(review.product, "#offers-agenda", 0)
        self.fields["target"].widget.attrs |= {"placeholder": _("Add: key or title"), **offered}
        if data is not None:
            self.fields["target"].widget.attrs["autofocus"] = True


class ScoreForm(forms.Form):
    """What one reviewer thinks, silently."""

    value = forms.TypedChoiceField(
        label=_("Value"), choices=VALUES, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    comment = text(_("Why"), COMMENT_LENGTH, rows=2)

    def __init__(self, room, data=None):
        own = room.own_score
        self.drivers = {f"drivers.{name}": driver for name, driver in room.model.inputs.items()}
        initial = {"value": own and own.value, "comment": own.comment if own else ""}
        initial |= {f"drivers.{name}": value for name, value in (own.drivers if own else {}).items()}
        super().__init__(data, auto_id=f"score-{room.item.pk}-%s", initial=initial)
        for name, driver in self.drivers.items():
            label = f"{driver.title} ({driver.unit})" if driver.unit else driver.title
            self.fields[name] = forms.CharField(
                label=label, help_text=driver.range, max_length=40, required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip

    def driver_fields(self):
        return [self[name] for name in self.drivers]

    def given(self):
        """The arguments for `score_item`."""
        typed = {name: self.cleaned_data[name].replace(",", "").replace("，", "").strip() for name in self.drivers}
        drivers = {name.removeprefix("drivers."): value for name, value in typed.items() if value}
        return {"value": self.cleaned_data["value"], "comment": self.cleaned_data["comment"], "drivers": drivers}


class NotesForm(forms.Form):
    """What was said about an item. `read` names the text that its writer has seen."""

    notes = forms.CharField(label=_("Notes"), max_length=20_000, required=False, strip=False, widget=writing(3))
    read = forms.CharField(max_length=32, required=False, empty_value=None, widget=forms.HiddenInput)

    def __init__(self, item, data=None):
        super().__init__(data, auto_id=f"notes-{item.pk}-%s")
        self.initial = {"notes": item.notes, "read": version_of(item.notes)}


class DecisionForm(forms.Form):
    """What is decided about an item, and when to look at it again."""

    verdict = forms.ChoiceField(label=_("Decision"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = text(_("Reason"), REASON_LENGTH, rows=2)
    write = forms.BooleanField(label=_("Write the medians into the scoring inputs"), required=False)
    at_least_score = forms.DecimalField(label=_("Score"), max_digits=14, decimal_places=2, required=False)
    at_least_demand = forms.DecimalField(label=_("Demand"), max_digits=14, decimal_places=2, required=False)
    at_least_votes = forms.DecimalField(label=_("Votes"), max_digits=14, decimal_places=2, required=False)
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, room, data=None):
        self.room = room
        latest = room.decisions[0].pk if room.decisions else None
        super().__init__(data, auto_id=f"decide-{room.item.pk}-%s", initial={"after": latest})
        goals = room.review.product.statuses.filter(category__in=[Category.PLANNED, Category.ACTIVE])
        self.fields["status"] = forms.ModelChoiceField(
            goals, label=_("Status when accepted"), required=False, empty_label=None
        )
        for name in ("at_least_score", "at_least_demand", "at_least_votes"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"})

    def thresholds(self):
        return [self[name] for name in self.fields if name.startswith("at_least_")]

    def terms(self):
        """The Terms for `decide`."""
        cleaned, verdict = self.cleaned_data, self.cleaned_data["verdict"]
        figures = {field.name.removeprefix("at_least_"): cleaned[field.name] for field in self.thresholds()}
        waits = verdict in (Verdict.DECLINE, Verdict.POSTPONE)
        return Terms(
            verdict,
            cleaned["reason"],
            cleaned["status"] if verdict == Verdict.ACCEPT else None,
            {row.name: median for row, _present, median in self.room.agreed} if cleaned["write"] else {},
            {name: figure for name, figure in figures.items() if figure is not None} if waits else {},
        )
