"""Files in and out of a request: taken as bytes that are judged, handed out to be kept and never opened by the browser."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from knutepunkt.messaging.files import LARGEST, CheckedFile, FileTooLarge, checked_file
from knutepunkt.messaging.models import Attachment, Conversation


def taken(upload: Any) -> list[CheckedFile]:
    """The file of a form, judged; none when none was chosen. Raises what `checked_file` does."""
    if not upload:
        return []
    if upload.size > LARGEST:
        raise FileTooLarge(field="attachment")
    return [checked_file(upload.name or "", upload.read())]


def one_file(conversation: Conversation, file_id: UUID) -> Attachment:
    """A file of this conversation; Http404 for any other."""
    rows = Attachment.objects.filter(
        organisation_id=conversation.organisation_id, message__conversation_id=conversation.pk
    )
    found: Attachment = get_object_or_404(rows, pk=file_id)
    return found


def as_download(file: Attachment) -> HttpResponse:
    """To be kept, in a sandbox, with the type it was found to have."""
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
