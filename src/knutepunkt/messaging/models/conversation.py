"""Conversations: what a person and those who help write to each other, with files."""

from django.db import models
from django.db.models import Q

from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.organisation.models import Unit


class ConversationKind(models.TextChoices):
    """Who it is between, besides the one who began it."""

    COORDINATOR = "coordinator"
    TEAM = "team"
    UNIT = "unit"
    CONCERN = "concern"


class Conversation(OwnedModel):
    """One matter written about. `unit` answers for it, and its people who see content read it.

    Sight by the person's file is given by `person_id` and `part`: the formal side for what is written to the coordinator or the
    unit, messages for what is written to everybody who takes part. A concern ("this does not work") has no `person_id`: it is seen
    by its writer (`kept_by`) and the unit alone, never by the person's coordinators (an exclusion), nor by others in the file.
    `about_id` is always whom it is about, so that what is closed to somebody stays closed here.
    """

    organisation_id = OwnerField(
        person="person_id",
        topic="part",
        unit="unit_id",
        content=True,
        account="kept_by",
        about="about_id",
        open_insert=True,
    )
    person_id = models.UUIDField(null=True)
    about_id = models.UUIDField()
    part = models.CharField(max_length=40)
    kept_by = models.UUIDField(null=True)
    unit = InsideForeignKey(Unit, related_name="conversations")
    kind = models.CharField(max_length=20, choices=ConversationKind.choices)
    subject = models.CharField(max_length=150)
    begun_by = models.UUIDField()
    begun_by_name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-latest_at", "id"]
        indexes = [
            models.Index(fields=["organisation_id", "about_id", "-latest_at"], name="conversation_by_person"),
            models.Index(fields=["organisation_id", "unit", "-latest_at"], name="conversation_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_concern_is_its_writers",
                condition=Q(kind="concern", person_id=None, kept_by__isnull=False)
                | (~Q(kind="concern") & Q(person_id__isnull=False, kept_by=None)),
            )
        ]

    def __str__(self) -> str:
        return self.kind


class ConversationMessage(OwnedModel):
    """What somebody wrote, once and for all. `by_person`: the person or who acts for the person, not somebody who works here.

    `said_by`: who said it, when somebody who works here wrote it down on the person's behalf.
    """

    organisation_id = OwnerField(follows="conversation", append_only=True)
    conversation = InsideForeignKey(Conversation, related_name="messages")
    words = models.TextField()
    by_account = models.UUIDField()
    by_name = models.CharField(max_length=200)
    by_person = models.BooleanField()
    said_by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class Attachment(OwnedModel):
    """A file that came with a message: what it is by its content, its bytes and their SHA-256. It is only ever handed out, never run."""

    organisation_id = OwnerField(follows="message", append_only=True)
    message = InsideForeignKey(ConversationMessage, related_name="attachments")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    scanned = models.BooleanField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.content_type


class ReadMark(OwnedModel):
    """How far an account has read a conversation: what came later is unread. Nobody else sees it."""

    organisation_id = OwnerField(account="account_id", follows="conversation")
    conversation = InsideForeignKey(Conversation, related_name="read_marks")
    account_id = models.UUIDField()
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "conversation", "account_id"], name="one_read_mark")
        ]

    def __str__(self) -> str:
        return str(self.pk)
