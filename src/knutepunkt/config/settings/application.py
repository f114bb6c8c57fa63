"""Rooms, middleware, logging."""

from knutepunkt.config import env

ROOMS = [
    "foundation", "ui", "paper", "audit", "identity", "access", "organisation", "tasks", "messaging", "people", "consent",
    "coordination", "plans", "intake", "exchange", "portal", "front", "demo",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *(f"knutepunkt.{room}" for room in ROOMS if room != "paper"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "knutepunkt.config.middleware.SecurityHeaders",
    "knutepunkt.config.attempts.ConflictAttemptsRecorded",
    "knutepunkt.config.middleware.OneTransaction",
    "django.contrib.messages.middleware.MessageMiddleware",
    "knutepunkt.config.middleware.RefusalsAnswered",
]
ROOT_URLCONF = "knutepunkt.config.urls"
WSGI_APPLICATION = "knutepunkt.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"
PROCRASTINATE_ON_APP_READY = "knutepunkt.messaging.jobs.register"

DEBUG = False
KNUTEPUNKT_DEMO = env.DEMO.flag()
KNUTEPUNKT_TEST_INSTALLATION = env.TEST_INSTALLATION.flag() or KNUTEPUNKT_DEMO

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "knutepunkt.config.logging.NoPersonalData"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.LOG_LEVEL.text()},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.db.backends": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},
    },
}
