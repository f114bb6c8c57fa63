"""Kinds of notices, channels, and on what basis a sender tells."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is about, with different law and flow."""

    PLAN_OR_COORDINATOR = "plan-or-coordinator", _("Need for a plan or a coordinator")
    POSSIBLE_NEED = "possible-need", _("Possible need for habilitation or rehabilitation")
    OWN_REQUEST = "own-request", _("Own request")
    DISCHARGE = "discharge", _("Discharge from hospital")
    UNADDRESSED = "unaddressed", _("A case without an address")
    OWN_INITIATIVE = "own-initiative", _("On a service's own initiative")
    ENQUIRY = "enquiry", _("Enquiry without a person")


class Channel(models.TextChoices):
    """How a notice came."""

    FORM = "form", _("Form, signed in")
    PUBLIC_FORM = "public-form", _("Public form")
    ORAL = "oral", _("Orally")
    KITH = "kith", _("Electronic message")
    FHIR = "fhir", _("FHIR")
    PAPER = "paper", _("On paper")


class Basis(models.TextChoices):
    """On what ground the sender may tell the unit."""

    CONSENT = "consent", _("The person has agreed")
    OTHER_GROUND = "other-ground", _("Another ground in law")
    OWN = "own", _("Tells of own need")
    ANONYMOUS = "anonymous", _("Does not name the person")
    NOT_STATED = "not-stated", _("Not stated")


class ForwardGround(models.TextChoices):
    """Why a notice is sent on. A closed list: it stands on the envelope, where no content may be."""

    LIVES_ELSEWHERE = "lives-elsewhere", _("The person lives or stays elsewhere")
    OTHER_UNIT = "other-unit", _("Another unit has this task")
    OTHER_AGE = "other-age", _("Another unit works with this age group")
    SPECIALIST = "specialist", _("It belongs to the specialist health service")
    MUNICIPAL = "municipal", _("It belongs to the municipality")


class Wish(models.TextChoices):
    """What the person answers when asked for a wish to be assessed."""

    YES = "yes", _("Yes, wants to be assessed")
    NO = "no", _("No, does not want to be assessed")
    LATER = "later", _("Not yet, ask again later")
