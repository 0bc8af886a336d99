from products.models.custom_field import CustomField
from products.models.goal import Goal, KeyResult
from products.models.membership import Membership, Role
from products.models.product import Product, ProductOwnedQuerySet
from products.models.status import Category, Status
from products.models.tag import Tag

__all__ = [
    "Category", "CustomField", "Goal", "KeyResult", "Membership", "Product", "ProductOwnedQuerySet", "Role", "Status",
    "Tag",
]  # fmt: skip
