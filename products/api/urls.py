from django.urls import path, register_converter

from products.api import views
from products.api.views import goals


class ProductKey:
    """The key of a product in an address."""

    regex = "[A-Z][A-Z0-9]{0,9}"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(ProductKey, "product")

urlpatterns = [
    path("products/", views.ProductsView.as_view(), name="api_products"),
    path("products/<product:product>/", views.ProductView.as_view(), name="api_product"),
    path("products/<product:product>/statuses/", views.StatusesView.as_view(), name="api_statuses"),
    path("products/<product:product>/fields/", views.CustomFieldsView.as_view(), name="api_fields"),
    path("products/<product:product>/members/", views.MembersView.as_view(), name="api_members"),
    path("goals/", goals.GoalsView.as_view(), name="api_goals"),
    path("goals/<int:pk>/", goals.GoalView.as_view(), name="api_goal"),
    path("tags/", views.TagsView.as_view(), name="api_tags"),
    path("tags/<int:pk>/", views.TagView.as_view(), name="api_tag"),
]
