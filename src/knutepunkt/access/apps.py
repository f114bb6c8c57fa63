from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "knutepunkt.access"
    label = "access"
