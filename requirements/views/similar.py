from django.shortcuts import render
from django.views import View

from products.views.scoped import ProductScoped
from requirements.search import similar_to


class SimilarView(ProductScoped, View):
    """Requirements of the product that say nearly what is being written, so that nobody writes the same twice."""

    needs = "contribute"

    def get(self, request):
        title = request.GET.get("title", "").replace("\x00", "")
        context = {"found": similar_to(title, request.user, self.product), "product": self.product}
        return render(request, "requirements/_similar.html", context)
