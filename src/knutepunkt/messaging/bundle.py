"""What the bundle holds of this room: letters and e-mails sent, conversations and their files."""

from collections.abc import Iterator
from pathlib import PurePath
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.bundle import Attached, attaching, left_out, part
from knutepunkt.messaging import models

part(
    models.OutboundMessage, "sent-messages", _("What was sent"), channel=_("How"), recipient=_("To"), subject=_("About"), body=_("Text"),
    sent_at=_("Sent"),
)  # fmt: skip
part(
    models.Conversation,
    "conversations",
    _("Conversations"),
    subject=_("About"),
    begun_by_name=_("Begun by"),
    begun_at=_("From"),
)
part(
    models.ConversationMessage, "conversation-messages", _("Messages"), through="conversation", by_name=_("Written by"),
    said_by=_("Said by"), at=_("When"), words=_("Text"),
)  # fmt: skip
part(
    models.Attachment,
    "attachments",
    _("Files with messages"),
    through="message",
    name=_("Name"),
    content_type=_("Kind"),
)
left_out(models.ReadMark, "how far the reader has read; says nothing about the person")


@attaching
def files(organisation_id: UUID, person_id: UUID) -> Iterator[Attached]:
    """The files that came with messages, under their id: a name may tell too much outside."""
    rows = models.Attachment.objects.filter(organisation_id=organisation_id, message__conversation__about_id=person_id)
    for key, name, content in rows.order_by("id").values_list("id", "name", "content"):
        yield Attached(f"attachments/{key}{PurePath(name).suffix.lower()}", bytes(content))
