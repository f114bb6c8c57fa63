from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "knutepunkt.plans"
    label = "plans"

    def ready(self) -> None:
        """Attach the rules of the room, the panel on the follow-up page, the job, and the pause when the consent to a plan ends."""
        from knutepunkt.plans import consent_ended, jobs, menu, panels, rules  # noqa: F401, PLC0415 -- models must be loaded first
