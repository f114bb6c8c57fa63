from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "knutepunkt.consent"
    label = "consent"

    def ready(self) -> None:
        """Attach sources of grants and exclusions, say who has answered, and make the job known to the worker."""
        from knutepunkt.consent import answered, grants, jobs  # noqa: F401, PLC0415 -- models must be loaded first
