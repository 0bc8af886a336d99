"""A requirement beside the list it is in."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from requirements.models import Requirement
from requirements.reading import with_page
from requirements.views.scoped import RequirementGate, RequirementScoped
from requirements.views.showing import shown


class PeekView(RequirementScoped, View):
    """The panel; whoever asks for it without htmx gets the list with the panel in it."""

    def get(self, request):
        if request.htmx:
            context = {**shown(self.requirement, request.user), "peeked": self.requirement}
            return self.fragment("panel", template="requirements/_peek.html", **context)
        pool = reverse("requirement_list", args=[self.product.key])
        return redirect(f"{pool}?{urlencode({'peek': self.requirement.key})}")


def peeked(product, user, key):
    """What the panel of a list shows for the requirement with this key; nothing where there is none.

    Without a product, the list is over all that the person may read.
    """
    if not key or "\x00" in key:
        return {}
    seen = Requirement.objects.visible_to(user)
    seen = with_page(seen.of(product) if product else seen.select_related("product"))
    requirement = seen.filter(key=key).first()
    if requirement is None:
        return {}
    requirement.product = product or requirement.product
    url = reverse("requirement", args=[requirement.product.key, requirement.number])
    gate = RequirementGate(user, requirement)
    return {**shown(requirement, user), "requirement": requirement, "peeked": requirement, "url": url, "can": gate}
