from django.urls import path

from integrations.api import views

urlpatterns = [
    path("products/<product:product>/imports/", views.ImportsView.as_view(), name="api_imports"),
    path("products/<product:product>/imports/<int:pk>/", views.ImportView.as_view(), name="api_import"),
]
