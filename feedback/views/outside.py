"""What people outside open from a mail: without signing in, by a signed link, in their language."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from feedback.operations.judging import judge
from feedback.operations.telling import ask_for_news, end_news, hear_again
from feedback.sending.languages import language_of
from feedback.sending.links import NEWS, VERDICT, named_by
from feedback.sending.titles import title_for, titles_for
from pmhub.lib.texts import number_in
from pmhub.lib.throttling import Throttle

VERDICTS = Throttle("verdict", limit=20, seconds=3600)


@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class ByLink(View):
    """A view for whom the signed link names: `self.contact`, and `self.feedback` where it names an item."""

    salt = None
    template_name = None

    def dispatch(self, request, secret):
        self.contact, self.feedback = named_by(secret, self.salt)
        if self.contact is None:
            raise Http404
        translation.activate(language_of(self.contact))
        return super().dispatch(request)

    @property
    def system(self):
        return User.objects.system()

    @property
    def title(self):
        """What the contact knows the item by, "" for nothing."""
        return title_for(self.contact, self.feedback) if self.feedback else ""

    def page(self, status=200, **more):
        facts = {"contact": self.contact, "product": self.contact.product, **more}
        return render(self.request, self.template_name, facts, status=status)


class NewsView(ByLink):
    """What somebody hears of: ended by one POST, as mail programs do (RFC 8058), or asked for again."""

    salt = NEWS
    template_name = "feedback/talk/news.html"

    def get(self, request):
        return self.page(**self.heard())

    def post(self, request):
        act = request.POST.get("act", "end")
        if act == "ask" and self.feedback:
            ask_for_news(self.feedback, self.contact, by=self.system)
        elif act == "back":
            hear_again(self.contact.product, self.contact, by=self.system)
        elif act == "end_one" and (item := self.chosen()):
            end_news(self.contact.product, self.contact, by=self.system, feedback=item)
        else:
            end_news(self.contact.product, self.contact, by=self.system)
        self.contact.refresh_from_db()
        return self.page(done=act, **self.heard())

    def chosen(self):
        return self.contact.product.feedback.filter(pk=number_in(self.request.POST.get("item", ""))).first()

    def heard(self):
        asked = self.contact.subscription_set.filter(ended_at=None).select_related("feedback").order_by("-id")
        asked = list(asked[:200]) if self.contact.hears else []
        titles = titles_for((self.contact.pk, one.feedback) for one in asked)
        known = [(one.feedback_id, titles.get((self.contact.pk, one.feedback_id))) for one in asked]
        offers = self.title if self.feedback and self.feedback.pk not in dict(known) else ""
        return {"asked": [one for one in known if one[1]], "offers": offers}


class VerdictView(ByLink):
    """Did it solve it? Yes or no, from one to five, and words."""

    salt = VERDICT
    template_name = "feedback/talk/verdict.html"

    def get(self, request):
        return self.page(chosen=request.GET.get("solved", ""))

    def page(self, status=200, **more):
        return super().page(status, title=self.title, **more)

    def post(self, request):
        chosen, score = request.POST.get("solved", ""), number_in(request.POST.get("score", ""))
        if chosen not in ("yes", "no"):
            return self.page(status=422, missing=True)
        words = {"note": request.POST.get("note", ""), "score": score}
        if wait := VERDICTS.claim(str(self.contact.pk)):
            response = self.page(status=429, chosen=chosen, is_too_often=True, note=words["note"])
            response["Retry-After"] = str(wait)
            return response
        try:
            judge(self.feedback, self.contact, by=self.system, solved=chosen == "yes", **words)
        except ValidationError as error:
            return self.page(status=422, chosen=chosen, problems=error.messages, note=words["note"])
        return self.page(is_done=True, chosen=chosen)
