"""Every page there is, who opens it and with which real rows. A page that is not here fails the test of pages."""

from contextlib import contextmanager
from datetime import date, timedelta

from messages import make
from stories.emil import family

INGRID, SILJE, JON, KARI = "ingrid-solbakken", "silje-hofstad", "jon-eide", "kari-lie"
BENTE, BERIT, DRIFT, JONAS, NURSE = "bente-rokke", "berit-plassen", "drift", "jonas-fjeld", "tuva-sand"

EMIL = "own-emil"

# URL name -> (who, path with {names of rows}). Pages that answer with a document are in DOCUMENTS.
PAGES = {
    "front:start": (None, "/"),
    "front:sign-in": (None, "/sign-in/"),
    "front:oidc-no-role": (None, "/sign-in/with/service/no-role/"),
    "front:oidc-signed-out": (None, "/sign-in/with/service/signed-out/"),
    "front:units": (None, "/units/"),
    "front:units-of": (None, "/units/trondheim/"),
    "front:privacy": (None, "/privacy/"),
    "front:accessibility": (None, "/accessibility/"),
    "front:day": (INGRID, "/day/"),
    "front:account": (INGRID, "/account/"),
    "front:reviews": (BENTE, "/reviews/"),
    "front:review": (BENTE, "/reviews/{look_up}/"),
    "front:local-sign-in": (None, "/sign-in/local/"),
    "front:invitation": (None, "/sign-in/invitation/{invitation}/"),
    "front:own-sign-in": (INGRID, "/account/sign-in/"),
    "organisation:invitation": (BENTE, "/organisation/staff/{staff}/invitation/"),
    "front:sessions": (INGRID, "/account/sessions/"),
    "front:workplaces": (INGRID, "/account/workplaces/"),
    "front:search": (INGRID, "/search/"),
    "front:overview": (INGRID, "/overview/"),
    "intake:inbox": (INGRID, "/notices/"),
    "intake:new": (INGRID, "/notices/new/"),
    "intake:oral": (INGRID, "/notices/new/oral/"),
    "intake:record": (INGRID, "/notices/new/record/"),
    "intake:paper": (INGRID, "/notices/new/paper/"),
    "intake:enquiry": (INGRID, "/notices/new/enquiry/"),
    "intake:send": (NURSE, "/notices/new/send/"),
    "intake:sent": (NURSE, "/notices/sent/"),
    "intake:enquiries": (INGRID, "/notices/enquiries/"),
    "intake:public-unit": (None, "/notices/public/trondheim/tr-ostbyen-voksen/"),
    "intake:public-report": (None, "/notices/public/trondheim/tr-ostbyen-voksen/report/"),
    "intake:public-report-sent": (None, "/notices/public/trondheim/tr-ostbyen-voksen/report/sent/"),
    "intake:public-confirm": (None, "/notices/public/trondheim/tr-ostbyen-voksen/confirm/{key}/"),
    "intake:notice": (INGRID, "/notices/{received}/"),
    "intake:wish": (INGRID, "/notices/{clarifying}/wish/"),
    "intake:person": (INGRID, "/notices/{nameless}/person/"),
    "intake:responsible": (INGRID, "/notices/{clarifying}/responsible/"),
    "intake:acceptance": (INGRID, "/notices/{clarifying}/acceptance/"),
    "intake:guidance": (INGRID, "/notices/{clarifying}/guidance/"),
    "intake:answer": (INGRID, "/notices/{enquiry}/answer/"),
    "intake:application": (INGRID, "/notices/{clarifying}/application/"),
    "intake:forwarding": (INGRID, "/notices/{clarifying}/forwarding/"),
    "intake:rest": (INGRID, "/notices/{clarifying}/rest/"),
    "intake:no-need": (INGRID, "/notices/{clarifying}/no-need/"),
    "intake:refusal": (INGRID, "/notices/{clarifying}/refusal/"),
    "intake:no": (INGRID, "/notices/{clarifying}/no/"),
    "intake:withdrawal": (INGRID, "/notices/{clarifying}/withdrawal/"),
    "intake:error": (INGRID, "/notices/{clarifying}/error/"),
    "coordination:person": (INGRID, "/persons/of/{person}/"),
    "coordination:messages": (INGRID, "/persons/messages/"),
    "coordination:messages-of": (INGRID, "/persons/of/{person}/messages/"),
    "coordination:message": (INGRID, "/persons/of/{person}/messages/{conversation}/"),
    "coordination:letter": (INGRID, "/persons/letters/{letter}/"),
    "coordination:write": (INGRID, "/persons/of/{person}/messages/new/"),
    "coordination:asked": (INGRID, "/persons/of/{person}/asked/{asked}/"),
    "coordination:new-asked": (INGRID, "/persons/of/{person}/asked/new/correction/"),
    "coordination:acting": (INGRID, "/persons/of/{person}/acting/"),
    "coordination:new-kin": (INGRID, "/persons/of/{person}/acting/new/"),
    "coordination:kin": (INGRID, "/persons/of/{person}/acting/{kin}/"),
    "coordination:take-custody": (INGRID, "/persons/of/{person}/custody/new/"),
    "coordination:end-custody": (INGRID, "/persons/of/{person}/custody/{custody}/ending/"),
    "coordination:decide-competence": (INGRID, "/persons/of/{person}/competence/new/"),
    "coordination:present-competence": (INGRID, "/persons/of/{person}/competence/{competence}/presenting/"),
    "coordination:end-competence": (INGRID, "/persons/of/{person}/competence/{competence}/ending/"),
    "coordination:keep-away": (INGRID, "/persons/of/{person}/keeping-away/"),
    "coordination:conflicts": (BENTE, "/persons/conflicts/"),
    "coordination:emergency": (INGRID, "/persons/emergency/"),
    "coordination:emergency-used": (BENTE, "/persons/emergency/used/"),
    "coordination:review-emergency": (BENTE, "/persons/emergency/used/{emergency}/"),
    "coordination:requests": (JON, "/persons/requests/"),
    "coordination:request": (JON, "/persons/requests/{requested}/"),
    "coordination:naming": (JON, "/persons/requests/{requested}/naming/"),
    "coordination:accepting": (JON, "/persons/requests/{proposed}/yes/"),
    "coordination:declining": (JON, "/persons/requests/{proposed}/no/"),
    "coordination:appointing": (INGRID, "/persons/appointments/{accepted}/appointing/"),
    "coordination:ending": (INGRID, "/persons/appointments/{appointed}/ending/"),
    "coordination:decision": (INGRID, "/persons/decisions/{drafted}/"),
    "coordination:edit-decision": (INGRID, "/persons/decisions/{drafted}/text/"),
    "coordination:tell-decision": (INGRID, "/persons/decisions/{made}/telling/"),
    "coordination:replace-decision": (INGRID, "/persons/decisions/{made}/replacement/"),
    "coordination:follow-up": (INGRID, "/persons/{follow_up}/"),
    "coordination:history": (INGRID, "/persons/{follow_up}/history/"),
    "coordination:need": (INGRID, "/persons/{follow_up}/need/"),
    "coordination:told": (INGRID, "/persons/{follow_up}/told/"),
    "coordination:place": (INGRID, "/persons/{follow_up}/place/"),
    "coordination:closing": (INGRID, "/persons/{follow_up}/closing/"),
    "coordination:follow-up-in-error": (INGRID, "/persons/{follow_up}/error/"),
    "coordination:reopening": (INGRID, "/persons/{closed}/reopening/"),
    "coordination:without-plan": (INGRID, "/persons/{follow_up}/without-plan/"),
    "coordination:consents": (INGRID, "/persons/{follow_up}/consents/"),
    "coordination:record-consent": (INGRID, "/persons/{follow_up}/consents/new/"),
    "coordination:ask-consent": (INGRID, "/persons/{follow_up}/consents/ask/"),
    "coordination:answer-consent": (INGRID, "/persons/{follow_up}/consents/{waiting}/answer/"),
    "coordination:who-sees": (INGRID, "/persons/{follow_up}/sees/"),
    "coordination:blocks": (INGRID, "/persons/{follow_up}/closed/"),
    "coordination:new-block": (INGRID, "/persons/{follow_up}/closed/block/"),
    "coordination:new-withheld": (INGRID, "/persons/{follow_up}/closed/withheld/"),
    "coordination:review-withheld": (INGRID, "/persons/{follow_up}/closed/withheld/{matter}/review/"),
    "plans:seen-as": (INGRID, "/plans/{plan}/as/{asked_about}/"),
    "coordination:withdraw-consent": (INGRID, "/persons/{follow_up}/consents/{consent}/withdrawal/"),
    "coordination:consent-in-error": (INGRID, "/persons/{follow_up}/consents/{consent}/error/"),
    "coordination:important": (INGRID, "/persons/{follow_up}/important/"),
    "coordination:assessment": (INGRID, "/persons/{follow_up}/assessment/"),
    "coordination:edit-assessment": (INGRID, "/persons/{follow_up}/assessment/text/"),
    "coordination:new-decision": (INGRID, "/persons/{follow_up}/decisions/new/"),
    "coordination:notes": (INGRID, "/persons/{follow_up}/notes/"),
    "coordination:new-note": (INGRID, "/persons/{follow_up}/notes/new/"),
    "coordination:note": (INGRID, "/persons/{follow_up}/notes/{note_draft}/"),
    "coordination:correct-note": (INGRID, "/persons/{follow_up}/notes/{note_signed}/correction/"),
    "coordination:note-in-error": (INGRID, "/persons/{follow_up}/notes/{note_signed}/error/"),
    "coordination:coordinator": (INGRID, "/persons/{follow_up}/coordinator/"),
    "coordination:ask": (INGRID, "/persons/{follow_up}/coordinator/ask/"),
    "coordination:moving": (INGRID, "/persons/{follow_up}/coordinator/moving/"),
    "coordination:team": (INGRID, "/persons/{follow_up}/team/"),
    "coordination:new-member": (INGRID, "/persons/{follow_up}/team/new/"),
    "coordination:member": (INGRID, "/persons/{follow_up}/team/{member}/"),
    "plans:asked": (KARI, "/plans/asked/"),
    "plans:activity": (INGRID, "/plans/activities/{activity}/"),
    "plans:change-activity": (INGRID, "/plans/activities/{activity}/change/"),
    "plans:takeover": (INGRID, "/plans/activities/{activity}/takeover/"),
    "plans:activity-answer": (INGRID, "/plans/activities/{proposed_activity}/decline/"),
    "plans:new": (INGRID, "/plans/new/{planless}/"),
    "plans:plan": (INGRID, "/plans/{plan}/"),
    "plans:revisions": (INGRID, "/plans/{plan}/revisions/"),
    "plans:revision": (INGRID, "/plans/{plan}/revisions/1/"),
    "plans:differences": (INGRID, "/plans/{plan}/differences/0/"),
    "plans:new-goal": (INGRID, "/plans/{plan}/goals/new/"),
    "plans:goal": (INGRID, "/plans/{plan}/goals/{goal}/"),
    "plans:comment": (INGRID, "/plans/{plan}/goals/{goal}/comment/"),
    "plans:let-go": (INGRID, "/plans/{plan}/goals/{goal}/let-go/"),
    "plans:new-activity": (INGRID, "/plans/{plan}/goals/{goal}/activities/new/"),
    "plans:texts": (INGRID, "/plans/{plan}/texts/"),
    "plans:agreement": (INGRID, "/plans/{plan}/agreement/"),
    "plans:period": (INGRID, "/plans/{plan}/period/"),
    "plans:responsible": (INGRID, "/plans/{plan}/responsible/"),
    "plans:point": (INGRID, "/plans/{plan}/points/cooperation/"),
    "plans:leave-out": (INGRID, "/plans/{plan}/points/cooperation/leave-out/"),
    "plans:answer": (INGRID, "/plans/{plan}/answer/"),
    "plans:stop": (INGRID, "/plans/{plan}/pause/"),
    "plans:link": (INGRID, "/plans/{plan}/sub-plans/"),
    "plans:disagree": (INGRID, "/plans/{plan}/disagreement/"),
    "plans:decide": (INGRID, "/plans/disagreements/{disagreement}/"),
    "plans:elsewhere": (INGRID, "/plans/elsewhere/{follow_up}/"),
    "plans:question": (INGRID, "/plans/questions/{plan_question}/"),
    "plans:received": (INGRID, "/plans/received/{received_plan_question}/"),
    "portal:home": (JONAS, "/my/"),
    "portal:plan": (JONAS, "/my/plan/"),
    "portal:versions": (JONAS, "/my/plan/versions/"),
    "portal:changes": (JONAS, "/my/plan/versions/1/changes/"),
    "portal:plan-answer": (JONAS, "/my/plan/answer/"),
    "portal:comment": (JONAS, "/my/plan/goals/{goal}/comment/"),
    "portal:important": (JONAS, "/my/important/"),
    "portal:request": (JONAS, "/my/request/"),
    "portal:notice": (JONAS, "/my/notices/{own_notice}/"),
    "portal:messages": (JONAS, "/my/messages/"),
    "portal:write": (JONAS, "/my/messages/new/concern/"),
    "portal:conversation": (JONAS, "/my/messages/{conversation}/"),
    "portal:requests": (JONAS, "/my/asked/"),
    "portal:ask": (JONAS, "/my/asked/new/evaluation/"),
    "portal:asked": (JONAS, "/my/asked/{asked}/"),
    "portal:consents": (JONAS, "/my/consents/"),
    "portal:consent": (JONAS, "/my/consents/new/"),
    "portal:withdraw": (JONAS, "/my/consents/{consent}/withdrawal/"),
    "portal:question": (EMIL, "/my/consents/questions/{question}/"),
    "portal:pausing": (EMIL, "/my/consents/beforehand/{teacher}/"),
    "portal:stop": (EMIL, "/my/who-sees/stop/{teacher}/"),
    "portal:keep": (EMIL, "/my/mine/"),
    "portal:blocks": (JONAS, "/my/who-sees/closed/"),
    "portal:represents": (JONAS, "/my/decides/"),
    "portal:contact": (JONAS, "/my/contact/"),
    "portal:papers": (JONAS, "/my/papers/"),
    "portal:take": (JONAS, "/my/take/"),
    "portal:who-sees": (JONAS, "/my/who-sees/"),
    "portal:looks": (JONAS, "/my/looks/"),
    "portal:files": (JONAS, "/my/files/"),
    "exchange:list": (BERIT, "/messages/"),
    "exchange:upload": (BERIT, "/messages/upload/"),
    "exchange:quarantine": (DRIFT, "/messages/quarantine/"),
    "exchange:message": (BERIT, "/messages/{message}/"),
    "messaging:outbox": (INGRID, "/outbox/"),
    "organisation:overview": (BENTE, "/organisation/"),
    "organisation:new-unit": (BENTE, "/organisation/units/new/"),
    "organisation:unit": (BENTE, "/organisation/units/{unit}/"),
    "organisation:new-staff": (BENTE, "/organisation/staff/new/"),
    "organisation:new-guest": (BENTE, "/organisation/staff/guests/new/"),
    "organisation:staff": (BENTE, "/organisation/staff/{staff}/"),
    "organisation:change-staff": (BENTE, "/organisation/staff/{staff}/change/"),
    "organisation:new-role": (BENTE, "/organisation/staff/{staff}/roles/new/"),
    "organisation:new-deputy": (BENTE, "/organisation/staff/{staff}/deputies/new/"),
    "organisation:end-role": (BENTE, "/organisation/roles/{role}/end/"),
    "organisation:end-deputy": (BENTE, "/organisation/deputies/{deputy}/end/"),
    "organisation:hours": (BENTE, "/organisation/hours/"),
    "organisation:change-hours": (BENTE, "/organisation/hours/change/"),
    "organisation:set-deadline": (BENTE, "/organisation/deadlines/new/"),
    "organisation:new-her": (BENTE, "/organisation/her/new/"),
    "organisation:end-her": (BENTE, "/organisation/her/{address}/end/"),
    "organisation:routing": (BENTE, "/organisation/routing/"),
    "organisation:new-rule": (BENTE, "/organisation/routing/new/"),
    "organisation:rule": (BENTE, "/organisation/routing/{rule}/"),
    "organisation:end-rule": (BENTE, "/organisation/routing/{rule}/end/"),
    "demo:choose": (None, "/demo/"),
    "ui:gallery": (None, "/ui/gallery/"),
}
# Answer with a file or only lead on: checked elsewhere (PDF by its own checkers).
DOCUMENTS = {
    "coordination:open-message", "coordination:open-asked", "coordination:message-file", "coordination:asked-letter", "portal:message-file",
    "coordination:letter-paper", "portal:paper",
    "portal:no-file",
    "coordination:decision-letter", "coordination:declaration", "plans:print", "portal:plan-paper", "portal:version", "exchange:original",
    "exchange:receipt", "exchange:attachment", "demo:enter",
    "front:oidc-start", "front:oidc-back", "front:oidc-front-channel",
}  # fmt: skip
# The same pages for somebody who has nothing in them.
EMPTY = {
    "front:day": "prove-mottaker", "front:overview": "prove-mottaker", "intake:inbox": "prove-mottaker", "intake:sent": "prove-mottaker",
    "intake:enquiries": "prove-mottaker", "exchange:list": "prove-mottaker", "coordination:requests": "guro-lien", "plans:asked": "elin-kvam",
    "messaging:outbox": "prove-mottaker", "portal:home": "reidar-haltli", "portal:plan": "reidar-haltli",
}  # fmt: skip


@contextmanager
def inside(live, organisation):
    """Run operations on the live database, as the demo's loader."""
    from django.db import connections, transaction

    from databases import use_database
    from knutepunkt.access import scope
    from knutepunkt.access.actor import system_actor
    from knutepunkt.foundation.clock import now
    from knutepunkt.identity.system import DEMO_LOADER
    from knutepunkt.organisation.models import Organisation

    before = connections["default"].settings_dict["NAME"]
    use_database(live.database)
    try:
        with transaction.atomic():
            where = Organisation.objects.get(slug=organisation)
            scope.enter(scope.Scope(where.pk, DEMO_LOADER, None, "test", now()))
            yield system_actor(DEMO_LOADER, organisation_id=where.pk, at=now())
    finally:
        scope.leave()
        use_database(before)


def rows_for_pages(live):
    """Ids of real rows, by the names used in PAGES; what the demo does not have is made here."""

    def one(sql, *params):
        return str(live.rows(sql, *params)[0][0])

    def of_jonas(sql):
        return one(sql, ids["person"])

    ids = {"person": one("SELECT id FROM people_person WHERE given_name = 'Jonas' AND family_name = 'Fjeld'")}
    notices = "SELECT n.id FROM intake_notice n JOIN organisation_unit u ON u.id = n.unit_id WHERE u.slug = 'tr-ostbyen-voksen'"
    ids["received"] = one(f"{notices} AND n.state = 'received' AND n.person_id IS NOT NULL LIMIT 1")
    ids["clarifying"] = one(f"{notices} AND n.state = 'clarifying' LIMIT 1")
    ids["follow_up"] = of_jonas("SELECT id FROM coordination_followup WHERE person_id = %s")
    ids["plan"] = of_jonas("SELECT id FROM plans_individualplan WHERE person_id = %s")
    ids["goal"] = of_jonas(
        "SELECT id FROM plans_goal WHERE person_id = %s AND parent_id IS NULL ORDER BY number LIMIT 1"
    )
    ids["activity"] = of_jonas("SELECT id FROM plans_activity WHERE person_id = %s AND state = 'started' LIMIT 1")
    ids["consent"] = of_jonas(
        "SELECT id FROM consent_consent WHERE person_id = %s AND answered_at IS NOT NULL ORDER BY answered_at LIMIT 1"
    )
    ids["member"] = of_jonas("SELECT id FROM coordination_careteammember WHERE person_id = %s LIMIT 1")
    ids["appointed"] = of_jonas("SELECT id FROM coordination_appointment WHERE person_id = %s AND state = 'appointed'")
    ids["own_notice"] = of_jonas("SELECT id FROM intake_notice WHERE person_id = %s LIMIT 1")
    ids["closed"] = one("SELECT f.id FROM coordination_followup f JOIN organisation_unit u ON u.id = f.unit_id"
                        " WHERE u.slug = 'tr-ostbyen-voksen' AND f.state = 'closed' LIMIT 1")  # fmt: skip
    ids["unit"] = one("SELECT id FROM organisation_unit WHERE slug = 'tr-ostbyen-voksen'")
    ids["staff"] = one("SELECT id FROM organisation_staff WHERE name = 'Øyvind Berge'")
    ids["invitation"] = invited(live, "Øyvind Berge")
    ids["role"] = one("SELECT id FROM organisation_staffrole WHERE staff_id = %s LIMIT 1", ids["staff"])
    ids["deputy"] = one("SELECT id FROM organisation_deputy WHERE deputy_id = %s LIMIT 1", ids["staff"])
    ids["address"] = one("SELECT id FROM organisation_heraddress WHERE unit_id = %s", ids["unit"])
    ids["rule"] = one("SELECT id FROM organisation_routingrule WHERE unit_id = %s LIMIT 1", ids["unit"])
    ids.update(_made(live, ids))
    emil = family(live, 15, 10, shared=True)
    live.accounts[EMIL] = {"url": emil.url(emil.child_login)}
    ids |= {"question": emil.question, "teacher": emil.teacher}
    ids["message"] = one("SELECT id FROM exchange_receivedmessage WHERE message_type = 'DIALOG_NOTAT' LIMIT 1")
    return ids


def invited(live, name):
    """The token of an invitation to sign in without a provider."""
    from knutepunkt.foundation.clock import now
    from knutepunkt.identity.local.invitations import invite
    from knutepunkt.organisation.models import Staff

    with inside(live, "trondheim"):
        return invite(Staff.objects.get(name=name).account, at=now())[1]


def look_up_of(by, follow_up, reviewer, at):
    from knutepunkt.audit.models import ReviewItem

    item = ReviewItem.objects.create(
        organisation_id=by.organisation_id, kind="sample", day=at.date(), account_id=by.account_id, by_name=by.name, role=by.role,
        person_id=follow_up.person_id, count=2, first_at=at, last_at=at, pages=["plan", "notes"], reviewer_id=reviewer.account_id,
        unit_id=follow_up.unit_id, listed_at=at,
    )  # fmt: skip
    return item.pk


def who_acts(follow_up, staff, *, by, at):
    """Somebody close, custody taken over, a decision not presented, and an emergency to look at."""
    from knutepunkt.people import deciding
    from knutepunkt.people.kin import add_next_of_kin
    from knutepunkt.people.models import Custody, EmergencyAccess

    person, here = follow_up.person, {"organisation_id": follow_up.organisation_id, "person": follow_up.person}
    rows = {
        "kin": add_next_of_kin(person=person, by=by, at=at, name="Odd Verge", relation="verge", mandate="Økonomi", mandate_kind="guardian"),
        "custody": Custody.objects.create(unit=follow_up.unit, decided_by="nemnda", starts_at=at, recorded_by=by.name, **here),
        "competence": deciding.decide_competence(
            person=person, by=by, at=at, topics=["work"], reason="Forstår ikke avtaler om penger", decided_by="Lege Å. Dahl"
        ),
        "emergency": EmergencyAccess.objects.create(
            staff=staff, reason="Fant ham bevisstløs, trengte planen", starts_at=at, ends_at=at + timedelta(hours=1), **here
        ),
    }  # fmt: skip
    return {name: str(row.pk) for name, row in rows.items()}


def _made(live, ids):
    """A few rows in states that the demo does not stand in."""
    from knutepunkt.coordination import operations as coordination
    from knutepunkt.coordination.models import FollowUp
    from knutepunkt.exchange.operations import receive
    from knutepunkt.foundation.clock import now
    from knutepunkt.intake import operations as intake
    from knutepunkt.organisation.actors import staff_actor
    from knutepunkt.organisation.models import Staff, Unit
    from knutepunkt.plans import operations as plans
    from knutepunkt.plans.models import Goal

    at, made = now(), {}
    with inside(live, "trondheim") as loader:
        organisation = loader.organisation_id
        ingrid = Staff.objects.get(name="Ingrid Solbakken")
        by = staff_actor(ingrid.account_id, organisation_id=organisation, at=at)
        jon = Staff.objects.get(name="Jon Eide")
        follow_up = FollowUp.objects.get(pk=ids["follow_up"])
        made.update(who_acts(follow_up, ingrid, by=by, at=at))
        made["look_up"] = str(look_up_of(by, follow_up, Staff.objects.get(name="Bente Røkke"), at))
        physio = Unit.objects.get(slug="tr-fysio")
        common = {"follow_up": follow_up, "service_unit": physio, "answer_by": date.today() + timedelta(days=7), "wish": "",
                  "kind": "coordinator", "by": by, "at": at}  # fmt: skip
        for name in ("requested", "proposed", "accepted"):
            row = coordination.ask_service(**common)
            if name != "requested":
                coordination.name_coordinator(appointment=row, coordinator=jon, by=loader, at=at)
            if name == "accepted":
                coordination.accept_appointment(appointment=row, by=loader, at=at)
            made[name] = str(row.pk)
        for name in ("drafted", "made"):
            decision = coordination.draft_decision(
                follow_up=follow_up, person=follow_up.person, unit_id=follow_up.unit_id, kind="plan-granted",
                reasons="Jonas trenger hjelp fra flere tjenester i lang tid.", by=by, at=at,
            )  # fmt: skip
            if name == "made":
                coordination.make_decision(decision=decision, by=by, at=at)
            made[name] = str(decision.pk)
        for name in ("note_draft", "note_signed"):
            note = coordination.write_note(
                follow_up=follow_up, text="Snakket om uka som kommer.", happened_on=date.today(), by=by, at=at
            )
            if name == "note_signed":
                coordination.sign_note(note=note, by=by, at=at)
            made[name] = str(note.pk)
        made |= _kept(follow_up, loader, at)
        proposed = plans.add_activity(
            goal=Goal.objects.get(pk=ids["goal"]),
            by=by,
            at=at,
            what="En dag på verkstedet til",
            amount="én dag i uka",
            unit=physio,
        )
        made["proposed_activity"] = str(proposed.pk)
        unit = Unit.objects.get(pk=ids["unit"])
        nameless = intake.receive_notice(
            organisation_id=organisation,
            kind="own-request",
            channel="oral",
            by=loader,
            at=at,
            name="Berit",
            phone="900 00 000",
            unit_id=unit.pk,
        )
        enquiry = intake.receive_notice(
            organisation_id=organisation,
            kind="enquiry",
            channel="oral",
            by=loader,
            at=at,
            text="Hva finnes av tilbud?",
            unit_id=unit.pk,
        )
        for name, notice in (("nameless", nameless), ("enquiry", enquiry)):
            intake.acknowledge(notice=notice, by=by, at=at)
            made[name] = str(notice.pk)
        made.update(_written(ids, by=by, at=at))
        made.update(_one_plan(ids, unit, by=by, at=at))
        made["planless"] = str(FollowUp.objects.filter(unit=unit, state="consented").first().pk)
        intake.report_publicly(
            unit=unit, fields={"relation": "neighbour", "text": "Naboen min strever."}, email="nabo@example.org", address="127.0.0.9",
            link=lambda key: made.setdefault("key", key), by=loader, at=at,
        )  # fmt: skip
    with inside(live, "alvdal") as loader:
        receive(make.message("DIALOG_NOTAT", msg_id="pages-1"), at=at, by=loader, source="test")
        receive(make.message("LOG_INNLAGT", msg_id="pages-2"), at=at, by=loader, source="test")
    return made


def _written(ids, *, by, at):
    """A conversation and a matter of Jonas's, which the demo may not have, and a letter to post."""
    from knutepunkt.coordination.operations.asking import receive_request
    from knutepunkt.coordination.operations.conversations import write_to
    from knutepunkt.coordination.posting import letter_to_post
    from knutepunkt.messaging.files import checked_file
    from knutepunkt.people.models import Person

    jonas = Person.objects.get(pk=ids["person"])
    said = {"said_by": "Jonas Fjeld", "by": by, "at": at}
    file = checked_file("timeplan.txt", b"Mandag: verksted")
    conversation = write_to(
        person=jonas, to="unit", subject="Timeplanen", words="Kan jeg bytte dag?", files=[file], **said
    )
    asked = receive_request(person=jonas, kind="meeting", answers={"topic": "Skole", "when": "Etter lunsj"}, **said)
    letter = letter_to_post(
        person=jonas, unit_id=conversation.unit_id, kind="something-to-read", subject="Vi har skrevet til deg", body="Ring oss.",
        source_id=jonas.pk, by=by, at=at,
    )  # fmt: skip
    return {"conversation": str(conversation.pk), "asked": str(asked.pk), "letter": str(letter.pk)}


def _one_plan(ids, unit, *, by, at):
    """A disagreement about the main responsibility, a question to another organisation, and one from there."""
    from knutepunkt.foundation.ids import new_id
    from knutepunkt.organisation.models import Organisation, Unit
    from knutepunkt.plans import operations as plans
    from knutepunkt.plans.models import IndividualPlan, PlanQuestion, ReceivedPlanQuestion

    other = Organisation.objects.get(slug="arendal")
    raised = plans.raise_disagreement(
        plan=IndividualPlan.objects.get(pk=ids["plan"]), units=[unit, Unit.objects.get(slug="tr-fysio")], words="Hvem følger opp?",
        by=by, at=at,
    )  # fmt: skip
    row = {"organisation_id": by.organisation_id, "question_id": new_id(), "asked_by": by.name, "unit": unit}
    asked = PlanQuestion.objects.create(
        person_id=ids["person"], to_organisation=other, consent_id=ids["consent"], asked_at=at, answered_at=at, **row
    )
    received = ReceivedPlanQuestion.objects.create(
        person_id=ids["person"],
        from_organisation=other,
        from_unit="Kontoret",
        name="Jonas Fjeld",
        received_at=at,
        **row,
    )
    return {"disagreement": raised.pk, "plan_question": asked.pk, "received_plan_question": received.pk}


def _kept(follow_up, loader, at):
    """A question that waits about somebody of another sector, and something kept back by law."""
    from knutepunkt.consent.models import Subject
    from knutepunkt.consent.operations import ask_consent, withhold
    from knutepunkt.organisation.models import Staff

    staff = Staff.objects.filter(account__isnull=False).exclude(sector="health").order_by("name").first()
    by = {"person": follow_up.person, "by": loader, "at": at}
    waits = ask_consent(subjects=[Subject.SHARING], recipient_staff=staff, recipients=staff.name, topics=["work"], **by)
    matter = withhold(kept_from="person", topic="child-welfare", by_law=True, reason="Fare for en annen.", decided_by="Lege",
                      review_on=date.today() + timedelta(days=30), **by)  # fmt: skip
    return {"waiting": str(waits.pk), "matter": str(matter.pk), "asked_about": str(staff.pk)}
