from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "knutepunkt.identity"
    label = "identity"
