from django.urls import include, path

from requirements.views.reviews.judging import DecideView, NotesView, RevealView, ScoreView
from requirements.views.reviews.lists import AttendanceView as AttendanceListView
from requirements.views.reviews.lists import DismissView, NewReviewView, ReviewListView
from requirements.views.reviews.preparing import (
    AgendaView,
    AnswerView,
    AttendanceView,
    EditReviewView,
    InviteView,
    ItemMinutesView,
    MoveItemView,
    RemoveItemView,
    UninviteView,
)
from requirements.views.reviews.room import (
    CalendarView,
    CloseReviewView,
    DeleteReviewView,
    MinutesView,
    OpenReviewView,
    ReviewView,
)

item = [
    path("score/", ScoreView.as_view(), name="review_score"),
    path("reveal/", RevealView.as_view(), name="review_reveal"),
    path("notes/", NotesView.as_view(), name="review_notes"),
    path("decide/", DecideView.as_view(), name="review_decide"),
    path("move/", MoveItemView.as_view(), name="review_item_move"),
    path("minutes/", ItemMinutesView.as_view(), name="review_item_minutes"),
    path("remove/", RemoveItemView.as_view(), name="review_item_remove"),
]

one = [
    path("", ReviewView.as_view(), name="review"),
    path("edit/", EditReviewView.as_view(), name="review_edit"),
    path("delete/", DeleteReviewView.as_view(), name="review_delete"),
    path("open/", OpenReviewView.as_view(), name="review_open"),
    path("close/", CloseReviewView.as_view(), name="review_close"),
    path("agenda/", AgendaView.as_view(), name="review_agenda"),
    path("people/", InviteView.as_view(), name="review_people"),
    path("people/<int:person>/remove/", UninviteView.as_view(), name="review_uninvite"),
    path("answer/", AnswerView.as_view(), name="review_answer"),
    path("attendance/", AttendanceView.as_view(), name="review_present"),
    path("calendar/", CalendarView.as_view(), name="review_calendar"),
    path("minutes/", MinutesView.as_view(), name="review_minutes"),
    path("items/<int:item>/", include(item)),
]

urlpatterns = [
    path("", ReviewListView.as_view(), name="review_list"),
    path("new/", NewReviewView.as_view(), name="review_new"),
    path("attendance/", AttendanceListView.as_view(), name="review_attendance"),
    path("resurfaced/<int:resurfaced>/dismiss/", DismissView.as_view(), name="review_dismiss"),
    path("<int:pk>/", include(one)),
]
