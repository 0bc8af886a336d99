from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.models import User
from feedback.models.feedback import Channel
from feedback.operations.filing import path_of
from feedback.operations.telling import ask_for_news
from feedback.operations.voting import stop_following, take_vote_back, vote
from pmhub.lib.forms import refusals_on
from portal.forms.visiting import CommentForm
from portal.limits import COMMENTS, VOTES, wait_of
from portal.operations.posting import say, withdraw
from portal.showing import page_of, row_of, said
from portal.views.scoped import VisitorScoped
from requirements.views.files import handed_out

MOST_COMMENTS = 500


class PostScoped(VisitorScoped):
    """Mixin: one post that the visitor may see, as `self.post_row`; else as if it were not there."""

    template_name = "portal/post.html"

    def shown_page(self, number, form=None, status=200):
        seen = self.posts().with_page_data(self.contact).select_related("feedback")
        post = self.one_of(seen, number)
        comments = post.comments.for_visitor(self.contact).select_related("contact")[:MOST_COMMENTS]
        return self.page(
            post=page_of(post),
            may_withdraw=self.may_withdraw(post),
            comments=[said(comment) for comment in comments],
            form=form or CommentForm(),
            done=self.request.GET.get("done", ""),
            pictures=[self.shown_picture(picture.file) for picture in post.pictures.select_related("file")],
            status=status,
        )

    def may_withdraw(self, post):
        """Asked for what is the visitor's own alone."""
        if self.contact is None or post.feedback.contact_id != self.contact.pk:
            return False
        return self.posts().of_nobody_but(self.contact).filter(pk=post.pk).exists()

    def shown_picture(self, file):
        """Where a picture is, how wide and how high: not what its author called it."""
        return self.at("portal_picture", self.kwargs["number"], file.storage), file.width, file.height

    def back(self):
        """The post; who signed in for it is told there that it was done."""
        address = self.at("portal_post", self.kwargs["number"])
        return f"{address}?done={self.verb}" if self.is_resumed else address


class PostView(PostScoped, View):
    """An idea with what was said about it. What was merged leads to what it is part of."""

    def get(self, request, number):
        first = self.posts().shown().standing_for(number)
        if at := first.values_list("feedback__number", flat=True).first():
            return redirect("portal_post", self.product.key, at)
        return self.shown_page(number)


class PictureView(PostScoped, View):
    """A picture that came with an idea, for whoever sees the idea."""

    def get(self, request, number, storage):
        post = self.one_of(self.posts(), number)
        file = get_object_or_404(post.pictures.select_related("file"), file__storage=storage).file
        file.name = f"picture.{file.name.rpartition('.')[2]}"  # what its author called it may say who they are
        return handed_out(request, file, path_of(file.storage))


class VoteView(PostScoped, View):
    """Gives a vote, or takes it back. Giving it twice is giving it once."""

    needs_contact = True
    verb, keeps = "vote", ("wanted",)
    promise = _("As soon as you have signed in, your vote counts.")

    def post(self, request, number):
        if wait := wait_of(VOTES, request, contact=self.contact):
            return self.too_much(wait)
        post = self.one_of(self.posts().shown().select_related("feedback"), number)
        act = take_vote_back if request.POST.get("wanted") == "no" else vote
        act(post.feedback, self.contact, by=User.objects.system())
        if not request.htmx:
            return redirect(self.back())
        row = self.one_of(self.posts().with_row_data(self.contact), number)
        return self.page("portal/_vote.html", post=row_of(row))


class FollowView(PostScoped, View):
    """Lets the visitor hear what becomes of an idea, or no more."""

    needs_contact = True
    verb, keeps = "follow", ("wanted",)
    promise = _("As soon as you have signed in, you hear what becomes of it.")

    def post(self, request, number):
        if wait := wait_of(VOTES, request, contact=self.contact):
            return self.too_much(wait)
        post = self.one_of(self.posts().select_related("feedback"), number)
        act = stop_following if request.POST.get("wanted") == "no" else ask_for_news
        act(post.feedback, self.contact, by=User.objects.system())
        return redirect(self.back())


class WithdrawView(PostScoped, View):
    """Takes an idea back that nobody else took part in; asks first."""

    template_name = "portal/withdraw.html"
    needs_contact = True

    def get(self, request, number):
        return self.asked(number)

    def post(self, request, number):
        post = self.own(number)
        try:
            withdraw(post, self.contact, by=User.objects.system())
        except ValidationError as error:
            return self.asked(number, " ".join(error.messages), status=409)
        return redirect(f"{self.at('portal_me')}?withdrawn=1")

    def asked(self, number, refused="", status=200):
        return self.page(post=row_of(self.own(number)), refused=refused, status=status)

    def own(self, number):
        """What the visitor wrote here: what others wrote is not theirs to take back."""
        mine = self.posts().filter(feedback__contact=self.contact, feedback__channel=Channel.PORTAL)
        return self.one_of(mine.with_row_data(self.contact).select_related("feedback", "product"), number)


class CommentsView(PostScoped, View):
    """Takes what somebody says about an idea."""

    needs_contact = True
    verb, keeps = "comment", ("body",)
    promise = _("Your comment is kept, and sent as soon as you have signed in.")

    def post(self, request, number):
        form = CommentForm(request.POST)
        if form.is_valid():
            if wait := wait_of(COMMENTS, request, contact=self.contact):
                return self.too_much(wait)
            post = self.one_of(self.posts().shown().select_related("feedback", "product__portal"), number)
            with refusals_on(form):
                say(post, self.contact, by=User.objects.system(), body=form.cleaned_data["body"])
                return redirect(self.back() if self.is_resumed else f"{self.back()}#comments")
        return self.shown_page(number, form, status=422)
