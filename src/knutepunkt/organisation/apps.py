from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "knutepunkt.organisation"
    label = "organisation"

    def ready(self) -> None:
        from knutepunkt.organisation import actors  # noqa: F401, PLC0415 -- registers its source of unit roles
