from django.db import models
from django.utils.translation import pgettext_lazy


class Display(models.TextChoices):
    HELD = "held", pgettext_lazy("post", "Waiting")
    SHOWN = "shown", pgettext_lazy("post", "Shown")
    HIDDEN = "hidden", pgettext_lazy("post", "Hidden")
