"""Addresses of the room. One verb is one small view at its own address."""

from django.urls import path

from knutepunkt.intake.views import acting, public, reading, recording
from knutepunkt.intake.views.outcome import OUTCOMES, outcome_view

app_name = "intake"
_PUBLIC = "public/<slug:organisation_slug>/<slug:unit_slug>/"
urlpatterns = [
    path("", reading.inbox, name="inbox"),
    path("new/", recording.new, name="new"),
    path("new/oral/", recording.oral, name="oral"),
    path("new/record/", recording.record, name="record"),
    path("new/paper/", recording.paper, name="paper"),
    path("new/enquiry/", recording.enquiry, name="enquiry"),
    path("new/send/", recording.send, name="send"),
    path("sent/", recording.sent, name="sent"),
    path("enquiries/", recording.enquiries, name="enquiries"),
    path(_PUBLIC, public.unit, name="public-unit"),
    path(f"{_PUBLIC}report/", public.report, name="public-report"),
    path(f"{_PUBLIC}report/sent/", public.report_sent, name="public-report-sent"),
    path(f"{_PUBLIC}confirm/<str:key>/", public.confirm, name="public-confirm"),
    path("<uuid:notice_id>/", reading.notice, name="notice"),
    path("<uuid:notice_id>/acknowledgement/", acting.acknowledgement, name="acknowledgement"),
    path("<uuid:notice_id>/clarification/", acting.clarification, name="clarification"),
    path("<uuid:notice_id>/restoration/", acting.restoration, name="restoration"),
    path("<uuid:notice_id>/wish/", acting.wish, name="wish"),
    path("<uuid:notice_id>/person/", acting.person, name="person"),
    path("<uuid:notice_id>/responsible/", acting.responsible, name="responsible"),
    *(path(f"<uuid:notice_id>/{outcome.slug}/", outcome_view(outcome), name=outcome.slug) for outcome in OUTCOMES),
]
