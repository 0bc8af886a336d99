from django.urls import path

from changes.views import UndoView

urlpatterns = [
    path("changes/undo/<uuid:batch>/", UndoView.as_view(), name="undo"),
]
