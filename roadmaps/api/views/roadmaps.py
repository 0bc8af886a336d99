"""REST: saved roadmaps."""

from rest_framework import serializers

from accounts.api.serializers import PersonShown
from accounts.api.views import person_of
from pmhub.lib.api.inputs import Choice, Flag, Input, Text
from pmhub.lib.api.schema import Shown
from products.api.things import Kind, ProductsThings, Thing
from products.models import Product
from roadmaps.drawing.axis import ZOOMS
from roadmaps.models import Roadmap
from roadmaps.models.roadmap import LONGEST_QUERY, Arrangement, Bars
from roadmaps.operations import roadmapping

PLAIN = ("name", "arrangement", "bars", "lanes", "zoom", "query", "shared", "created_at", "lock_version")


class RoadmapShown(Shown):
    """An arrangement of plans under a name."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    owner = PersonShown()
    arrangement = serializers.ChoiceField(Arrangement.choices)
    bars = serializers.ChoiceField(Bars.choices)
    lanes = serializers.CharField(help_text="goal, owner, version, product or field.KEY of a single-choice field.")
    zoom = serializers.ChoiceField(list(ZOOMS.items()))
    query = serializers.CharField(allow_blank=True, help_text="In the language of the lists of requirements.")
    products = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of further products; those that you may not read are left out."
    )
    shared = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class RoadmapFields(Input):
    name = Text(max_length=60, allow_blank=False, trim_whitespace=True)
    arrangement = Choice(Arrangement.choices, required=False)
    bars = Choice(Bars.choices, required=False)
    lanes = Text(max_length=50, allow_blank=False, required=False)
    zoom = Choice(list(ZOOMS.items()), required=False)
    query = Text(max_length=LONGEST_QUERY, required=False)
    products = serializers.ListField(child=Text(max_length=10), max_length=roadmapping.MOST_PRODUCTS, required=False)
    shared = Flag(required=False)


class NewRoadmap(RoadmapFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")


class RoadmapKind(Kind):
    tag = "roadmaps"
    reads = RoadmapShown
    address = "/api/v1/roadmaps/{}/"
    create, edit, remove = roadmapping.create_roadmap, roadmapping.edit_roadmap, roadmapping.delete_roadmap

    def rows(self, user):
        return Roadmap.objects.visible_to(user).select_related("product", "owner")

    def shown(self, row):
        keys = [key for pk, key in self.keys.items() if pk in row.products]
        own = {name: getattr(row, name) for name in PLAIN}
        return {"id": row.pk, "product": row.product.key, "owner": person_of(row.owner), "products": keys, **own}

    @property
    def keys(self):
        """Of all products that the person may read, by id; asked for once."""
        if not hasattr(self, "_keys"):
            seen = Product.objects.visible_to(self.request.user).order_by("key")
            self._keys = dict(seen.values_list("pk", "key"))
        return self._keys

    def resolved(self, home, values):
        if "products" in values:
            ids = {key: pk for pk, key in self.keys.items()}
            if unknown := [key for key in values["products"] if key not in ids]:
                raise serializers.ValidationError({"products": [f"There is no product {unknown[0]}."]})
            values["products"] = [ids[key] for key in values["products"]]
        return values


class RoadmapsView(RoadmapKind, ProductsThings):
    """Saved roadmaps: your own, and those that others share with you."""

    writes = {"post": NewRoadmap}


class RoadmapView(RoadmapKind, Thing):
    """A saved roadmap."""

    writes = {"patch": RoadmapFields}
