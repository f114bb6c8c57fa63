from django.urls import path

from knutepunkt.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.message_list, name="list"),
    path("upload/", views.upload, name="upload"),
    path("quarantine/", views.quarantine, name="quarantine"),
    path("<uuid:message_id>/", views.message, name="message"),
    path("<uuid:message_id>/original/", views.original, name="original"),
    path("<uuid:message_id>/receipt/", views.receipt, name="receipt"),
    path("<uuid:message_id>/attachments/<int:number>/", views.attachment, name="attachment"),
    path("<uuid:message_id>/notice/", views.notice, name="notice"),
    path("<uuid:message_id>/file/", views.file, name="file"),
    path("<uuid:message_id>/aside/", views.aside, name="aside"),
]
