from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "knutepunkt.tasks"
    label = "tasks"
