"""Which list of statutory functions an organisation's coordinating unit has to fill."""

from knutepunkt.organisation.kinds import OrganisationKind

TRUSTS = frozenset({OrganisationKind.HOSPITAL_TRUST, OrganisationKind.REGION, OrganisationKind.PRIVATE_INSTITUTION})


def level_of(organisation_kind: str) -> str:
    """The level in the law data (`law.on(day).unit_functions(level)`) for a kind of organisation."""
    return "hospital-trust" if organisation_kind in TRUSTS else "municipality"
