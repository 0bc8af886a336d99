"""OpenAPI 3.1 from what each Endpoint declares."""

import re

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from pmhub.lib.api.inputs import Input
from pmhub.lib.api.problems import KINDS, TYPE

PATH = {
    "product": ({"type": "string", "pattern": "^[A-Z][A-Z0-9]{0,9}$"}, "The product's key, such as SHOP."),
    "requirement": ({"type": "string", "pattern": "^[A-Z][A-Z0-9]{0,9}-[0-9]{1,10}$"}, "Its key, such as SHOP-142."),
    "feedback": ({"type": "string", "pattern": "^[A-Z][A-Z0-9]{0,9}-F[0-9]{1,10}$"}, "Its key, such as SHOP-F12."),
    "pk": ({"type": "integer", "minimum": 1}, "Its id."),
    "source": ({"type": "string", "minLength": 1, "maxLength": 40}, "The other system's name, such as crm."),
    "external_id": ({"type": "string", "minLength": 1, "maxLength": 200}, "Its key in the other system."),
}
LOCATION = {"path": OpenApiParameter.PATH, "query": OpenApiParameter.QUERY, "header": OpenApiParameter.HEADER}
EVERYWHERE = ["unauthenticated", "refused", "not-found", "invalid"]


class Shown(serializers.Serializer):
    """A representation whose members can be chosen by `fields=`, so that none is always there."""

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class WrongPlace(serializers.Serializer):
    message = serializers.CharField()
    field = serializers.CharField(required=False, help_text="The member of the body, such as drivers.reach.")
    pointer = serializers.CharField(required=False, help_text="The same as a JSON pointer.")
    parameter = serializers.CharField(required=False, help_text="The parameter of the query.")


class RefusedThing(serializers.Serializer):
    key = serializers.CharField()
    why = serializers.CharField()


class Problem(serializers.Serializer):
    """Why a request was refused, by RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    errors = WrongPlace(many=True, required=False)
    clashes = serializers.ListField(child=serializers.CharField(), required=False)
    refused = RefusedThing(many=True, required=False, help_text="Of many at once: those that stand in the way.")
    current = serializers.DictField(required=False, help_text="With 412: the representation as it is now.")


class Schema(AutoSchema):
    """Reads `reads`, `writes`, `query`, `answers`, `listed`, `versioned` and `guarded` of an Endpoint."""

    def get_tags(self):
        return [self.view.tag]

    def get_operation_id(self):
        reading = "list" if self._lists() else "read"
        verb = {"get": reading, "post": "add", "put": "set", "patch": "change", "delete": "remove"}
        words = [part for part in self.path.strip("/").split("/") if not part.startswith("{")]
        return "_".join([*words[2:], verb[self.method.lower()]])

    def get_description(self):
        handler = getattr(self.view, self.method.lower())
        return (handler.__doc__ or type(self.view).__doc__ or "").strip()

    def _lists(self):
        return self.method == "GET" and self.view.listed

    def _is_list_view(self, serializer=None):
        return False

    def get_request_serializer(self):
        return self.view.writes.get(self.method.lower())

    def get_response_serializers(self):
        if self.method == "DELETE":
            return {204: OpenApiResponse(description="Gone; the trash keeps it for 30 days.")}
        shown = self.view.reads
        if self._lists():
            shown = self._page(self.resolve_serializer(shown, "response").ref)
        statuses = self.view.answers.get(self.method.lower(), [201 if self.method == "POST" else 200])
        return dict.fromkeys(statuses, OpenApiResponse(shown, description="As it is now."))

    def _page(self, item):
        address = {"type": ["string", "null"]}
        properties = {"results": {"type": "array", "items": item}, "next": address, "previous": address}
        counted = {"count": {"type": "integer", "description": "With count=true."}} if "count" in self._query() else {}
        return {"type": "object", "properties": {**properties, **counted}, "required": list(properties)}

    def _query(self):
        return self.view.query.get(self.method.lower(), {})

    def get_override_parameters(self):
        found = [parameter(name, given) for name, given in sorted(self._query().items())]
        found += [parameter(name, PATH[name], "path") for name in re.findall(r"{(\w+)}", self.path)]
        if self.view.versioned and self.method in self.view.guarded:
            text = "The ETag of what you have read; * overwrites."
            found.append(parameter("If-Match", text, "header"))
        if self.view.versioned and self.method == "GET":
            found.append(parameter("If-None-Match", "Answer 304 when this is still the ETag.", "header"))
        if self.view.versioned and self.method != "DELETE":
            found.append(OpenApiParameter("ETag", {"type": "string"}, OpenApiParameter.HEADER, response=[200, 201]))
        return found

    def _map_basic_serializer(self, serializer, direction):
        found = super()._map_basic_serializer(serializer, direction)
        return {**found, "additionalProperties": False} if isinstance(serializer, Input) else found

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        self.resolve_serializer(Problem, "response")
        for kind in self._kinds():
            operation["responses"][str(KINDS[kind][0])] = {"$ref": f"#/components/responses/{kind}"}
        operation["responses"]["default"] = {"$ref": "#/components/responses/problem"}
        if method == "GET" and self.view.versioned:
            operation["responses"]["304"] = {"description": str(_("Not changed since"))}
        return operation

    def _kinds(self):
        more = ["malformed", "media-type"] if self.method in ("POST", "PUT", "PATCH") else []
        if self.view.versioned and self.method in self.view.guarded:
            more = [*more, "stale", "precondition"]
        return [*EVERYWHERE, *more]


def parameter(name, given, location="query"):
    """From a description, or from a pair of schema and description."""
    schema, description = ({"type": "string"}, given) if isinstance(given, str) else given
    return OpenApiParameter(name, schema, LOCATION[location], required=location == "path", description=str(description))


def describe_problems(result, **_rest):
    """The refusals, once for all operations."""
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    kinds = {kind: {"description": str(title), "content": content} for kind, (_status, title) in KINDS.items()}
    result["components"]["responses"] = {"problem": {"description": "Any other problem", "content": content}, **kinds}
    return result
