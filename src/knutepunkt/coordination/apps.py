from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "knutepunkt.coordination"
    label = "coordination"
