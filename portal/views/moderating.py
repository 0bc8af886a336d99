from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View

from feedback.models import Feedback
from pmhub.lib.forms import refusals_on
from pmhub.lib.paging import CursorError, Sort, page
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from portal.forms.setting_up import AnswerForm, PublicTextForm
from portal.models import Post, PublicComment
from portal.models.display import Display
from portal.operations.moderating import edit_post, erase, hide, show
from portal.operations.posting import answer_in_public, publish
from portal.showing import public_html, said
from products.views.scoped import ProductScoped

AT_ONCE, MOST_COMMENTS = 50, 200
NEWEST = Sort("created_at", descending=True, naturally=True)


class ModerationScoped(ProductScoped):
    """Mixin: the team's side of the portal, for who may triage."""

    needs = "contribute"

    def posts(self):
        return Post.objects.visible_to(self.request.user).of(self.product)

    def comments(self):
        return PublicComment.objects.visible_to(self.request.user).of(self.product)

    def decided(self, things):
        """Do with each what the button says; returns how many there were, 0 where it is refused, which is said."""
        act, by = self.request.POST.get("act"), self.request.user
        try:
            for thing in things:
                if act == "show":
                    show(thing, by=by)
                elif act == "hide":
                    hide(thing, by=by, reason=self.request.POST.get("reason", ""))
                elif act == "erase":
                    erase(thing, by=by)
        except ValidationError as error:
            toast(self.request, " ".join(error.messages), error=True)
            return 0
        return len(things) if act in ("show", "hide", "erase") else 0


class QueueView(ModerationScoped, View):
    """What waits for the team, and what is shown or hidden already; decides on many at once."""

    template_name = "portal/queue.html"

    def get(self, request):
        state = request.GET.get("state") if request.GET.get("state") in Display.values else Display.HELD
        posts = self.posts().filter(state=state).with_row_data().select_related("feedback__contact", "decided_by")
        cursor = request.GET.get("cursor")
        try:
            listed = page(posts, NEWEST, limit=AT_ONCE, cursor=cursor, of=f"queue{self.product.pk}{state}")
        except CursorError:
            listed = page(posts, NEWEST, limit=AT_ONCE, of=f"queue{self.product.pk}{state}")
        comments = self.comments().filter(state=state).select_related("post__feedback", "contact", "member")
        return self.page(
            posts=listed.items, next=listed.next, state=state, states=Display.choices,
            comments=[] if cursor else comments.order_by("-created_at", "id")[:MOST_COMMENTS],
        )  # fmt: skip

    def post(self, request):
        pks = {kind: [number_in(pk) for pk in request.POST.getlist(kind)] for kind in ("post", "comment")}
        things = [*self.posts().filter(pk__in=pks["post"]).select_related("feedback", "product")]
        things += self.comments().filter(pk__in=pks["comment"]).select_related("product")
        if done := self.decided(things):
            toast(request, ngettext("%d decided.", "%d decided.", done) % done)
        return redirect(f"{reverse('portal_queue', args=[self.product.key])}?state={request.POST.get('state', 'held')}")


class PostScoped(ModerationScoped):
    """Mixin: one post, as the team has it."""

    template_name = "portal/moderate.html"

    def found(self, number):
        posts = self.posts().with_row_data().select_related("feedback__contact", "product__portal", "decided_by")
        return get_object_or_404(posts, feedback__number=number)

    def shown(self, post, form=None, answer=None, status=200):
        comments = post.comments.select_related("contact", "member")[:MOST_COMMENTS]
        initial = {"title": post.title, "body": post.body, "chosen_status": post.chosen_status}
        return self.page(
            post=post, html=public_html(post.body), form=form or PublicTextForm(initial=initial),
            answer=answer or AnswerForm(), comments=[(comment, said(comment)) for comment in comments], status=status,
        )  # fmt: skip


class ModerateView(PostScoped, View):
    """One post: its public text and status, and whether it is shown."""

    def get(self, request, number):
        return self.shown(self.found(number))

    def post(self, request, number):
        post = self.found(number)
        if request.POST.get("act"):
            if self.decided([post]):
                toast(request, _("Done."))
            gone = request.POST["act"] == "erase"
            return redirect("portal_queue", self.product.key) if gone else self.again(number)
        form = PublicTextForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                edit_post(post, by=request.user, **form.cleaned_data)
                toast(request, _("The public text is saved."))
                return self.again(number)
        return self.shown(post, form=form, status=422)

    def again(self, number):
        return redirect("portal_moderate", self.product.key, number)


class AnswerView(PostScoped, View):
    """Says something in public for the team."""

    def post(self, request, number):
        post, form = self.found(number), AnswerForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                answer_in_public(post, by=request.user, **form.cleaned_data)
                toast(request, _("Your comment is in public."))
                return redirect("portal_moderate", self.product.key, number)
        return self.shown(post, answer=form, status=422)


class ModerateCommentView(ModerationScoped, View):
    """Shows, hides or erases one comment."""

    def post(self, request, pk):
        comment = get_object_or_404(self.comments().select_related("post__feedback", "product"), pk=pk)
        number = comment.post.feedback.number
        if self.decided([comment]):
            toast(request, _("Done."))
        return redirect("portal_moderate", self.product.key, number)


class PublishView(ModerationScoped, View):
    """Shows an item in public under a text of its own; what was said stays among the team."""

    template_name = "portal/publish.html"

    def item(self, number):
        seen = Feedback.objects.visible_to(self.request.user).of(self.product)
        return get_object_or_404(seen, number=number)

    def get(self, request, number):
        item = self.item(number)
        if self.posts().filter(feedback=item).exists():
            return redirect("portal_moderate", self.product.key, number)
        return self.page(item=item, form=PublicTextForm())

    def post(self, request, number):
        item, form = self.item(number), PublicTextForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                publish(item, by=request.user, language=get_language(), **form.cleaned_data)
                toast(request, _("It is in public now."))
                return redirect("portal_moderate", self.product.key, number)
        return self.page(item=item, form=form, status=422)
