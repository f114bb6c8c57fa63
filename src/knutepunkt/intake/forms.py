"""The forms of the room. They check shape; rules are the operations'."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt.coordination.models import DecisionKind
from knutepunkt.intake.kinds import Basis, ForwardGround, NoticeKind, Wish
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
REFUSALS = [(kind.value, kind.label) for kind in (DecisionKind.PLAN_REFUSED, DecisionKind.COORDINATOR_REFUSED)]


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


class WishForm(forms.Form):
    """The person's own answer."""

    wish = forms.ChoiceField(label=_("What does the person answer?"), choices=Wish.choices)
    words = forms.TextField(label=_("In the person's own words"), required=False, rows=3)


class PersonForm(forms.Form):
    """Who a notice is about, when it came without a file."""

    given_name = forms.CharField(label=_("First name"), max_length=120)
    family_name = forms.CharField(label=_("Last name"), required=False, max_length=120)
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    number = forms.CharField(
        label=_("Identity number"),
        required=False,
        width="m",
        max_length=15,
        help_text=_("If there is already a file with this number, that file is used."),
    )
    phone = forms.PhoneField(label=_("Phone number"), required=False)


class OutcomeForm(forms.Form):
    """Every outcome asks what the sender may know."""

    sender_may_know = forms.BooleanField(
        label=_("The person agrees that the sender learns the outcome"),
        required=False,
        help_text=_("Otherwise the sender only sees that it has been handled."),
    )


class AcceptanceForm(OutcomeForm):
    """Nothing more is needed."""


class GuidanceForm(OutcomeForm):
    guidance = forms.TextField(label=_("What guidance did you give?"), rows=5)
    field_order = ["guidance", "sender_may_know"]


class ApplicationForm(OutcomeForm):
    to = forms.CharField(label=_("Which service gets the application?"), max_length=200)
    on = forms.DateField(label=_("Handed on which day?"))
    field_order = ["to", "on", "sender_may_know"]


class RestForm(OutcomeForm):
    until = forms.DateField(label=_("Until which day?"), help_text=_("On that day it comes back as a task."))
    consented = forms.BooleanField(label=_("The person agrees that it rests until then"), required=False)
    field_order = ["until", "consented", "sender_may_know"]


class NoNeedForm(OutcomeForm):
    reasons = forms.TextField(
        label=_("Reasons for the decision"),
        rows=6,
        help_text=_("Say what you looked at and why no need was found. The person may ask again at any time."),
    )
    told_on = forms.DateField(
        label=_("Which day was the person told?"),
        why=_("The deadline for complaining counts from the day the person was told."),
    )
    told_how = forms.CharField(label=_("How was the person told?"), max_length=120)
    field_order = ["reasons", "told_on", "told_how", "sender_may_know"]


class RefusalForm(NoNeedForm):
    reasons = forms.TextField(
        label=_("Reasons for the decision"),
        rows=6,
        help_text=_(
            "Say what the person has asked for, what you looked at, and why the answer is no. That a service does not exist is no reason."
        ),
    )
    kind = forms.ChoiceField(label=_("What is refused?"), choices=REFUSALS)
    field_order = ["kind", "reasons", "told_on", "told_how", "sender_may_know"]


class AnswerForm(forms.Form):
    """The answer to an enquiry, and the topic it is counted under."""

    topic = forms.CharField(
        label=_("What was it about?"), max_length=120, help_text=_("A few words. Enquiries are counted by topic.")
    )
    answer = forms.TextField(label=_("What did you answer?"), rows=5)


class ForwardForm(forms.Form):
    """Who it belongs to, and why."""

    to = forms.ChoiceField(label=_("Who does it belong to?"), as_select=True)
    ground = forms.ChoiceField(label=_("Why does it belong there?"), choices=ForwardGround.choices)

    def __init__(self, *args: Any, receivers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose")), *receivers]  # type: ignore[attr-defined]  # a choice field


class EmptyForm(forms.Form):
    """A step that asks for nothing but a yes."""


class ResponsibleForm(forms.Form):
    """Who has the notice, and who steps in."""

    responsible = forms.ChoiceField(label=_("Responsible caseworker"), as_select=True)
    deputy = forms.ChoiceField(label=_("Deputy"), as_select=True, required=False)

    def __init__(self, *args: Any, staff: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(pk), name) for pk, name in staff]
        self.fields["responsible"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]  # a choice field
        self.fields["deputy"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]  # a choice field


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


class FilterForm(forms.Form):
    """The filters of the inbox; they stand in the address, names never do."""

    show = forms.CharField(required=False, widget=forms.HiddenField.widget)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, as_select=True, choices=[("", _("All")), *NoticeKind.choices]
    )
    state = forms.ChoiceField(label=_("Where it stands"), required=False, as_select=True)
    channel = forms.ChoiceField(label=_("Came as"), required=False, as_select=True)
    unit = forms.ChoiceField(label=_("Unit"), required=False, as_select=True)

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in choices.items():
            self.fields[name].choices = [("", _("All")), *options]  # type: ignore[attr-defined]  # a choice field
