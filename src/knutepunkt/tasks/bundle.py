"""What the bundle holds of this room: nothing. A task is the unit's own list, and what it leads to stands in the other parts."""

from knutepunkt.foundation.bundle import left_out
from knutepunkt.tasks import models

for table in (models.Task, models.TaskStep):
    left_out(
        table,
        "what a unit reminds itself of, also of what is kept from the reader; what comes of it is in the other parts",
    )
