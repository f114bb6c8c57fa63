"""The one thing to do now on a follow-up, from the facts: asking comes before writing, people before papers."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from knutepunkt.consent.models import Subject
from knutepunkt.consent.states import ConsentState
from knutepunkt.coordination.panels import NextStep
from knutepunkt.coordination.progress import A, Standing, address, deadline
from knutepunkt.coordination.states import FollowUpState
from knutepunkt.ui.filters import day as day_words


def next_step(s: Standing) -> NextStep | None:
    """The one thing to do now. Asking comes before writing, people before papers."""
    for find in (
        _closed,
        _ask_consent,
        _ask_what_matters,
        _find_coordinator,
        _find_need_level,
        _plan_next,
        _tell_of_right,
        _get_signature,
    ):
        found = find(s)
        if found:
            return found
    return NextStep(
        heading=_("Follow up as agreed"),
        reason=_("Nothing is missing now. Write a note when something has been done."),
        label=_("Write a note"),
        url=address("new-note", s.follow_up.pk),
    )


def _closed(s: Standing) -> NextStep | None:
    if s.follow_up.state == FollowUpState.ENTERED_IN_ERROR:
        return NextStep(
            heading=_("The follow-up was entered in error"),
            reason=_("Nothing more is written here. If there is a need after all, a notice is accepted again."),
            label=_("To the person"),
            url=address("person", s.follow_up.person_id),
        )
    if s.follow_up.state != FollowUpState.CLOSED:
        return None
    return NextStep(
        heading=_("The follow-up is closed"),
        reason=_("It stays readable. If the need comes back it is opened again, with what is known."),
        label=_("Open it again"),
        url=address("reopening", s.follow_up.pk),
    )


def _ask_consent(s: Standing) -> NextStep | None:
    if s.agreed(Subject.ASSESSMENT, Subject.PLAN, Subject.COORDINATOR):
        return None
    key = s.follow_up.pk
    asked = [c for c in s.file.consents if c.state != ConsentState.ENTERED_IN_ERROR]
    heading = _("Ask %(name)s, and write down the answer") % {"name": s.name}
    if asked:
        return NextStep(
            heading=heading,
            reason=_("There is no consent in force. Nothing goes on before the person says yes again."),
            label=_("Record the answer"),
            url=address("record-consent", key),
            other_label=_("Close the follow-up"),
            other_url=address("closing", key),
        )
    return NextStep(
        heading=heading,
        reason=_("Nothing begins before the person has been informed and has said yes. An oral yes counts at once."),
        label=_("Record the answer"),
        url=address("record-consent", key),
    )


def _ask_what_matters(s: Standing) -> NextStep | None:
    if s.file.important:
        return None
    return NextStep(
        heading=_("Ask %(name)s: what is important to you?") % {"name": s.name},
        reason=_("The assessment begins with the person's own words. All that follows is measured by them."),
        label=_("Write down the answer"),
        url=address("important", s.follow_up.pk),
    )


def _find_coordinator(s: Standing) -> NextStep | None:
    if s.appointed or not s.agreed(Subject.COORDINATOR, Subject.PLAN):
        return None
    key, asked = s.follow_up.pk, s.waiting
    if asked and asked.state == A.ACCEPTED:
        return NextStep(
            heading=_("Appoint %(name)s as coordinator") % {"name": asked.name},
            reason=_("%(name)s has said yes. The appointment is yours to make.") % {"name": asked.name},
            label=_("Appoint"),
            url=address("appointing", asked.id),
        )
    if asked and asked.answer_by < s.today:
        return NextStep(
            heading=_("Find out who can be coordinator"),
            reason=_("%(service)s should have answered by %(date)s.")
            % {"service": asked.unit_name, "date": day_words(asked.answer_by, s.today)},
            label=_("Ask another service"),
            url=address("ask", key),
            other_label=_("See the question"),
            other_url=address("coordinator", key),
        )
    if asked:
        return None
    due = deadline(s, "coordinator-appointed", s.follow_up.opened_at)
    return NextStep(
        heading=_("Ask a service for a coordinator"),
        reason=_("Nobody holds the threads yet. The coordinator is to be in place by %(date)s.")
        % {"date": day_words(due, s.today)},
        label=_("Ask a service"),
        url=address("ask", key),
    )


def _find_need_level(s: Standing) -> NextStep | None:
    if s.follow_up.need_level is not None and s.file.assessment is not None:
        return None
    key = s.follow_up.pk
    if s.file.assessment is None:
        return NextStep(
            heading=_("Go on with the assessment"),
            reason=_("What %(name)s says is important is written down. Now the four areas, resources and obstacles.")
            % {"name": s.name},
            label=_("Write the assessment"),
            url=address("edit-assessment", key),
        )
    return NextStep(
        heading=_("Set the need level"),
        reason=_(
            "How intense the need is, how many help at once and how special the competence must be decide the level."
        ),
        label=_("Set the need level"),
        url=address("need", key),
    )


def _plan_next(s: Standing) -> NextStep | None:
    return s.plan.next_step if s.plan and not s.says_no_to_plan else None


def _tell_of_right(s: Standing) -> NextStep | None:
    if s.follow_up.told_of_right_on:
        return None
    return NextStep(
        heading=_("Tell %(name)s about the right to a plan and a coordinator") % {"name": s.name},
        reason=_("It is written down when and how the person was told."),
        label=_("Write down when and how"),
        url=address("told", s.follow_up.pk),
    )


def _get_signature(s: Standing) -> NextStep | None:
    oral = next((c for c in s.in_force if c.state == ConsentState.GIVEN_ORALLY), None)
    if oral is None:
        return None
    return NextStep(
        heading=_("Get the consent signed"),
        reason=capfirst(
            _("the oral yes of %(date)s counts, but is not signed yet.")
            % {"date": day_words(oral.answered_at, s.today)}
        ),
        label=_("See the consent"),
        url=address("consents", s.follow_up.pk),
    )
