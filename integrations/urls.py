from django.urls import path

from integrations.views.exports import (
    ExportFileView,
    ExportPrintView,
    ExportView,
    ProductExportFileView,
    ProductExportPrintView,
    ProductExportView,
)
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
    path("p/<str:key>/requirements/export/", ProductExportView.as_view(), name="export"),
    path("p/<str:key>/requirements/export/print/", ProductExportPrintView.as_view(), name="export_print"),
    path("p/<str:key>/requirements/export/<str:format>/", ProductExportFileView.as_view(), name="export_file"),
    path("requirements/export/", ExportView.as_view(), name="all_export"),
    path("requirements/export/print/", ExportPrintView.as_view(), name="all_export_print"),
    path("requirements/export/<str:format>/", ExportFileView.as_view(), name="all_export_file"),
    path("p/<str:key>/imports/", ImportsView.as_view(), name="import_list"),
    path("p/<str:key>/imports/new/", NewImportView.as_view(), name="import_new"),
    path("p/<str:key>/imports/<int:pk>/mapping/", ImportMappingView.as_view(), name="import_mapping"),
    path("p/<str:key>/imports/<int:pk>/check/", ImportCheckView.as_view(), name="import_check"),
    path("p/<str:key>/imports/<int:pk>/run/", ImportRunView.as_view(), name="import_run"),
    path("p/<str:key>/imports/<int:pk>/cancel/", ImportCancelView.as_view(), name="import_cancel"),
    path("p/<str:key>/imports/<int:pk>/undo/", ImportUndoView.as_view(), name="import_undo"),
]
