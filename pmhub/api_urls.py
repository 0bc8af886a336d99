"""Mounts the REST resources of every app below /api/v1/."""

urlpatterns = []
