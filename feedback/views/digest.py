"""The digest of a week: on the page, on paper, and as text for mail."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from feedback.digest.text import facts_of, text_of
from feedback.digest.week import Week
from products.views.scoped import ProductScoped


class DigestView(ProductScoped, View):
    """What customers said in a week, against the weeks before."""

    template_name = "feedback/talk/digest.html"

    def get(self, request):
        week = Week.of(self.product, request.GET.get("week", ""))
        facts = facts_of(self.product, request.user, week)
        if request.GET.get("as") == "text":
            return HttpResponse(text_of(facts, self.product), content_type="text/plain; charset=utf-8")
        following = week.moved(1)
        tables = [(_("Kind"), facts["kinds"], "kind"), (_("Channel"), facts["channels"], "channel")]
        return self.page(
            **facts, section="feedback", tables=tables, end=following.monday, before=week.moved(-1),
            following=None if following.is_to_come else following,
        )  # fmt: skip
