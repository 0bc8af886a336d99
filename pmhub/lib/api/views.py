"""The base of all REST resources."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.views import APIView

from pmhub.lib.api import queries
from pmhub.lib.api.inputs import checked
from pmhub.lib.api.problems import Problem
from pmhub.lib.operations import source


class Endpoint(APIView):
    """A resource: JSON in, JSON out; what it changes is recorded as coming from the API.

    `reads` is the serializer class that documents the representation, `writes` maps methods to `Input` classes and
    `query` methods to the parameters they know (name to description, or to schema and description); any other
    parameter is refused. `versioned` says that it has an ETag, `guarded` which of its methods then need `If-Match`,
    `tag` under which heading the docs list it.
    """

    metadata_class = None
    tag = ""
    reads = None
    writes = {}
    query = {}
    answers = {}  # by method: its statuses, where they are not 201 of a POST and 200 of others
    listed = False
    versioned = False
    guarded = ("PATCH", "DELETE")

    def dispatch(self, request, *args, **kwargs):
        with source("api"):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        if request.method.lower() not in self.http_method_names or not hasattr(self, request.method.lower()):
            self.http_method_not_allowed(request)
        self.perform_authentication(request)
        self.check_permissions(request)
        self.params = queries.known_parameters(request, self.query.get(request.method.lower(), ()))

    def may(self, operation, subject):
        """Refuse whom the operation would refuse, before their input is looked at."""
        if not operation.policy(self.request.user, subject):
            raise PermissionDenied(_("Your role here does not allow it."))

    def body(self, *, partial=None):
        """The checked body; members may be missing in a PATCH."""
        method = self.request.method.lower()
        return checked(self.request, self.writes[method], partial=method == "patch" if partial is None else partial)


class Nowhere(Endpoint):
    """Every other address below the API."""

    schema = None
    authentication_classes = ()
    permission_classes = ()

    def initial(self, request, *args, **kwargs):
        raise Problem("not-found", _("Nothing lives at this address. Addresses of the API end with a slash."))
