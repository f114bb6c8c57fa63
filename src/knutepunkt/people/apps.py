from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "knutepunkt.people"
    label = "people"
