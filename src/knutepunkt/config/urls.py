"""Root addresses: each room has its own. Those of the demonstration exist in demo mode only."""

from django.urls import include, path

from knutepunkt.config import env

urlpatterns = [
    path("", include("knutepunkt.front.urls")),
    path("notices/", include("knutepunkt.intake.urls")),
    path("persons/", include("knutepunkt.coordination.urls")),
    path("plans/", include("knutepunkt.plans.urls")),
    path("my/", include("knutepunkt.portal.urls")),
    path("messages/", include("knutepunkt.exchange.urls")),
    path("outbox/", include("knutepunkt.messaging.urls")),
    path("organisation/", include("knutepunkt.organisation.urls")),
    path("ui/", include("knutepunkt.ui.urls")),
]
if env.DEMO.flag():
    urlpatterns.append(path("demo/", include("knutepunkt.demo.urls")))
handler400 = "knutepunkt.ui.errors.bad_request"
handler403 = "knutepunkt.ui.errors.permission_denied"
handler404 = "knutepunkt.ui.errors.page_not_found"
handler500 = "knutepunkt.ui.errors.server_error"
