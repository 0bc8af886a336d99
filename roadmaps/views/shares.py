"""The links by which people without an account read a product's roadmaps: made, copied and withdrawn."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from roadmaps.forms.sharing import ShareForm
from roadmaps.models import ShareLink
from roadmaps.models.share_link import Part
from roadmaps.operations.sharing import share, withdraw
from roadmaps.sharing.links import address_of

MOST = 300


class ShareScoped(ProductScoped):
    """Mixin: what who plans does with a product's links."""

    needs = "manage"

    def links(self):
        return ShareLink.objects.visible_to(self.request.user).of(self.product).planned_by(self.request.user)


class SharesView(ShareScoped, View):
    """All links of the product, the newest first, with how often they were seen."""

    template_name = "roadmaps/share_links.html"

    def get(self, request):
        links = list(self.links().newest_first()[:MOST])
        for link in links:
            link.address = address_of(link)
            link.part_names = [str(Part(part).label) for part in link.parts]
        open_ = [link for link in links if link.state == "open"]
        return self.page(open=open_, ended=[link for link in links if link.state != "open"])


class NewShareView(ShareScoped, View):
    """Makes a link."""

    template_name = "roadmaps/share_new.html"

    def get(self, request):
        initial = {"roadmap": number_in(request.GET.get("roadmap", ""))}
        return self.page(form=ShareForm(product=self.product, user=request.user, initial=initial))

    def post(self, request):
        form = ShareForm(request.POST, product=self.product, user=request.user)
        if form.is_valid():
            with refusals_on(form):
                link = share(self.product, by=request.user, **form.values())
                toast(request, _("The link “%s” is made. Copy its address.") % link.name)
                return redirect("roadmap_links", self.product.key)
        return self.page(form=form, status=422)


class WithdrawShareView(ShareScoped, View):
    """Closes a link at once."""

    def post(self, request, pk):
        link = get_object_or_404(self.links(), pk=pk)
        withdraw(link, by=request.user)
        toast(request, _("The link “%s” shows nothing any more.") % link.name)
        return redirect("roadmap_links", self.product.key)
