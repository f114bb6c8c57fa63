from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "knutepunkt.foundation"
    label = "foundation"
