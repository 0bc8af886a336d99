"""What every page below /p/<key>/ shares."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from products import policies
from products.models import Product


class Gate:
    """`can` in templates: `can.contribute`, `can.manage`, `can.own`, asked of the policies that the operations ask."""

    def __init__(self, user, product):
        self.user, self.product = user, product

    @property
    def contribute(self):
        return policies.can_contribute(self.user, self.product)

    @property
    def manage(self):
        return policies.can_manage(self.user, self.product)

    @property
    def own(self):
        return policies.can_own(self.user, self.product)


class Shown:
    """Mixin for views that answer with a page or a part of it.

    `template_name` is the page; a fragment is a partial of it. `product` is None where the page is about no product,
    or about all of them.
    """

    template_name = None
    product = None

    def context(self, **more):
        """What the templates of this view always get; override to add to it."""
        return more

    def page(self, *, status=200, template=None, **context):
        """The whole page."""
        return self.answer(template or self.template_name, context, status)

    def fragment(self, name, *, status=200, template=None, **context):
        """The named `{% partialdef %}` of the page."""
        return self.answer(f"{template or self.template_name}#{name}", context, status)

    def answer(self, template, context, status):
        response = render(self.request, template, self.context(**context), status=status)
        patch_vary_headers(response, ["HX-Request"])  # Back must not show a fragment as if it were the page
        return response


class ProductScoped(Shown):
    """Mixin for views below `/p/<key>/`: the product, or 404 for those who may not know of it.

    Gives `self.product`, `self.role`, `self.can` and puts them into the context. `needs` names what of `can` the whole
    view asks for ("manage"), else 403.
    """

    needs = None

    def dispatch(self, request, *args, key, **kwargs):
        self.product = get_object_or_404(Product.objects.visible_to(request.user).with_role_of(request.user), key=key)
        self.product.remember_role(request.user, self.product.my_role)
        self.role = self.product.role_of(request.user)
        self.can = Gate(request.user, self.product)
        if self.needs and not getattr(self.can, self.needs):
            raise PermissionDenied(_("Your role in this product does not allow it. An owner can change your role."))
        return super().dispatch(request, *args, **kwargs)

    def context(self, **more):
        return super().context(**{"product": self.product, "role": self.role, "can": self.can, **more})
