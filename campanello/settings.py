"""All settings, read from the environment; a bad value stops the program before it starts.

What each variable means stands in docs/operating.md.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from campanello.core.environment import Environment
from campanello.core.language import LANGUAGES as LANGUAGE_CODES
from campanello.core.language import LOCALE_DIR
from campanello.core.secret import kept_key
from campanello.evaluation.disclosure import DEFAULT_THRESHOLD

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What kind of installation this is
MODE = env.choice("CAMPANELLO_MODE", "demo", ("demo", "production", "debug", "test"))
DEBUG = MODE == "debug"
DATA_DIR = Path(env.text("CAMPANELLO_DATA_DIR", str(BASE_DIR / "var" / "demo"))).expanduser().resolve()
SUPPRESS = env.whole("CAMPANELLO_SUPPRESS", DEFAULT_THRESHOLD)
OWNER = env.text("CAMPANELLO_OWNER")
OWNER_URL = env.text("CAMPANELLO_OWNER_URL")
CONTACT = env.text("CAMPANELLO_CONTACT")

for name, value in (("CAMPANELLO_OWNER_URL", OWNER_URL),):
    if value and not value.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must begin with https:// or http://.")
if CONTACT and "@" not in CONTACT:
    raise ImproperlyConfigured(f"CAMPANELLO_CONTACT is {CONTACT!r}; it must be an e-mail address.")

# --- Who may reach it, and how
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.names(
    "ALLOWED_HOSTS", () if MODE == "production" else ("localhost", "127.0.0.1", "[::1]")
)
if MODE == "production":
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY is missing or too short: set one of 50 characters or more.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS is missing: list the host names of this site, with commas.")
elif not SECRET_KEY:
    SECRET_KEY = "for the tests alone, where nothing is secret" if MODE == "test" else kept_key(DATA_DIR)
IS_HTTPS = env.flag("CAMPANELLO_HTTPS", default=MODE == "production")
CSRF_TRUSTED_ORIGINS = env.names(
    "CSRF_TRUSTED_ORIGINS",
    tuple(f"https://{host.replace('*', '').lstrip('.')}" for host in ALLOWED_HOSTS) if IS_HTTPS else (),
)

# --- The pieces
ROOT_URLCONF = "campanello.urls"
WSGI_APPLICATION = "campanello.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The pages for the teams come with the package that draws them.
HAS_STAFF_PAGES = find_spec("campanello.staff") is not None
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its templates of controls, since forms are drawn by the pages' own engine
    "csp",
    "django_htmx",
    "template_partials",
    "campanello.core",
    "campanello.public",
    *(["campanello.staff"] if HAS_STAFF_PAGES else []),
]
MIDDLEWARE = [
    "campanello.core.middleware.request_reference",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "campanello.core.middleware.answer_refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "campanello.core.pages.every_page",
            ],
            "builtins": ["campanello.core.templatetags.components"],
        },
    }
]
FORM_RENDERER = "campanello.core.forms.AccessibleRenderer"

# --- Where records are kept
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'campanello.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction waits for the one writer when it begins, not half-way, when it would have to fail.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
    }
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Languages and time
LANGUAGE_CODE = "it"
LANGUAGES = [
    (
        code,
        {"it": "Italiano", "en": "English", "fr": "Français", "ar": "العربية", "ur": "اردو", "es": "Español"}[
            code
        ],
    )
    for code in LANGUAGE_CODES
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [LOCALE_DIR]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Rome"

# --- Files that the pages bring along: names that change with their content, compressed once
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("CAMPANELLO_STATIC_ROOT", str(DATA_DIR / "static"))).expanduser().resolve()
IS_COLLECTED = MODE in {"demo", "production"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "campanello.core.static.CollectedStorage"
        if IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"
WHITENOISE_USE_FINDERS = not IS_COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG

# --- Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # Bootstrap Italia's sheet draws its ticks and arrows with data: addresses.
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "campanello.core.error_pages.csrf_failure"
if IS_HTTPS:
    SECURE_SSL_REDIRECT = env.flag("CAMPANELLO_HTTPS_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.whole("CAMPANELLO_HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("CAMPANELLO_HSTS_SUBDOMAINS", default=False)
if env.flag("CAMPANELLO_BEHIND_PROXY", default=False):
    # The proxy must set this header itself and drop the visitor's own.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logging: what happened and where, never whom it concerned
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "campanello.core.journal.ReferenceFilter"}},
    "formatters": {
        "plain": {
            "()": "campanello.core.journal.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(reference)s] %(message)s",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "plain",
            "filters": ["reference"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "campanello": {
            "level": env.choice("CAMPANELLO_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
        },
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # A page that isn't there is no event.
        "django.request": {"level": "ERROR"},
    },
}
