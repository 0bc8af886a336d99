from django.urls import path

from roadmaps.api.views import releasing as views

urlpatterns = [
    path("versions/<int:pk>/release/", views.ReleaseView.as_view(), name="api_release"),
    path("versions/<int:pk>/checklist/", views.ChecklistView.as_view(), name="api_checklist"),
    path("versions/<int:pk>/release-notes/", views.NotesView.as_view(), name="api_release_notes"),
    path("checklist-items/<int:pk>/", views.ItemView.as_view(), name="api_checklist_item"),
    path("checklists/", views.ChecklistsView.as_view(), name="api_checklists"),
    path("checklists/<int:pk>/", views.ChecklistTemplateView.as_view(), name="api_checklist_template"),
    path("release-notes/<int:pk>/", views.NoteView.as_view(), name="api_release_note"),
]
