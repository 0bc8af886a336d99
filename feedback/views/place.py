"""The inbox as a list whose looks can be kept as views."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.query import LANGUAGE
from requirements.places import Place

WAY = "inbox"
FEEDBACK = Place(
    "feedback",
    _("Feedback"),
    LANGUAGE,
    lambda way, product: reverse("feedback_list", args=[product.key]),
    usual="show=todo",
)
