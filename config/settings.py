"""Settings. Whatever differs between installations comes from the environment.

DATABASE_URL   PostgreSQL, e.g. postgres://user:password@host/aanloop
REDIS_URL      Redis or Valkey, e.g. redis://host:6379/0 or unix:///run/valkey.sock?db=0
EMAIL_URL      SMTP relay, e.g. submission://user:password@relay:587
SECRET_KEY     50 or more random characters (or SECRET_KEY_FILE, the path of a file that holds them)
ALLOWED_HOSTS  host names, separated by commas
AANLOOP_DEMO   1 for the demo with invented people, on this machine only; never with real people
"""

from datetime import time, timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.demo.loopback import require_loopback
from config.environment import Environment, broker_of_celery

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

DEMO = env.bool("AANLOOP_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)


def secret_key() -> str:
    """Return the key from the environment, or from a file that only the service user can read."""
    if path := env.str("SECRET_KEY_FILE", default=""):
        return Path(path).read_text().strip()
    if key := env.str("SECRET_KEY", default=""):
        return key
    if DEMO:
        return "demo-only-" * 6
    raise ImproperlyConfigured("Zet SECRET_KEY of SECRET_KEY_FILE.")


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The organisation that runs the programme.
ORGANISATION = env.str("ORGANISATION", default="Woonstichting De Linde")
ORGANISATION_PHONE = env.str("ORGANISATION_PHONE", default="088 000 12 34")
# Where somebody reports a weakness of this installation: an e-mail address or a page, as a URL.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:veiligheid@delinde.example")
# A label for the running version; when it changes, browsers fetch cached pages again.
RELEASE = env.str("RELEASE", default="0.2.0")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}")
if DEMO:
    require_loopback(hosts=ALLOWED_HOSTS, addresses=[SITE_URL, *CSRF_TRUSTED_ORIGINS])

# Rooms, top to bottom. Imports and foreign keys point down only.
ROOMS = [
    "insights",
    "referrals",
    "signals",
    "housing",
    "activities",
    "outreach",
    "imports",
    "tenants",
    "partners",
    "grants",
    "unsorted",
    "outbox",
    "audit",
    "accounts",
    "ground",
]
INSTALLED_APPS = [
    *ROOMS,
    "config.apps.ConfigConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.admin",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "template_partials",
]

MIDDLEWARE = [
    "config.middleware.bare_health",
    "config.middleware.not_too_large",
    "config.middleware.pages_only",
    "config.same_time.same_time",
    "django.middleware.security.SecurityMiddleware",
    "config.response_headers.response_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.response_headers.form_to_provider",
    "accounts.sessions.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.sessions.limited_sessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.kept_forms.remember_user",
    "config.middleware.request_in_trail",
    "config.middleware.no_store",
    "config.middleware.SecondFactor",
    "config.middleware.language",
    "config.middleware.plain_addresses",
    "config.middleware.urgent_help",
    "config.middleware.Refusals",
    "config.repeated_forms.RepeatedForms",
    "ground.workdays.FreshDaysOff",
    "accounts.guards.DefaultDeny",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.shell",
            ],
        },
    },
]
FORM_RENDERER = "config.forms.Renderer"

DATABASES = {
    "default": {
        **env.database("DATABASE_URL", default="postgres://aanloop@//nonexistent/aanloop"),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
        # A pooler in transaction mode gives every statement another connection.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.broker("REDIS_URL", default="unix:///nonexistent/valkey.sock")
# Several installations may share a server; each has its own queue and key prefix.
INSTALLATION = env.str("CELERY_QUEUE", default="aanloop")
CACHES = {
    # Limits and locks of signing in and of public forms: they outlive an emptied broker.
    "default": {"BACKEND": "accounts.limit_cache.LimitCache"},
    # What may be lost.
    "broker": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": INSTALLATION,
        # When the server is down, a page waits two seconds at most, not minutes.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    },
}

# Celery only wakes the workers; the tables are the source of truth. No task uses eta or countdown.
CELERY_BROKER_URL = broker_of_celery(REDIS_URL)
CELERY_TASK_DEFAULT_QUEUE = INSTALLATION
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    # When the broker is down, publishing fails at once instead of after six seconds.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
# By default Celery closes the database connection after every task, which is three times slower.
CELERY_DB_REUSE_MAX = 1000
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "config.clock:Clock"
# The time of day from which reminders may be sent.
REMIND_FROM = time.fromisoformat(env.str("REMIND_FROM", default="08:30"))
# Hours (from, until) in which nobody on a waiting list is asked and no offer expires; may be empty.
NIGHT = [time.fromisoformat(moment) for moment in env.list("NIGHT", default=["21:00", "09:00"])]
# How long a finished step can be undone.
UNDO_FOR = timedelta(seconds=env.int("UNDO_SECONDS", default=10))
# Working days (1 is Monday), and the country whose public holidays are days off.
WORKING_WEEK = [int(day) for day in env.list("WORKING_WEEK", default=["1", "2", "3", "4", "5"])]
HOLIDAYS_OF = env.str("HOLIDAYS_OF", default="NL")
TICK_SECONDS = env.float("TICK_SECONDS", default=30.0)
CELERY_BEAT_SCHEDULE = {
    "follow-ups": {"task": "signals.tasks.tick", "schedule": TICK_SECONDS},
    "meetups": {"task": "activities.tasks.tick", "schedule": TICK_SECONDS},
    "series": {"task": "activities.tasks.grow", "schedule": timedelta(hours=1)},
    "missed": {
        "task": "activities.tasks.plan_calls_to_missed_regulars",
        "schedule": timedelta(hours=1),
    },
    "quiet": {
        "task": "activities.tasks.plan_calls_to_quiet_guests",
        "schedule": timedelta(hours=6),
    },
    "post": {"task": "outbox.tasks.deliver", "schedule": TICK_SECONDS},
    "terms": {"task": "audit.tasks.sweep", "schedule": timedelta(hours=1)},
    "imports": {"task": "imports.tasks.work_on_imports", "schedule": TICK_SECONDS},
    "referrals": {"task": "referrals.tasks.tick", "schedule": timedelta(minutes=5)},
    "still-interested": {
        "task": "housing.tasks.ask_who_is_still_interested",
        "schedule": timedelta(hours=1),
    },
    "partners": {"task": "partners.tasks.keep_up", "schedule": timedelta(hours=1)},
    "review": {"task": "audit.tasks.fill_review", "schedule": timedelta(hours=1)},
    "sessions": {"task": "accounts.tasks.sweep_sessions", "schedule": timedelta(hours=1)},
    "limits": {"task": "accounts.tasks.sweep_tallies", "schedule": timedelta(hours=1)},
}

vars().update(env.mail("EMAIL_URL", default="smtp://127.0.0.1:25"))
# A page that mails while somebody waits; workers have the patience of RFC 5321.
EMAIL_TIMEOUT = 20
RELAY_TIMEOUT_SECONDS = env.float("RELAY_TIMEOUT_SECONDS", default=300.0)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Aanloop <aanloop@delinde.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# How long a worker may hold a message before another may take it over.
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", default=120.0)
# Only for a relay that drops a second message with a Message-ID it has already seen.
RELAY_DEDUPLICATES = env.bool("RELAY_DEDUPLICATES", default=False)
# Text messages are mailed to NUMBER@TEXT_GATEWAY, letters to the print room at LETTER_GATEWAY;
# without a gateway they are shown to a colleague, who calls or posts the letter.
TEXT_GATEWAY = env.str("TEXT_GATEWAY", default="sms.example" if DEMO else "")
LETTER_GATEWAY = env.str("LETTER_GATEWAY", default="postkamer@brief.example" if DEMO else "")
# The Maildir that receives the demo's mail, text messages and letters; empty outside the demo.
DEMO_POST = env.str("DEMO_POST", default="")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "request_login_code": "accounts.forms.TenantCodeForm",
    "reset_password": "accounts.forms.PasswordLinkForm",
    "add_email": "accounts.forms.NoAddressForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # Wrong passwords: the key is an account and the place from where it was tried, as `Adapter`
    # says; on a device that is known for the account; and for an account from everywhere else.
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_known": "5/5m/key",
    "login_failed_anywhere": "30/h/key",
    "request_login_code": "3/m/key,10/d/key",
    # Searching for a tenant outside one's own area.
    "elsewhere": "20/h/user",
}
# What the public may send per hour: per IP address, and in total. The total slows down an attack; a
# busy day after a letter to a neighbourhood stays far below it. Past the total, reports, sign-ups
# and requests for company are kept unsorted, until their sender types a code or a colleague takes
# them; everything else is refused.
PUBLIC_LIMITS = {
    "report": env.str("REPORT_LIMITS", default="5/h/ip,600/h/key"),
    # Sign-ups and requests for company: a desk in a library may do thirty an hour.
    "sign_up": env.str("SIGN_UP_LIMITS", default="30/h/ip,2000/h/key"),
    # Codes typed by visitors: there are 27 billion, so nobody guesses one.
    "code": env.str("CODE_LIMITS", default="30/h/ip,3000/h/key"),
    # Codes for forms past the limit of all, to telephones and mailboxes that a stranger typed.
    "form_code": env.str("FORM_CODE_LIMITS", default="300/h/key"),
    # Reports of browsers about what they stopped on a page.
    "csp": "30/h/ip,300/h/key",
}
# How long the answer to a form takes that looks somebody up: several times what it needs.
SAME_TIME_SECONDS = env.float("SAME_TIME_SECONDS", default=0.1)
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Aanloop"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
# Staff and partners prove a second factor in every session, however they sign in; only in the demo,
# with invented people, they do not.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMO)
# How long a proof of the second factor stays fresh enough for exports and changes of factors.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAdapter"
# The identity provider asks everybody for a second factor: signing in there counts as one. It says
# nothing about those who sign in with a password here, such as partners.
OIDC_SECOND_FACTOR = env.bool("OIDC_SECOND_FACTOR", default=False)
SOCIALACCOUNT_PROVIDERS = {}
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="")
# Mail domains whose addresses count as checked when the provider never says whether it did.
OIDC_VERIFIED_DOMAINS = env.list("OIDC_VERIFIED_DOMAINS", default=[])
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "werk",  # as WORK_ACCOUNT in accounts/proof.py
                "name": env.str("OIDC_NAME", default="je werkaccount"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL, "oauth_pkce_enabled": True},
            }
        ]
    }

# A session ends after ten hours, however much it is used, and for those who open files after this
# many seconds without use.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE = env.bool("SECURE", default=not (DEMO or DEBUG))
if SECURE:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Browsers that know `report-to` skip `report-uri`.
        "report-uri": ["/browsermelding/"],
        "report-to": ["csp"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

LANGUAGE_CODE = "nl"
# Tenants choose one of these; staff and partners read Dutch, the source language.
LANGUAGES = [
    ("nl", "Nederlands"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
    ("pl", "Polski"),
    ("uk", "Українська"),
]
# No speaker has checked these translations yet, and their pages say so. Remove what was checked.
LANGUAGES_UNCHECKED = env.list("LANGUAGES_UNCHECKED", default=["en", "tr", "ar", "pl", "uk"])
LOCALE_PATHS = [BASE_DIR / "locale"]
# A telephone number without a country code is Dutch: people here omit it.
PHONENUMBER_DEFAULT_REGION = "NL"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / ".run" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "aanloop": {"level": "INFO"},
    },
}
