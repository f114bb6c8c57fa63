"""What the bundle holds of this room: who may see what, from when, and why."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.access import models
from knutepunkt.foundation.bundle import left_out, part

part(models.Grant, "grants", _("Who could see what"))
left_out(models.Exclusion, "read by the database alone; what it rests on is told by blocks and what is kept back")
