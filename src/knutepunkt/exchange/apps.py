from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "knutepunkt.exchange"
    label = "exchange"
