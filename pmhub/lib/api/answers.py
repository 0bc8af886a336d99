"""Answers of the REST API: JSON written by orjson, times in UTC."""

import hashlib
from decimal import Decimal

import orjson
from django.http import HttpResponse

JSON = "application/json"
OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def plain(value):
    """What orjson does not know: decimals become numbers, the rest (lazy texts, dates of people) their text."""
    return float(value) if isinstance(value, Decimal) else str(value)


def as_json(data):
    """The JSON of `data` as bytes."""
    return orjson.dumps(data, default=plain, option=OPTIONS)


def answer(data, *, status=200, version=None, headers=None, content_type=JSON):
    """A JSON response; `version` is what its ETag says."""
    response = HttpResponse(as_json(data), content_type=content_type, status=status, headers=headers)
    response.headers["Cache-Control"] = "private, no-cache"
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    return response


def nothing():
    """The answer after something was deleted."""
    return HttpResponse(status=204)


def fingerprint(data):
    """The version of a resource that counts none: changes whenever its representation does."""
    return hashlib.blake2b(as_json(data), digest_size=8).hexdigest()


def created(data, location, *, version):
    """The answer to a POST that made `data`, which now lives at `location`."""
    return answer(data, status=201, version=version, headers={"Location": location})


def subset(data, names):
    """Only the named members of a representation; all where no names are given."""
    return {name: data[name] for name in names} if names else data
