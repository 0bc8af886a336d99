"""Every setting of PMHub. The README's table explains the environment variables."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from pmhub import rest, schedule
from pmhub.lib import env, logs, secret_key
from pmhub.lib.embedded import EmbeddedServices

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The installation ---------------------------------------------------------------------------------------------
PMHUB_HOME = env.path("PMHUB_HOME", BASE_DIR / ".pmhub")
TEST = env.flag("PMHUB_TEST")
DEBUG = env.flag("PMHUB_DEBUG")
PMHUB_URL = env.url(
    "PMHUB_URL", "http://127.0.0.1:8000", schemes={"http", "https"}, example="https://pm.example.org"
).rstrip("/")
HTTPS = PMHUB_URL.startswith("https:")
SITE = urlsplit(PMHUB_URL)
SECRET_KEY = env.text("PMHUB_SECRET_KEY") or secret_key.of_home(PMHUB_HOME)
TRUSTED_PROXIES = env.number("PMHUB_TRUSTED_PROXIES", 0, at_most=10)
SIGNUP = env.choice("PMHUB_SIGNUP", "invite", ["invite", "open"])

ALLOWED_HOSTS = env.words("PMHUB_HOSTS", {SITE.hostname, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [f"{SITE.scheme}://{SITE.netloc}"]
ROOT_URLCONF = "pmhub.urls"
WSGI_APPLICATION = "pmhub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "pmhub",
    "accounts",
    "changes",
    "products",
    "requirements",
    "roadmaps",
    "feedback",
    "integrations",
    "notifications",
    "portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "pgtrigger",
    "csp",
]

MIDDLEWARE = [
    "pmhub.lib.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pmhub.lib.uploads.limit.LargestBodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pmhub.lib.sessions.SessionLifeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.FirstAdministratorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pmhub.lib.toasts.ToastMiddleware",
    "pmhub.lib.addresses.AddressMiddleware",
]

# --- Database -----------------------------------------------------------------------------------------------------
DATABASE = env.database("DATABASE_URL")
REDIS_URL = env.url("REDIS_URL", schemes={"redis", "rediss", "unix"}, example="redis://host:6379/0")
EMBEDDED = None
if DATABASE is None or not REDIS_URL:
    EMBEDDED = EmbeddedServices(PMHUB_HOME, postgres=DATABASE is None, valkey=not REDIS_URL, unsafe=TEST)
if DATABASE is None:
    DATABASE = {
        "ENGINE": "pmhub.lib.postgres",
        "HOST": str(EMBEDDED.postgres.socket_folder),
        "NAME": EMBEDDED.postgres.database,
        "USER": EMBEDDED.postgres.user,
    }
if not REDIS_URL:
    REDIS_URL = f"unix://{EMBEDDED.valkey.socket}"

# Seconds; 0 means no limit. The web sets its own (pmhub/wsgi.py), and so does who starts a worker.
STATEMENT_TIMEOUT = env.number("PMHUB_STATEMENT_TIMEOUT", 0)
LOCK_TIMEOUT = env.number("PMHUB_LOCK_TIMEOUT", 10)
SERVER_OPTIONS = {
    "statement_timeout": f"{STATEMENT_TIMEOUT}s",
    "lock_timeout": f"{LOCK_TIMEOUT}s",
    "idle_in_transaction_session_timeout": "300s",
    "pgtrigger.ignore": "{}",  # says that no trigger is ignored; asking an unset setting costs each row 150 µs
}
DATABASES = {
    "default": {
        **DATABASE,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": " ".join(f"-c {name}={value}" for name, value in SERVER_OPTIONS.items()),
            **DATABASE.get("OPTIONS", {}),
        },
        "TEST": {"TEMPLATE": "template0"},
    }
}

# --- Redis: cache, limits, queue. Pages must work without it ------------------------------------------------------
REDIS_PREFIX = env.text("PMHUB_REDIS_PREFIX", "pmhub")
REDIS_PATIENCE = 0.8  # seconds
REDIS_TIMEOUTS = {"socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE}
CACHES = {
    "default": {
        "BACKEND": "pmhub.lib.caching.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": REDIS_TIMEOUTS,
    }
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_TIMEOUT = REDIS_PATIENCE
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}:",
    "visibility_timeout": 900,
    "max_retries": 1,
    **dict.fromkeys(["interval_start", "interval_step", "interval_max"], 0),
    **REDIS_TIMEOUTS,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(PMHUB_HOME / "beat.schedule")
CELERY_BEAT_SCHEDULE = schedule.BEAT
CELERY_TASK_ROUTES = schedule.ROUTES
TASK_QUEUES = schedule.QUEUES

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [("dist", BASE_DIR / "static" / "dist")]
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = DEBUG or TEST
MEDIA_ROOT = PMHUB_HOME / "media"
BACKUPS = PMHUB_HOME / "backups"
STATICFILES_BACKEND = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG or TEST
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_BACKEND},
}
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_LIMIT = env.number("PMHUB_UPLOAD_LIMIT", 25, at_least=1, at_most=1_000) * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

# --- Templates ----------------------------------------------------------------------------------------------------
TEMPLATE_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
if not DEBUG:
    TEMPLATE_LOADERS = [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", TEMPLATE_LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.sign_up",
                "requirements.context.views_aside",
                "feedback.context.feedback_aside",
                "portal.context.portal_aside",
                "notifications.context.inbox_aside",
            ],
        },
    }
]

COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its attributes and slots, not its page's variables

# --- Languages and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.choice("PMHUB_LANGUAGE", "en", ["en", "zh-hans"])
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "pmhub.formats"
TIME_ZONE = "UTC"

# --- People and sign-in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("MinimumLength", "CommonPassword", "UserAttributeSimilarity")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "accounts.forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SIGNUP == "open" else "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[PMHub] "
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_TOTP_ISSUER = "PMHub"

# --- Cookies and headers ------------------------------------------------------------------------------------------
# Browsers share cookies between the ports of a host: copies of PMHub side by side need names of their own.
COOKIE_NAME = "__Host-pmhub_{}" if HTTPS else f"pmhub_{{}}_{SITE.port or 80}"
SESSION_COOKIE_NAME = COOKIE_NAME.format("session")
SESSION_LONGEST_AGE = timedelta(days=30)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = COOKIE_NAME.format("csrf")
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_NAME = COOKIE_NAME.format("language")
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # to enter browsers' preload list is the domain owner's decision
OWN_FILES = ["script-src", "style-src", "font-src", "img-src", "connect-src", "manifest-src", "form-action", "base-uri"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {"default-src": [NONE], "frame-ancestors": [NONE], **dict.fromkeys(OWN_FILES, [SELF])}
}

# --- Mail ---------------------------------------------------------------------------------------------------------
EMAIL = env.email("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.text("PMHUB_MAIL_FROM", f"PMHub <pmhub@{SITE.hostname}>")
EMAIL_TIMEOUT = 10
if EMAIL:
    globals().update(EMAIL)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = PMHUB_HOME / "mail"
MAILBOXES = env.mailboxes("PMHUB_MAILBOXES")
MAIL_LIMIT = env.number("PMHUB_MAIL_LIMIT", 25, at_least=1, at_most=200) * 2**20
MAIL_KEPT = timedelta(days=env.number("PMHUB_MAIL_KEPT", 90, at_least=1, at_most=3_650))

# --- REST ---------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = rest.FRAMEWORK
SPECTACULAR_SETTINGS = rest.DESCRIPTION

# --- Logs: one line per event -------------------------------------------------------------------------------------
LOG_LEVEL = env.choice("PMHUB_LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOG_FORMAT = env.choice("PMHUB_LOG_FORMAT", "console", ["console", "json"])
LOGGING = logs.config(LOG_LEVEL, LOG_FORMAT)
