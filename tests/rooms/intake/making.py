"""Notices for the tests of the room."""

from knutepunkt.intake import operations


def notice_about(world, person=None, *, by=None, kind="plan-or-coordinator", channel="form", basis="consent", **more):
    """A notice somebody else gave, routed to the office."""
    world.system()
    more.setdefault("text", "Needs several services after a stroke.")
    made = operations.receive_notice(
        organisation_id=world.lyngvik.id, kind=kind, channel=channel, by=by or world.loader(), at=more.pop("at", world.at), person=person,
        sender_organisation=more.pop("sender_organisation", "Lia legesenter"), basis=basis, **more,
    )  # fmt: skip
    world.system()
    return made


def hospital(world):
    """A trust with a ward and its nurse Nora, who sends notices."""
    trust = world.organisation("fjord", "hospital-trust", "Fjord sykehus")
    with world.inside(trust):
        ward = world.unit("slag", "Slagenheten", kind="ward", sector="specialist", organisation=trust)
        nora = world.staff("Nora Lie", "sykepleier", ward, "sender", organisation=trust)
    world.system()
    return trust, nora


def second_caseworker(world):
    return world.staff("Jon Aas", "sykepleier", world.office, "caseworker")
