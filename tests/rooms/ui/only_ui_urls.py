"""The ui room alone: its tests need no room above it."""

from django.urls import include, path

from knutepunkt.ui.views import gallery

ui = ([*include("knutepunkt.ui.urls")[0].urlpatterns, path("other/", gallery, name="other")], "ui")
urlpatterns = [path("ui/", include(ui))]
