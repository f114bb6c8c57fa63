from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "knutepunkt.plans"
    label = "plans"

    def ready(self) -> None:
        """Attach the rules of the room, and pause a plan when the consent to it ends."""
        from knutepunkt.plans import consent_ended, rules  # noqa: F401, PLC0415 -- models must be loaded first
