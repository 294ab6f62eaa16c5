"""All settings, read from the environment; a bad value stops the program before it starts.

What each variable means stands in docs/operating.md.
"""

import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from campanello.core.environment import Environment
from campanello.core.gateway import form_targets
from campanello.core.gateway import providers as gateway_providers
from campanello.core.language import LANGUAGES as LANGUAGE_CODES
from campanello.core.language import LOCALE_DIR
from campanello.core.secret import kept_key
from campanello.evaluation.disclosure import DEFAULT_THRESHOLD
from campanello.lab.rules.open311 import CallerMalformed, caller

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What kind of installation this is
MODE = env.choice("CAMPANELLO_MODE", "demo", ("demo", "production", "debug", "test"))
DEBUG = MODE == "debug"
DATA_DIR = Path(env.text("CAMPANELLO_DATA_DIR", str(BASE_DIR / "var" / "demo"))).expanduser().resolve()
SUPPRESS = env.whole("CAMPANELLO_SUPPRESS", DEFAULT_THRESHOLD)
# Figures under disclosure control: open to everybody, or only to whoever has the right to read them.
OPEN_FIGURES = env.flag("CAMPANELLO_OPEN_FIGURES", default=MODE != "production")
OWNER = env.text("CAMPANELLO_OWNER")
OWNER_URL = env.text("CAMPANELLO_OWNER_URL")
CONTACT = env.text("CAMPANELLO_CONTACT")
# Whether telephones may keep names and entries, encrypted, for where there is no network.
OFFLINE_ENTRIES = env.flag("CAMPANELLO_OFFLINE", default=True)

if OWNER_URL and not OWNER_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(f"CAMPANELLO_OWNER_URL is {OWNER_URL!r}; begin it with https:// or http://.")
if CONTACT and "@" not in CONTACT:
    raise ImproperlyConfigured(f"CAMPANELLO_CONTACT is {CONTACT!r}; it must be an e-mail address.")

# --- Open311: reports of public space for other programs, in and out (docs/rules/open311.md)
OPEN311_PROJECTS = env.names("CAMPANELLO_OPEN311_PROJECTS", () if MODE == "production" else ("*",))
try:
    OPEN311_CALLERS = [caller(text) for text in env.names("CAMPANELLO_OPEN311_KEYS")]
except CallerMalformed as error:
    raise ImproperlyConfigured(f"CAMPANELLO_OPEN311_KEYS: {error}") from None
OPEN311_PEER = env.text("CAMPANELLO_OPEN311_PEER_URL").rstrip("/")
OPEN311_PEER_KEY = env.text("CAMPANELLO_OPEN311_PEER_KEY")
OPEN311_PEER_JURISDICTION = env.text("CAMPANELLO_OPEN311_PEER_JURISDICTION")
OPEN311_PEER_SERVICES = dict(
    pair.partition("=")[::2]
    for pair in env.names("CAMPANELLO_OPEN311_PEER_SERVICES", ("maintenance=maintenance", "other=other"))
)
OPEN311_PEER_FORMAT = env.choice("CAMPANELLO_OPEN311_PEER_FORMAT", "json", ("json", "xml"))

if OPEN311_PEER and not OPEN311_PEER.startswith(("https://", "http://")):
    raise ImproperlyConfigured(f"CAMPANELLO_OPEN311_PEER_URL is {OPEN311_PEER!r}; begin it with https://.")

# --- Who may reach it, and how
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
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
AUTH_USER_MODEL = "accounts.User"
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
    "django_tasks",
    "django_tasks_db",
    "campanello.core",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "campanello.accounts",
    "campanello.people",
    "campanello.homes",
    "campanello.lab",
    "campanello.letters",
    "campanello.points",
    "campanello.plans",
    "campanello.public",
    "campanello.resident",
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
    "allauth.account.middleware.AccountMiddleware",
    "campanello.accounts.middleware.ending_sessions",
    "campanello.accounts.middleware.acting",
    "campanello.core.middleware.answer_refusals",
    "campanello.accounts.middleware.ask_second_factor",
    "axes.middleware.AxesMiddleware",
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
                "campanello.core.navigation.way_about",
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
    # IMMEDIATE: a transaction waits for the one writer when it begins. 32 MB of pages: SQLite's own two are read anew.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;",
    }
# How often an address or an account was tried is counted here (see ACCOUNT_RATE_LIMITS): once for all processes.
COUNTS_TABLE = "log_in_counts"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": COUNTS_TABLE,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
# Long work: a queue in the same database, which `campanello jobs` works off.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
JOB_TASK = "campanello.jobs.work.run"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Who logs in: see docs/operating.md, "Who may log in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses whoever is locked out, before any password is looked at
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
PASSWORD_LENGTH = env.whole("CAMPANELLO_PASSWORD_LENGTH", 12, least=8)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after-log-in"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "campanello.staff.accounts.adapters.LogIn"
ACCOUNT_FORMS = {
    "login": "campanello.staff.accounts.entry_forms.LogInForm",
    "reauthenticate": "campanello.staff.accounts.entry_forms.ConfirmPasswordForm",
    "change_password": "campanello.staff.accounts.entry_forms.ChangePasswordForm",
    "reset_password": "campanello.staff.accounts.entry_forms.ForgottenPasswordForm",
    "reset_password_from_key": "campanello.staff.accounts.entry_forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # nobody signs up; allauth wants to be told
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation that was sent to it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the others' end: see LogIn.set_password
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Guessing from one address at one account is what axes stops. These stop guessing at many accounts, from many
# addresses, and at the codes of a second proof. Both count in the database, hence for all processes alike.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "100/h/ip,20/h/key"}
SECOND_FACTOR_ASKED = MODE != "demo"
MFA_ADAPTER = "campanello.staff.accounts.adapters.SecondFactor"
MFA_FORMS = {
    "authenticate": "campanello.staff.accounts.entry_forms.CodeForm",
    "reauthenticate": "campanello.staff.accounts.entry_forms.ConfirmCodeForm",
    "activate_totp": "campanello.staff.accounts.entry_forms.FirstCodeForm",
    "authenticate_webauthn": "campanello.staff.accounts.entry_forms.PasskeyForm",
    "login_webauthn": "campanello.staff.accounts.entry_forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "campanello.staff.accounts.entry_forms.ConfirmPasskeyForm",
    "add_webauthn": "campanello.staff.accounts.entry_forms.AddPasskeyForm",
    "edit_webauthn": "campanello.staff.accounts.entry_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_TOLERANCE = 1  # half a minute's difference between two clocks
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # browsers allow it on this machine alone
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_ISSUER = f"campanello {OWNER}".strip()
SESSION_COOKIE_AGE = SESSION_SECONDS = env.whole("CAMPANELLO_SESSION_HOURS", 12, least=1) * 3600
IDLE_SECONDS = env.whole("CAMPANELLO_IDLE_MINUTES", 60, least=1) * 60
AXES_FAILURE_LIMIT = env.whole("CAMPANELLO_LOCKOUT_FAILURES", 5, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=env.whole("CAMPANELLO_LOCKOUT_MINUTES", 30, least=1))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "campanello.staff.accounts.lockout.name_typed"
AXES_CLIENT_IP_CALLABLE = "campanello.staff.accounts.lockout.address"
AXES_LOCKOUT_CALLABLE = "campanello.staff.accounts.lockout.answer"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # whoever keeps trying does not wait for ever
AXES_DISABLE_ACCESS_LOG = True  # log-ins are in our own audit trail
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# --- Log-in through a gateway that speaks OpenID Connect (SPID, CIE)
GATEWAY_ISSUER = env.text("CAMPANELLO_OIDC_ISSUER").rstrip("/")
GATEWAY_KEY_FILE = env.text("CAMPANELLO_OIDC_PRIVATE_KEY_FILE")
SOCIALACCOUNT_ADAPTER = "campanello.staff.accounts.adapters.Gateway"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS = gateway_providers(env)

# --- Letters by e-mail
EMAIL_HOST = env.text("CAMPANELLO_EMAIL_HOST")
EMAIL_PORT = env.whole("CAMPANELLO_EMAIL_PORT", 587, least=1)
EMAIL_HOST_USER = env.text("CAMPANELLO_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("CAMPANELLO_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("CAMPANELLO_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "CAMPANELLO_EMAIL_FROM", CONTACT or "campanello@localhost.invalid"
)
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
# In a demonstration the letters lie in the data folder, to be looked at.
CAN_EMAIL = bool(EMAIL_HOST) or MODE != "production"

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
FORMAT_MODULE_PATH = ["campanello.core.formats"]
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
        # A browser refuses to follow a form's redirection to an address that is not named here.
        "form-action": [SELF, *form_targets(env)],
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
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

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
