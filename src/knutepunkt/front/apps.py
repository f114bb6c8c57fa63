from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "knutepunkt.front"
    label = "front"
