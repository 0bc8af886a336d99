"""Telling people that what they asked for has shipped: nothing goes out without a click."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from feedback.closing.drafts import filled, review, templates
from feedback.models import News
from feedback.operations.telling import edit_drafts, send_drafts
from pmhub.lib.texts import number_in, plain
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped

LONGEST = 10_000


class ClosingView(ProductScoped, View):
    """The drafts to everybody who asked for what a version brought: edit, leave out, send."""

    template_name = "feedback/talk/closing.html"
    needs = "contribute"

    def get(self, request):
        return self.page()

    def post(self, request):
        if request.POST.get("apply"):
            self.apply()
        elif request.POST.get("act") == "send":
            self.send()
        else:
            self.keep()
        return redirect("feedback_closing", self.product.key)

    def context(self, **more):
        languages, has_more = review(self.product, self.request.user)
        versions = {draft.version_name for language in languages for draft in language.drafts}
        told = News.objects.visible_to(self.request.user).of(self.product).filter(what="shipped").exclude(state="draft")
        told = told.exclude(state="dropped").select_related("contact", "feedback", "by").order_by("-id")[:50]
        return super().context(
            languages=languages, has_more=has_more, versions=sorted(versions), told=told, section="feedback", **more
        )

    @property
    def ids(self):
        return [number for one in self.request.POST.getlist("draft") if (number := number_in(one))]

    def texts(self):
        return {pk: plain(self.request.POST.get(f"text_{pk}"))[:LONGEST] for pk in self.ids}

    def keep(self):
        edit_drafts(self.product, by=self.request.user, texts=self.texts())
        toast(self.request, _("The drafts are kept as they are."), undo=False)

    def apply(self):
        """Give every draft of the language whose button was pressed the words of its template."""
        code = self.request.POST["apply"]
        words = plain(self.request.POST.get(f"template_{code}"))[:LONGEST] or templates().get(code, "")
        languages, _more = review(self.product, self.request.user)
        drafts = [draft for language in languages if language.code == code for draft in language.drafts]
        texts = {**self.texts(), **{draft.pk: filled(words, draft) for draft in drafts}}
        edit_drafts(self.product, by=self.request.user, texts=texts)
        toast(self.request, _("The drafts have these words now."), undo=False)

    def send(self):
        left_out = {number for one in self.request.POST.getlist("without") if (number := number_in(one))}
        edit_drafts(self.product, by=self.request.user, texts=self.texts())
        chosen = [pk for pk in self.ids if pk not in left_out]
        count = send_drafts(self.product, by=self.request.user, send=chosen, leave_out=list(left_out))
        told = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", count) % {"n": count}
        toast(self.request, told, undo=False)
