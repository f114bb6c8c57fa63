"""What the bundle holds of this room: the person, those close, and who decides."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.bundle import left_out, part
from knutepunkt.people import models

part(
    models.Person,
    "person",
    _("Who it is about"),
    given_name=_("Given name"),
    family_name=_("Family name"),
    birth_date=_("Born"),
    due_date=_("Due date"),
    sex=_("Sex"),
    phone=_("Phone"),
    email=_("E-mail"),
    address=_("Address"),
    postcode=_("Postcode"),
    city=_("City"),
    protection=_("Protected address"),
    language=_("Language"),
    interpreter=_("Interpreter"),
    communication=_("How we talk best"),
    gp_name=_("General practitioner"),
    death_on=_("Died"),
)
left_out(models.ProtectedContact, "sealed; the person's own copy has what is in it as `contact`")
part(
    models.NextOfKin,
    "next-of-kin",
    _("Those close"),
    name=_("Name"),
    relation=_("Relation"),
    parental_responsibility=_("Parental responsibility"),
    foster_parent=_("Foster parent"),
    mandate=_("Mandate"),
    phone=_("Phone"),
    valid_from=_("From"),
    valid_to=_("Until"),
)
part(
    models.Stay, "stays", _("Where the person has lived and stayed"), kind=_("Kind"), place=_("Place"), starts_on=_("From"),
    ends_on=_("Until"),
)  # fmt: skip
part(
    models.Custody, "custody", _("Custody taken over"), decided_by=_("Decided by"), reference=_("Reference"),
    starts_at=_("From"), ends_at=_("Until"),
)  # fmt: skip
part(
    models.CompetenceDecision,
    "competence-decisions",
    _("Decisions about who decides"),
    reason=_("Why"),
    decided_by=_("Decided by"),
    decided_on=_("Decided on"),
    presented_to=_("Shown to"),
    starts_at=_("From"),
    ends_at=_("Until"),
)
part(
    models.EmergencyAccess, "emergency-access", _("Opened in an emergency"), staff_id=_("Who"), reason=_("Why"),
    starts_at=_("From"), ends_at=_("Until"), finding=_("What came of it"),
    where="t.person_id = ANY (ARRAY(SELECT wholly_visible_person_ids()))",  # nobody knows what the free words touch on
)  # fmt: skip
left_out(
    models.ConflictOfInterest, "about the member of staff who keeps away; shown to those who work with the person only"
)
