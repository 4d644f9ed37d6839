"""Every setting, read from the environment with a safe default. `nuan doctor` judges the result."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import structlog
from environs import Env

from nuan.conf.postgres import database

env = Env()

PACKAGE = Path(__file__).resolve().parent.parent
NUAN_DATA = Path(env.str("NUAN_DATA", str(PACKAGE.parent / "var"))).resolve()
NUAN_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """Return the secret from the environment, or from a file of the data folder made at the first start."""
    if given := env.str(name, ""):
        return given
    path = NUAN_DATA / f"{name.lower()}.secret"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as out:
        word = base64.urlsafe_b64encode(os.urandom(32)).decode()
        out.write(word)
    return word


SECRET_KEY = _kept_secret("NUAN_SECRET_KEY")
NUAN_MASTER_KEYS = _kept_secret("NUAN_MASTER_KEYS")
DEBUG = env.bool("NUAN_DEBUG", False)
NUAN_DEMO = env.bool("NUAN_DEMO", False)
ALLOWED_HOSTS = env.list("NUAN_HOSTS", ["*"] if NUAN_DEMO else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("NUAN_ORIGINS", [])
# Networks of the proxies in front, whose word about the caller's address counts.
NUAN_PROXIES: list[str] = env.list("NUAN_PROXIES", [])
# Where the operator's nightly copies arrive and who asks /healthz from outside; `nuan doctor` looks after both.
NUAN_COPIES_TO = env.str("NUAN_COPIES_TO", "")
NUAN_WATCHED_BY = env.str("NUAN_WATCHED_BY", "")
# How letters leave: the address before each link, the SMS service (Aliyun's protocol), the key of web push.
NUAN_ADDRESS = env.str("NUAN_ADDRESS", "").rstrip("/")
NUAN_SMS_URL = env.str("NUAN_SMS_URL", "")
NUAN_SMS_KEY = env.str("NUAN_SMS_KEY", "")
NUAN_SMS_SECRET = env.str("NUAN_SMS_SECRET", "")
NUAN_SMS_SIGNATURE = env.str("NUAN_SMS_SIGNATURE", "")
NUAN_SMS_TEMPLATE = env.str("NUAN_SMS_TEMPLATE", "")
# Networks inside the house that hooks may call; without one only public addresses are called.
NUAN_HOOK_NETWORKS: list[str] = env.list("NUAN_HOOK_NETWORKS", [])
NUAN_PUSH_KEY = env.str("NUAN_PUSH_KEY", "")
NUAN_PUSH_CONTACT = env.str("NUAN_PUSH_CONTACT", "")

INSTALLED_APPS = [
    "nuan.place",
    "nuan.people",
    "nuan.signal",
    "nuan.need",
    "nuan.act",
    "nuan.echo",
    "nuan.care",
    "nuan.domains.gate",
    "nuan.domains.parcel",
    "nuan.domains.fee",
    "nuan.domains.visit",
    "nuan.domains.upkeep",
    "nuan.domains.calendar",
    "nuan.domains.intake",
    "nuan.domains.integration",
    "nuan.domains.archive",
    "nuan.web",
    "nuan.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nuan.web.middleware.Gatehouse",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "nuan.conf.urls"
WSGI_APPLICATION = "nuan.conf.wsgi.application"
ASGI_APPLICATION = "nuan.conf.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nuan.web.context.page",
            ],
        },
    }
]

if postgres := env.str("NUAN_POSTGRES", ""):  # postgres://user:password@host:port/name
    DATABASES = {"default": database(postgres)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": NUAN_DATA / "nuan.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # A 2xx means committed and safe from a power cut: FULL, not NORMAL (docs/decisions).
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;"
                    "PRAGMA journal_size_limit=67108864"
                ),
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

LOGIN_URL = "/entry/"
LOGIN_REDIRECT_URL = "/entry/resume/"
CSRF_FAILURE_VIEW = "nuan.web.entry.errors.csrf"
ACCOUNT_ADAPTER = "nuan.web.entry.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/entry/"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Nuan 暖"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = NUAN_DEMO
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = NUAN_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = NUAN_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "nuan.web.assets.HashedWhenCollected"},
}

SESSION_ENGINE = "nuan.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = env.bool("NUAN_HTTPS", False)
CSRF_COOKIE_SECURE = env.bool("NUAN_HTTPS", False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No inline script or style, nothing from elsewhere: a planted tag stays dead text.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "filters": {"discreet": {"()": "nuan.conf.discreet.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    # Addresses and tracebacks only: what people typed and who they are stays out of the log.
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"filters": ["discreet"]},
    },
}
