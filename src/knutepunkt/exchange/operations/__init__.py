"""What can be done with messages from outside: take one in, and decide what one becomes."""

from knutepunkt.exchange.operations.decide import make_notice_of, put_on_file, set_aside
from knutepunkt.exchange.operations.operator import operator_of_installation, operator_organisation
from knutepunkt.exchange.operations.receive import AnotherOrganisations, Received, receive

__all__ = [
    "AnotherOrganisations",
    "Received",
    "make_notice_of",
    "operator_of_installation",
    "operator_organisation",
    "put_on_file",
    "receive",
    "set_aside",
]
