from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "knutepunkt.consent"
    label = "consent"

    def ready(self) -> None:
        """Make the job known to the worker."""
        from knutepunkt.consent import jobs  # noqa: F401, PLC0415 -- models must be loaded first
