from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "knutepunkt.ui"
    label = "ui"
