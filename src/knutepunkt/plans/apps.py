from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "knutepunkt.plans"
    label = "plans"
