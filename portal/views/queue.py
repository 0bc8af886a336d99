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
from portal.operations.moderating import erase, hide, show
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
        """Do with each what the button says; returns to how many. Those where it is refused stay as they are, and that
        is said.
        """
        done, refusals = 0, []
        for thing in things:
            try:
                done += self.decide(thing, self.request.POST.get("act"))
            except ValidationError as error:
                refusals.append(" ".join(error.messages))
            except PermissionDenied:
                refusals.append(_("Only managers erase ideas of visitors: hide them."))
        if refusals:
            why = " ".join(dict.fromkeys(refusals))
            left = ngettext("%d is left as it was:", "%d are left as they were:", len(refusals)) % len(refusals)
            toast(self.request, f"{left} {why}" if len(things) > 1 else why, error=True)
        return done

    def decide(self, thing, act):
        """Returns whether the button said anything."""
        by = self.request.user
        if act == "show":
            show(thing, by=by)
        elif act == "hide":
            hide(thing, by=by, reason=self.request.POST.get("reason", ""))
        elif act == "erase":
            erase(thing, by=by)
        return act in ("show", "hide", "erase")


class QueueView(ModerationScoped, View):
    """What waits for the team, and what is shown or hidden already; decides on many at once."""

    template_name = "portal/queue.html"

    def get(self, request):
        state = request.GET.get("state") if request.GET.get("state") in Display.values else Display.HELD
        posts = self.posts().filter(state=state).with_row_data().select_related("feedback__contact", "decided_by")
        cursor = request.GET.get("cursor")
        name = f"queue{self.product.pk}{state}"
        listed = page_or_first(posts, NEWEST, limit=AT_ONCE, cursor=cursor, of=name)
        comments = self.comments().filter(state=state).select_related("post__feedback", "contact", "member")
        return self.page(
            posts=listed.items, next=listed.next, state=state, states=Display.choices,
            comments=[] if cursor else comments.order_by("-created_at", "id")[:MOST_COMMENTS],
        )  # fmt: skip

    def post(self, request):
        pks = {kind: [number_in(pk) for pk in request.POST.getlist(kind)] for kind in ("post", "comment")}
        things = [*self.posts().filter(pk__in=pks["post"]).select_related("feedback", "product")]
        things += self.comments().filter(pk__in=pks["comment"]).select_related("product")
        if not things:
            toast(request, _("Nothing is ticked. Tick the ideas and comments first, then say what to do."), error=True)
        elif done := self.decided(things):
            toast(request, ngettext("%d decided.", "%d decided.", done) % done)
        return redirect(f"{reverse('portal_queue', args=[self.product.key])}?state={request.POST.get('state', 'held')}")
