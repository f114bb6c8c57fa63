"""Templates, languages, static files."""

from pathlib import Path

from knutepunkt.ui.jinja import template_dirs

PACKAGE = Path(__file__).resolve().parent.parent.parent
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": template_dirs(),
        "OPTIONS": {"environment": "knutepunkt.ui.jinja.environment"},
    },
]
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
