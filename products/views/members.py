from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.forms import MemberForm, NewMemberForm
from products.models import Product
from products.operations.members import change_member, invite_member, remove_member
from products.views.scoped import ProductScoped


class MembersView(ProductScoped, View):
    """Who works on the product; its owners ask others in."""

    template_name = "products/members.html"

    def get(self, request):
        return self.page(form=NewMemberForm())

    def post(self, request):
        form = NewMemberForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                member = invite_member(self.product, by=request.user, **form.cleaned_data)
                joined = member.user.has_usable_password()
                text = _("%s is a member now.") if joined else _("%s is a member now and gets a mail with a link.")
                toast(request, text % member.user.name)
                return redirect("product_members", self.product.key)
        return self.page(form=form, status=422)

    def context(self, **more):
        members = self.product.memberships.select_related("user")
        rows = [(member, MemberForm(initial={"role": member.role, "title": member.title})) for member in members]
        return super().context(rows=rows, **more)


class MemberScoped(ProductScoped):
    """Mixin: the views of one membership."""

    def member(self, pk):
        return get_object_or_404(self.product.memberships.select_related("user"), pk=pk)

    def back(self):
        """To the list; whoever has just left a private product, to their products."""
        still_here = Product.objects.visible_to(self.request.user).filter(pk=self.product.pk).exists()
        return redirect("product_members", self.product.key) if still_here else redirect("product_list")


class MemberView(MemberScoped, View):
    """Changes a member's role or job title."""

    def post(self, request, pk):
        member, form = self.member(pk), MemberForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                change_member(member, by=request.user, **form.cleaned_data)
                toast(request, _("%s is changed.") % member.user.name)
                return self.back()
        toast(request, " ".join(text for texts in form.errors.values() for text in texts), error=True)
        return self.back()


class RemoveMemberView(MemberScoped, View):
    """Takes a member out of the product."""

    def post(self, request, pk):
        member = self.member(pk)
        try:
            remove_member(member, by=request.user)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        else:
            toast(request, _("%s is no longer a member.") % member.user.name, undo=self.can.own)
        return self.back()
