"""Forms of what others may change while somebody fills them in."""

from contextlib import contextmanager

from django import forms
from django.utils.translation import gettext as _

from changes.merging import Stale, as_read
from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in


class MergingForm(forms.Form):
    """Edits a `thing`, if one is given: only the fields that its writer has touched since reading `lock_version`.

    What others have changed meanwhile stays; a field that both have changed says what stands there now, and sending the
    form again means: mine.
    """

    lock_version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data=None, *args, thing=None, **kwargs):
        self.thing = thing
        if thing:
            self.read = data and number_in(data.get("lock_version", "")) or thing.lock_version
            seen = as_read(thing, self.read)
            kwargs["initial"] = {name: getattr(seen, name) for name in self.base_fields}
        super().__init__(data, *args, **kwargs)
        if thing is None:
            del self.fields["lock_version"]

    @staticmethod
    def columns_of(names):
        """The columns in which fields are kept, where they are called otherwise or are several."""
        return set(names)

    def edited(self):
        """The values to write: those that were touched."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "lock_version"}

    @contextmanager
    def merging(self):
        """Let refusals inside stand on the form, at their fields; what others were faster with, too."""
        try:
            with refusals_on(self):
                yield
        except Stale as stale:
            self.data = self.data.copy()
            self.data["lock_version"] = stale.row.lock_version
            for name in self.fields:
                if self.columns_of([name]) & set(stale.fields):
                    self.add_error(name, self.told(name, getattr(stale.row, name)))

    def told(self, name, theirs):
        """What stands in a field by now."""
        if theirs in (None, ""):
            return _("Somebody else has emptied this meanwhile. Saving again writes yours.")
        labels = {} if hasattr(self.fields[name], "queryset") else dict(getattr(self.fields[name], "choices", ()))
        said = labels.get(theirs, theirs)
        return _("Somebody else has written “%s” here meanwhile. Saving again replaces it.") % said
