from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "knutepunkt.intake"
    label = "intake"

    def ready(self) -> None:
        from knutepunkt.intake import grants, happenings, jobs, menu  # noqa: F401, PLC0415 -- registers the room's sources, jobs and menu entries
