"""The first page: what is asked of me, what happens, my goals, who helps, who sees."""

from typing import Any

from django.http import HttpResponse

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.plans.queries import whole_plan
from knutepunkt.portal import looking, queries
from knutepunkt.portal.asked_consents import pausing, recipient, waiting_questions
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.happening import asks_for_answer, coming
from knutepunkt.portal.seers import sight
from knutepunkt.ui.pages import page


@requires(Permission.OWN_READ, "GET", door="portal.home")
@about("own-home")
def home(request: Any, file: OwnFile) -> HttpResponse:
    """The person's home, on a phone first."""
    today = day(request.now)
    around = queries.around(request.actor, file.person.pk)
    plan = whole_plan(request.actor, around.plan_id) if around.plan_id else None
    return page(
        request,
        "portal/child.html" if file.own and file.years.young else "portal/home.html",
        section="own-home",
        file=file,
        today=today,
        around=around,
        sight=sight(request.actor, file),
        plan=plan,
        plan_waits=plan is not None and asks_for_answer(plan),
        waiting=[notice for notice in around.notices if notice.waits_for_wish],
        goals=[goal for goal in plan.goals if goal.is_living] if plan else [],
        happenings=coming(plan, today=today) if plan else [],
        coordinator=around.coordinators[0] if around.coordinators else None,
        waiting_states=queries.WAITING,
        what=looking.what,
        questions_waiting=waiting_questions(request.actor, file),
        pausing=pausing(request.actor, file),
        recipient=recipient,
        name="" if file.own else file.name,
    )
