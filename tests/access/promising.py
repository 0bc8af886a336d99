"""A date that moved later, for the access table."""

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.operations.planning import create_version, edit_version


def slipped(product, by):
    """The id of the change by which a version's release moved later."""
    version = create_version(product, by=by, name="Slipping", release=FuzzyDate.parse("2027-01"))
    edit_version(version, by=by, release=FuzzyDate.parse("2027-02"))
    return Change.objects.filter(type="version", object_id=version.pk).latest("id").pk
