"""`ETag`, `If-None-Match` and `If-Match`: nobody overwrites what they have not read."""

from django.http import HttpResponseNotModified
from django.utils.translation import gettext as _

from pmhub.lib.api.answers import answer, fingerprint
from pmhub.lib.api.problems import Problem


def tags(header):
    """The versions in an `If-Match` or `If-None-Match` header, without quotes; proxies may have made them weak."""
    return [part.strip().removeprefix("W/").strip('"') for part in header.split(",")]


def not_modified(request, version):
    """A 304 when the client has this version already, else None."""
    header = request.headers.get("If-None-Match")
    if header and (header.strip() == "*" or str(version) in tags(header)):
        return HttpResponseNotModified(headers={"ETag": f'"{version}"'})
    return None


def derived(request, data):
    """The answer for a resource that counts no versions: its ETag is drawn from what it shows."""
    version = fingerprint(data)
    return not_modified(request, version) or answer(data, version=version)


def read_versions(request):
    """What `If-Match` says the client has read; None for `*`. 428 without the header."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise Problem("precondition", _("Send If-Match with the ETag of what you have read, or * to overwrite."))
    return None if header == "*" else tags(header)


def read_number(request, version, current):
    """The `lock_version` the client has read, to be compared under lock; None when any will do.

    `version` and `current()` are the resource's version and representation now; 412 for a version it never had.
    """
    versions = read_versions(request)
    if versions is None:
        return None
    numbers = [int(tag) for tag in versions if tag.isascii() and tag.isdigit() and len(tag) < 10]
    known = [number for number in numbers if 0 < number <= version]
    if not known:
        raise stale(version, current())
    return max(known)


def require(request, version, current):
    """Refuse with 412 unless the client has read exactly this `version`; `current()` gives the representation."""
    versions = read_versions(request)
    if versions is not None and str(version) not in versions:
        raise stale(version, current())


def stale(version, current, fields=()):
    """412 with the representation as it is now and the fields that stand in the way."""
    detail = _("It has another version now.")
    if fields:
        detail = _("Changed by somebody else since: %s.") % ", ".join(fields)
    return Problem("stale", detail, version=version, clashes=sorted(fields), current=current)
