from django.urls import path

from roadmaps.views.changelog import ChangelogView
from roadmaps.views.changelog_feed import ChangelogFeed
from roadmaps.views.releasing.checklists import ChecklistsView, ChecklistView, RemoveChecklistView
from roadmaps.views.releasing.items import (
    ApplyView,
    ItemView,
    MoveItemView,
    NewItemView,
    RemoveItemView,
    TickView,
)
from roadmaps.views.releasing.notes import DeleteNoteView, NoteView, PublishNoteView
from roadmaps.views.releasing.page import ReleaseView, ReleasingView

RELEASE = "p/<str:key>/versions/<int:pk>/release/"
ITEM = RELEASE + "items/<int:item>/"
NOTE = RELEASE + "notes/<str:language>/"
CHECKLISTS = "p/<str:key>/checklists/"

urlpatterns = [
    path(RELEASE, ReleaseView.as_view(), name="version_release"),
    path(RELEASE + "now/", ReleasingView.as_view(), name="version_releasing"),
    path(RELEASE + "items/", NewItemView.as_view(), name="version_item_new"),
    path(RELEASE + "items/apply/", ApplyView.as_view(), name="version_checklist_apply"),
    path(ITEM, ItemView.as_view(), name="version_item"),
    path(ITEM + "move/", MoveItemView.as_view(), name="version_item_move"),
    path(ITEM + "done/", TickView.as_view(), name="version_item_done"),
    path(ITEM + "remove/", RemoveItemView.as_view(), name="version_item_remove"),
    path(NOTE, NoteView.as_view(), name="version_note"),
    path(NOTE + "publish/", PublishNoteView.as_view(), name="version_note_publish"),
    path(NOTE + "delete/", DeleteNoteView.as_view(), name="version_note_delete"),
    path(CHECKLISTS, ChecklistsView.as_view(), name="version_checklists"),
    path(CHECKLISTS + "<int:pk>/", ChecklistView.as_view(), name="version_checklist"),
    path(CHECKLISTS + "<int:pk>/remove/", RemoveChecklistView.as_view(), name="version_checklist_remove"),
    path("p/<str:key>/changelog/", ChangelogView.as_view(), name="changelog"),
    path("p/<str:key>/changelog.atom", ChangelogFeed.as_view(), name="changelog_feed"),
]
