"""See it as somebody else: the plan as one in the care team gets it, shown before the answer to the one who decides and to the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.permissions import Topic
from knutepunkt.consent.models import Consent
from knutepunkt.coordination.would_be import seen_topics, would_be_seen_by
from knutepunkt.organisation.models import Staff
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.queries import NoSuchPlan, whole_plan
from knutepunkt.plans.shown import plan_context
from knutepunkt.plans.whole import WholePlan
from knutepunkt.ui.pages import block_text

PARTS = ("next", "main", "side")
"""The parts of the plan's page: what lies round them is the frame of the one who looks."""


@dataclass(frozen=True, slots=True)
class SeenAs:
    """The plan as `staff` gets it: `parts`, together `html`, are what stands on their page of it, `topics` the parts open to them, None when they get nothing."""

    parts: tuple[Markup, ...]
    plan: WholePlan | None
    topics: tuple[str, ...]

    @property
    def html(self) -> Markup:
        """All parts, one after the other."""
        return Markup("").join(self.parts)

    @property
    def closed(self) -> tuple[str, ...]:
        """The parts that stay closed to them."""
        return tuple(str(topic) for topic in Topic if topic not in self.topics)


def as_seen_by(
    plan: IndividualPlan,
    staff: Staff,
    *,
    by: Actor,
    at: datetime,
    topics: Sequence[str] | None = None,
    consent: Consent | None = None,
    today: bool = False,
) -> SeenAs:
    """The plan's page as `staff` would get it with a yes to `topics` (else those of the waiting `consent`); `today`: as it is now.

    The caller has opened the file and writes the view record of the one who looks; none is written for the one looked through.
    """
    require(by, P.OWN_READ if by.kind == "person" else P.PLAN_READ, plan)
    wanted = topics if topics is not None else consent.topics if consent else None
    found = SeenAs((), None, ())
    with would_be_seen_by(plan.follow_up, staff, at=at, topics=wanted, asks=not today) as actor:
        visible = IndividualPlan.objects.filter(organisation_id=plan.organisation_id, pk=plan.pk).exists()
        if actor is not None and visible:
            found = _through_the_eyes(actor, plan, at)
    return found


def _through_the_eyes(actor: Actor, plan: IndividualPlan, at: datetime) -> SeenAs:
    try:
        whole = whole_plan(actor, plan.pk, at=at)
    except NoSuchPlan:
        return SeenAs((), None, ())
    context = plan_context(actor, plan, whole, at=at) | {"actor": actor, "csrf_input": Markup()}
    parts = tuple(Markup(block_text("plans/plan.html", part, context)) for part in PARTS)  # noqa: S704 -- the product's own template
    return SeenAs(parts, whole, seen_topics())
