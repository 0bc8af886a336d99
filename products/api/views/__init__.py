from products.api.views.products import ProductsView, ProductView
from products.api.views.settings import CustomFieldsView, MembersView, StatusesView
from products.api.views.tags import TagsView, TagView

__all__ = ["CustomFieldsView", "MembersView", "ProductView", "ProductsView", "StatusesView", "TagView", "TagsView"]
