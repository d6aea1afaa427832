"""Settings, from the environment alone; `.env.example` explains every variable."""

import sys
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
import pghistory
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def stop(sentence):
    """End the start with one clear line instead of a traceback."""
    sys.exit(f"Collab cannot start: {sentence}")


def required(name, what_for):
    """The value of an environment variable that production cannot do without."""
    value = env.str(name, "")
    if not value and not DEVELOPMENT:
        stop(f"{name} is not set. {what_for} See .env.example.")
    return value


# --- What kind of run this is -------------------------------------------------------------------

# Somebody's own machine: no TLS, mail in files, the gallery. Error pages are the product's own there as well.
DEVELOPMENT = env.bool("DEBUG", False)
DEBUG = False
SECRET_KEY = required("SECRET_KEY", "It signs sessions and links; make one of 50 random characters.")
if DEVELOPMENT and not SECRET_KEY:
    SECRET_KEY = "only-for-development-on-this-machine"  # noqa: S105
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
if not DEVELOPMENT and not SITE_URL.startswith("https://"):
    stop(f"SITE_URL is {SITE_URL!r}, but must be the https:// address that people type. See .env.example.")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("ALLOWED_HOSTS", default=[])]
if DEVELOPMENT:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
# Whoever knows it may set up an empty installation; in production nobody else may.
SETUP_CODE = env.str("SETUP_CODE", "")
if SETUP_CODE and len(SETUP_CODE) < 12:
    stop("SETUP_CODE is shorter than 12 characters.")

# --- Apps and middleware -------------------------------------------------------------------------

INSTALLED_APPS = [
    "outreach",
    "planning",
    "resources",
    "collab",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "collab.middleware.permissions_policy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "collab.middleware.CleanTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "collab.middleware.MemberMiddleware",
    "collab.signin.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "collab.signin.same_person.SamePerson",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "collab.urls"
WSGI_APPLICATION = "collab.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["collab.templatetags.ui", "collab.templatetags.links", "collab.templatetags.rows"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collab.context.school",
            ],
        },
    }
]

# --- Database, Redis, background work ---------------------------------------------------------------

DATABASE_URL = required("DATABASE_URL", "It names the PostgreSQL database (version 15 or newer).")
DATABASES = {"default": env.db_url_config(DATABASE_URL or "postgresql:///collab")}
CONN_MAX_AGE = env.int("DATABASE_CONN_MAX_AGE", 600)
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": CONN_MAX_AGE,
    "CONN_HEALTH_CHECKS": True,
    "TEST": {"TEMPLATE": env.str("TEST_TEMPLATE", None)},
}
# The questions of collab/prepared.py are prepared when they are first asked; on a connection that ends with the
# request, or that others share behind PgBouncer, they are not.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 0 if CONN_MAX_AGE else None)

REDIS_URL = required("REDIS_URL", "Celery passes its work through it.") or "redis://localhost:6379/0"
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "forget what has run out": {"task": "collab.tasks.forget_what_has_run_out", "schedule": 3600},
    "forget who was on a plan's page": {"task": "planning.tasks.forget_who_was_here", "schedule": 3600},
    "look at the links of lists": {"task": "resources.lists.links.tasks.check_links", "schedule": 60},
    "tidy up lists": {"task": "resources.lists.links.tasks.tidy_lists", "schedule": 24 * 3600},
    "go on with imports": {"task": "resources.catalogue_import.tasks.take_up_imports", "schedule": 60},
    "see to calls": {"task": "outreach.calls.tasks.see_to_calls", "schedule": 60, "options": {"expires": 60}},
    "see to digests": {"task": "outreach.digests.tasks.see_to_digests", "schedule": 60, "options": {"expires": 60}},
    "tell what waits": {"task": "outreach.notices.tasks.see_to_notices", "schedule": 60},
    # A tick that nobody took within its minute is worth nothing any more.
    "send mail": {"task": "outreach.outbox.tasks.send_mail", "schedule": 60, "options": {"expires": 60}},
    "reduce old mail": {"task": "outreach.outbox.tasks.reduce_old_mail", "schedule": 3600},
    "draft reports": {"task": "outreach.reports.drafts.tasks.draft_reports", "schedule": 3600},
    "forget unmapped imports": {"task": "resources.catalogue_import.tasks.forget_unmapped_imports", "schedule": 3600},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# --- Language and time: each school has its own, these are the fallbacks ------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "collab.static_files.HashedFiles"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT

# --- Uploads ------------------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
LARGEST_UPLOAD = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "collab.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- People who leave: what each app passes on to a new owner, see collab/people/handover.py ------------

HANDOVERS = [
    "planning.handover.PlansHandover",
    "resources.topics.handover.TopicsHandover",
    "resources.lists.handover.ListsHandover",
    "resources.bookings.handover.BookingsHandover",
    "resources.advice.handover.AdviceHandover",
    "collab.people.handover.DepartmentsHandover",
]

# --- PDF ---------------------------------------------------------------------------------------------------

# Fonts for scripts that our own do not have, for names and texts in Chinese, Arabic or Hindi.
PDF_FONTS = env.str("PDF_FONTS", "")

# --- Catalogue ----------------------------------------------------------------------------------------------

# Whether a title that is added by its ISBN is looked up at Open Library.
OPEN_LIBRARY = env.bool("OPEN_LIBRARY", False)
OPEN_LIBRARY_ADDRESS = "https://openlibrary.org"

# --- Mail ---------------------------------------------------------------------------------------------------

MAIL_FOLDER = Path(env.str("MAIL_FOLDER", str(BASE_DIR / ".var" / "mail")))
# Services that django-anymail knows → its name for the key.
MAIL_PROVIDERS = {
    "brevo": "BREVO_API_KEY",
    "mailersend": "MAILERSEND_API_TOKEN",
    "mailgun": "MAILGUN_API_KEY",
    "mailjet": "MAILJET_API_KEY",
    "mandrill": "MANDRILL_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
    "sendgrid": "SENDGRID_API_KEY",
    "sparkpost": "SPARKPOST_API_KEY",
}
MAIL_PROVIDER = env.str("MAIL_PROVIDER", "")
EMAIL_URL = (
    env.str("EMAIL_URL", "") if DEVELOPMENT or MAIL_PROVIDER else required("EMAIL_URL", "It names the mail server.")
)
if MAIL_PROVIDER:
    if MAIL_PROVIDER not in MAIL_PROVIDERS:
        stop(f"MAIL_PROVIDER is {MAIL_PROVIDER!r}, but must be one of {', '.join(MAIL_PROVIDERS)}.")
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    further = {
        "_SENDER_DOMAIN": env.str("MAIL_PROVIDER_DOMAIN", ""),
        "_SECRET_KEY": env.str("MAIL_PROVIDER_SECRET", ""),
        "_API_URL": env.str("MAIL_PROVIDER_URL", ""),
    }
    ANYMAIL = {MAIL_PROVIDERS[MAIL_PROVIDER]: required("MAIL_PROVIDER_KEY", "The mail service asks for it.")} | {
        MAIL_PROVIDER.upper() + name: value for name, value in further.items() if value
    }
elif EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_FOLDER
EMAIL_TIMEOUT = 15
# Mail servers look through what they were given before they answer: seconds, less than the five minutes of `claiming`.
MAIL_ANSWER_TIMEOUT = 150
# How many messages go out in any minute; 0: as many as can.
MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", 0)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Collab <collab@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What comes behind the “@” in the Message-ID of what the outbox sends.
MAIL_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
# What may have become untrue while it waited is looked at before it is handed over: kind of message → what looks.
MAIL_CHECKS = {
    "digest": "outreach.digests.unwanted.digests",
    "call": "outreach.calls.unwanted.letters",
    "handed_on": "outreach.calls.unwanted.letters",
    "reminder": "outreach.calls.unwanted.reminders",
    "notice": "outreach.notices.unwanted.notices",
}

# --- Signing in -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "collab.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {"user_attributes": ["email", "name"]}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "collab.signin.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "collab.signin.forms.AddEmailForm",
    "change_password": "collab.signin.forms.ChangePasswordForm",
    "confirm_email_verification_code": "collab.signin.forms.ConfirmEmailForm",
    "confirm_login_code": "collab.signin.forms.ConfirmCodeForm",
    "login": "collab.signin.forms.LoginForm",
    "reauthenticate": "collab.signin.forms.ReauthenticateForm",
    "request_login_code": "collab.signin.forms.RequestCodeForm",
    "reset_password": "collab.signin.forms.ResetPasswordForm",
    "reset_password_from_key": "collab.signin.forms.ResetPasswordKeyForm",
    "set_password": "collab.signin.forms.SetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# School mail servers hold letters back for minutes; the letters name these ten minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
# The letter with the link names this day.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Per address as strict as allauth's own; per IP wider, since a whole staff room shares one.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "40/m/ip,5/5m/key",
    "request_login_code": "80/m/ip,3/m/key",
    "reset_password": "80/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

SOCIALACCOUNT_ADAPTER = "collab.signin.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {}
# Where the buttons lead: browsers hold the redirect after a button's POST to the form-action of the page.
PROVIDER_ORIGINS = []
if client_id := env.str("GOOGLE_CLIENT_ID", ""):
    PROVIDER_ORIGINS.append("https://accounts.google.com")
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APPS": [{"client_id": client_id, "secret": env.str("GOOGLE_CLIENT_SECRET", "")}],
        "SCOPE": ["profile", "email"],
    }
if client_id := env.str("MICROSOFT_CLIENT_ID", ""):
    tenant, domains = env.str("MICROSOFT_TENANT", "organizations"), env.list("MICROSOFT_EMAIL_DOMAINS", default=[])
    if domains and tenant in {"common", "consumers", "organizations"}:
        # Whoever owns any tenant at Microsoft can write any address into it.
        stop("MICROSOFT_EMAIL_DOMAINS is set, so MICROSOFT_TENANT must be your own tenant. See .env.example.")
    PROVIDER_ORIGINS.append("https://login.microsoftonline.com")
    SOCIALACCOUNT_PROVIDERS["microsoft"] = {
        "APPS": [
            {
                "client_id": client_id,
                "secret": env.str("MICROSOFT_CLIENT_SECRET", ""),
                # Microsoft does not say whether an address is verified: only those of the domains named are believed.
                "settings": {"tenant": tenant, "verified_email": domains},
            }
        ]
    }
if client_id := env.str("OIDC_CLIENT_ID", ""):
    oidc_server = env.str("OIDC_SERVER_URL", "")
    if not urlsplit(oidc_server).hostname:
        stop("OIDC_CLIENT_ID is set, but OIDC_SERVER_URL names no server. See .env.example.")
    PROVIDER_ORIGINS.append("{0.scheme}://{0.netloc}".format(urlsplit(oidc_server)))
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "school",
                "name": env.str("OIDC_NAME", "School account"),
                "client_id": client_id,
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {
                    "server_url": oidc_server,
                    "verified_email": env.list("OIDC_EMAIL_DOMAINS", default=[]),
                },
            }
        ]
    }

MFA_ADAPTER = "collab.signin.adapters.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "collab.signin.forms.ActivateTOTPForm",
    "add_webauthn": "collab.signin.forms.AddPasskeyForm",
    "authenticate": "collab.signin.forms.AuthenticateForm",
    "edit_webauthn": "collab.signin.forms.EditPasskeyForm",
    "reauthenticate": "collab.signin.forms.ReauthenticateByCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_TOTP_ISSUER = "Collab"
MFA_TOTP_TOLERANCE = 1

# --- Safety in the browser --------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *PROVIDER_ORIGINS, *env.list("FORM_ACTION_HOSTS", default=[])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "collab.signin.same_person.refused_token"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEVELOPMENT
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REDIRECT_EXEMPT = [r"^-/health/$"]
if not DEVELOPMENT:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- History and logs ---------------------------------------------------------------------------------------------

PGHISTORY_BASE_MODEL = "collab.history.Event"
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"brief": {"()": "collab.logs.Brief"}, "without_tokens": {"()": "collab.logs.WithoutTokens"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["brief", "without_tokens"]}
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
}
