from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from portal import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED


class Access(models.TextChoices):
    OFF = "off", _("Off: nobody outside sees anything")
    PUBLIC = "public", _("Public: everybody reads, who confirmed an address votes")
    SIGN_IN = "sign_in", _("Sign-in: only who confirmed an address reads")
    INVITED = "invited", _("By invitation: only invited addresses; for others it does not exist")


class Moderation(models.TextChoices):
    BEFORE = "before", _("Shown after somebody of the team agreed")
    AFTER = "after", _("Shown at once")


def every_language():
    return [code for code, _name in settings.LANGUAGES]


@tracked(
    "portal",
    fields=[
        "product", "access", "languages", "logo", "hue", "title_en", "title_zh", "welcome_en", "welcome_zh",
        "posts_moderated", "comments_moderated", "has_stages", "roadmap", "has_changelog", "origins",
    ],
    subject=OWNED,
    may_undo=policies.can_set_up,
)  # fmt: skip
class Portal(models.Model):
    """The public face of a product: who may come in, how it looks, what it shows. A product without a row has none.

    `logo` is the generated name of the picture below the media folder, with its ending. `origins` are the sites that
    may hold the form in a frame. With `has_stages` its roadmap shows the ideas by their status.
    """

    product = models.OneToOneField("products.Product", models.CASCADE, related_name="portal")
    access = models.CharField(_("who may come in"), max_length=7, choices=Access.choices, default=Access.OFF)
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"), default=every_language)
    logo = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)
    hue = models.PositiveSmallIntegerField(_("colour"), default=265, validators=[MaxValueValidator(359)])
    title_en = models.CharField(_("title in English"), max_length=120, blank=True, default="", db_default="")
    title_zh = models.CharField(_("title in Chinese"), max_length=120, blank=True, default="", db_default="")
    welcome_en = models.CharField(_("welcome in English"), max_length=500, blank=True, default="", db_default="")
    welcome_zh = models.CharField(_("welcome in Chinese"), max_length=500, blank=True, default="", db_default="")
    posts_moderated = models.CharField(_("ideas"), max_length=6, choices=Moderation.choices, default=Moderation.BEFORE)
    comments_moderated = models.CharField(
        _("comments"), max_length=6, choices=Moderation.choices, default=Moderation.BEFORE
    )
    has_stages = models.BooleanField(_("show how far ideas are"), default=True, db_default=True)
    roadmap = models.ForeignKey(
        "roadmaps.ShareLink", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("roadmap")
    )
    has_changelog = models.BooleanField(_("show the changelog"), default=False, db_default=False)
    origins = ArrayField(
        models.CharField(max_length=200), verbose_name=_("sites with the form"), default=list, blank=True
    )
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("portal")

    def __str__(self):
        return self.product.key

    @property
    def is_on(self):
        return self.access != Access.OFF

    def in_language(self, name, language):
        """A text of the portal in a language, else in the other one, else ""."""
        own, other = ("zh", "en") if language.startswith("zh") else ("en", "zh")
        return getattr(self, f"{name}_{own}") or getattr(self, f"{name}_{other}")
