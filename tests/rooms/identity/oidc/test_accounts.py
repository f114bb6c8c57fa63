"""From what a service vouches for to an account: own file, work, both, neither; and what a stranger or a closed account gets."""

import logging
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from knutepunkt.access.models import Grant, UnitGrant
from knutepunkt.audit.models import Event
from knutepunkt.identity.models import Account, ExternalIdentity
from knutepunkt.organisation.models import Organisation, Staff
from knutepunkt.people import vault
from knutepunkt.people.models import Person
from rooms.identity.oidc.conftest import NUMBER, OTHER_NUMBER
from rooms.identity.oidc.lying import Liar, sign_in

LYNGVIK_NUMBER = "999999999"
HPR = "9000001"


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "lxml").get_text(" ").split())


def number_of(world, person, number, organisation=None):
    where = organisation or world.lyngvik
    Person.objects.filter(pk=person.pk).update(number_hash=vault.fingerprint(where.id, number), number_kind="fnr")


@pytest.fixture
def helse(clock, world, configured):
    """A service for staff, and Mona in the municipality's register, with her health personnel number and no account."""
    Organisation.objects.filter(pk=world.lyngvik.pk).update(number=LYNGVIK_NUMBER)
    world.mona = employed(world, "Mona Vik", hpr=HPR, email="mona@lyngvik.example.no")
    liar = Liar("helse.example", sub="mona-at-helse", hpr=HPR, orgnr=LYNGVIK_NUMBER, pid=OTHER_NUMBER)
    configured(helse=(liar, {"for": "staff"}))
    return liar


def employed(world, name, **facts):
    from datetime import timedelta

    from knutepunkt.organisation.models import StaffRole

    staff = Staff.objects.create(
        organisation_id=world.lyngvik.id, name=name, title="sykepleier", unit=world.office, sector="health", **facts
    )
    StaffRole.objects.create(
        organisation_id=world.lyngvik.id,
        staff=staff,
        unit=world.office,
        role="caseworker",
        valid_from=world.at - timedelta(days=1),
    )
    return staff


# persons


def test_the_number_connects_the_own_file_at_the_first_sign_in(world, liar, arne, client):
    assert sign_in(client, liar).status_code == 302

    assert "Arne Solli" in text(client.get("/my/"))
    world.system()
    arne.refresh_from_db()
    assert (arne.account.kind, arne.account.has_usable_password()) == ("person", False)
    assert Grant.objects.get(person_id=arne.pk, role="person").account_id == arne.account_id
    event = Event.objects.get(what="person.account-connected")
    assert (event.person_id, event.facts, event.by_name, event.purpose) == (
        arne.pk,
        {"account": str(arne.account_id), "provider": "liar"},
        "deriver",
        "sign-in",
    )
    kept = ExternalIdentity.objects.get()
    assert (kept.subject, NUMBER.encode() in bytes(kept.person_hash)) == ("somebody", False)

    again = Client()
    assert sign_in(again, liar).status_code == 302
    world.system()
    assert Event.objects.filter(what="person.account-connected").count() == 1
    assert Account.objects.filter(kind="person").count() == 1


def test_files_in_several_organisations_are_one_account(world, liar, arne, client):
    other, _unit, _eva = world.neighbour()
    with world.inside(other):
        second = Person.objects.create(
            organisation_id=other.id,
            given_name="Arne",
            family_name="Solli",
            created_at=world.at,
            number_hash=vault.fingerprint(other.id, NUMBER),
        )

    sign_in(client, liar)

    world.system()
    arne.refresh_from_db()
    with world.inside(other):
        second.refresh_from_db()
        assert second.account_id == arne.account_id


def test_a_file_that_has_an_account_leads_to_it(world, liar, client):
    person = world.person("Arne", "Solli", account=True)
    number_of(world, person, NUMBER)

    sign_in(client, liar)

    assert ExternalIdentity.objects.get().account_id == person.account_id
    assert "Arne Solli" in text(client.get("/my/"))


def test_nobody_is_connected_to_the_file_of_somebody_reported_dead(world, liar, arne, client):
    Person.objects.filter(pk=arne.pk).update(death_reported_at=world.at, death_reported_by="x")

    assert sign_in(client, liar)["Location"] == "/sign-in/with/liar/no-role/"

    world.system()
    arne.refresh_from_db()
    assert arne.account_id is None


def test_who_has_no_file_gets_an_account_that_can_do_nothing_and_a_page_that_says_so(
    world, liar, client, sessions, caplog
):
    caplog.set_level(logging.INFO, "knutepunkt.sign-in")
    answer = sign_in(client, liar, next="/my/")

    shown = client.get(answer["Location"])
    assert "coordinating unit" in text(shown) or "koordinerende enhet" in text(shown)
    assert NUMBER not in text(shown)
    account = ExternalIdentity.objects.get().account
    assert account.kind == "person"
    assert sessions() == []
    assert client.get("/my/").status_code == 302
    world.system()
    assert not Grant.objects.filter(account_id=account.pk).exists()
    assert [record.getMessage() for record in caplog.records] == ["sign-in without a role provider=liar"]


def test_a_relative_with_an_account_comes_to_the_childs_organisation(world, liar, client):
    from knutepunkt.access.grants import refresh_person
    from knutepunkt.people.models import NextOfKin

    child = world.person("Ella", "Solli", birth_date=date(2019, 1, 1))
    account = world.account("parent", "person")
    NextOfKin.objects.create(
        organisation_id=world.lyngvik.id,
        person=child,
        account=account,
        name="Arne Solli",
        relation="father",
        parental_responsibility=True,
        valid_from=world.at,
    )
    refresh_person(world.lyngvik.id, child.id, at=world.at)
    ExternalIdentity.objects.create(
        account=account, provider="liar", subject="somebody", created_at=world.at, used_at=world.at
    )

    assert sign_in(client, liar)["Location"] == "/"

    assert client.get("/my/").status_code == 200


def test_another_number_behind_the_same_subject_is_refused(world, liar, arne, client, caplog):
    sign_in(client, liar)
    liar.facts["pid"] = OTHER_NUMBER

    assert sign_in(Client(), liar).status_code == 403

    assert "reason=number-changed" in caplog.text


def test_a_closed_account_gets_no_further_and_nothing_is_connected(world, liar, arne, client, caplog):
    account = world.account("closed", "person")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    ExternalIdentity.objects.create(
        account=account, provider="liar", subject="somebody", created_at=world.at, used_at=world.at
    )

    assert sign_in(client, liar).status_code == 403

    assert "reason=account-closed" in caplog.text
    world.system()
    arne.refresh_from_db()
    assert arne.account_id is None


@pytest.mark.usefixtures("arne")
def test_a_synthetic_number_is_refused_where_people_are_real(liar, client, settings, caplog):
    settings.KNUTEPUNKT_TEST_INSTALLATION = False

    assert sign_in(client, liar).status_code == 403

    assert "reason=number " in caplog.text


def test_a_number_of_one_institution_is_no_national_number(world, liar, client, caplog):
    liar.facts["pid"] = "80000000050"

    assert sign_in(client, liar).status_code == 403

    assert "reason=number " in caplog.text


def test_the_language_of_the_service_is_taken_up_once(world, liar, arne, client):
    liar.facts["locale"] = "nn-NO"

    sign_in(client, liar)

    assert ExternalIdentity.objects.get().account.language == "nn"


# staff


def test_the_health_personnel_number_and_the_organisation_connect_the_one_who_fits(world, helse, client):
    assert sign_in(client, helse, "helse").status_code == 302

    assert client.get("/day/").status_code == 200
    world.system()
    world.mona.refresh_from_db()
    assert world.mona.account.kind == "staff"
    assert UnitGrant.objects.filter(account_id=world.mona.account_id, role="caseworker").exists()
    assert Event.objects.filter(what="staff.account-connected", subject_id=world.mona.pk).exists()


@pytest.mark.parametrize("facts", [{"orgnr": "888888888"}, {"orgnr": ""}, {"hpr": "9000002"}, {"hpr": ""}], ids=str)
def test_who_does_not_fit_can_do_nothing_until_given_a_role(world, helse, client, sessions, facts):
    helse.facts.update(facts)

    answer = sign_in(client, helse, "helse")

    assert answer["Location"] == "/sign-in/with/helse/no-role/"
    page = text(client.get(answer["Location"]))
    assert "leder" in page or "leader" in page
    assert sessions() == []
    assert client.get("/day/").status_code == 302
    world.system()
    world.mona.refresh_from_db()
    assert world.mona.account_id is None
    account = ExternalIdentity.objects.get().account
    assert account.kind == "staff"

    # Given a number in the register, the next sign-in finds it with the same account.
    helse.facts.update(hpr="9000003", orgnr=LYNGVIK_NUMBER)
    new = employed(world, "Ny Ansatt", hpr="9000003")
    assert sign_in(client, helse, "helse")["Location"] == "/"
    world.system()
    new.refresh_from_db()
    assert new.account_id == account.pk


def test_two_who_fit_are_not_guessed_between(world, helse, client):
    employed(world, "Mona Viken", hpr=HPR)

    assert sign_in(client, helse, "helse")["Location"] == "/sign-in/with/helse/no-role/"


def test_a_member_of_staff_with_an_account_is_not_taken_over(world, helse, client):
    Staff.objects.filter(pk=world.mona.pk).update(account=world.account("mona"))

    assert sign_in(client, helse, "helse")["Location"] == "/sign-in/with/helse/no-role/"


def test_a_municipalitys_own_service_knows_its_staff_by_e_mail_and_opens_nothing_elsewhere(
    clock, world, configured, client
):
    other, unit, _eva = world.neighbour()
    teacher = employed(world, "Tor Lærer", email="Tor@Lyngvik.example.no")
    with world.inside(other):
        elsewhere = Staff.objects.create(
            organisation_id=other.id, name="T", title="x", unit=unit, sector="health", email="tor@lyngvik.example.no"
        )
    own = Liar("login.lyngvik.example", sub="tor", email="tor@lyngvik.example.no", pid=NUMBER, amr=["pwd", "mfa"])
    settings = {
        "for": "staff",
        "organisation": "lyngvik",
        "staff_by": "email",
        "level_claim": "amr",
        "levels": ["mfa"],
    }
    configured(skole=(own, settings))

    assert sign_in(client, own, "skole")["Location"] == "/"

    world.system()
    teacher.refresh_from_db()
    assert teacher.account_id
    assert ExternalIdentity.objects.get().person_hash is None
    with world.inside(other):
        elsewhere.refresh_from_db()
        assert elsewhere.account_id is None


def test_the_service_of_one_organisation_leads_neither_to_another_nor_to_the_own_pages(
    clock, world, configured, client
):
    other, unit, _eva = world.neighbour()
    teacher = employed(world, "Tor Lærer", hpr=HPR)
    own = Liar("login.lyngvik.example", sub="tor", hpr=HPR)
    everywhere = Liar("helse.example", sub="tor-at-helse")
    configured(skole=(own, {"for": "staff", "organisation": "lyngvik"}), helse=(everywhere, {"for": "staff"}))
    sign_in(Client(), own, "skole")
    world.system()
    teacher.refresh_from_db()
    ExternalIdentity.objects.create(
        account=teacher.account, provider="helse", subject="tor-at-helse", created_at=world.at, used_at=world.at
    )
    with world.inside(other):
        Staff.objects.create(
            organisation_id=other.id, name="Tor", title="x", unit=unit, sector="health", account=teacher.account
        )
    file = world.person("Tor", "Lærer", account=True)
    Account.objects.filter(pk=teacher.account_id).update(twin=file.account)

    sign_in(client, own, "skole")
    there = client.post("/account/workplaces/", {"organisation": str(other.id)})
    myself = client.post("/account/other-self/")
    elsewhere = Client()
    sign_in(elsewhere, everywhere, "helse")

    assert (there.status_code, myself.status_code) == (409, 409)
    assert elsewhere.post("/account/workplaces/", {"organisation": str(other.id)}).status_code == 302
    assert elsewhere.post("/account/other-self/").status_code == 302


# both at once


def test_one_human_with_work_and_a_file_has_two_accounts_that_know_each_other(world, helse, configured, client):
    file = world.person("Mona", "Vik")
    number_of(world, file, OTHER_NUMBER)
    porten = Liar("porten.example", sub="mona-at-porten", pid=OTHER_NUMBER)
    configured(helse=(helse, {"for": "staff"}), porten=(porten, {}))

    sign_in(client, helse, "helse")
    own = Client()
    sign_in(own, porten, "porten")

    world.system()
    world.mona.refresh_from_db()
    file.refresh_from_db()
    assert world.mona.account.twin_id == file.account_id
    assert file.account.twin_id == world.mona.account_id
    assert own.get("/my/").status_code == 200
    assert own.get("/day/").status_code == 403


def test_a_service_for_both_signs_staff_in_at_work_and_connects_their_own_file(world, helse, configured, client):
    file = world.person("Mona", "Vik")
    number_of(world, file, OTHER_NUMBER)
    configured(both=(helse, {"for": "both"}))

    sign_in(client, helse, "both")

    assert client.get("/day/").status_code == 200
    world.system()
    world.mona.refresh_from_db()
    file.refresh_from_db()
    assert (world.mona.account.twin_id, file.account.twin_id) == (file.account_id, world.mona.account_id)


def test_the_same_number_from_another_service_is_the_same_account(world, liar, arne, configured, client):
    second = Liar("second.example", sub="another-subject", pid=NUMBER)
    configured(liar=(liar, {}), second=(second, {}))
    sign_in(client, liar)

    sign_in(Client(), second, "second")

    assert ExternalIdentity.objects.values("account").distinct().count() == 1


@pytest.mark.usefixtures("arne")
@pytest.mark.parametrize("case", [(0, 23), (2, 35)], ids=["one organisation", "three organisations"])
def test_signing_in_again_costs_little_for_each_organisation(world, liar, django_assert_num_queries, case):
    more, statements = case
    for number in range(more):
        world.organisation(f"more-{number}", "municipality", f"More {number}")
    sign_in(Client(), liar)
    again = Client()
    brought = liar.authorise(again.get("/sign-in/with/liar/")["Location"])

    with django_assert_num_queries(statements):
        assert again.get("/sign-in/with/liar/back/", brought)["Location"] == "/"
