"""The Jinja2 environment every page is made in: strict about what is undefined, texts by Django's gettext."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from knutepunkt.ui.filters import FILTERS, today
from knutepunkt.ui.forms import shape

ROOMS = Path(__file__).resolve().parent.parent


def template_dirs() -> list[Path]:
    """The `templates/` folder of each room that has one, for the setting DIRS."""
    return sorted(folder for folder in ROOMS.glob("*/templates") if folder.is_dir())


def url(view: str, /, *args: object, **kwargs: object) -> str:
    """The address of a view, in templates: `url("intake:notice", notice.id)`."""
    return reverse(view, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Made once by Django's Jinja2 backend (setting OPTIONS.environment)."""
    options["undefined"] = StrictUndefined
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    made = Environment(**options)  # noqa: S701 -- Django's backend passes autoescape=True
    install: Callable[..., None] = made.install_gettext_callables  # type: ignore[attr-defined]  # the i18n extension adds it
    install(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.policies["ext.i18n.trimmed"] = True
    made.filters.update(FILTERS)
    made.globals.update(static=static, url=url, today=today, field_shape=shape)
    return made
