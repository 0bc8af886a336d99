from tests.access.rows import CONTRIBUTORS, MANAGERS, READERS, SIGNED_IN, Row, who
from tests.access.table.products import of_product, page

#                 anonymous outsider viewer contributor manager owner admin
ITS_AUTHOR = who("login     404      403    ok          403     403   403")
WHOSE = who("          login     404      403    404         ok      404   404")
SHARER = who("         login     404      403    ok          ok      ok    ok  ")  # the contributor's, shared
COMMENT = {"body": "New words"}
TEMPLATE = {"name": "Retrospective", "body": "## What went well"}
CRITERION = {"text": "It works well"}


def one(world):
    return {"key": world.key, "number": world.requirement.number}


def part_of(name):
    return lambda world: {**one(world), "pk": getattr(world, name).pk}


def template_of(world):
    return {**of_product(world), "pk": world.template.pk}


def link_to(world):
    return {"post": {"target": world.other.key, "kind": "relates"}}


def scoring(world):
    return {"post": {"kind": "rice"}}


def rows_of(world):
    return {"post": {"row": world.requirement.number}}


ROWS = [
    page("requirement_list", READERS),
    page("requirement_board", READERS),
    page("requirement_matrix", READERS),
    page("requirement_tree", READERS),
    page("requirement_new", CONTRIBUTORS, CONTRIBUTORS, {"title": "New"}),
    Row("requirement_peek", one, get=READERS),
    Row(
        "requirement_choices", lambda w: {**one(w), "field": "priority"}, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send={"post": {"value": "1"}},
    ),
    Row("requirement_quick", of_product, get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": {"line": "New #one !1"}}),
    Row("requirement_quick_check", of_product, post=CONTRIBUTORS, send={"post": {"line": "New #one !1"}}),
    Row("requirement_columns", of_product, post=READERS, send={"post": {"column": ["status"]}}),
    Row("requirement_bulk", of_product, post=CONTRIBUTORS, send=rows_of),
    Row("requirement_bulk_delete", of_product, post=CONTRIBUTORS, send=rows_of),
    Row(
        "requirement_bulk_part", lambda w: {**of_product(w), "part": "priority"}, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"row": w.requirement.number, "priority": "0"}},
    ),
    Row("bulk_edit", lambda w: {**of_product(w), "pk": w.bulk_edit.pk}, get=WHOSE, post=WHOSE),
    Row("requirement_revisions", one, get=READERS, query="?text=title"),
    Row(
        "requirement_revision_restore", lambda w: {**one(w), "change": w.revision}, post=CONTRIBUTORS,
        send={"post": {"text": "title"}},
    ),
    Row("requirement_expansions", of_product, get=CONTRIBUTORS, query="?kind=requirement&typed=one"),
    Row("view_list", of_product, get=READERS, post=READERS, send={"post": {"name": "New"}}),
    Row("view", lambda w: {"pk": w.shared_view.pk}, get=READERS, post=SHARER, send={"post": {"name": "New"}}),
    Row("view_remove", lambda w: {"pk": w.shared_view.pk}, post=SHARER),
    Row("view_default", lambda w: {"pk": w.shared_view.pk}, post=MANAGERS, send={"post": {"for": "all"}}),
    Row("filter_step", of_product, get=READERS, query="?field=status&value=open"),
    Row("filter_values", lambda w: {**of_product(w), "field": "tag"}, get=READERS),
    Row("filter_completions", of_product, get=READERS, query="?typed=sta"),
    Row("filter_builder", of_product, get=READERS),
    Row("all_filter_step", get=SIGNED_IN, query="?field=status&value=open"),
    Row("all_filter_values", {"field": "tag"}, get=SIGNED_IN),
    Row("all_filter_completions", get=SIGNED_IN, query="?typed=sta"),
    Row("all_filter_builder", get=SIGNED_IN),
    Row("all_requirements", get=SIGNED_IN),
    Row("all_columns", post=SIGNED_IN, send={"post": {"column": "status"}}),
    Row("all_views", get=SIGNED_IN, post=SIGNED_IN, send={"post": {"name": "New"}}),
    Row("requirement_preview", of_product, post=READERS, send={"post": {"body": "*text*"}}),
    Row("requirement_suggestions", of_product, get=READERS, query="?target=one"),
    Row("requirement_similar", of_product, get=CONTRIBUTORS, query="?title=A+title+like+it"),
    Row("requirement", one, get=READERS),
    Row("requirement_by_key", lambda w: {"key": w.requirement.key}, get=READERS),
    Row("requirement_remove", one, post=MANAGERS),
    Row("requirement_move", one, post=CONTRIBUTORS, send={"post": {"set.priority": "0"}}),
    Row("requirement_row", one, get=READERS),
    Row(
        "requirement_cell", lambda w: {**one(w), "field": "title"}, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"value": "New title", "lock_version": w.requirement.lock_version}},
    ),
    Row("requirement_watching", one, post=READERS, send={"post": {"watch": "on"}}),
    Row(
        "requirement_part", lambda w: {**one(w), "part": "title"}, get=CONTRIBUTORS, post=CONTRIBUTORS,
        send=lambda w: {"post": {"title": "New title", "lock_version": w.requirement.lock_version}},
    ),
    Row("requirement_criteria", one, post=CONTRIBUTORS, send={"post": CRITERION}),
    Row("requirement_criterion", part_of("criterion"), get=CONTRIBUTORS, post=CONTRIBUTORS, send={"post": CRITERION}),
    Row("requirement_criterion_check", part_of("criterion"), post=CONTRIBUTORS, send={"post": {"done": "on"}}),
    Row("requirement_criterion_remove", part_of("criterion"), post=CONTRIBUTORS),
    Row("requirement_links", one, post=CONTRIBUTORS, send=link_to),
    Row("requirement_link_remove", part_of("link"), post=CONTRIBUTORS),
    Row("requirement_comments", one, post=CONTRIBUTORS, send={"post": COMMENT}),
    Row("requirement_comment", part_of("comment"), get=ITS_AUTHOR, post=ITS_AUTHOR, send={"post": COMMENT}),
    Row("requirement_comment_remove", part_of("comment"), post=CONTRIBUTORS),
    Row("requirement_files", one, post=CONTRIBUTORS, send=lambda w: {"post": {"file": w.upload()}}),
    Row("pool_files", of_product, post=CONTRIBUTORS, send=lambda w: {"post": {"file": w.upload()}}),
    Row("requirement_file_remove", part_of("attachment"), post=MANAGERS),
    Row("file", lambda w: {"storage": w.attachment.storage, "name": w.attachment.name}, get=READERS),
    Row("product_templates", of_product, get=READERS, post=MANAGERS, send={"post": TEMPLATE}),
    Row("product_template", template_of, get=MANAGERS, post=MANAGERS, send={"post": TEMPLATE}),
    Row("product_template_remove", template_of, post=MANAGERS),
    Row("scoring_settings", of_product, get=READERS, post=MANAGERS, send=scoring),
    Row("scoring_check", of_product, post=MANAGERS, send=scoring),
]  # fmt: skip
