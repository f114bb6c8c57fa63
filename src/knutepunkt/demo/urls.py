from django.urls import path

from knutepunkt.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("<slug:organisation>/<slug:login>/", views.enter, name="enter"),
]
