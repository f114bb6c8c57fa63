from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "knutepunkt.coordination"
    label = "coordination"

    def ready(self) -> None:
        """Attach sources of grants, the menu, and what a consent does to the follow-up."""
        from knutepunkt.consent.hearers import hears_consent, hears_question  # noqa: PLC0415 -- models must be loaded first
        from knutepunkt.coordination import concerns, grants, jobs, menu  # noqa: F401, PLC0415 -- models must be loaded first
        from knutepunkt.coordination.operations.follow_up import hear_consent  # noqa: PLC0415 -- models must be loaded first
        from knutepunkt.coordination.posting import hear_answered, hear_posted  # noqa: PLC0415 -- models must be loaded first
        from knutepunkt.coordination.telling import tell_asked  # noqa: PLC0415 -- models must be loaded first
        from knutepunkt.messaging.operations import hears_posted  # noqa: PLC0415 -- models must be loaded first

        hears_consent(hear_consent)
        hears_consent(hear_answered)
        hears_posted(hear_posted)
        hears_question(tell_asked)
