from datetime import date, timedelta

import pytest

from knutepunkt import law
from knutepunkt.access.decide import NotAllowed
from knutepunkt.coordination import operations as ops
from knutepunkt.coordination.letters import decision_letter
from knutepunkt.coordination.models import Decision, WorkNote
from knutepunkt.coordination.operations.notes import ReasonMissing as NoteReasonMissing
from knutepunkt.coordination.queries import case_file, notes_of
from knutepunkt.foundation.lifecycle import CannotMove

GOOD = "Your needs are met by one service that follows you up alone."


def draft(case, kind="plan-refused", reasons=GOOD, **more):
    return ops.draft_decision(
        person=case.arne, unit_id=case.world.office.id, follow_up=case.follow_up, kind=kind, reasons=reasons,
        by=case.loader, at=case.at, **more,
    )  # fmt: skip


def test_a_refusal_without_reasons_or_for_want_of_a_service_is_refused(case):
    with pytest.raises(ops.ReasonsMissing):
        draft(case, reasons="  ")
    with pytest.raises(ops.NotAReason):
        draft(case, reasons="The service does not exist.")
    assert not Decision.objects.exists()
    assert draft(case, kind="plan-granted", reasons="The service does not exist yet, and will be made.").pk


@pytest.mark.parametrize(("track", "told", "until"), [
    ("health", date(2026, 11, 24), date(2026, 12, 22)),
    ("nav", date(2026, 11, 24), date(2026, 12, 15)),
    ("child-welfare", date(2026, 11, 24), date(2026, 12, 15)),
])  # fmt: skip
def test_the_deadline_counts_from_when_the_person_was_told_by_track(case, track, told, until):
    decision = draft(case, track=track)
    ops.make_decision(decision=decision, by=case.loader, at=case.at - timedelta(days=5))
    ops.tell_decision(decision=decision, on=told, how="letter", by=case.loader, at=case.at)
    stored = Decision.objects.get()
    assert (stored.state, stored.told_on, stored.complaint_until) == ("told", told, until)


def test_another_deadline_in_the_data_alone_changes_the_date(case, tmp_path):
    longer = {
        "deadline": [{
            "key": "complaint-health", "valid_from": date(2026, 1, 1), "amount": 6, "unit": "weeks", "basis": [{"act": "pbrl", "at": "§ 7-5"}],
            "name": {"nb": "Klage", "nn": "Klage", "en": "Complain"}, "counted_from": {"nb": "a", "nn": "a", "en": "a"},
        }]
    }  # fmt: skip
    with law.overlay(longer):
        assert ops.complaint_deadline("health", date(2026, 11, 24)) == date(2027, 1, 5)
    assert ops.complaint_deadline("health", date(2026, 11, 24)) == date(2026, 12, 22)


def test_told_not_before_it_is_made_and_stands_only_after_the_deadline(case):
    decision = draft(case)
    with pytest.raises(ops.ToldTooEarly):
        ops.tell_decision(decision=decision, on=case.at.date(), how="letter", by=case.loader, at=case.at)
    ops.make_decision(decision=decision, by=case.loader, at=case.at)
    with pytest.raises(CannotMove):
        ops.change_decision_text(decision=decision, kind="plan-refused", reasons=GOOD, by=case.loader, at=case.at)
    ops.tell_decision(decision=decision, on=case.at.date(), how="letter", by=case.loader, at=case.at)
    with pytest.raises(ops.StillOpenToComplaint):
        ops.let_decision_stand(decision=decision, by=case.loader, at=case.at + timedelta(days=28))
    ops.let_decision_stand(decision=decision, by=case.loader, at=case.at + timedelta(days=29))
    newer = ops.replace_decision(
        decision=decision, kind="plan-granted", reasons=GOOD, by=case.loader, at=case.at + timedelta(days=40)
    )
    assert Decision.objects.get(pk=decision.pk).state == "changed"
    assert newer.state == "drafted"


def test_the_letter_says_who_to_complain_to_and_by_when(case):
    decision = draft(case)
    ops.make_decision(decision=decision, by=case.loader, at=case.at)
    ops.tell_decision(decision=decision, on=case.at.date(), how="letter", by=case.loader, at=case.at)
    letter = decision_letter(decision, organisation_name="Lyngvik kommune", sent_on=case.at.date())
    assert letter.complaint.deadline == date(2026, 12, 22)
    assert letter.complaint.send_to == "Koordinerende enhet"
    assert letter.sections[0].paragraphs == (GOOD,)
    assert letter.recipient.name == "Arne Solli"


def test_nobody_outside_the_unit_makes_decisions(case):
    for staff in (case.world.leif, case.world.silje):
        actor = case.world.actor(staff)
        with case.world.acting(actor, case.arne), pytest.raises(NotAllowed):
            ops.draft_decision(
                person=case.arne, unit_id=case.world.office.id, kind="plan-refused", reasons=GOOD, by=actor, at=case.at
            )


def note(case, by, text="Rang the workshop"):
    return ops.write_note(follow_up=case.follow_up, text=text, happened_on=case.at.date(), by=by, at=case.at)


def test_a_draft_is_seen_by_its_author_only_until_it_is_signed(case):
    other = case.world.actor(case.world.staff("Kari Lie", "sosionom", case.world.office, "caseworker"))
    with case.world.acting(case.ingrid, case.arne):
        mine = note(case, case.ingrid)
        assert [n.text for n in notes_of(case.ingrid, case.follow_up)] == ["Rang the workshop"]
    with case.world.acting(other, case.arne):
        assert list(notes_of(other, case.follow_up)) == []
        assert case_file(other, case.follow_up, at=case.at).notes == []
        with pytest.raises(ops.NotYourNote):
            ops.sign_note(note=mine, by=other, at=case.at)
    with case.world.acting(case.ingrid, case.arne):
        ops.sign_note(note=mine, by=case.ingrid, at=case.at)
    with case.world.acting(other, case.arne):
        assert notes_of(other, case.follow_up).get().author_title == "ergoterapeut"


def test_a_signed_text_stands_and_is_corrected_by_chain(case):
    first = note(case, case.loader)
    ops.sign_note(note=first, by=case.loader, at=case.at)
    with pytest.raises(CannotMove):
        ops.change_note(note=first, text="Other", happened_on=case.at.date(), by=case.loader, at=case.at)
    with pytest.raises(NoteReasonMissing):
        ops.correct_note(note=first, text="Rang NAV", by=case.loader, at=case.at, reason="")
    second = ops.correct_note(note=first, text="Rang NAV", by=case.loader, at=case.at, reason="Wrong place")
    third = ops.correct_note(note=second, text="Rang NAV twice", by=case.loader, at=case.at, reason="Twice")
    states = {n.text: n.state for n in WorkNote.objects.all()}
    assert states == {"Rang the workshop": "corrected", "Rang NAV": "corrected", "Rang NAV twice": "signed"}
    assert third.replaces.replaces_id == first.pk
    ops.note_in_error(note=third, by=case.loader, at=case.at, reason="Wrong person")
    assert WorkNote.objects.get(pk=third.pk).state == "entered-in-error"


def test_a_note_tells_of_what_has_happened(case):
    with pytest.raises(ops.InTheFuture):
        ops.write_note(
            follow_up=case.follow_up,
            text="x",
            happened_on=case.at.date() + timedelta(days=1),
            by=case.loader,
            at=case.at,
        )
    with pytest.raises(ops.NoText):
        note(case, case.loader, text=" ")
