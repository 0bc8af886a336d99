"""What this app offers on every page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pmhub.lib.palette import Entry, offer
from products import policies
from roadmaps.models import Version

MOST_VERSIONS = 200


@offer
def plans(asked):
    """Versions and milestones of the product one stands in."""
    if asked.product is None:
        return
    key = asked.product.key
    roadmap = reverse("roadmap", args=[key])
    yield Entry("pages", _("Roadmap"), "map", href=roadmap, hint=key, words="roadmap timeline plan")
    yield Entry("pages", _("Versions"), "tag", href=reverse("version_list", args=[key]), hint=key, words="versions")
    milestones = reverse("milestone_list", args=[key])
    yield Entry("pages", _("Milestones"), "flag", href=milestones, hint=key, words="milestones")
    promises = reverse("promise_list", args=[key])
    yield Entry("pages", _("Promises"), "scale", href=promises, hint=key, words="promises slips delays")
    if policies.can_manage(asked.user, asked.product):
        new = reverse("version_new", args=[key])
        yield Entry("actions", _("New version"), "plus", href=new, hint=key, words="new version create")


@offer
def versions(asked):
    """Versions by name, in all products the person sees."""
    if not asked.typed:
        return
    seen = Version.objects.visible_to(asked.user).select_related("product").order_by("-pk")
    for version in seen[:MOST_VERSIONS]:
        page = reverse("version", args=[version.product.key, version.pk])
        yield Entry("versions", version.name, "tag", href=page, hint=version.product.key)
