"""How the follow-up of one person of the demo went on: without a plan, closed, being closed, opened again."""

from knutepunkt.coordination import operations as coordination
from knutepunkt.coordination.models import FollowUp
from knutepunkt.demo.cast import Cast
from knutepunkt.demo.content import people as content
from knutepunkt.people.operations import report_death


def play_ending(cast: Cast, one: content.Person, told: content.FollowUp, follow_up: FollowUp) -> None:
    """What came last, by the content of the person."""
    by_key = told.opened_by
    if told.state == "coordinator-only" and follow_up.state == "coordinator-appointed":
        at = cast.moment(max((a.since or told.opened for a in told.appointments), default=told.opened), 15)
        reason = told.consent.not_shared if told.consent and told.consent.not_shared else told.told_how or "–"
        coordination.go_on_without_plan(
            follow_up=follow_up, by=cast.actor(one.organisation, by_key, at), at=at, reason=reason
        )
    if told.closed is not None:
        at = cast.moment(told.closed, 14)
        by = cast.actor(one.organisation, by_key, at)
        coordination.close_follow_up(follow_up=follow_up, by=by, at=at, reason=told.closed_reason)
        if told.closed_reason == "died":
            loader = cast.loader(one.organisation, at)
            report_death(
                person=follow_up.person,
                by=loader,
                at=at,
                died_on=cast.date(told.closed),
                reported_by=told.closed_text[:200],
            )
    elif told.state == "closing":
        at = cast.moment(-1, 14)
        coordination.begin_closing(
            follow_up=follow_up, by=cast.actor(one.organisation, by_key, at), at=at, reason=told.closed_text or "–"
        )
    if told.reopened is not None:
        at = cast.moment(told.reopened, 14)
        coordination.reopen_follow_up(
            follow_up=follow_up, by=cast.actor(one.organisation, by_key, at), at=at, reason=told.closed_text or "–"
        )
