"""The palette: one field that finds things and does things. Its entries come from the `panels.py` of the apps."""

from urllib.parse import urlsplit

from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.views import View

from pmhub.lib.palette import Asked, answer
from products.models import Product

LONGEST, MOST_RECENT = 200, 12


class PaletteView(View):
    """What fits the text `q` for whoever stands at the page `at`: a list for the dialog, else a page of its own."""

    def get(self, request):
        groups = answer(asked_by(request))
        context = {"groups": groups, "q": clean(request.GET.get("q", "")), "at": request.GET.get("at", "")[:LONGEST]}
        template = "palette.html#answers" if request.htmx else "palette.html"
        response = render(request, template, context)
        patch_vary_headers(response, ["HX-Request"])
        return response


def asked_by(request):
    place = standing_at(request.GET.get("at", ""))
    key = place.get("key", "")
    product = Product.objects.visible_to(request.user).filter(key=key).first() if key else None
    item = f"{key}-{place['number']}" if "number" in place else ""
    return Asked(
        user=request.user,
        text=clean(request.GET.get("q", "")),
        product=product,
        place=reverse("product", args=[key]) if product else "",
        item=clean(request.GET.get("item", ""))[:24] or item,
        recent=tuple(clean(request.GET.get("recent", "")).split(",")[:MOST_RECENT]),
    )


def standing_at(address):
    """The arguments of the page's address: `key` of the product, `number` of the requirement."""
    try:
        return resolve(urlsplit(clean(address)).path or "/").kwargs
    except (Resolver404, ValueError):
        return {}


def clean(text):
    return text.replace("\x00", "")[: LONGEST * 5]
