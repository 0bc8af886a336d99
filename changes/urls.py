from django.urls import path

from changes.views import UndoLatestView, UndoView

urlpatterns = [
    path("changes/undo/latest/", UndoLatestView.as_view(), name="undo_latest"),
    path("changes/undo/<uuid:batch>/", UndoView.as_view(), name="undo"),
]
