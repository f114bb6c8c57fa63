from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "knutepunkt.portal"
    label = "portal"

    def ready(self) -> None:
        autodiscover_modules("bundle")
        from knutepunkt.ui.nav import NavItem, Place, place, register  # noqa: PLC0415 -- menus are made when all is loaded

        place(Place.OWN_HOME, "portal:home")
        entries = (
            ("own-home", _("Home"), "portal:home", "home"),
            ("own-plan", _("The plan"), "portal:plan", "doc"),
            ("own-messages", _("Your messages"), "portal:messages", "chat"),
            ("own-requests", _("Ask us"), "portal:requests", "pen"),
            ("own-consents", _("Yes and no"), "portal:consents", "check"),
            ("own-who-sees", _("Who can see what"), "portal:who-sees", "eye"),
            ("own-looks", _("Who has looked"), "portal:looks", "clock"),
            ("own-papers", _("Letters and papers"), "portal:papers", "doc"),
            ("own-files", _("Change who this is about"), "portal:files", "user"),
        )
        for order, (key, label, url_name, icon) in enumerate(entries):
            register(NavItem(key=key, label=label, url_name=url_name, icon=icon, audience="person", order=order * 10))
