from django.urls import include, path

from feedback.views.aids import (
    ContactSuggestionsView,
    CustomerSuggestionsView,
    FeedbackSuggestionsView,
    SimilarFeedbackView,
)
from feedback.views.bulk import BulkJobView, BulkView
from feedback.views.creating import NewFeedbackView
from feedback.views.deciding import (
    AcceptanceView,
    DeclineView,
    DuplicateView,
    OpeningView,
    RemoveFeedbackView,
    SnoozeView,
    SolutionView,
    WaitingView,
    WakingView,
)
from feedback.views.editing import ContactView, PartView
from feedback.views.evidence import LinksView, LinkView, RemoveLinkView
from feedback.views.facts import AssigneeView, ChannelView, CustomerView, KindView
from feedback.views.filtering import InboxBuilderView, InboxCompletionsView, InboxStepView, InboxValuesView
from feedback.views.inbox import AlikeView, FeedbackView, InboxView
from feedback.views.news import NewsView
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
    path("channel/", ChannelView.as_view(), name="feedback_channel"),
    path("customer/", CustomerView.as_view(), name="feedback_customer"),
    path("parts/contact/", ContactView.as_view(), name="feedback_contact"),
    path("parts/<str:part>/", PartView.as_view(), name="feedback_part"),
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
    path("bulk/<int:pk>/", BulkJobView.as_view(), name="feedback_bulk_job"),
    path("news/", NewsView.as_view(), name="inbox_news"),
    path("similar/", SimilarFeedbackView.as_view(), name="feedback_similar"),
    path("suggestions/", FeedbackSuggestionsView.as_view(), name="feedback_suggestions"),
    path("suggestions/customers/", CustomerSuggestionsView.as_view(), name="customer_suggestions"),
    path("suggestions/contacts/", ContactSuggestionsView.as_view(), name="contact_suggestions"),
    path("filters/", InboxStepView.as_view(), name="feedback_filter_step"),
    path("filters/values/<str:field>/", InboxValuesView.as_view(), name="feedback_filter_values"),
    path("filters/completions/", InboxCompletionsView.as_view(), name="feedback_filter_completions"),
    path("filters/builder/", InboxBuilderView.as_view(), name="feedback_filter_builder"),
    path("<int:number>/", include(one)),
]

urlpatterns = [path("p/<str:key>/feedback/", include(inbox))]
