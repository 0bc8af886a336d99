from django.urls import path

from accounts.views.invitation import InvitationView
from accounts.views.people import AppointView, DisableView, EnableView, PeopleView
from accounts.views.personal import LooksView, PersonalSettingsView
from accounts.views.setup import SetupView
from accounts.views.tokens import NewTokenView, RevokeTokenView, TokensView

urlpatterns = [
    path("setup/", SetupView.as_view(), name="setup"),
    path("invitation/<str:secret>/", InvitationView.as_view(), name="invitation"),
    path("settings/", PersonalSettingsView.as_view(), name="personal_settings"),
    path("settings/looks/", LooksView.as_view(), name="looks"),
    path("settings/tokens/", TokensView.as_view(), name="token_list"),
    path("settings/tokens/new/", NewTokenView.as_view(), name="token_create"),
    path("settings/tokens/<int:pk>/revoke/", RevokeTokenView.as_view(), name="token_revoke"),
    path("people/", PeopleView.as_view(), name="people"),
    path("people/<int:pk>/disable/", DisableView.as_view(), name="person_disable"),
    path("people/<int:pk>/admin/", AppointView.as_view(), name="person_admin"),
    path("people/<int:pk>/enable/", EnableView.as_view(), name="person_enable"),
]
