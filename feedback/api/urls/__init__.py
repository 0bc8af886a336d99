from django.urls import include, path

urlpatterns = [
    path("", include("feedback.api.urls.feedback")),
    path("", include("feedback.api.urls.clock")),
    path("", include("feedback.api.urls.customers")),
    path("", include("feedback.api.urls.talk")),
]
