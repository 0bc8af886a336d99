from django.urls import include, path, re_path

from requirements.views.aids import PreviewView, SuggestionsView
from requirements.views.baselines import BaselinesView, BaselineView, RemoveBaselineView
from requirements.views.board import BoardView
from requirements.views.bulk import BulkDeleteView, BulkEditView, BulkPartView, BulkView
from requirements.views.cell import CellView
from requirements.views.choices import ChoicesView
from requirements.views.comparing import CompareView
from requirements.views.creating import NewRequirementView
from requirements.views.details import (
    CriteriaView,
    CriterionCheckView,
    CriterionView,
    LinksView,
    RemoveCriterionView,
    RemoveLinkView,
)
from requirements.views.everything import AllColumnsView, EverythingView
from requirements.views.expanding import ExpansionsView
from requirements.views.files import FileView, PoolFilesView, RemoveFileView, RequirementFilesView
from requirements.views.filters.pages import (
    BuilderView,
    CompletionsView,
    ProductBuilderView,
    ProductCompletionsView,
    ProductStepView,
    ProductValuesView,
    StepView,
    ValuesView,
)
from requirements.views.laboratory import IntervalsView, LaboratoryView
from requirements.views.matrix import MatrixView
from requirements.views.moving import MoveView
from requirements.views.page import ByKeyView, RemoveView, RequirementView, WatchView
from requirements.views.parts import PartView
from requirements.views.past import AsOfListView, AsOfView
from requirements.views.peek import PeekView
from requirements.views.quick import QuickAddView, QuickCheckView
from requirements.views.reviews.adding import RequirementReviewsView
from requirements.views.revisions import RestoreRevisionView, RevisionsView
from requirements.views.row import RowView
from requirements.views.saved import AllViews, DefaultViewView, OneView, ProductViews, RemoveViewView
from requirements.views.scoring import ScoringCheckView, ScoringView
from requirements.views.similar import SimilarView
from requirements.views.table import ColumnsView, RequirementListView
from requirements.views.talk import CommentsView, CommentView, RemoveCommentView
from requirements.views.templates import RemoveTemplateView, TemplatesView, TemplateView
from requirements.views.tree import TreeView

one = [
    path("", RequirementView.as_view(), name="requirement"),
    path("as-of/", AsOfView.as_view(), name="requirement_as_of"),
    path("remove/", RemoveView.as_view(), name="requirement_remove"),
    path("move/", MoveView.as_view(), name="requirement_move"),
    path("choices/<str:field>/", ChoicesView.as_view(), name="requirement_choices"),
    path("peek/", PeekView.as_view(), name="requirement_peek"),
    path("cells/<str:field>/", CellView.as_view(), name="requirement_cell"),
    path("row/", RowView.as_view(), name="requirement_row"),
    path("watching/", WatchView.as_view(), name="requirement_watching"),
    path("parts/<str:part>/", PartView.as_view(), name="requirement_part"),
    path("criteria/", CriteriaView.as_view(), name="requirement_criteria"),
    path("criteria/<int:pk>/", CriterionView.as_view(), name="requirement_criterion"),
    path("criteria/<int:pk>/check/", CriterionCheckView.as_view(), name="requirement_criterion_check"),
    path("criteria/<int:pk>/remove/", RemoveCriterionView.as_view(), name="requirement_criterion_remove"),
    path("links/", LinksView.as_view(), name="requirement_links"),
    path("links/<int:pk>/remove/", RemoveLinkView.as_view(), name="requirement_link_remove"),
    path("files/", RequirementFilesView.as_view(), name="requirement_files"),
    path("files/<int:pk>/remove/", RemoveFileView.as_view(), name="requirement_file_remove"),
    path("reviews/", RequirementReviewsView.as_view(), name="requirement_reviews"),
    path("revisions/", RevisionsView.as_view(), name="requirement_revisions"),
    path("revisions/<int:change>/restore/", RestoreRevisionView.as_view(), name="requirement_revision_restore"),
    path("comments/", CommentsView.as_view(), name="requirement_comments"),
    path("comments/<int:pk>/", CommentView.as_view(), name="requirement_comment"),
    path("comments/<int:pk>/remove/", RemoveCommentView.as_view(), name="requirement_comment_remove"),
]

pool = [
    path("", RequirementListView.as_view(), name="requirement_list"),
    path("as-of/", AsOfListView.as_view(), name="requirement_as_of_list"),
    path("baselines/", BaselinesView.as_view(), name="requirement_baselines"),
    path("baselines/<int:pk>/", BaselineView.as_view(), name="requirement_baseline"),
    path("baselines/<int:pk>/remove/", RemoveBaselineView.as_view(), name="requirement_baseline_remove"),
    path("compare/", CompareView.as_view(), name="requirement_compare"),
    path("lab/", LaboratoryView.as_view(), name="requirement_lab"),
    path("lab/intervals/", IntervalsView.as_view(), name="requirement_lab_intervals"),
    path("new/", NewRequirementView.as_view(), name="requirement_new"),
    path("board/", BoardView.as_view(), name="requirement_board"),
    path("matrix/", MatrixView.as_view(), name="requirement_matrix"),
    path("tree/", TreeView.as_view(), name="requirement_tree"),
    path("bulk/", BulkView.as_view(), name="requirement_bulk"),
    path("bulk/delete/", BulkDeleteView.as_view(), name="requirement_bulk_delete"),
    path("bulk/edits/<int:pk>/", BulkEditView.as_view(), name="bulk_edit"),
    path("bulk/<str:part>/", BulkPartView.as_view(), name="requirement_bulk_part"),
    path("columns/", ColumnsView.as_view(), name="requirement_columns"),
    path("files/", PoolFilesView.as_view(), name="pool_files"),
    path("expansions/", ExpansionsView.as_view(), name="requirement_expansions"),
    path("quick/", QuickAddView.as_view(), name="requirement_quick"),
    path("quick/check/", QuickCheckView.as_view(), name="requirement_quick_check"),
    path("preview/", PreviewView.as_view(), name="requirement_preview"),
    path("similar/", SimilarView.as_view(), name="requirement_similar"),
    path("suggestions/", SuggestionsView.as_view(), name="requirement_suggestions"),
    path("<int:number>/", include(one)),
]

urlpatterns = [
    path("p/<str:key>/requirements/", include(pool)),
    path("p/<str:key>/views/", ProductViews.as_view(), name="view_list"),
    path("requirements/", EverythingView.as_view(), name="all_requirements"),
    path("requirements/columns/", AllColumnsView.as_view(), name="all_columns"),
    path("p/<str:key>/filters/", ProductStepView.as_view(), name="filter_step"),
    path("p/<str:key>/filters/values/<str:field>/", ProductValuesView.as_view(), name="filter_values"),
    path("p/<str:key>/filters/completions/", ProductCompletionsView.as_view(), name="filter_completions"),
    path("p/<str:key>/filters/builder/", ProductBuilderView.as_view(), name="filter_builder"),
    path("requirements/filters/", StepView.as_view(), name="all_filter_step"),
    path("requirements/filters/values/<str:field>/", ValuesView.as_view(), name="all_filter_values"),
    path("requirements/filters/completions/", CompletionsView.as_view(), name="all_filter_completions"),
    path("requirements/filters/builder/", BuilderView.as_view(), name="all_filter_builder"),
    path("requirements/views/", AllViews.as_view(), name="all_views"),
    path("views/<int:pk>/", OneView.as_view(), name="view"),
    path("views/<int:pk>/remove/", RemoveViewView.as_view(), name="view_remove"),
    path("views/<int:pk>/default/", DefaultViewView.as_view(), name="view_default"),
    path("p/<str:key>/reviews/", include("requirements.views.reviews.urls")),
    path("p/<str:key>/settings/scoring/", ScoringView.as_view(), name="scoring_settings"),
    path("p/<str:key>/settings/scoring/check/", ScoringCheckView.as_view(), name="scoring_check"),
    path("p/<str:key>/settings/templates/", TemplatesView.as_view(), name="product_templates"),
    path("p/<str:key>/settings/templates/<int:pk>/", TemplateView.as_view(), name="product_template"),
    path(
        "p/<str:key>/settings/templates/<int:pk>/remove/", RemoveTemplateView.as_view(), name="product_template_remove"
    ),
    re_path(r"^files/(?P<storage>[0-9a-f]{32})/(?P<name>[^/]+)$", FileView.as_view(), name="file"),
    re_path(r"^(?P<key>[A-Za-z][A-Za-z0-9]{0,9}-[0-9]{1,9})/?$", ByKeyView.as_view(), name="requirement_by_key"),
]
