from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pmhub.lib.avatars import hue_of

LOOKS = ["theme", "density", "text_size", "contrast", "motion"]
SET_BY_ONESELF = ["name", "language", "time_zone", *LOOKS, "shortcuts"]


class Theme(models.TextChoices):
    SYSTEM = "system", _("Like my system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class TextSize(models.TextChoices):
    NORMAL = "normal", _("Normal")
    LARGE = "large", _("Large")
    LARGER = "larger", _("Larger")


class Contrast(models.TextChoices):
    SYSTEM = "system", _("Like my system")
    MORE = "more", _("High")


class Motion(models.TextChoices):
    SYSTEM = "system", _("Like my system")
    REDUCED = "reduced", _("None")


class UserManager(BaseUserManager.from_queryset(models.QuerySet)):
    def create_user(self, email, password=None, **fields):
        """A person who signs in with `email`; without a password they need an invitation to set one."""
        email = email.strip().lower()
        fields.setdefault("name", email.split("@")[0])
        user = self.model(email=email, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_admin=True, **fields)

    def system(self):
        """The named user as whom the installation itself acts; it cannot sign in."""
        user, _created = self.get_or_create(
            email="system@pmhub.invalid", defaults={"name": "PMHub", "is_system": True, "password": "!"}
        )
        return user

    def people(self):
        return self.filter(is_system=False)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who can sign in, with the way they like to see things."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(_("runs this installation"), default=False)
    is_system = models.BooleanField(default=False, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    density = models.CharField(_("density"), max_length=12, choices=Density.choices, default=Density.COMFORTABLE)
    text_size = models.CharField(
        _("text size"), max_length=10, choices=TextSize.choices, default=TextSize.NORMAL, db_default=TextSize.NORMAL
    )
    contrast = models.CharField(
        _("contrast"), max_length=10, choices=Contrast.choices, default=Contrast.SYSTEM, db_default=Contrast.SYSTEM
    )
    motion = models.CharField(
        _("motion"), max_length=10, choices=Motion.choices, default=Motion.SYSTEM, db_default=Motion.SYSTEM
    )
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    token = None  # the ApiToken that authenticated this request; it may narrow what is reached

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self):
        return self.name

    @property
    def is_staff(self):
        return self.is_admin

    @property
    def initial(self):
        """What their avatar shows: one Chinese character or one capital letter."""
        return (self.name or self.email)[:1].upper()

    @property
    def hue(self):
        return hue_of(self.pk)

    def has_perm(self, perm, obj=None):
        return self.is_admin

    def has_module_perms(self, app_label):
        return self.is_admin
