from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import PersonShown
from accounts.api.views import person_of
from pmhub.lib.api.inputs import Choice, Input, Moment, Reference, Text
from pmhub.lib.api.schema import Shown
from products.api.references import referred
from products.api.things import Kind, ProductsThings, Thing
from roadmaps.models import Roadmap, ShareLink
from roadmaps.models.share_link import Audience, Granularity, Part
from roadmaps.operations.sharing import share, withdraw
from roadmaps.sharing.links import address_of

STATES = [(state, state) for state in ("open", "expired", "withdrawn", "lost")]


class ShareLinkShown(Shown):
    """An address at which people without an account read a roadmap."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    roadmap = serializers.IntegerField(allow_null=True, help_text="Null: the timeline of the product.")
    name = serializers.CharField()
    audience = serializers.ChoiceField(Audience.choices)
    granularity = serializers.ChoiceField(Granularity.choices)
    parts = serializers.ListField(child=serializers.ChoiceField(Part.choices))
    has_password = serializers.BooleanField()
    expires_at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(STATES)
    address = serializers.CharField(allow_blank=True, help_text="Empty when the link is closed.")
    views = serializers.IntegerField()
    seen_at = serializers.DateTimeField(allow_null=True)
    by = PersonShown()
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class NewShareLink(Input):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")
    name = Text(max_length=120, allow_blank=False, trim_whitespace=True)
    audience = Choice(Audience.choices)
    granularity = Choice(Granularity.choices)
    parts = serializers.ListField(child=Choice(Part.choices), required=False, max_length=len(Part.values))
    roadmap = Reference(allow_null=True, required=False)
    expires_at = Moment(allow_null=True, required=False)
    password = Text(required=False, allow_blank=True, max_length=200, help_text=_("At least 8 characters."))


class ShareLinkKind(Kind):
    tag = "share links"
    reads = ShareLinkShown
    address = "/api/v1/share-links/{}/"
    create, remove = share, withdraw

    def rows(self, user):
        """Those that show something in which the person plans; the address only where they plan in all of it."""
        return ShareLink.objects.visible_to(user).planned_by(user).select_related("product", "roadmap", "by")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "roadmap": row.roadmap_id,
            "name": row.name,
            "audience": row.audience,
            "granularity": row.granularity,
            "parts": row.parts,
            "has_password": bool(row.password),
            "expires_at": row.expires_at,
            "state": row.state,
            "address": address_of(row),
            "views": row.seen_count,
            "seen_at": row.seen_at,
            "by": person_of(row.by),
            "created_at": row.created_at,
            "lock_version": row.lock_version,
        }

    def resolved(self, home, values):
        if "roadmap" in values:
            seen = Roadmap.objects.visible_to(self.request.user).of(home)
            values["roadmap"] = referred("roadmap", seen, values["roadmap"])
        return {**values, "password": values.get("password") or ""}


class ShareLinksView(ShareLinkKind, ProductsThings):
    """Links by which people without an account read a roadmap, of the products in which one plans."""

    writes = {"post": NewShareLink}


class ShareLinkView(ShareLinkKind, Thing):
    """One link. Deleting it withdraws it: from then on its address opens nothing."""

    http_method_names = ["get", "head", "options", "delete"]  # they are not changed: withdraw one and make another
