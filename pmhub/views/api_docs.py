"""The REST interface described: as OpenAPI 3.1 for programs, as a page for people."""

from functools import cache

import yaml
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views import View
from drf_spectacular.generators import SchemaGenerator

from pmhub.lib.api.answers import answer
from pmhub.lib.api.problems import KINDS

METHODS = ("get", "post", "put", "patch", "delete")


@cache
def document():
    """The OpenAPI document. English, so that it is the same for everybody."""
    with override("en"):
        return SchemaGenerator().get_schema(public=True)


def as_yaml():
    return yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=120)


class SchemaView(View):
    """The OpenAPI document: YAML, or JSON with `?format=json`."""

    def get(self, request):
        if request.GET.get("format") == "json":
            return answer(document(), content_type="application/vnd.oai.openapi+json")
        return HttpResponse(as_yaml(), content_type="application/vnd.oai.openapi; charset=utf-8")


class DocsView(View):
    """All resources on one page, made from the same document."""

    def get(self, request):
        problems = [{"kind": kind, "status": status, "title": title} for kind, (status, title) in KINDS.items()]
        return render(request, "api_docs.html", {"groups": groups(), "shapes": shapes(), "problems": problems})


@cache
def groups():
    """The operations by heading."""
    found = {}
    for path, methods in document()["paths"].items():
        for method in METHODS:
            if operation := methods.get(method):
                found.setdefault(operation["tags"][0], []).append(described(path, method, operation))
    return found


def described(path, method, operation):
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    done = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    shown = done.get("content", {}).get("application/json", {}).get("schema", {})
    about, _dot, more = operation["description"].partition("\n\n")
    listed = shown.get("properties", {}).get("results", {}).get("items", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "about": about,
        "more": " ".join(more.split()),
        "parameters": [
            {
                "name": given["name"],
                "where": given["in"],
                "kind": kind_of(given["schema"]),
                "text": given.get("description", ""),
            }
            for given in operation.get("parameters", [])
        ],
        "members": members(shape(body)),
        "shape": name_of(listed or shown),
        "listed": bool(listed),
    }


@cache
def shapes():
    """What is read, by name: the members with kind and meaning."""
    parts = document()["components"]["schemas"]
    read = {operation["shape"] for operations in groups().values() for operation in operations if operation["shape"]}
    inner = {name for name, part in parts.items() if name in read for name in references(part)}
    inner |= {name for name in inner for name in references(parts[name])}
    return [
        {"name": name, "text": parts[name].get("description", ""), "members": members(parts[name])}
        for name in sorted(read | {name for name in inner if "properties" in parts[name]})
    ]


def shape(schema):
    """The component that a schema refers to, or the schema itself."""
    name = name_of(schema)
    return document()["components"]["schemas"][name] if name else schema


def name_of(schema):
    return schema.get("$ref", "").rsplit("/", 1)[-1]


def references(part):
    """The names of the components a component mentions."""
    if isinstance(part, dict):
        own = {name_of(part)} if "$ref" in part else set()
        return own.union(*(references(inner) for inner in part.values()))
    return set().union(*(references(inner) for inner in part)) if isinstance(part, list) else set()


def members(schema):
    required = schema.get("required", [])
    return [
        {"name": name, "kind": kind_of(each), "text": each.get("description", ""), "required": name in required}
        for name, each in schema.get("properties", {}).items()
    ]


def kind_of(schema):
    """A schema in a few words."""
    if name := name_of(schema):
        choices = shape(schema).get("enum")
        return kind_of({"enum": choices}) if choices else name
    if "enum" in schema:
        return " | ".join("null" if choice is None else str(choice) for choice in schema["enum"])
    for union in ("oneOf", "anyOf", "allOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(kind_of(each) for each in schema[union]))
    if schema.get("type") == "array":
        return f"{kind_of(schema.get('items', {}))} …"
    kinds = schema.get("type", "any")
    return " | ".join(kinds) if isinstance(kinds, list) else kinds
