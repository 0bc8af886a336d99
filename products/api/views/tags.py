from products.api.serializers import NewTag, TagFields, TagShown
from products.api.things import Kind, ProductsThings, Thing
from products.models import Tag
from products.operations.tags import add_tag, edit_tag, remove_tag


class TagKind(Kind):
    tag = "tags"
    reads = TagShown
    address = "/api/v1/tags/{}/"
    create, edit, remove = add_tag, edit_tag, remove_tag

    def rows(self, user):
        return Tag.objects.visible_to(user).select_related("product")

    @staticmethod
    def shown(row):
        return {"id": row.pk, "product": row.product.key, "name": row.name, "hue": row.hue}


class TagsView(TagKind, ProductsThings):
    """The words that people put on requirements."""

    writes = {"post": NewTag}


class TagView(TagKind, Thing):
    """A tag; to change or delete it concerns every requirement that has it."""

    writes = {"patch": TagFields}
