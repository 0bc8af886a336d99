from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.models import User
from pmhub.lib.forms import refusals_on
from pmhub.lib.paging import page_or_first
from portal.board import SORTS, matching, of, statuses_of
from portal.forms.visiting import GuestPostForm, PostForm
from portal.limits import POSTS, wait_of
from portal.models.portal import Access
from portal.models.public_status import PublicStatus
from portal.operations.posting import submit
from portal.showing import row_of
from portal.similar import similar_posts
from portal.views.scoped import VisitorScoped
from requirements.operations.attaching import largest_attachment

AT_ONCE = 20


class BoardView(VisitorScoped, View):
    """Ideas: searched, filtered by status, the most wanted or the newest first."""

    template_name = "portal/board.html"

    def get(self, request, **_kwargs):
        sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else "top"
        status = request.GET.get("status") if request.GET.get("status") in PublicStatus.values else ""
        q = request.GET.get("q", "").replace("\x00", "").strip()[:200]
        board = self.product.posts.on_board(self.product)
        found = matching(board.with_row_data(self.contact), q, status)
        name, cursor = of(self.portal, sort, status, q), request.GET.get("cursor")
        listed = page_or_first(found, SORTS[sort], limit=AT_ONCE, cursor=cursor, of=name)
        return self.page(
            "portal/board.html#results" if request.htmx else None,
            statuses=() if request.htmx else statuses_of(board),
            posts=[row_of(post) for post in listed.items], next=listed.next, q=q, sort=sort, chosen=status,
            is_narrowed=bool(q or status), erased=not self.contact and "erased" in request.GET,
        )  # fmt: skip


class SimilarView(VisitorScoped, View):
    """Shown ideas whose titles say nearly what somebody is writing."""

    def get(self, request, **_kwargs):
        title = request.GET.get("title", "").replace("\x00", "")[:200]
        found = similar_posts(self.product.posts.on_board(self.product).with_row_data(self.contact), title)
        return self.page("portal/_similar.html", found=[row_of(post) for post in found])


class NewPostView(VisitorScoped, View):
    """Takes an idea. Strangers may write on public portals only, and wait for the team."""

    template_name = "portal/new.html"
    largest_file = staticmethod(largest_attachment)
    keeps = ("title", "body")
    promise = _("What you wrote is kept until you have signed in.")

    def form_of(self, *args, **kwargs):
        return (PostForm if self.contact else GuestPostForm)(*args, **kwargs)

    def get(self, request, **_kwargs):
        if not self.contact and self.portal.access != Access.PUBLIC:
            return self.to_sign_in()
        return self.page(form=self.form_of(initial={"title": request.GET.get("title", "")[:200]}))

    def post(self, request, **_kwargs):
        if not self.contact and (self.portal.access != Access.PUBLIC or "sign_in" in request.POST):
            return self.to_sign_in()
        if self.is_resumed:
            return self.page(form=self.form_of(initial=request.POST.dict()))
        form = self.form_of(request.POST, request.FILES)
        if form.is_trapped:
            return redirect(self.at("portal_thanks"))
        if form.is_valid():
            if wait := wait_of(POSTS, request, contact=self.contact):
                return self.too_much(wait)
            with refusals_on(form):
                post = self.submitted(form.cleaned_data)
                return redirect(
                    self.at("portal_post", post.feedback.number) if self.contact else self.at("portal_thanks")
                )
        return self.page(form=form.renewed(), status=422)

    def submitted(self, given):
        return submit(
            self.product, by=User.objects.system(), title=given["title"], body=given["body"], language=get_language(),
            email=given.get("email", ""), contact=self.contact, form=given.get("begun", ""),
            pictures=given.get("pictures", ()),
        )  # fmt: skip


class ThanksView(VisitorScoped, View):
    """What who is not signed in sees after they wrote."""

    template_name = "portal/thanks.html"

    def get(self, request, **_kwargs):
        return self.page()
