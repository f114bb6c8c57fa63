"""Setting up an organisation: everything here asks for ORGANISATION_EDIT, but making an organisation, which asks for OPERATE."""

from knutepunkt.organisation.operations.routing import (
    AgesTurned,
    NoConditionBeforeOthers,
    OrderTaken,
    add_routing_rule,
    change_routing_rule,
    end_routing_rule,
    set_postcodes,
)  # fmt: skip
from knutepunkt.organisation.operations.settings import HoursTurned, NoOpenDay, set_deadline, set_hours
from knutepunkt.organisation.operations.sign_in import SignsInElsewhere, invite_to_sign_in
from knutepunkt.organisation.operations.staff import (
    DeputyForSelf,
    PeriodTurned,
    RoleHeldAlready,
    UnknownRole,
    change_staff,
    employ,
    end_deputy,
    end_role,
    give_role,
    set_deputy,
)  # fmt: skip
from knutepunkt.organisation.operations.units import (
    AddressTaken,
    ClosesBeforeItOpens,
    UnitUnderItself,
    UnknownFunction,
    add_catchment,
    add_her_address,
    change_unit,
    create_organisation,
    create_unit,
    end_her_address,
)  # fmt: skip

__all__ = [
    "AddressTaken", "AgesTurned", "ClosesBeforeItOpens", "DeputyForSelf", "HoursTurned", "NoConditionBeforeOthers", "NoOpenDay",
    "OrderTaken", "PeriodTurned", "RoleHeldAlready", "SignsInElsewhere", "UnitUnderItself", "UnknownFunction", "UnknownRole", "add_catchment",
    "add_her_address", "add_routing_rule", "change_routing_rule", "change_staff", "change_unit", "create_organisation", "create_unit",
    "employ", "end_deputy", "end_her_address", "end_role", "end_routing_rule", "give_role", "invite_to_sign_in", "set_deadline", "set_deputy", "set_hours",
    "set_postcodes",
]  # fmt: skip
