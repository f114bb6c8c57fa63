from django.urls import path

from knutepunkt.portal.views import asking, consents, files, home, notices, plan, sight

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("plan/", plan.plan, name="plan"),
    path("plan/paper/", plan.paper, name="plan-paper"),
    path("plan/answer/", plan.answer, name="plan-answer"),
    path("plan/goals/<uuid:goal_id>/comment/", plan.comment, name="comment"),
    path("important/", plan.important, name="important"),
    path("request/", asking.request_help, name="request"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("consents/", consents.consents, name="consents"),
    path("consents/new/", consents.answer, name="consent"),
    path("consents/<uuid:consent_id>/signature/", consents.sign, name="sign"),
    path("consents/<uuid:consent_id>/withdrawal/", consents.withdraw, name="withdraw"),
    path("who-sees/", sight.who_sees, name="who-sees"),
    path("looks/", sight.looks, name="looks"),
    path("files/", files.files, name="files"),
]
