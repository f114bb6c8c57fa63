from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.coordination import operations as ops
from knutepunkt.coordination.models import CareTeamMember, Decision, FollowUp, WorkNote
from knutepunkt.foundation import clock
from knutepunkt.messaging.models import OutboundMessage


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    monkeypatch.setattr("knutepunkt.config.middleware.now", lambda: at + timedelta(hours=1))


@pytest.fixture
def alone(monkeypatch):
    """Without what the rooms above show."""
    monkeypatch.setattr("knutepunkt.coordination.panels._PLAN", [])
    monkeypatch.setattr("knutepunkt.coordination.panels._HAPPENINGS", [])


def browser(world, somebody):
    """Signed in, reading English: the texts as they stand in the source."""
    return world.client(somebody, headers={"accept-language": "en"})


def fill(case, n=1):
    """n of everything."""
    world = case.world
    case.consent(information="What a plan is", informed_on=case.at.date())
    for number in range(n):
        ops.say_what_is_important(
            person=case.arne, words=f"Work {number}", by=case.loader, at=case.at, helped_by="Berit"
        )
        note = ops.write_note(
            follow_up=case.follow_up, text=f"Call {number}", happened_on=case.at.date(), by=case.loader, at=case.at
        )
        ops.sign_note(note=note, by=case.loader, at=case.at)
        ops.add_care_team_member(
            follow_up=case.follow_up, name=f"Jon {number}", role="Physiotherapist", by=case.loader, at=case.at
        )
        decision = ops.draft_decision(
            person=case.arne, unit_id=world.office.id, follow_up=case.follow_up, kind="plan-granted", reasons="The needs are long-term.",
            by=case.loader, at=case.at,
        )  # fmt: skip
        ops.make_decision(decision=decision, by=case.loader, at=case.at)
        staff = world.staff(f"Koordinator {number}", "logoped", world.speech, "employee")
        case.coordinator(staff, main=number == 0)
    ops.save_assessment(
        follow_up=case.follow_up, by=case.loader, at=case.at, version=0, fields={"body": "Right arm is weak"},
        scores=[{"tool": "Barthel", "score": "14", "scored_on": case.at.date()}],
        weights={"breadth": {"weight": 3, "note": "Many"}, "intensive": {"weight": 1, "note": ""}},
    )  # fmt: skip
    ops.set_discharge(follow_up=case.follow_up, on=case.at.date() + timedelta(days=10), by=case.loader, at=case.at)


def get(client, name, *args, status=200):
    response = client.get(reverse(f"coordination:{name}", args=args))
    assert response.status_code == status, (name, response.content.decode()[:2000])
    return response.content.decode()


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_follow_up_page_asks_as_often_for_thirty_as_for_one(case, n, django_assert_num_queries, monkeypatch):
    fill(case, n)
    client = browser(case.world, case.world.ingrid)
    with django_assert_num_queries(15, exact=False):
        text = get(client, "follow-up", case.follow_up.id)
    assert "Work " in text
    assert "Koordinator 0" in text
    monkeypatch.setattr("knutepunkt.coordination.panels._PLAN", [])
    monkeypatch.setattr("knutepunkt.coordination.panels._HAPPENINGS", [])
    with django_assert_num_queries(11):  # this room's own, with session, settings, log and the count in the menu
        get(client, "follow-up", case.follow_up.id)


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("name", "count"), [
    ("consents", 14), ("assessment", 14), ("coordinator", 11), ("team", 13), ("notes", 12), ("requests", 7), ("history", 11),
])  # fmt: skip
@pytest.mark.usefixtures("alone")
def test_lists_ask_as_often_for_three_as_for_one(case, n, name, count, django_assert_num_queries):
    fill(case, n)
    client = browser(case.world, case.world.ingrid)
    with django_assert_num_queries(count):
        get(client, name, *(() if name == "requests" else (case.follow_up.id,)))


def test_the_page_says_where_it_stands_and_is_logged(case):
    client = browser(case.world, case.world.ingrid)
    text = get(client, "follow-up", case.follow_up.id)
    assert "Ask Arne, and write down the answer" in text
    case.world.system()
    case.consent()
    assert "what is important to you?" in get(client, "follow-up", case.follow_up.id)
    case.world.system()
    ops.say_what_is_important(person=case.arne, words="The workshop", by=case.loader, at=case.at)
    text = get(client, "follow-up", case.follow_up.id)
    assert "Ask a service for a coordinator" in text
    assert "«The workshop»" in text
    case.world.system()
    view = ViewRecord.objects.filter(page="follow-up").last()
    assert (view.by_name, view.person_id, view.basis) == ("Ingrid Solbakken", case.arne.id, "follow-up")


def test_every_page_opens_and_every_pdf_is_made(case):
    fill(case)
    client, key = browser(case.world, case.world.ingrid), case.follow_up.id
    consent = case.arne.consents.get()
    decision, note, member = Decision.objects.get(), WorkNote.objects.get(), CareTeamMember.objects.get()
    asked = case.follow_up.appointments.get()
    for name in ("history", "need", "told", "place", "closing", "reopening", "without-plan", "consents", "record-consent",
                 "important", "assessment", "edit-assessment", "new-decision", "notes", "new-note", "coordinator", "ask", "moving",
                 "team", "new-member"):  # fmt: skip
        get(client, name, key)
    get(client, "withdraw-consent", key, consent.id)
    get(client, "consent-in-error", key, consent.id)
    get(client, "follow-up-in-error", key)
    get(client, "note", key, note.id)
    get(client, "correct-note", key, note.id)
    get(client, "note-in-error", key, note.id)
    get(client, "member", key, member.id)
    get(client, "decision", decision.id)
    get(client, "tell-decision", decision.id)
    get(client, "replace-decision", decision.id)
    get(client, "ending", asked.id)
    get(client, "requests")
    for name, args in (("declaration", (key, consent.id)), ("decision-letter", (decision.id,))):
        response = client.get(reverse(f"coordination:{name}", args=args))
        assert response.content[:5] == b"%PDF-"
        assert "Arne" not in response.headers["Content-Disposition"]


def test_leader_other_service_neighbour_and_visitor_do_not_get_in(case):
    _other, _unit, eva = case.world.neighbour()
    address = reverse("coordination:follow-up", args=[case.follow_up.id])
    for staff in (case.world.leif, case.world.silje):
        assert browser(case.world, staff).get(address).status_code == 404
        case.world.system()
    assert browser(case.world, eva).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_persons_own_account_is_not_staff(case):
    address = reverse("coordination:follow-up", args=[case.follow_up.id])
    assert browser(case.world, case.arne).get(address).status_code == 403


def test_the_service_sees_the_question_but_no_name_before_being_named(case):
    case.consent()
    asked = case.ask(wish="Silje", answer_by=case.at.date() + timedelta(days=3))
    client = browser(case.world, case.world.silje)
    page = get(client, "request", asked.id)
    assert "Arne" not in page + get(client, "requests")
    assert "Name a coordinator" in page
    client.post(reverse("coordination:naming", args=[asked.id]), {"coordinator": str(case.world.silje.id)})
    assert "Arne Solli" in get(client, "request", asked.id)
    answer = client.post(reverse("coordination:accepting", args=[asked.id]), {"conflict_of_interest": ""})
    assert answer.status_code == 302
    assert "Open the follow-up" in get(client, "request", asked.id)
    get(client, "follow-up", case.follow_up.id)
    case.world.system()
    assert ViewRecord.objects.filter(page="coordinator-request", by_name="Silje Dahl", person_id=case.arne.id).exists()
    colleague = case.world.staff("Per Lie", "logoped", case.world.speech, "employee")
    assert "Arne" not in get(browser(case.world, colleague), "request", asked.id)


def test_an_answer_is_recorded_and_taken_back_in_the_browser(case):
    client, key = browser(case.world, case.world.ingrid), case.follow_up.id
    fields = {
        "subjects": ["assessment", "plan", "coordinator", "sharing"], "answer": "oral", "given_by": "person",
        "information": "What a plan is", "informed_on": "24.11.2026", "information_language": "norsk", "interpreter_used": "",
    }  # fmt: skip
    response = client.post(reverse("coordination:record-consent", args=[key]), fields)
    assert response.status_code == 302
    case.world.system()
    assert FollowUp.objects.get().state == "consented"
    ops.add_care_team_member(
        follow_up=case.follow_up, staff=case.world.silje, sees_plan=True, by=case.loader, at=case.at
    )
    assert case.seen_by(case.silje, at=case.at + timedelta(hours=2))
    consent = case.arne.consents.get()
    page = get(client, "withdraw-consent", key, consent.id)
    assert "Silje Dahl no longer see" in page
    client.post(reverse("coordination:withdraw-consent", args=[key, consent.id]), {"reason": "On the phone"})
    case.world.system()
    assert FollowUp.objects.get().state == "opened"
    assert not case.seen_by(case.silje, at=case.at + timedelta(hours=2))


def test_a_refusal_keeps_what_was_typed(case):
    client = browser(case.world, case.world.ingrid)
    address = reverse("coordination:new-decision", args=[case.follow_up.id])
    response = client.post(address, {"kind": "plan-refused", "reasons": "Tilbudet finnes ikke i kommunen."})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Tilbudet finnes ikke i kommunen." in text
    assert "is not a reason to refuse" in text


def test_a_draft_is_kept_offered_and_gone_when_sent(case):
    case.consent()
    client = browser(case.world, case.world.ingrid)
    address = reverse("coordination:new-note", args=[case.follow_up.id])
    assert client.post(address, {"text": "Half a sent", "happened_on": "24.11.2026", "_draft": "1"}).status_code == 302
    assert "You have a draft here" in client.get(address).content.decode()
    assert "Half a sent" in client.get(address + "?draft=1").content.decode()
    client.post(address, {"text": "A whole sentence.", "happened_on": "24.11.2026"})
    assert "You have a draft here" not in client.get(address).content.decode()
    case.world.system()
    note = WorkNote.objects.get()
    client.post(reverse("coordination:sign-note", args=[case.follow_up.id, note.id]))
    case.world.system()
    assert WorkNote.objects.get().state == "signed"


def test_two_who_write_the_assessment_both_keep_their_text(case):
    case.consent()
    client = browser(case.world, case.world.ingrid)
    address = reverse("coordination:edit-assessment", args=[case.follow_up.id])
    assert client.post(address, {"version": "0", "body": "Mine first"}).status_code == 302
    response = client.post(address, {"version": "0", "body": "Theirs later"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "Mine first" in text
    assert "Theirs later" in text
    assert client.post(address, {"version": "1", "body": "Both put together"}).status_code == 302


def test_the_whole_way_from_question_to_appointment_in_the_browser(case):
    case.consent()
    ingrid, silje = browser(case.world, case.world.ingrid), browser(case.world, case.world.silje)
    key = case.follow_up.id
    answer = ingrid.post(reverse("coordination:ask", args=[key]), {
        "service_unit": str(case.world.speech.id), "kind": "coordinator", "answer_by": "01.12.2026", "wish": "Silje",
    })  # fmt: skip
    assert answer.status_code == 302
    case.world.system()
    asked = case.follow_up.appointments.get()
    silje.post(reverse("coordination:naming", args=[asked.id]), {"coordinator": str(case.world.silje.id)})
    silje.post(reverse("coordination:accepting", args=[asked.id]), {})
    answer = ingrid.post(reverse("coordination:appointing", args=[asked.id]), {"starts_on": "24.11.2026", "main": "on"})
    assert answer.status_code == 302
    assert "Silje Dahl became coordinator" in get(ingrid, "follow-up", key)
    case.world.system()
    assert FollowUp.objects.get().state == "coordinator-appointed"
    assert clock.day(case.follow_up.appointments.get().starts_at) == date(2026, 11, 24)


def test_what_is_written_on_each_small_page_lands_where_it_belongs(case):
    world, key = case.world, case.follow_up.id
    fill(case)
    client = browser(world, world.ingrid)

    def post(name, *args, **fields):
        response = client.post(reverse(f"coordination:{name}", args=args), fields)
        assert response.status_code == 302, (name, response.content.decode()[:3000])
        world.system()
        case.follow_up.refresh_from_db()

    post(
        "need",
        key,
        level="3",
        reason="Intensive",
        target_group="rehabilitation-adult",
        field_of_need="somatic",
        pathway="2",
    )
    post("told", key, on="24.11.2026", how="In the first talk")
    post(
        "place",
        key,
        gp_name="Nils Berg",
        kind="rehabilitation",
        place="Skogheim",
        starts_on="20.11.2026",
        discharge_on="04.12.2026",
    )
    row = case.follow_up
    assert (row.need_level, row.pathway, row.told_of_right_how) == (3, 2, "In the first talk")
    case.arne.refresh_from_db()
    assert (case.arne.gp_name, case.arne.stays.get().place) == ("Nils Berg", "Skogheim")
    text = get(client, "follow-up", key)
    assert "Skogheim" in text
    assert "Nils Berg" in text
    world.system()
    post("sign-consent", key, case.arne.consents.get().id)
    assert case.arne.consents.get().state == "given-signed"
    post("new-member", key, staff=str(world.silje.id), kind="municipality", sees_plan="on", contributes="Speech")
    member = CareTeamMember.objects.get(staff=world.silje)
    post("member", key, member.id, contributes="Speech twice a week", sees_plan="on", topics=["goals"])
    assert case.seen_by(case.silje, at=case.at + timedelta(hours=2))
    post("remove-member", key, member.id)
    assert not case.seen_by(case.silje, at=case.at + timedelta(hours=2))
    decision = Decision.objects.get()
    post("tell-decision", decision.id, on="24.11.2026", how="talk")
    decision.refresh_from_db()
    assert (decision.state, decision.complaint_until) == ("told", date(2026, 12, 22))
    note = WorkNote.objects.get()
    post("correct-note", key, note.id, text="Rang twice", reason="Once was wrong")
    newer = WorkNote.objects.get(replaces=note)
    post("note-in-error", key, newer.id, reason="Wrong person")
    assert "Rang twice" not in get(client, "note", key, newer.id)
    world.system()
    post("without-plan", key, reason="Does not want one")
    assert row.state == "coordinator-only"
    post("closing", key, when="begin", code="wish", reason="He wishes to end")
    assert (row.state, row.close_reason) == ("closing", "wish")
    assert "When does it end?" not in get(client, "closing", key)
    world.system()
    post("closing", key, code="wish", reason="He wishes to end")
    assert (row.state, row.close_reason) == ("closed", "wish")
    post("reopening", key, reason="A new stroke")
    assert row.state == "consented"


def test_an_answer_written_down_by_mistake_is_taken_out(case):
    consent = case.consent()
    client = browser(case.world, case.world.ingrid)
    address = reverse("coordination:consent-in-error", args=[case.follow_up.id, consent.id])
    assert "goes back to asking the person" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "It was his brother"}).status_code == 302
    text = get(client, "consents", case.follow_up.id)
    assert "It was his brother" in text
    assert address not in text
    case.world.system()
    assert FollowUp.objects.get().state == "opened"
    assert Event.objects.filter(subject_id=consent.id, what="consent.correct", by_name="Ingrid Solbakken").exists()
    assert browser(case.world, case.world.silje).get(address).status_code == 404


def test_a_follow_up_opened_by_mistake_is_taken_out_and_the_person_told(case):
    case.consent()
    case.coordinator()
    client = browser(case.world, case.world.ingrid)
    address = reverse("coordination:follow-up-in-error", args=[case.follow_up.id])
    assert "It has been read by: Ingrid Solbakken." in client.get(address).content.decode()
    refused = browser(case.world, case.world.silje).post(address, {"reason": "Not mine"})
    assert refused.status_code == 403
    answer = client.post(address, {"reason": "Another Arne"})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("front:overview"))
    assert client.get(reverse("coordination:follow-up", args=[case.follow_up.id])).status_code == 404
    case.world.system()
    later = case.at + timedelta(hours=2)
    assert (case.seen_by(case.ingrid, at=later), case.seen_by(case.silje, at=later)) == (False, False)
    case.world.system()
    assert FollowUp.objects.get().state == "entered-in-error"
    letter = OutboundMessage.objects.get(kind="entered-in-error")
    assert (letter.person_id, letter.channel) == (case.arne.id, "letter")
    assert "Ingrid Solbakken" in letter.body
    assert Event.objects.filter(
        subject_id=case.follow_up.id, what="follow-up.correct", by_name="Ingrid Solbakken"
    ).exists()


def test_coordinators_are_declined_moved_and_ended_in_the_browser(case):
    world, key = case.world, case.follow_up.id
    case.consent()
    first = case.coordinator()
    second = case.coordinator(world.staff("Per Lie", "logoped", world.speech, "employee"), main=False)
    asked = case.ask()
    silje, ingrid = browser(world, world.silje), browser(world, world.ingrid)
    assert silje.post(reverse("coordination:declining", args=[asked.id]), {"reason": "Full"}).status_code == 302
    address = reverse("coordination:ending", args=[first.id])
    refused = ingrid.post(address, {"ends_on": "10.12.2026"})
    assert "Move it to another coordinator" in refused.content.decode()
    moved = ingrid.post(
        reverse("coordination:moving", args=[key]), {"appointment": str(second.id), "from_on": "01.12.2026"}
    )
    assert moved.status_code == 302
    assert ingrid.post(address, {"ends_on": "10.12.2026"}).status_code == 302
    text = get(ingrid, "coordinator", key)
    assert "Has the main responsibility from 1 December" in text
    assert "Full" in text
    world.system()
    asked.refresh_from_db()
    first.refresh_from_db()
    assert (asked.state, first.state) == ("declined", "appointed")
    assert clock.day(first.ends_at) == date(2026, 12, 11)
