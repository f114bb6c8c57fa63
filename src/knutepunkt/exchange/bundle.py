"""What the bundle holds of this room: messages from other organisations about the person, also as they came."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt.exchange import models
from knutepunkt.foundation.bundle import Attached, attaching, part

part(
    models.ReceivedMessage, "received-messages", _("Messages from other organisations"), sender_name=_("From"),
    message_type=_("Kind"), received_at=_("Came in"), result=_("What became of it"),
)  # fmt: skip


@attaching
def originals(organisation_id: UUID, person_id: UUID) -> Iterator[Attached]:
    """The messages, byte for byte."""
    rows = models.ReceivedMessage.objects.filter(organisation_id=organisation_id, person_id=person_id)
    for key, content in rows.order_by("received_at", "id").values_list("id", "original"):
        yield Attached(f"messages/{key}.xml", bytes(content))
