from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "knutepunkt.coordination"
    label = "coordination"

    def ready(self) -> None:
        from knutepunkt.consent.hearers import hears_consent  # noqa: PLC0415 -- models are loaded only now
        from knutepunkt.coordination import grants  # noqa: F401, PLC0415 -- registers its sources
        from knutepunkt.coordination.operations.follow_up import hear_consent  # noqa: PLC0415 -- models are loaded only now

        hears_consent(hear_consent)
