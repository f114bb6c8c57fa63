"""Forms that tell of a need: by the unit, by a service, from a public page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from knutepunkt.intake.kinds import Basis, NoticeKind, Wish
from knutepunkt.intake.operations.public import KIN, OWN
from knutepunkt.ui import forms

Choices = Iterable[tuple[str, Any]]

ABOUT_SOMEBODY = [
    kind for kind in NoticeKind if kind not in {NoticeKind.ENQUIRY, NoticeKind.OWN_REQUEST, NoticeKind.DISCHARGE}
]
SENDERS_KINDS = [
    NoticeKind.PLAN_OR_COORDINATOR, NoticeKind.POSSIBLE_NEED, NoticeKind.DISCHARGE, NoticeKind.UNADDRESSED, NoticeKind.OWN_INITIATIVE,
]  # fmt: skip
BASES = [
    (Basis.CONSENT.value, _("The person has agreed that I tell you")),
    (Basis.OTHER_GROUND.value, _("The law lets me tell you without asking")),
    (Basis.ANONYMOUS.value, _("I do not name the person")),
    (Basis.NOT_STATED.value, _("I do not know")),
]


def labelled(kinds: Iterable[NoticeKind]) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in kinds]


class OralForm(forms.Form):
    """An oral notice in under a minute: a first name and a phone number are enough."""

    name = forms.CharField(label=_("Name"), help_text=_("A first name is enough."), max_length=200)
    phone = forms.PhoneField(label=_("Phone number"))
    text = forms.TextField(label=_("What is it about?"), required=False, rows=4)
    who = forms.ChoiceField(
        label=_("Who told you?"),
        choices=[(OWN, _("The person")), (KIN, _("Next of kin")), ("other", _("Somebody else"))],
        initial=OWN,
    )
    sender_name = forms.CharField(
        label=_("Name of the one who told, when it is not the person"), required=False, max_length=200
    )


class Identified(forms.Form):
    """Who it is about."""

    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    number = forms.CharField(label=_("Identity number, if you know it"), required=False, width="m", max_length=15)
    phone = forms.PhoneField(label=_("Phone number"), required=False)


class RecordForm(Identified):
    """A notice recorded by the unit: on paper, or on the unit's own initiative."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=labelled([*ABOUT_SOMEBODY, NoticeKind.OWN_REQUEST]))
    text = forms.TextField(label=_("What is it about?"), rows=6)
    important = forms.TextField(label=_("What does the person say is important?"), required=False, rows=3)
    basis = forms.ChoiceField(
        label=_("On what ground is this told?"), choices=[(Basis.OWN.value, _("The person asks for it")), *BASES]
    )
    basis_text = forms.CharField(label=_("Agreed with whom and when, or which ground"), required=False, max_length=500)
    wish = forms.ChoiceField(
        label=_("Has the person been asked about an assessment?"),
        choices=[("", _("Not yet")), (Wish.YES.value, _("Yes, and wants it"))],
        required=False,
    )
    field_order = ["kind", "name", "birth_date", "number", "phone", "text", "important", "basis", "basis_text", "wish"]


class PaperForm(RecordForm):
    """A letter that came: when, and from whom."""

    received_at = forms.MomentField(label=_("When did the letter come?"))
    sender_organisation = forms.CharField(label=_("Which service or office sent it?"), required=False, max_length=200)
    sender_name = forms.CharField(label=_("Who signed it?"), required=False, max_length=200)
    sender_role = forms.CharField(label=_("In what role?"), required=False, max_length=120)
    field_order = [
        "received_at", "sender_organisation", "sender_name", "sender_role", *RecordForm.field_order,
    ]  # fmt: skip


class SendForm(Identified):
    """A notice sent by somebody in another service or organisation."""

    to = forms.ChoiceField(
        label=_("Who is to receive it?"), as_select=True, help_text=_("The receiver's own rules find the right office.")
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=labelled(SENDERS_KINDS))
    text = forms.TextField(label=_("What is it about?"), rows=6, help_text=_("Only what the receiver needs to begin."))
    important = forms.TextField(label=_("What does the person say is important?"), required=False, rows=3)
    address = forms.CharField(label=_("Home address"), required=False, max_length=200)
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        max_length=4,
        width="s",
        help_text=_("The receiver finds the right office by it."),
    )
    city = forms.CharField(label=_("Postal town"), required=False, max_length=80, width="m")
    ward = forms.CharField(label=_("Ward, for a discharge"), required=False, max_length=200)
    expected_on = forms.DateField(label=_("Expected to go home, for a discharge"), required=False)
    ready_at = forms.MomentField(label=_("Ready to go home since, for a discharge"), required=False)
    basis = forms.ChoiceField(label=_("On what ground do you tell this?"), choices=BASES)
    basis_text = forms.CharField(label=_("Agreed with whom and when, or which ground"), required=False, max_length=500)
    sender_phone = forms.PhoneField(label=_("Phone number you can be reached on"), required=False)
    reference = forms.CharField(
        label=_("Your own mark"),
        required=False,
        max_length=60,
        help_text=_("So that you find it again, for example the room. Not a name."),
    )
    field_order = [
        "to", "kind", "name", "birth_date", "number", "address", "postcode", "city", "phone", "text", "important", "ward", "expected_on", "ready_at", "basis",
        "basis_text", "sender_phone", "reference",
    ]  # fmt: skip

    def __init__(self, *args: Any, receivers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose")), *receivers]  # type: ignore[attr-defined]  # a choice field


class EnquiryForm(forms.Form):
    """A question that is about no person."""

    text = forms.TextField(
        label=_("What is the question?"), rows=4, help_text=_("Write nothing that tells who somebody is.")
    )
    sender_name = forms.CharField(label=_("Who asks?"), required=False, max_length=200)
    sender_organisation = forms.CharField(label=_("From which service or office?"), required=False, max_length=200)
    sender_phone = forms.PhoneField(label=_("Phone number"), required=False)


class ReportForm(forms.Form):
    """The public form."""

    relation = forms.ChoiceField(
        label=_("Who is it about?"),
        choices=[
            (OWN, _("Myself")),
            (KIN, _("Somebody close to me")),
            ("other", _("Somebody I meet in my work or in another way")),
        ],
    )
    name = forms.CharField(
        label=_("Name of the one it is about"), max_length=200, help_text=_("A first name is enough.")
    )
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    phone = forms.PhoneField(label=_("Phone number we can call"))
    text = forms.TextField(label=_("What do you need help with?"), rows=6)
    important = forms.TextField(label=_("What is most important?"), required=False, rows=3)
    sender_name = forms.CharField(
        label=_("Your own name, when it is about somebody else"), required=False, max_length=200
    )
    sender_role = forms.CharField(label=_("How do you know the person?"), required=False, max_length=120)
    basis = forms.ChoiceField(
        label=_("When it is about somebody else: does the person know that you write?"),
        required=False,
        choices=[
            (Basis.NOT_STATED.value, _("Not asked, or it is about myself")),
            (Basis.CONSENT.value, _("Yes, the person agrees")),
        ],
        initial=Basis.NOT_STATED.value,
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link you must follow. The e-mail says nothing about what you write here."),
    )
