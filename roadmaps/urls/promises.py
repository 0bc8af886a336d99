from django.urls import path

from roadmaps.views.promises import PromisesView, SlipView, VersionPromisesView

urlpatterns = [
    path("p/<str:key>/promises/", PromisesView.as_view(), name="promise_list"),
    path("p/<str:key>/promises/slips/<int:pk>/", SlipView.as_view(), name="promise_slip"),
    path("p/<str:key>/versions/<int:pk>/promises/", VersionPromisesView.as_view(), name="version_promises"),
]
