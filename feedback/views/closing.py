"""Telling people that what they asked for has shipped: nothing goes out without a click."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from feedback.closing.drafts import filled, people_of, review, templates
from feedback.closing.leaving import departures, told_of_leaving
from feedback.closing.words import forget_words, keep_words, kept_words
from feedback.models import News
from feedback.operations.drafting import AGAIN, edit_drafts, refuse_long, send_again, send_drafts, speak, take_back
from pmhub.lib.texts import number_in, plain
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped


class ClosingView(ProductScoped, View):
    """The drafts to everybody who asked for what a version brought: edit, leave out, send."""

    template_name = "feedback/talk/closing.html"
    needs = "contribute"

    def get(self, request):
        return self.page()

    def post(self, request):
        if act := {"again": self.again, "back": self.take_back}.get(request.POST.get("act")):
            act()
            return redirect("feedback_closing", self.product.key)
        codes, turned = self.turned()
        texts, read = self.texts() | self.applied() | turned, self.texts("was")
        try:
            refuse_long(texts | self.templates_typed())
            overtaken = edit_drafts(self.product, by=request.user, texts=texts, read=read, left_out=self.left_out())
        except ValidationError as error:
            return self.page(typed=texts, read=read, refused=error.message_dict, status=422)
        if overtaken:
            return self.page(typed=texts, overtaken=overtaken, status=409)
        keep_words(request.session, self.product, self.templates_typed())
        if codes:
            speak(self.product, by=request.user, languages=codes)
            toast(request, _("The language is changed. Look at the words, then send."), undo=False)
        elif "apply" in request.POST:
            toast(request, _("The drafts have these words now."), undo=False)
        elif request.POST.get("act") == "send":
            self.send()
        else:
            toast(request, _("The drafts are kept as they are."), undo=False)
        return redirect("feedback_closing", self.product.key)

    def context(self, typed=None, read=None, overtaken=(), refused=None, **more):
        """After a refusal `typed` are the words of the page, by draft, and `read` those that it began with."""
        typed, read, refused = typed or {}, read or {}, refused or {}
        asked = self.request.method == "POST"
        languages, has_more = review(self.product, self.request.user, self.templates_typed())
        drafts = [draft for language in languages for draft in language.drafts]
        for draft in drafts:
            draft.chosen = self.request.POST.get(f"language_{draft.pk}", "")
            draft.theirs = draft.text if draft.pk in overtaken else ""
            draft.typed, draft.read = typed.get(draft.pk, draft.text), read.get(draft.pk, draft.text)
            draft.refused, draft.without = refused.get(draft.pk), draft.pk in self.ticked if asked else draft.left_out
        for language in languages:
            language.is_changed = language.template != templates()[language.code]
            language.refused = refused.get(language.code)
        people = people_of(drafts)
        versions = sorted({draft.version_name for draft in drafts})
        return super().context(
            languages=languages, has_more=has_more, versions=versions, told=self.told(), overtaken=overtaken,
            people=people, count=sum(contact.goes for contact in people), refused=refused, again=AGAIN,
            codes=settings.LANGUAGES, section="feedback", **more,
        )  # fmt: skip

    def told(self):
        """Letters about versions, and of the other news those that may not have arrived; newest first."""
        seen = News.objects.visible_to(self.request.user).of(self.product).exclude(state__in=["draft", "dropped"])
        told = seen.filter(Q(what="shipped") | Q(state__in=AGAIN))
        rows = list(told.select_related("contact", "feedback", "by", "letter").order_by("-id")[:50])
        contacts = {row.contact_id: row.contact for row in rows if row.state == "waiting"}
        departs = departures(self.product, list(contacts.values()), timezone.now())
        for row in rows:
            row.departs = departs.get(row.contact_id) if row.state == "waiting" else None
        return rows

    @property
    def ids(self):
        return [number for one in self.request.POST.getlist("draft") if (number := number_in(one))]

    def texts(self, name="text"):
        sent = self.request.POST
        return {pk: plain(sent[f"{name}_{pk}"]) for pk in self.ids if f"{name}_{pk}" in sent}

    def templates_typed(self):
        """The words for all drafts of a language, by language, where somebody wrote any."""
        asked = self.request.POST
        sent = {code: plain(asked[name]) for code in templates() if (name := f"template_{code}") in asked}
        typed = kept_words(self.request.session, self.product) | sent
        return {code: said for code, said in typed.items() if said}

    def applied(self):
        """What every draft of the language whose button was pressed says with the words of its template."""
        if (code := self.request.POST.get("apply")) is None:
            return {}
        languages, _more = review(self.product, self.request.user, self.templates_typed())
        chosen = [language for language in languages if language.code == code]
        return {draft.pk: filled(language.template, draft) for language in chosen for draft in language.drafts}

    def turned(self):
        """`({contact: language}, {draft: words})`: the languages chosen on the page, and the new words of those letters
        that had none of their own. Who gets several letters gets all of them in the language chosen for one.
        """
        codes, words, typed = {}, {}, self.texts()
        languages, _more = review(self.product, self.request.user)
        drafts = [(language, draft) for language in languages for draft in language.drafts if draft.pk in typed]
        for language, draft in drafts:
            code = self.request.POST.get(f"language_{draft.pk}", "")
            if code in templates() and code != language.code:
                codes[draft.contact_id] = code
        for language, draft in drafts:
            if draft.contact_id in codes and typed[draft.pk].strip() == filled(language.template, draft).strip():
                words[draft.pk] = filled(templates()[codes[draft.contact_id]], draft)
        return codes, words

    @property
    def ticked(self):
        return self.numbers("without")

    def left_out(self):
        """What was ticked or unticked on the page, `{draft: bool}`."""
        return {pk: pk in self.ticked for pk in self.numbers("was_without") ^ self.ticked}

    def numbers(self, name):
        return {number for one in self.request.POST.getlist(name) if (number := number_in(one))}

    def send(self):
        chosen = [pk for pk in self.ids if pk not in self.ticked]
        seen = News.objects.visible_to(self.request.user).of(self.product)
        ready = seen.drafts().ready().filter(pk__in=chosen).select_related("contact")
        contacts = {draft.contact_id: draft.contact for draft in ready}
        if number_in(self.request.POST.get("letters", "")) not in (None, len(contacts)):
            toast(self.request, miscounted(len(contacts)), undo=False, error=True)
            return
        send_drafts(self.product, by=self.request.user, send=chosen, leave_out=list(self.ticked))
        if not seen.drafts().exists():
            forget_words(self.request.session, self.product)
        departs = departures(self.product, list(contacts.values()), timezone.now())
        toast(self.request, told_of_leaving(departs), undo=False)

    def named(self):
        seen = News.objects.visible_to(self.request.user).of(self.product)
        return get_object_or_404(seen, pk=number_in(self.request.POST.get("news", "")))

    def take_back(self):
        told = _("It is a draft again.") if take_back(self.named(), by=self.request.user) else _("It has gone out.")
        toast(self.request, told, undo=False)

    def again(self):
        if send_again(self.named(), by=self.request.user):
            toast(self.request, _("It goes with the next letter."), undo=False)


def miscounted(count):
    """Said where the button promised another number of letters: what was ticked since, here or by somebody else."""
    return ngettext(
        "Nothing has gone yet: it would be %(n)d letter by now. See below to whom, then send.",
        "Nothing has gone yet: it would be %(n)d letters by now. See below to whom, then send.",
        count,
    ) % {"n": count}
