from django.urls import path

from feedback.views.closing import ClosingView
from feedback.views.digest import DigestView
from feedback.views.mails import MailsView, MailView
from feedback.views.outside import NewsView, VerdictView

urlpatterns = [
    path("p/<str:key>/feedback/closing/", ClosingView.as_view(), name="feedback_closing"),
    path("p/<str:key>/feedback/digest/", DigestView.as_view(), name="feedback_digest"),
    path("p/<str:key>/feedback/mails/", MailsView.as_view(), name="feedback_mails"),
    path("p/<str:key>/feedback/mails/<int:pk>/", MailView.as_view(), name="feedback_mail"),
    path("feedback/news/<str:secret>/", NewsView.as_view(), name="feedback_news"),
    path("feedback/verdict/<str:secret>/", VerdictView.as_view(), name="feedback_verdict"),
]
