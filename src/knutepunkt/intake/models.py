"""Notices: the envelope, the content, the steps; and what a hospital says of one admission."""

from django.db import models
from django.db.models import Q

from knutepunkt.access.permissions import Topic
from knutepunkt.foundation.ids import new_id
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.intake.kinds import Basis, Channel, ForwardGround, NoticeKind
from knutepunkt.intake.states import OPEN, NoticeState
from knutepunkt.organisation.models import Organisation, Staff, Unit


class Notice(OwnedModel):
    """The envelope: kind, sender's organisation, where it is, since when, by when. Nothing of it tells who it is about but
    `person_id`, which is null for enquiries and for those not yet found.

    Times kept apart: it happened, it came (`received_at`), it was recorded, and the day it counts from as an application.
    """

    organisation_id = OwnerField(person="person_id", part="file", unit="unit_id", open_insert=True)
    person_id = models.UUIDField(null=True)
    unit = InsideForeignKey(Unit, related_name="notices")
    responsible = InsideForeignKey(Staff, null=True, related_name="notices")
    deputy = InsideForeignKey(Staff, null=True, related_name="+")
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    state = models.CharField(max_length=30, choices=[(s, s) for s in NoticeState], default=NoticeState.RECEIVED)
    sender_organisation = models.CharField(max_length=200, blank=True)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    sender_account_id = models.UUIDField(null=True)
    sender_copy_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    application_from = models.DateField(null=True)
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    rests_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome_told_at = models.DateTimeField(null=True)
    routed_by = models.CharField(max_length=200, blank=True)
    forwarded_from = models.CharField(max_length=200, blank=True)
    forwarded_to = models.CharField(max_length=200, blank=True)
    forward_ground = models.CharField(max_length=20, choices=ForwardGround.choices, blank=True)

    class Meta:
        ordering = ["received_at", "id"]
        indexes = [
            models.Index(
                fields=["organisation_id", "unit", "received_at"],
                condition=Q(state__in=sorted(OPEN)),
                name="notice_open",
            ),
            models.Index(fields=["organisation_id", "person_id"], name="notice_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="acknowledged_at_and_by_together",
                condition=Q(acknowledged_at=None, acknowledged_by="")
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class NoticeContent(OwnedModel):
    """What the notice says. Who sees it stands in the row, so that the database refuses everybody else: `unit_id` alone until
    the person's own wish is known, `person_id` too after a yes, neither when it is closed after a no or was entered in error.
    """

    organisation_id = OwnerField(person="person_id", unit="unit_id", content=True, topic="topic", open_insert=True)
    notice = InsideForeignKey(Notice, related_name="contents")
    person_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    topic = models.CharField(max_length=40, default=Topic.MESSAGES)
    name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    important = models.TextField(blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_role = models.CharField(max_length=120, blank=True)
    sender_phone = models.CharField(max_length=40, blank=True)
    sender_email = models.EmailField(blank=True)
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.NOT_STATED)
    basis_text = models.TextField(blank=True)
    wish = models.CharField(max_length=10, blank=True)
    wish_words = models.TextField(blank=True)
    wish_at = models.DateTimeField(null=True)
    wish_recorded_by = models.CharField(max_length=200, blank=True)
    topic_of_enquiry = models.CharField(max_length=120, blank=True)
    outcome_text = models.TextField(blank=True)
    outcome_to = models.CharField(max_length=200, blank=True)
    outcome_on = models.DateField(null=True)
    told_sender = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "notice"], name="one_content_per_notice")]

    def __str__(self) -> str:
        return str(self.pk)


class NoticeStep(OwnedStep):
    """One move in the life of a notice, seen by the unit that had it."""

    organisation_id = OwnerField(
        person="person_id", part="file", unit="unit_id", open_insert=True, append_only=True, follows="notice"
    )
    notice = InsideForeignKey(Notice, related_name="steps")
    unit_id = models.UUIDField()


class Admission(OwnedModel):
    """What the hospital's messages say of one admission, gathered on one discharge notice. Seen as the notice's content is.

    `history`: what changed and when, in the order it came: {"at", "field", "before", "after"}.
    """

    organisation_id = OwnerField(person="person_id", part="file", unit="unit_id", content=True, open_insert=True)
    notice = InsideForeignKey(Notice, related_name="admissions")
    person_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    hospital = models.CharField(max_length=200)
    ward = models.CharField(max_length=200, blank=True)
    admitted_at = models.DateTimeField(null=True)
    expected_on = models.DateField(null=True)
    ready_at = models.DateTimeField(null=True)
    readiness_withdrawn_at = models.DateTimeField(null=True)
    discharged_at = models.DateTimeField(null=True)
    discharged_to = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    history = models.JSONField(default=list)

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "notice"], name="one_admission_per_notice")]

    def __str__(self) -> str:
        return self.hospital


class PendingNotice(OwnedModel):
    """A notice sent by the public form that waits for its sender to follow the link in an e-mail. Removed when used or too old.

    `sealed`: what was written, as JSON under the field key. Nobody has said yet that it is theirs, so nobody is to read it, and an
    identity number somebody wrote among the words lies no more open than any other.
    """

    organisation_id = OwnerField(unit="unit_id", content=True, open_insert=True)
    unit = InsideForeignKey(Unit, related_name="+")
    key_hash = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "key_hash"], name="pending_notice_key_once")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class ReportAttempt(OwnedModel):
    """One use of the public form, for limiting how often it is used: keyed hashes of address and e-mail, nothing readable."""

    organisation_id = OwnerField(unit="unit_id", content=True, open_insert=True)
    unit_id = models.UUIDField()
    address_hash = models.BinaryField(max_length=32)
    email_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["organisation_id", "unit_id", "at"], name="report_attempt_by_unit")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class SentNotice(OwnedModel):
    """The sender's own record of a notice to another unit or organisation: what was sent and what became of it (envelope).

    `outcome`: the state of the notice as far as the person lets the sender know, else "handled". `reference` is the sender's own.
    """

    organisation_id = OwnerField(account="account_id", unit="unit_id", open_insert=True)
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_unit_name = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    outcome_at = models.DateTimeField(null=True)
    forwarded_to = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-sent_at", "id"]

    def __str__(self) -> str:
        return self.kind
