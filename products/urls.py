from django.urls import include, path

from products.views.fields import FieldsView, FieldView, MoveFieldView, RemoveFieldView
from products.views.goals import DeleteGoalView, GoalsView, GoalView, NewGoalView
from products.views.members import MembersView, MemberView, RemoveMemberView
from products.views.products import NewProductView, ProductSettingsView, ProductsView, ProductView
from products.views.trash import TrashView
from products.views.workflow import MoveStatusView, RemoveStatusView, StatusView, WorkflowView

settings = [
    path("", ProductSettingsView.as_view(), name="product_settings"),
    path("members/", MembersView.as_view(), name="product_members"),
    path("members/<int:pk>/", MemberView.as_view(), name="product_member"),
    path("members/<int:pk>/remove/", RemoveMemberView.as_view(), name="product_member_remove"),
    path("workflow/", WorkflowView.as_view(), name="product_workflow"),
    path("workflow/<int:pk>/", StatusView.as_view(), name="product_status"),
    path("workflow/<int:pk>/move/", MoveStatusView.as_view(), name="product_status_move"),
    path("workflow/<int:pk>/remove/", RemoveStatusView.as_view(), name="product_status_remove"),
    path("goals/", GoalsView.as_view(), name="product_goals"),
    path("goals/new/", NewGoalView.as_view(), name="product_goal_new"),
    path("goals/<int:pk>/", GoalView.as_view(), name="product_goal"),
    path("goals/<int:pk>/delete/", DeleteGoalView.as_view(), name="product_goal_delete"),
    path("fields/", FieldsView.as_view(), name="product_fields"),
    path("fields/<int:pk>/", FieldView.as_view(), name="product_field"),
    path("fields/<int:pk>/move/", MoveFieldView.as_view(), name="product_field_move"),
    path("fields/<int:pk>/remove/", RemoveFieldView.as_view(), name="product_field_remove"),
]

urlpatterns = [
    path("products/", ProductsView.as_view(), name="product_list"),
    path("products/new/", NewProductView.as_view(), name="product_new"),
    path("p/<str:key>/", ProductView.as_view(), name="product"),
    path("p/<str:key>/settings/", include(settings)),
    path("p/<str:key>/trash/", TrashView.as_view(), name="product_trash"),
]
