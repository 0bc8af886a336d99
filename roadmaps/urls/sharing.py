from django.urls import path

from roadmaps.views.shared import SharedView
from roadmaps.views.shares import NewShareView, SharesView, WithdrawShareView

urlpatterns = [
    path("shared/<str:secret>/", SharedView.as_view(), name="shared"),
    path("p/<str:key>/roadmap/links/", SharesView.as_view(), name="roadmap_links"),
    path("p/<str:key>/roadmap/links/new/", NewShareView.as_view(), name="roadmap_link_new"),
    path("p/<str:key>/roadmap/links/<int:pk>/withdraw/", WithdrawShareView.as_view(), name="roadmap_link_withdraw"),
]
