"""The team's queue of a portal: what waits to be shown, decided on many at once."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from pmhub.lib.paging import Sort, page_or_first
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from portal.models import Post, PublicComment
from portal.models.display import Display
from portal.operations.moderating import DecidedMeanwhile, erase, hide, show
from portal.showing import public_html
from products.views.scoped import ProductScoped

AT_ONCE, MOST_COMMENTS = 50, 200
NEWEST = Sort("created_at", descending=True, naturally=True)


class ModerationScoped(ProductScoped):
    """Mixin: the team's side of the portal, for who may triage."""

    needs = "contribute"
    refused, status = "", 200

    def posts(self):
        return Post.objects.visible_to(self.request.user).of(self.product)

    def comments(self):
        return PublicComment.objects.visible_to(self.request.user).of(self.product)

    def decided(self, things, seen, gone=0):
        """Do with each what the button says; returns to how many. Those where it is refused stay as they are, and that
        is said as `self.refused`: also those that are not as they were `seen`, and so many that are `gone`.
        """
        done, refusals, is_stale = 0, [_("It was deleted meanwhile.")] * gone, gone > 0
        for thing in things:
            try:
                done += self.decide(thing, self.request.POST.get("act"), seen)
            except ValidationError as error:
                is_stale |= isinstance(error, DecidedMeanwhile)
                refusals.append(" ".join(error.messages))
            except PermissionDenied:
                refusals.append(_("Only managers erase ideas of visitors: hide them."))
        if refusals:
            why = " ".join(dict.fromkeys(refusals))
            left = ngettext("%d is left as it was:", "%d are left as they were:", len(refusals)) % len(refusals)
            self.refused = f"{left} {why}" if len(things) + gone > 1 else why
            self.status = 409 if is_stale else 422
        return done

    def context(self, **more):
        return super().context(refused=self.refused, reason=self.request.POST.get("reason", ""), **more)

    def decide(self, thing, act, seen):
        """Returns whether the button said anything."""
        by = self.request.user
        if act == "show":
            show(thing, by=by, seen=seen)
        elif act == "hide":
            hide(thing, by=by, reason=self.request.POST.get("reason", ""), seen=seen)
        elif act == "erase":
            erase(thing, by=by, seen=seen)
        return act in ("show", "hide", "erase")


class QueueView(ModerationScoped, View):
    """What waits for the team, and what is shown or hidden already; decides on many at once."""

    template_name = "portal/queue.html"

    def get(self, request):
        return self.listed(request.GET)

    def listed(self, params):
        state = self.state_in(params)
        posts = self.posts().filter(state=state).with_row_data().select_related("feedback__contact", "decided_by")
        cursor = params.get("cursor")
        name = f"queue{self.product.pk}{state}"
        listed = page_or_first(posts, NEWEST, limit=AT_ONCE, cursor=cursor, of=name)
        comments = self.comments().filter(state=state).select_related("post__feedback", "contact", "member")
        return self.page(
            posts=listed.items, next=listed.next, state=state, states=Display.choices,
            comments=[] if cursor else self.with_html(comments.order_by("-created_at", "id")[:MOST_COMMENTS]),
            status=self.status,
        )  # fmt: skip

    def with_html(self, comments):
        return [(comment, public_html(comment.body)) for comment in comments]

    def state_in(self, params):
        return params.get("state") if params.get("state") in Display.values else Display.HELD

    def post(self, request):
        pks = {kind: [number_in(pk) for pk in request.POST.getlist(kind)] for kind in ("post", "comment")}
        things = [*self.posts().filter(pk__in=pks["post"]).select_related("feedback", "product")]
        things += self.comments().filter(pk__in=pks["comment"]).select_related("product")
        gone, seen = sum(map(len, pks.values())) - len(things), self.state_in(request.POST)
        if not (things or gone):
            toast(request, _("Nothing is ticked. Tick the ideas and comments first, then say what to do."), error=True)
        elif done := self.decided(things, seen, gone):
            toast(request, ngettext("%d decided.", "%d decided.", done) % done)
        if self.refused:
            return self.listed(request.POST)
        return redirect(f"{reverse('portal_queue', args=[self.product.key])}?state={seen}")
