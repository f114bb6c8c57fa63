from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "knutepunkt.demo"
    label = "demo"

    def ready(self) -> None:
        if settings.KNUTEPUNKT_DEMO:
            from knutepunkt.identity.providers import Provider, offer  # noqa: PLC0415 -- only where it is used

            offer(
                Provider(
                    "demo",
                    _("Choose somebody in the demonstration"),
                    _("Be a caseworker, a coordinator, a leader or the person the plan belongs to. All are invented."),
                    "demo:choose",
                )
            )
