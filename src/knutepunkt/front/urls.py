from django.urls import path

from knutepunkt.front import views

app_name = "front"
urlpatterns = [
    path("", views.start, name="start"),
    path("day/", views.day, name="day"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.language, name="language"),
    path("account/", views.account, name="account"),
    path("drafts/<path:form_key>/", views.draft, name="draft"),
    path("search/", views.search, name="search"),
    path("overview/", views.overview, name="overview"),
    path("units/", views.units, name="units"),
    path("units/<slug:organisation>/", views.units_of, name="units-of"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
