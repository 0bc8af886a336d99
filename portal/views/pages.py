"""What a portal shows besides its board: the roadmap, the changelog, the logo, and the form for other sites."""

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.models import User
from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in
from portal.forms.visiting import GuestPostForm
from portal.limits import POSTS, wait_of
from portal.models.portal import Access
from portal.operations.logos import FOLDER
from portal.operations.posting import submit
from portal.public_plans import changes_of, link_of, plan_of
from portal.stages import stages_of
from portal.views.scoped import VisitorScoped, nothing_here

SANDBOX = "default-src 'none'; img-src 'self'; sandbox"


class RoadmapView(VisitorScoped, View):
    """The ideas by how far they are, and the roadmap that the team chose, as its share link shows it."""

    template_name = "portal/roadmap.html"
    reads = ("roadmap__product", "roadmap__roadmap", "roadmap__by")

    def get(self, request, **_kwargs):
        board, link = self.product.posts.on_board(self.product), link_of(self.portal)
        looks = {"has_both": link is not None and self.portal.has_stages}
        if self.portal.has_stages and not (link and request.GET.get("show") == "plan"):
            return self.page(stages=stages_of(board, self.contact), **looks)
        if link is None:
            raise Http404
        return self.page("portal/plan.html", **plan_of(link, request.GET, board), **looks)


class ChangelogView(VisitorScoped, View):
    """What each release brought."""

    template_name = "portal/changelog.html"

    def get(self, request, **_kwargs):
        if not self.portal.has_changelog:
            raise Http404
        board, before = self.product.posts.on_board(self.product), number_in(request.GET.get("before", ""))
        notes, more = changes_of(self.portal, get_language() or "", before, board)
        return self.page(notes=notes, more=more)


class LogoView(VisitorScoped, View):
    """The product's own picture; portals for the invited show it to the invited."""

    def opens_to(self, **_kwargs):
        return self.portal.access != Access.INVITED

    def get(self, request, **_kwargs):
        try:
            file = default_storage.open(f"{FOLDER}/{self.portal.logo}") if self.portal.logo else None
        except FileNotFoundError:
            file = None
        if file is None:
            raise Http404
        response = FileResponse(file)
        response["Content-Security-Policy"], response["X-Content-Type-Options"] = SANDBOX, "nosniff"
        response["Cache-Control"] = "private, max-age=86400"
        return response


# without a CSRF token: in the frame of another site browsers send no cookies, and the form acts for nobody
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class EmbedView(VisitorScoped, View):
    """The form for a frame on the allowed sites. Nobody is signed in there, whatever cookies come along."""

    template_name = "portal/embed.html"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code != 404 and self.portal.origins:
            response._csp_replace = {"frame-ancestors": self.portal.origins}
            response.xframe_options_exempt = True
        return response

    def get(self, request, **_kwargs):
        if self.portal.access != Access.PUBLIC:
            return nothing_here(request)
        return self.page(form=GuestPostForm(), is_sent="sent" in request.GET)

    def post(self, request, **_kwargs):
        if self.portal.access != Access.PUBLIC:
            return nothing_here(request)
        form = GuestPostForm(request.POST)
        if form.is_trapped:
            return redirect(f"{self.at('portal_embed')}?sent=1")
        if form.is_valid():
            if wait := wait_of(POSTS, request):
                return self.too_much(wait)
            given = {name: form.cleaned_data[name] for name in ("title", "body", "email")}
            with refusals_on(form):
                submit(self.product, by=User.objects.system(), language=get_language(), **given)
                return redirect(f"{self.at('portal_embed')}?sent=1")
        return self.page(form=form.renewed(), status=422)
