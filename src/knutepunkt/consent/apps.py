from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "knutepunkt.consent"
    label = "consent"
