"""What the bundle holds of this room: what somebody was to do for the person, and by when."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.bundle import part
from knutepunkt.tasks import models

part(models.Task, "tasks", _("Things to do"), text=_("What"), unit_id=_("Service"), staff_id=_("Who"), due_on=_("By"))
part(models.TaskStep, "task-steps", _("What happened with each thing to do"))
