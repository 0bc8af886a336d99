from django.urls import path, register_converter

from requirements.api import views
from requirements.api.views import bulk, details, files, moving, past, reviews, saved


class RequirementKey:
    """The key of a requirement in an address."""

    regex = "[A-Z][A-Z0-9]{0,9}-[0-9]{1,10}"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(RequirementKey, "requirement")

ONE = "requirements/<requirement:requirement>/"
urlpatterns = [
    path("requirements/", views.RequirementsView.as_view(), name="api_requirements"),
    path(ONE, views.RequirementView.as_view(), name="api_requirement"),
    path(f"{ONE}score/", views.ScoreView.as_view(), name="api_score"),
    path(f"{ONE}comments/", details.CommentsView.as_view(), name="api_comments"),
    path(f"{ONE}criteria/", details.CriteriaView.as_view(), name="api_criteria"),
    path(f"{ONE}links/", details.LinksView.as_view(), name="api_links"),
    path(f"{ONE}move/", moving.MoveView.as_view(), name="api_move"),
    path(f"{ONE}attachments/", files.AttachmentsView.as_view(), name="api_attachments"),
    path("attachments/<int:pk>/", files.AttachmentView.as_view(), name="api_attachment"),
    path("attachments/<int:pk>/file/", files.AttachmentFileView.as_view(), name="api_attachment_file"),
    path("comments/<int:pk>/", details.CommentView.as_view(), name="api_comment"),
    path("criteria/<int:pk>/", details.CriterionView.as_view(), name="api_criterion"),
    path("links/<int:pk>/", details.LinkView.as_view(), name="api_link"),
    path("views/", saved.ViewsView.as_view(), name="api_views"),
    path("views/<int:pk>/", saved.ViewView.as_view(), name="api_view"),
    path("products/<product:product>/requirements/bulk/", bulk.BulkView.as_view(), name="api_bulk"),
    path("products/<product:product>/requirements/bulk/<int:pk>/", bulk.BulkJobView.as_view(), name="api_bulk_job"),
    path("products/<product:product>/scoring/", views.ScoringView.as_view(), name="api_scoring"),
    path("products/<product:product>/reviews/", reviews.ReviewsView.as_view(), name="api_reviews"),
    path(
        "products/<product:product>/reviews/attendance/", reviews.AttendanceView.as_view(), name="api_review_attendance"
    ),
    path("reviews/<int:pk>/", reviews.ReviewView.as_view(), name="api_review"),
    path("reviews/<int:pk>/open/", reviews.ReviewOpenView.as_view(), name="api_review_open"),
    path("reviews/<int:pk>/close/", reviews.ReviewCloseView.as_view(), name="api_review_close"),
    path("reviews/<int:pk>/agenda/", reviews.AgendaView.as_view(), name="api_review_agenda"),
    path("agenda/<int:pk>/", reviews.AgendaItemView.as_view(), name="api_agenda_item"),
    path("agenda/<int:pk>/score/", reviews.OwnScoreView.as_view(), name="api_agenda_score"),
    path("agenda/<int:pk>/reveal/", reviews.RevealView.as_view(), name="api_agenda_reveal"),
    path("agenda/<int:pk>/decisions/", reviews.DecisionsView.as_view(), name="api_agenda_decisions"),
    path("products/<product:product>/compare/", past.CompareView.as_view(), name="api_compare"),
    path("products/<product:product>/baselines/", past.BaselinesView.as_view(), name="api_baselines"),
    path("baselines/<int:pk>/", past.BaselineView.as_view(), name="api_baseline"),
]
