"""Addresses of the outbox."""

from django.urls import path

from knutepunkt.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.messages_out, name="outbox"),
    path("<uuid:message_id>/posting/", views.posting, name="posting"),
    path("<uuid:message_id>/retrying/", views.retrying, name="retrying"),
]
