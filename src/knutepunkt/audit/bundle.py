"""What the bundle holds of this room: who has looked."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.audit import models
from knutepunkt.foundation.bundle import left_out, part

# When a child reads its own pages is the child's affair, also towards those who act for it.
part(models.ViewRecord, "views", _("Who has looked"), where="t.basis <> 'own-file' OR t.account_id = %(account)s")
left_out(
    models.Event,
    "the log of changes is for those who look into what went wrong; each thing's own steps tell what happened to it",
)
for review in (models.ReviewItem, models.ReviewStep):
    left_out(review, "about the member of staff who looked; the person reads every look in who has looked")
