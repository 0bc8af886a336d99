from django.views import View

from changes.models.change import TRASH_KEPT
from changes.trash import deletions_of
from products.views.scoped import ProductScoped


class TrashView(ProductScoped, View):
    """What was deleted in the last 30 days; restoring is undoing the deletion."""

    template_name = "products/trash.html"
    needs = "contribute"

    def get(self, request):
        return self.page(deletions=deletions_of(self.product), days=TRASH_KEPT.days)
