"""The product's own settings over servers that live as long as the test run."""

import os
import tempfile

os.environ["PMHUB_TEST"] = "1"
os.environ.setdefault("PMHUB_SECRET_KEY", "only for tests, where nothing is secret: 0123456789abcdef0123456789abcdef")
if "PMHUB_HOME" not in os.environ:
    os.environ["PMHUB_HOME"] = os.environ["PMHUB_TEMPORARY_HOME"] = tempfile.mkdtemp(prefix="pmhub-test-")
os.environ["PMHUB_REDIS_PREFIX"] = "test-" + os.environ.get("PYTEST_XDIST_WORKER", "main")

from pmhub.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # `manage.py lintmigrations`
MIGRATION_LINTER_OPTIONS = {
    "exclude_apps": ["account", "mfa", "usersessions"],
    "ignore_initial_migrations": True,
}
