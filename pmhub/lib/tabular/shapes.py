"""What the items of known JSON lists look like: their fields as columns, and where those go."""

from dataclasses import dataclass

from pmhub.lib.tabular.problems import keepable

GITLAB = {
    "title": "title", "description": "description", "id": "external_id", "web_url": "url", "state": "status",
    "labels": "tags", "milestone": "version", "epic": "parent", "weight": "estimate", "author": "requester",
    "assignees": "assignees", "upvotes": "votes", "due_date": "due", "start_date": "start",
    "created_at": "created_at", "updated_at": "updated_at", "closed_at": "closed_at",
}  # fmt: skip
GITHUB = {
    "title": "title", "body": "description", "id": "external_id", "html_url": "url", "state": "status",
    "labels": "tags", "milestone": "version", "user": "requester", "assignees": "assignees", "reactions.+1": "votes",
    "created_at": "created_at", "updated_at": "updated_at", "closed_at": "closed_at",
}  # fmt: skip
JIRA = {
    "fields.summary": "title", "fields.description": "description", "key": "external_id", "fields.status": "status",
    "fields.priority": "priority", "fields.issuetype": "kind", "fields.labels": "tags", "fields.fixVersions": "version",
    "fields.parent": "parent", "fields.reporter": "requester", "fields.assignee": "assignees", "fields.duedate": "due",
    "fields.created": "created_at", "fields.updated": "updated_at", "fields.resolutiondate": "closed_at",
}  # fmt: skip
KEPT = {
    "gitlab": ("id", "iid", "project_id", "references.full", "closed_by", "downvotes", "upvotes", "time_stats",
               "issue_type", "severity", "health_status", "confidential", "moved_to_id", "iteration", "epic_iid"),
    "github": ("id", "number", "node_id", "state_reason", "author_association", "comments"),
    "jira": ("id", "key"),
    "json": (),
}  # fmt: skip
NUMBERS = {"gitlab": "iid", "github": "number", "jira": "id"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of JSON list: its format name, its columns and the fields they go to (None: to be suggested)."""

    format: str
    headers: list
    mapping: dict | None


def recognise(samples):
    """The shape of a list, from its first items (dicts)."""
    for name, (mapping, shows) in KNOWN.items():
        if samples and all(shows(item) for item in samples):
            found = {header: target for header, target in mapping.items() if _has(samples, header)}
            if "external_id" not in found.values():
                found[NUMBERS[name]] = "external_id"
            return Shape(name, list(found), found)
    keys = dict.fromkeys(key for item in samples for key in item if keepable(key) == key)
    return Shape("json", list(keys), None)


def cell(item, header):
    """The value under a column name; a dot goes one level down."""
    if header in item:
        return item[header]
    first, _dot, rest = header.partition(".")
    below = item.get(first)
    return below.get(rest) if isinstance(below, dict) else None


def prepare(item, format_name):
    """The item with the meaning of combined fields made plain; None when it is no issue at all (a pull request)."""
    if format_name == "github":
        if "pull_request" in item:
            return None
        if item.get("state") == "closed" and item.get("state_reason") in ("not_planned", "duplicate"):
            return item | {"state": item["state_reason"]}
    if format_name == "jira" and isinstance(item.get("fields"), dict):
        fields = item["fields"]
        assignee, versions = fields.get("assignee"), fields.get("fixVersions")
        above = fields.get("parent")
        return item | {
            "fields": fields
            | {
                "assignee": [assignee] if isinstance(assignee, dict) else assignee,
                "fixVersions": versions[0] if isinstance(versions, list) and versions else None,
                "parent": above.get("key") if isinstance(above, dict) else above,
            }
        }
    return item


def kept(item, format_name):
    """What of the item has no field of its own and is kept as it is."""
    found = {header: cell(item, header) for header in KEPT[format_name]}
    return {header: value for header, value in found.items() if value not in (None, "", [], {})}


def _has(samples, header):
    return any(header in item or header.partition(".")[0] in item for item in samples)


def _is_gitlab(item):
    return "iid" in item and ("project_id" in item or "web_url" in item)


def _is_github(item):
    return "number" in item and ("html_url" in item or "user" in item)


def _is_jira(item):
    return "key" in item and isinstance(item.get("fields"), dict)


KNOWN = {"gitlab": (GITLAB, _is_gitlab), "github": (GITHUB, _is_github), "jira": (JIRA, _is_jira)}
