import hashlib
import secrets
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "pmh_"
USE_IS_NOTED_EVERY = timedelta(minutes=5)


class Scope(models.TextChoices):
    READ = "read", _("read")
    WRITE = "write", _("write")
    ADMIN = "admin", _("admin")


def digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), user__is_active=True)

    def with_secret(self, secret):
        """The usable token whose secret this is, with its person, or None. Every API request asks this first."""
        with connection.cursor() as cursor:
            cursor.execute(lookup(), [digest(secret)])
            row = cursor.fetchone()
        if row is None:
            return None
        own, persons = columns_of(ApiToken), columns_of(get_user_model())
        token = ApiToken.from_db(connection.alias, own, row[: len(own)])
        token.user = get_user_model().from_db(connection.alias, persons, row[len(own) :])
        return token


def columns_of(model):
    return [field.attname for field in model._meta.concrete_fields]


@cache
def lookup():
    """The statement that finds a usable token and its person by digest, written once: the ORM would do it each time."""
    User = get_user_model()
    columns = [f"t.{field.column}" for field in ApiToken._meta.concrete_fields]
    columns += [f"u.{field.column}" for field in User._meta.concrete_fields]
    return (
        f"SELECT {', '.join(columns)} FROM {ApiToken._meta.db_table} t JOIN {User._meta.db_table} u ON u.id = t.user_id"
        " WHERE t.digest = %s AND u.is_active AND (t.expires_at IS NULL OR t.expires_at > now())"
    )


class ApiToken(models.Model):
    """A key by which a program acts as a person. The secret itself is shown once and never stored."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    product = models.ForeignKey("products.Product", models.CASCADE, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="token_name_once_per_person")]

    def __str__(self):
        return f"{self.name} ({self.hint}…)"

    @classmethod
    def with_new_secret(cls, **fields):
        """An unsaved token and its secret of 240 random bits."""
        secret = PREFIX + secrets.token_urlsafe(30)
        return cls(digest=digest(secret), hint=secret[:8], **fields), secret

    @property
    def has_expired(self):
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def note_use(self):
        """Remember that it was used, at most once in five minutes, so that reading stays reading."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > USE_IS_NOTED_EVERY:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)
