import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from pmhub.lib.throttling import Throttle, client_of
from pmhub.lib.toasts import toast
from products.models import Product
from roadmaps.calendars import calendar_file_of, feed_at
from roadmaps.models import CalendarFeed
from roadmaps.operations.calendars import make_calendar, switch_calendar_off

GUESSES = Throttle("calendar", limit=30, seconds=60)
GONE = "This calendar does not exist, or not any more.\n"
WAIT = "Too many unknown calendars were asked for from here. Try again later.\n"


@method_decorator(login_not_required, name="dispatch")
class CalendarFileView(View):
    """The calendar itself, for programs: the address is the key, and its person must still see the product."""

    def get(self, request, secret):
        client = client_of(request)
        if wait := GUESSES.wait(client):
            return self.refusal(WAIT, 429, {"Retry-After": str(wait)})
        feed = feed_at(secret)
        if feed is None:
            GUESSES.count(client)
            return self.refusal(GONE, 404, {})
        feed.note_reading()
        written = calendar_file_of(feed)
        etag = f'"{hashlib.blake2b(written, digest_size=12).hexdigest()}"'
        headers = {
            **self.kept_private(),
            "ETag": etag,
            "Content-Disposition": f'inline; filename="{feed.product.key}.ics"',
        }
        response = HttpResponse(written, content_type="text/calendar; charset=utf-8", headers=headers)
        return get_conditional_response(request, etag=etag, response=response)

    def refusal(self, text, status, headers):
        headers = {**self.kept_private(), **headers}
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)

    @staticmethod
    def kept_private():
        return {
            "Cache-Control": "private, no-cache",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
        }


class CalendarsView(View):
    """For each product one sees: whether a calendar reads it, and since when."""

    def get(self, request):
        own = {
            feed.product_id: feed for feed in CalendarFeed.objects.visible_to(request.user).filter(user=request.user)
        }
        products = Product.objects.visible_to(request.user).order_by("name", "pk")
        rows = [{"product": product, "feed": own.get(product.pk)} for product in products]
        return render(request, "roadmaps/calendars.html", {"rows": rows})


class CalendarScoped:
    """Mixin: the views of one's own calendar of one product."""

    def dispatch(self, request, key):
        self.product = get_object_or_404(Product.objects.visible_to(request.user), key=key)
        return super().dispatch(request)

    def feed(self):
        seen = CalendarFeed.objects.visible_to(self.request.user).of(self.product)
        return seen.filter(user=self.request.user).first()


@method_decorator(never_cache, name="dispatch")
class CalendarView(CalendarScoped, View):
    """One's calendar of a product. The answer to the POST is the only page that ever shows its address."""

    def get(self, request):
        return self.page(feed=self.feed())

    def post(self, request):
        feed, secret = make_calendar(self.product, by=request.user)
        address = settings.PMHUB_URL + reverse("calendar_file", args=[secret])
        return self.page(feed=feed, address=address, subscribe="webcal:" + address.partition(":")[2])

    def page(self, **context):
        return render(self.request, "roadmaps/calendar.html", {"of": self.product, **context})


class CalendarOffView(CalendarScoped, View):
    """Switches one's calendar of a product off."""

    def post(self, request):
        if feed := self.feed():
            switch_calendar_off(feed, by=request.user)
            toast(request, _("The calendar of %s is switched off.") % self.product.name, undo=False)
        return redirect("calendar_list")
