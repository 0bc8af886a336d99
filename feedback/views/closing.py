"""Telling people that what they asked for has shipped: nothing goes out without a click."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from feedback.closing.drafts import filled, review, templates
from feedback.models import News
from feedback.operations.drafting import AGAIN, edit_drafts, send_again, send_drafts
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
        act = request.POST.get("act")
        if act == "again":
            self.again()
        elif overtaken := self.apply() if request.POST.get("apply") else self.keep():
            return self.page(overtaken=overtaken, status=409)
        elif act == "send":
            self.send()
        elif not request.POST.get("apply"):
            toast(request, _("The drafts are kept as they are."), undo=False)
        return redirect("feedback_closing", self.product.key)

    def context(self, overtaken=(), **more):
        languages, has_more = review(self.product, self.request.user)
        drafts = [draft for language in languages for draft in language.drafts]
        typed = self.texts() if overtaken else {}
        for draft in drafts:
            draft.theirs = draft.text if draft.pk in overtaken else ""
            draft.typed = typed.get(draft.pk, draft.text)
        versions = sorted({draft.version_name for draft in drafts})
        return super().context(
            languages=languages, has_more=has_more, versions=versions, told=self.told(), overtaken=overtaken,
            again=AGAIN, section="feedback", **more,
        )  # fmt: skip

    def told(self):
        """Letters about versions, and of the other news those that may not have arrived; newest first."""
        seen = News.objects.visible_to(self.request.user).of(self.product).exclude(state__in=["draft", "dropped"])
        told = seen.filter(Q(what="shipped") | Q(state__in=AGAIN))
        return told.select_related("contact", "feedback", "by", "letter").order_by("-id")[:50]

    @property
    def ids(self):
        return [number for one in self.request.POST.getlist("draft") if (number := number_in(one))]

    def texts(self, name="text"):
        return {pk: plain(self.request.POST.get(f"{name}_{pk}"))[:LONGEST] for pk in self.ids}

    def keep(self, texts=None):
        """Keep the words on the page; returns the ids of the drafts that somebody else has changed meanwhile."""
        read = {pk: words for pk, words in self.texts("was").items() if f"was_{pk}" in self.request.POST}
        texts = {**self.texts(), **(texts or {})}
        return edit_drafts(self.product, by=self.request.user, texts=texts, read=read)

    def apply(self):
        """Give every draft of the language whose button was pressed the words of its template."""
        code = self.request.POST["apply"]
        words = plain(self.request.POST.get(f"template_{code}"))[:LONGEST] or templates().get(code, "")
        languages, _more = review(self.product, self.request.user)
        drafts = [draft for language in languages if language.code == code for draft in language.drafts]
        overtaken = self.keep(texts={draft.pk: filled(words, draft) for draft in drafts})
        if not overtaken:
            toast(self.request, _("The drafts have these words now."), undo=False)
        return overtaken

    def send(self):
        left_out = {number for one in self.request.POST.getlist("without") if (number := number_in(one))}
        chosen = [pk for pk in self.ids if pk not in left_out]
        count = send_drafts(self.product, by=self.request.user, send=chosen, leave_out=list(left_out))
        told = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", count) % {"n": count}
        toast(self.request, told, undo=False)

    def again(self):
        seen = News.objects.visible_to(self.request.user).of(self.product)
        news = get_object_or_404(seen, pk=number_in(self.request.POST.get("news", "")))
        if send_again(news, by=self.request.user):
            toast(self.request, _("It goes with the next letter."), undo=False)
