"""Small answers while somebody writes: a preview, and requirements to choose from. They change nothing."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.shortcuts import render
from django.views import View

from pmhub.lib.texts import number_in
from products.views.scoped import ProductScoped
from requirements.models import Requirement
from requirements.rich_text import RichText
from requirements.search import matching

OFFERED = 8


class PreviewView(ProductScoped, View):
    """Markdown as it will look."""

    def post(self, request):
        text = request.POST.get("description") or request.POST.get("body") or ""
        rich = RichText(self.product, request.user, [text])
        return render(request, "requirements/_preview.html", {"html": rich.html(text)})


class SuggestionsView(ProductScoped, View):
    """Requirements that hold what was typed, the one of that very key first, as buttons that give `name` their key."""

    def get(self, request):
        typed = (request.GET.get("target") or request.GET.get("parent") or "").replace("\x00", "").strip()
        seen = Requirement.objects.visible_to(request.user).of(self.product).select_related("status")
        found = seen.filter(matching(typed, user=request.user)) if typed else seen.none()
        but = number_in(request.GET.get("but", ""), digits=9)
        others = found if but is None else found.exclude(number=but)
        name = "target" if "target" in request.GET else "parent"
        key = f"{self.product.key}-{typed}" if typed.isdecimal() else typed.upper()
        is_it = ExpressionWrapper(Q(key=key), BooleanField())
        context = {
            "found": others.order_by(is_it.desc(), "-updated_at", "-pk")[:OFFERED],
            "name": name,
            "typed": typed,
            "as_list": not request.GET.get("but"),
        }
        return render(request, "requirements/_suggestions.html", context)
