from django.urls import path

from integrations.views.imports import (
    ImportCancelView,
    ImportCheckView,
    ImportMappingView,
    ImportRunView,
    ImportsView,
    ImportUndoView,
    NewImportView,
)

urlpatterns = [
    path("p/<str:key>/imports/", ImportsView.as_view(), name="import_list"),
    path("p/<str:key>/imports/new/", NewImportView.as_view(), name="import_new"),
    path("p/<str:key>/imports/<int:pk>/mapping/", ImportMappingView.as_view(), name="import_mapping"),
    path("p/<str:key>/imports/<int:pk>/check/", ImportCheckView.as_view(), name="import_check"),
    path("p/<str:key>/imports/<int:pk>/run/", ImportRunView.as_view(), name="import_run"),
    path("p/<str:key>/imports/<int:pk>/cancel/", ImportCancelView.as_view(), name="import_cancel"),
    path("p/<str:key>/imports/<int:pk>/undo/", ImportUndoView.as_view(), name="import_undo"),
]
