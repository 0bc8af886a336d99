"""What the code itself must show: queries begin at what the person may see, and every operation has a policy."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

OURS = (
    "accounts", "changes", "products", "requirements", "roadmaps", "feedback", "integrations", "notifications",
    "portal",
)  # fmt: skip
EDGES = ("views", "api", "forms", "exports", "panels")
# where a query may begin otherwise, and why
ALLOWED = {
    ("changes/api/feed.py", "Change.objects.filter"): "of a product that was found among the visible ones, or its loss",
    ("changes/api/merging.py", "Change.objects.filter"): "the history of a row that is already reached",
    ("products/api/views/products.py", "Membership.objects.filter"): "the person's own memberships",
}


def trees(*parts):
    """`(file, tree)` of our Python files whose path has one of `parts` as a folder or a module."""
    for app in OURS:
        for file in sorted((settings.BASE_DIR / app).rglob("*.py")):
            relative = file.relative_to(settings.BASE_DIR)
            if {piece.removesuffix(".py") for piece in relative.parts} & set(parts):
                yield str(relative), ast.parse(file.read_text())


def owned_models():
    """The names of the models whose rows belong to a product, directly or through what they hang on."""
    owned = {"Product"}
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    grown = True
    while grown:
        before = len(owned)
        for model in models:
            targets = {field.related_model.__name__ for field in model._meta.fields if field.related_model}
            if targets & owned and model._meta.app_label != "accounts":
                owned.add(model.__name__)
        grown = len(owned) > before
    return owned


def first_steps(tree, models):
    """`(line, "Model.objects.step")` for every query in the file that begins at one of the models."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    narrowed = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and is_narrowed(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr=manager), attr=step):
                managers = ("objects", "_base_manager", "_default_manager")
                if name in models and manager in managers and id(node) not in narrowed:
                    yield node.lineno, f"{name}.{manager}.{step}"
            case ast.Attribute(value=ast.Name(id=name), attr="objects") if name in models and id(node) not in inner:
                yield node.lineno, f"{name}.objects"
            case ast.Call(func=ast.Name(id=function), args=[ast.Name(id=name), *_]) if name in models:
                if function in ("get_object_or_404", "get_list_or_404"):
                    yield node.lineno, f"{function}({name})"


def names_of_accounts(tree):
    """What a file calls by names of `accounts`, whose models belong to no product."""
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "accounts.models"
        for name in node.names
    }


def is_narrowed(call):
    """`.filter(requirement__in=seen)`: `seen` is, by convention, a queryset that began at what is visible."""
    values = [keyword.value for keyword in call.keywords]
    return any(isinstance(value, ast.Name) and value.id == "seen" for value in values)


def is_allowed(file, step):
    return step.endswith(".objects.visible_to") or any(
        file.startswith(folder) and step == allowed for folder, allowed in ALLOWED
    )


def test_queries_at_the_edges_begin_at_what_the_person_may_see():
    models = owned_models()
    strays = [
        f"{file}:{line} begins at {step}; begin at .objects.visible_to(user) or at an object already reached"
        for file, tree in trees(*EDGES)
        for line, step in first_steps(tree, models - names_of_accounts(tree))
        if not is_allowed(file, step)
    ]
    assert not strays, "\n".join(strays)


def test_the_net_catches_a_stray_query():
    bad = ast.parse("Version.objects.get(pk=1)\nget_object_or_404(Version, pk=1)\nfrom_form(queryset=Version.objects)")
    good = ast.parse("Version.objects.visible_to(user).get(pk=1)\nself.product.versions.get(pk=1)")
    narrowed = ast.parse("Link.objects.filter(source__in=seen)")
    assert len(list(first_steps(bad, {"Version"}))) == 3
    assert not list(first_steps(narrowed, {"Link"}))
    assert all(is_allowed("a.py", step) for _line, step in first_steps(good, {"Version"}))


def operations():
    for file, tree in trees("operations"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    called = decorator.func if isinstance(decorator, ast.Call) else decorator
                    if isinstance(called, ast.Name) and called.id == "operation":
                        yield f"{file}:{node.lineno} {node.name}", node, decorator


def test_every_operation_names_a_policy_and_its_actor():
    found = list(operations())
    problems = []
    for place, node, decorator in found:
        arguments = decorator.args if isinstance(decorator, ast.Call) else []
        if len(arguments) != 1 or not isinstance(arguments[0], (ast.Name, ast.Attribute)):
            problems.append(f"{place}: @operation needs a named policy")
        if "by" not in [argument.arg for argument in node.args.kwonlyargs]:
            problems.append(f"{place}: `by` must be a keyword of its own")
    assert len(found) > 30
    assert not problems, "\n".join(problems)


WRITES = {"save", "create", "bulk_create", "bulk_update", "update", "delete", "update_or_create", "get_or_create"}


def test_views_write_only_through_operations():
    strays = [
        f"{file}:{node.lineno} .{node.func.attr}()"
        for file, tree in trees("views")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if not is_plain_dictionary(node)
    ]
    assert not strays, "\n".join(strays)


def is_plain_dictionary(call):
    """`context.update(…)`, `params.update(…)`: a dictionary, not a queryset."""
    return call.func.attr == "update" and isinstance(call.func.value, ast.Name)


@pytest.mark.parametrize("folder", ["templates"])
def test_templates_ask_the_gate_and_not_roles(folder):
    """`can.manage` and the operation ask the same policy; a role compared in a template would be a second rule."""
    files = Path(settings.BASE_DIR, folder).rglob("*.html")
    strays = [str(file) for file in files if "role ==" in (text := file.read_text()) or "role >=" in text]
    assert not strays, strays
