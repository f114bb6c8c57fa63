from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "knutepunkt.audit"
    label = "audit"
