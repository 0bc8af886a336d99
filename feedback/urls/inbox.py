from django.urls import include, path

from feedback.views.aids import CustomerSuggestionsView, FeedbackSuggestionsView, SimilarFeedbackView
from feedback.views.bulk import BulkView
from feedback.views.creating import NewFeedbackView
from feedback.views.deciding import (
    AcceptanceView,
    AssigneeView,
    CustomerView,
    DeclineView,
    DuplicateView,
    KindView,
    OpeningView,
    RemoveFeedbackView,
    SnoozeView,
    SolutionView,
    WaitingView,
    WakingView,
)
from feedback.views.evidence import LinksView, LinkView, RemoveLinkView
from feedback.views.inbox import AlikeView, FeedbackView, InboxView
from feedback.views.talking import MessagesView, MessageView

one = [
    path("", FeedbackView.as_view(), name="feedback"),
    path("similar/", AlikeView.as_view(), name="feedback_alike"),
    path("acceptance/", AcceptanceView.as_view(), name="feedback_acceptance"),
    path("duplicate/", DuplicateView.as_view(), name="feedback_duplicate"),
    path("decline/", DeclineView.as_view(), name="feedback_decline"),
    path("snooze/", SnoozeView.as_view(), name="feedback_snooze"),
    path("waking/", WakingView.as_view(), name="feedback_waking"),
    path("waiting/", WaitingView.as_view(), name="feedback_waiting"),
    path("solution/", SolutionView.as_view(), name="feedback_solution"),
    path("opening/", OpeningView.as_view(), name="feedback_opening"),
    path("assignee/", AssigneeView.as_view(), name="feedback_assignee"),
    path("kind/", KindView.as_view(), name="feedback_kind"),
    path("customer/", CustomerView.as_view(), name="feedback_customer"),
    path("messages/", MessagesView.as_view(), name="feedback_messages"),
    path("messages/<int:pk>/", MessageView.as_view(), name="feedback_message"),
    path("links/", LinksView.as_view(), name="feedback_links"),
    path("links/<int:pk>/", LinkView.as_view(), name="feedback_link"),
    path("links/<int:pk>/remove/", RemoveLinkView.as_view(), name="feedback_link_remove"),
    path("remove/", RemoveFeedbackView.as_view(), name="feedback_remove"),
]

inbox = [
    path("", InboxView.as_view(), name="feedback_list"),
    path("new/", NewFeedbackView.as_view(), name="feedback_new"),
    path("bulk/", BulkView.as_view(), name="feedback_bulk"),
    path("similar/", SimilarFeedbackView.as_view(), name="feedback_similar"),
    path("suggestions/", FeedbackSuggestionsView.as_view(), name="feedback_suggestions"),
    path("suggestions/customers/", CustomerSuggestionsView.as_view(), name="customer_suggestions"),
    path("<int:number>/", include(one)),
]

urlpatterns = [path("p/<str:key>/feedback/", include(inbox))]
