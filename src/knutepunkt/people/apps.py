from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "knutepunkt.people"
    label = "people"

    def ready(self) -> None:
        from knutepunkt.people import grants, jobs  # noqa: F401, PLC0415 -- registers its sources and its job
