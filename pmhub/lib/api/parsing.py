"""Reading JSON bodies."""

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class JSONParser(BaseParser):
    """Strict JSON; an error names line and column. An empty body is an empty object."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = parser_context["request"]._request.body  # refuses what is larger than DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            return orjson.loads(body) if body else {}
        except orjson.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno, "reason": error.msg}
            raise ParseError(_("Line %(line)s, column %(column)s: %(reason)s.") % place) from None


class MergePatchParser(JSONParser):
    """RFC 7396; the bodies of PATCH are that already."""

    media_type = "application/merge-patch+json"
