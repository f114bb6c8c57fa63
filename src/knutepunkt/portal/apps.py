from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "knutepunkt.portal"
    label = "portal"
