from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "knutepunkt.organisation"
    label = "organisation"
