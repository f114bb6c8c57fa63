from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class FrontConfig(AppConfig):
    name = "knutepunkt.front"
    label = "front"

    def ready(self) -> None:
        from knutepunkt.access.decide import allowed  # noqa: PLC0415 -- models are ready now
        from knutepunkt.access.permissions import Permission  # noqa: PLC0415 -- the same
        from knutepunkt.front.reviews import jobs, kinds, operations  # noqa: F401, PLC0415 -- the same; they register themselves
        from knutepunkt.front.signing_in.service import offer_all  # noqa: PLC0415 -- the same
        from knutepunkt.identity.providers import Provider, offer  # noqa: PLC0415 -- the same
        from knutepunkt.ui.nav import NavItem, Place, place, register  # noqa: PLC0415 -- the same

        offer_all()
        if settings.KNUTEPUNKT_LOCAL_SIGN_IN:
            offer(
                Provider(
                    "local",
                    _("Sign in for work with a passkey or a code"),
                    _("For members of staff who have been invited where they work."),
                    "front:local-sign-in",
                )
            )
        place(Place.HOME, "front:day")
        place(Place.PUBLIC_HOME, "front:start")
        place(Place.SEARCH, "front:search", post=True)
        place(Place.ACCOUNT, "front:account")
        place(Place.SIGN_IN, "front:sign-in")
        place(Place.SIGN_OUT, "front:sign-out")
        place(Place.STAY, "front:stay")
        place(Place.LANGUAGE, "front:language")
        place(Place.ACCESSIBILITY, "front:accessibility")
        place(Place.PRIVACY, "front:privacy")
        register(NavItem(key="day", label=_("My day"), url_name="front:day", icon="sun", audience="staff", order=10))
        register(
            NavItem(
                key="overview",
                label=_("Overview"),
                url_name="front:overview",
                icon="people",
                audience="staff",
                order=30,
                shown=lambda request: allowed(getattr(request, "actor", None), Permission.OVERVIEW_READ),
            )
        )
        register(
            NavItem(
                key="reviews",
                label=_("Look-ups to review"),
                url_name="front:reviews",
                icon="eye",
                audience="staff",
                group="unit",
                order=60,
                shown=lambda request: allowed(getattr(request, "actor", None), Permission.AUDIT_REVIEW),
            )
        )
