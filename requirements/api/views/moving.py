"""Giving a requirement another place."""

from pmhub.lib.api.answers import created
from pmhub.lib.api.views import Endpoint
from requirements.api.references import requirement_referred, resolved
from requirements.api.rows import ALL, rows
from requirements.api.serializers import MoveFields, RequirementShown
from requirements.api.views.requirements import found
from requirements.operations.ordering import move, relocate


class MoveView(Endpoint):
    tag = "requirements"
    reads = RequirementShown
    writes = {"post": MoveFields}

    def post(self, request, requirement):
        """Put a requirement before or after another one in the manual order, and change the fields that its new place
        stands for, as one change. Without a neighbour and without fields it goes to the end."""
        requirement = found(request.user, requirement)
        self.may(relocate, requirement)
        values = resolved(requirement.product, self.body(), request.user)
        for name in ("before", "after"):
            values[name] = requirement_referred(name, requirement.product, values.get(name), request.user)
        act = relocate if any(value is not None for value in values.values()) or len(values) > 2 else move
        moved = act(requirement, by=request.user, **values)
        address = f"/api/v1/requirements/{requirement.key}/"
        return created(rows([requirement.pk], ALL)[0], address, version=moved.lock_version)
