from django.urls import include, path

from feedback.views import customers as views
from feedback.views.contacts import ContactsView, ContactView, EraseContactView
from feedback.views.customer_merging import MergeCustomerView, SeparateCustomerView
from feedback.views.tiers import DeleteTierView, MoveTierView, TiersView, TierView, WeighingView

one = [
    path("", views.CustomerPageView.as_view(), name="customer"),
    path("facts/<str:fact>/", views.FactView.as_view(), name="customer_fact"),
    path("delete/", views.DeleteCustomerView.as_view(), name="customer_delete"),
    path("merge/", MergeCustomerView.as_view(), name="customer_merge"),
    path("separate/", SeparateCustomerView.as_view(), name="customer_separate"),
    path("contacts/", ContactsView.as_view(), name="contact_list"),
    path("contacts/<int:contact>/", ContactView.as_view(), name="contact"),
    path("contacts/<int:contact>/erase/", EraseContactView.as_view(), name="contact_erase"),
]
customers = [
    path("", views.CustomersView.as_view(), name="customer_list"),
    path("new/", views.NewCustomerView.as_view(), name="customer_new"),
    path("tiers/", TiersView.as_view(), name="tier_list"),
    path("tiers/<int:pk>/", TierView.as_view(), name="tier"),
    path("tiers/<int:pk>/move/", MoveTierView.as_view(), name="tier_move"),
    path("tiers/<int:pk>/delete/", DeleteTierView.as_view(), name="tier_delete"),
    path("weighing/", WeighingView.as_view(), name="weighing"),
    path("<int:pk>/", include(one)),
]

urlpatterns = [path("p/<str:key>/customers/", include(customers))]
