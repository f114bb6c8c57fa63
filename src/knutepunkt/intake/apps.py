from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "knutepunkt.intake"
    label = "intake"
