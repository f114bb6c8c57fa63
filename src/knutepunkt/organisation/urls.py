"""Addresses of the set-up: one verb, one address."""

from django.urls import path

from knutepunkt.organisation.views import overview, routing, sign_in, staff, units

app_name = "organisation"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("units/new/", units.new, name="new-unit"),
    path("units/<uuid:unit_id>/", units.change, name="unit"),
    path("staff/new/", staff.new, name="new-staff"),
    path("staff/guests/new/", staff.new_guest, name="new-guest"),
    path("staff/<uuid:staff_id>/", staff.member, name="staff"),
    path("staff/<uuid:staff_id>/change/", staff.change, name="change-staff"),
    path("staff/<uuid:staff_id>/roles/new/", staff.new_role, name="new-role"),
    path("staff/<uuid:staff_id>/deputies/new/", staff.new_deputy, name="new-deputy"),
    path("staff/<uuid:staff_id>/invitation/", sign_in.invitation, name="invitation"),
    path("roles/<uuid:role_id>/end/", staff.end_role, name="end-role"),
    path("deputies/<uuid:deputy_id>/end/", staff.end_deputy, name="end-deputy"),
    path("hours/", overview.hours, name="hours"),
    path("hours/change/", overview.change_hours, name="change-hours"),
    path("deadlines/new/", overview.set_deadline, name="set-deadline"),
    path("her/new/", overview.new_her, name="new-her"),
    path("her/<uuid:address_id>/end/", overview.end_her, name="end-her"),
    path("routing/", routing.routing, name="routing"),
    path("routing/new/", routing.new, name="new-rule"),
    path("routing/<uuid:rule_id>/", routing.change, name="rule"),
    path("routing/<uuid:rule_id>/end/", routing.end, name="end-rule"),
]
