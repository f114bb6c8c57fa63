from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "knutepunkt.exchange"
    label = "exchange"

    def ready(self) -> None:
        from knutepunkt.exchange import menu, panels  # noqa: F401, PLC0415 -- registers the room's menu entries and panels
