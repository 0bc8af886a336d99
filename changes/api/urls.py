from django.urls import path

from changes.api.views import ChangesView

urlpatterns = [path("changes/", ChangesView.as_view(), name="api_changes")]
