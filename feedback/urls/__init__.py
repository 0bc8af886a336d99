from django.urls import include, path

urlpatterns = [
    path("", include("feedback.urls.inbox")),
    path("", include("feedback.urls.files")),
    path("", include("feedback.urls.clock")),
    path("", include("feedback.urls.customers")),
    path("", include("feedback.urls.talk")),
]
