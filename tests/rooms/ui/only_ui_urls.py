"""The ui room alone: its tests need no room above it."""

from django.urls import include, path

urlpatterns = [path("ui/", include("knutepunkt.ui.urls"))]
