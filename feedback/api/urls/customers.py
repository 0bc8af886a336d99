from django.urls import path

from feedback.api.views import customers as views

urlpatterns = [
    path("customers/", views.CustomersView.as_view(), name="api_customers"),
    path("customers/<int:pk>/", views.CustomerView.as_view(), name="api_customer"),
    path("customers/<int:pk>/merge/", views.CustomerMergeView.as_view(), name="api_customer_merge"),
    path(
        "customers/by-external/<str:source>/<str:external_id>/",
        views.CustomerByExternalView.as_view(),
        name="api_customer_by_external",
    ),
    path("contacts/", views.ContactsView.as_view(), name="api_contacts"),
    path("contacts/<int:pk>/", views.ContactView.as_view(), name="api_contact"),
    path("tiers/", views.TiersView.as_view(), name="api_tiers"),
    path("tiers/<int:pk>/", views.TierView.as_view(), name="api_tier"),
]
