"""One post or comment of a portal, as the team decides on it and speaks there."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from feedback.models import Feedback
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from portal.forms.setting_up import AnswerForm, PublicTextForm
from portal.operations.moderating import WRITTEN_HERE, edit_post
from portal.operations.posting import answer_in_public, publish
from portal.showing import public_html, said
from portal.views.queue import MOST_COMMENTS, ModerationScoped
from requirements.operations.authoring import Stale


class PostScoped(ModerationScoped):
    """Mixin: one post, as the team has it."""

    template_name = "portal/moderate.html"

    def found(self, number):
        posts = self.posts().with_row_data().select_related("feedback__contact", "product__portal", "decided_by")
        return get_object_or_404(posts, feedback__number=number)

    def shown(self, post, form=None, answer=None, status=200):
        comments = post.comments.select_related("contact", "member")[:MOST_COMMENTS]
        return self.page(
            post=post, html=public_html(post.body), form=form or PublicTextForm.of(post),
            answer=answer or AnswerForm(), comments=[(comment, said(comment)) for comment in comments], status=status,
            files=[picture.file for picture in post.pictures.select_related("file")],
            may_erase=self.can.manage or post.feedback.channel not in WRITTEN_HERE,
        )  # fmt: skip


class ModerateView(PostScoped, View):
    """One post: its public text and status, and whether it is shown."""

    def get(self, request, number):
        return self.shown(self.found(number))

    def post(self, request, number):
        post = self.found(number)
        if request.POST.get("act"):
            if self.decided([post], request.POST.get("seen")):
                toast(request, _("Done."))
            elif self.refused:
                return self.shown(self.found(number), status=self.status)
            gone = request.POST["act"] == "erase"
            return redirect("portal_queue", self.product.key) if gone else self.again(post)
        form = PublicTextForm(request.POST)
        if "settle" in request.POST and not form.settle(form.present(post)):
            return self.shown(post, form=form, status=422)
        return self.store(post, PublicTextForm(form.data))

    def store(self, post, form):
        """The words of the form, saved; or the form again, with what somebody else saved meanwhile."""
        if form.is_valid():
            try:
                with refusals_on(form):
                    edit_post(post, by=self.request.user, **form.cleaned_data)
                    toast(self.request, _("The public text is saved."))
                    return self.again(post)
            except Stale as stale:
                post = self.found(post.number)
                form.meet(post, stale.was)
                if not form.clashes:
                    return self.store(post, PublicTextForm(form.data))
        return self.shown(post, form=form, status=422)

    def again(self, post):
        return redirect("portal_moderate", self.product.key, post.number)


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


class ModerateCommentView(PostScoped, View):
    """Shows, hides or erases one comment."""

    def post(self, request, pk):
        comment = get_object_or_404(self.comments().select_related("post__feedback", "product"), pk=pk)
        number = comment.post.feedback.number
        if self.decided([comment], request.POST.get("seen")):
            toast(request, _("Done."))
        elif self.refused:
            return self.shown(self.found(number), status=self.status)
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
                publish(item, by=request.user, language=get_language(), **form.words())
                toast(request, _("It is in public now."))
                return redirect("portal_moderate", self.product.key, number)
        return self.page(item=item, form=form, status=422)
