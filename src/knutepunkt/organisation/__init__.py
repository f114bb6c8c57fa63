"""Organisation: who the controllers are, their units and staff, and which unit gets what.

An Organisation is a data controller of its own and owns rows; a Unit works in one; Staff are people employed there or guests
from elsewhere. Routing is data: rules by kind, message type, sending ward, place of stay, district, age group and sector.

Law: hol. § 7-3; sphl. § 2-5 b (coordinating units).   FHIR: Organization, PractitionerRole.   Words: CoordinatingUnit, RoutingRule.
"""
