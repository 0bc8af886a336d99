"""What this app offers on every page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pmhub.lib.palette import Entry, offer
from products import policies


@offer
def imports(asked):
    """Bringing requirements in from a file."""
    if asked.product is not None and policies.can_manage(asked.user, asked.product):
        page = reverse("import_list", args=[asked.product.key])
        yield Entry("actions", _("Import from a file"), "upload", href=page, hint=asked.product.key, words="import csv")


@offer
def exports(asked):
    """Taking requirements out as a file."""
    if asked.product is not None:
        page = reverse("export", args=[asked.product.key])
        yield Entry(
            "actions", _("Export to a file"), "download", href=page, hint=asked.product.key, words="export csv excel"
        )
