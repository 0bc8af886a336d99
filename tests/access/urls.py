"""All URLs that the product answers, read from its URLconf."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from tests.access.rows import METHODS


def walk(patterns=None, prefix="", namespace=""):
    """Yields `(name, route, callback)`; a URL without a name has the name None."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name and namespace + pattern.name, route, pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route, inner)


def methods_of(callback):
    """The HTTP methods a view answers; None where a plain function does not say."""
    if actions := getattr(callback, "actions", None):
        return set(actions) & set(METHODS)
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    if view is None:
        return None
    return {method for method in METHODS if hasattr(view, method) and method in view.http_method_names}
