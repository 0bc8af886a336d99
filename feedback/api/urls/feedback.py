from django.urls import path, register_converter

from feedback.api.views import bulk, feedback, parts, talking, verdicts
from requirements.api.urls import ONE as REQUIREMENT


class FeedbackKey:
    """The key of an item of feedback in an address."""

    regex = "[A-Z][A-Z0-9]{0,9}-F[0-9]{1,10}"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(FeedbackKey, "feedback")

ONE = "feedback/<feedback:feedback>/"
urlpatterns = [
    path("feedback/", feedback.FeedbackListView.as_view(), name="api_feedback_list"),
    path("feedback/bulk/", bulk.FeedbackBulkView.as_view(), name="api_feedback_bulk"),
    path(
        "feedback/by-external/<str:source>/<str:external_id>/",
        feedback.FeedbackByExternalView.as_view(),
        name="api_feedback_by_external",
    ),
    path(ONE, feedback.FeedbackItemView.as_view(), name="api_feedback"),
    path(f"{ONE}similar/", feedback.SimilarView.as_view(), name="api_feedback_similar"),
    path(f"{ONE}messages/", talking.FeedbackMessagesView.as_view(), name="api_feedback_messages"),
    path(f"{ONE}files/<int:pk>/", talking.FeedbackFileView.as_view(), name="api_feedback_file"),
    path(f"{ONE}evidence/", parts.FeedbackEvidenceListView.as_view(), name="api_feedback_evidence_list"),
    path(f"{ONE}evidence/<int:pk>/", parts.FeedbackEvidenceView.as_view(), name="api_feedback_evidence"),
    path(f"{ONE}votes/", parts.FeedbackVotesView.as_view(), name="api_feedback_votes"),
    path(f"{ONE}votes/<int:pk>/", parts.FeedbackVoteView.as_view(), name="api_feedback_vote"),
    path(f"{ONE}verdicts/", verdicts.FeedbackVerdictsView.as_view(), name="api_feedback_verdicts"),
    path(f"{REQUIREMENT}verdicts/", verdicts.RequirementVerdictsView.as_view(), name="api_requirement_verdicts"),
    path(f"{ONE}merge/", parts.FeedbackMergeView.as_view(), name="api_feedback_merge"),
]
