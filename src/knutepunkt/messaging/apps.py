from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "knutepunkt.messaging"
    label = "messaging"
