from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from requirements.forms.details import CommentForm
from requirements.models import Comment
from requirements.operations.details import Overtaken, comment, edit_comment, remove_comment
from requirements.views.scoped import RequirementScoped


class CommentsView(RequirementScoped, View):
    """Says something about the requirement."""

    def post(self, request):
        form = CommentForm(request.POST, auto_id="comment-%s")
        if form.is_valid():
            with refusals_on(form):
                comment(self.requirement, by=request.user, body=form.cleaned_data["body"])
        return self.show(status=422, comment=form) if form.errors else self.saved(_("Comment added."))


class CommentScoped(RequirementScoped):
    """Mixin: the views of one comment."""

    def comment(self, pk):
        seen = Comment.objects.visible_to(self.request.user).filter(requirement=self.requirement)
        found = get_object_or_404(seen.select_related("author"), pk=pk)
        found.requirement = self.requirement
        return found


class CommentView(CommentScoped, View):
    """One's own comment in its editor."""

    needs = "contribute"

    def get(self, request, pk):
        found = self.own(pk)
        return self.editor(
            found, CommentForm(initial={"body": found.body, "read": found.body}, auto_id=f"comment-{pk}-%s")
        )

    def post(self, request, pk):
        found, form = self.own(pk), CommentForm(request.POST, auto_id=f"comment-{pk}-%s")
        if not form.settle({"body": found.body}):
            return self.editor(found, form, status=422)
        form = CommentForm(form.data, auto_id=form.auto_id)
        if form.is_valid():
            try:
                with refusals_on(form):
                    edit_comment(found, by=request.user, body=form.cleaned_data["body"], read=form.seen())
            except Overtaken as error:
                form.overtaken("body", error.now)
        refused = form.errors or form.clashes
        return self.editor(found, form, status=422) if refused else self.saved(_("Comment saved."))

    def own(self, pk):
        found = self.comment(pk)
        if not edit_comment.policy(self.request.user, found):
            raise PermissionDenied(_("Only its author edits a comment."))
        return found

    def editor(self, found, form, *, status=200):
        slot = f"slot-comment-{found.pk}"
        return self.in_slot(slot, "requirements/comment.html", status, comment=found, form=form)


class RemoveCommentView(CommentScoped, View):
    def post(self, request, pk):
        remove_comment(self.comment(pk), by=request.user)
        return self.saved(_("Comment removed."))
