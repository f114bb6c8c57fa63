"""The pages of the set-up: what they show and change, who may, and how many statements they take."""

from datetime import date, time, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from knutepunkt.access.models import UnitGrant
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.organisation import operations
from knutepunkt.organisation.kinds import RoutedKind, RoutedPlace
from knutepunkt.organisation.models import Deputy, HerAddress, OfficeHours, RoutingRule, Staff, StaffRole, Unit
from knutepunkt.people.models import StayKind


@pytest.fixture(autouse=True)
def _today(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def anna(world):
    """The administrator, with a role in the whole organisation."""
    staff = world.staff("Anna Vik", "rådgiver", world.office, "administrator")
    StaffRole.objects.filter(staff=staff).update(unit=None)
    from knutepunkt.access.grants import refresh_units

    refresh_units(world.lyngvik.id, at=world.at)
    return staff


@pytest.fixture
def client(world, anna):
    return world.client(anna, headers={"accept-language": "en"})


def text(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def post(world, client, url, **fields):
    response = client.post(url, fields)
    world.system()
    return response


PAGES = [
    "",
    "units/new/",
    "staff/new/",
    "hours/",
    "hours/change/",
    "deadlines/new/",
    "her/new/",
    "routing/",
    "routing/new/",
]
CHANGES = [page for page in PAGES if page not in {"", "hours/", "routing/"}]


class TestWhoMay:
    @pytest.mark.parametrize("place", PAGES)
    def test_the_administrator_opens_every_page(self, client, place):
        assert client.get(f"/organisation/{place}").status_code == 200

    @pytest.mark.parametrize("place", CHANGES)
    def test_caseworker_and_leader_change_nothing(self, world, place):
        for somebody in (world.ingrid, world.leif):
            assert world.client(somebody).get(f"/organisation/{place}").status_code == 403
            assert world.client(somebody).post(f"/organisation/{place}", {}).status_code == 403

    @pytest.mark.parametrize("place", ["", "hours/", "routing/"])
    def test_caseworker_and_leader_read_it_employees_and_persons_do_not(self, world, place):
        person = world.person(account=True)
        assert world.client(world.ingrid).get(f"/organisation/{place}").status_code == 200
        assert world.client(world.leif).get(f"/organisation/{place}").status_code == 200
        assert world.client(world.silje).get(f"/organisation/{place}").status_code == 403
        assert world.client(person).get(f"/organisation/{place}").status_code == 403

    def test_a_neighbour_finds_nothing_of_this_organisation(self, world):
        _other, _unit, eva = world.neighbour()
        client = world.client(eva)
        assert "Ingrid Solbakken" not in text(client.get("/organisation/"))
        assert client.get(f"/organisation/staff/{world.ingrid.pk}/").status_code == 404

    def test_no_person_is_shown_so_no_view_is_recorded(self, world, client):
        client.get("/organisation/")
        world.system()
        assert ViewRecord.objects.count() == 0


class TestOverview:
    def test_it_shows_units_staff_functions_and_what_is_missing(self, world, client):
        operations.change_unit(
            unit=world.office,
            by=world.loader(),
            at=world.at,
            form="Egen enhet",
            mandate="Vedtak 12/26",
            phone="73000000",
        )
        page = text(client.get("/organisation/"))
        for said in ("Koordinerende enhet", "Egen enhet", "Vedtak 12/26", "Ingrid Solbakken", "Leif Aune", "§ 7-3"):
            assert said in page
        assert "No rule takes what fits none of the others." in page
        assert "No unit carries the function" in page

    @pytest.mark.parametrize("rows", [1, 3, 30])
    def test_the_statements_do_not_grow(self, world, client, rows, django_assert_num_queries):
        for number in range(rows):
            unit = world.unit(f"more-{number}", f"More {number}", kind="office", parent=world.office)
            world.staff(f"Staff {number}", "rådgiver", unit, "caseworker")
            HerAddress.objects.create(organisation_id=world.lyngvik.id, her_id=str(1000 + number), unit=unit)
        with django_assert_num_queries(12):
            assert f"More {rows - 1}" in text(client.get("/organisation/"))


class TestChanging:
    def test_a_unit_is_added_and_changed_and_the_log_says_so(self, world, client):
        facts = {
            "name": "Kontoret i Øst",
            "kind": "office",
            "sector": "health",
            "target_group": "both",
            "parent": str(world.office.pk),
        }
        assert post(world, client, "/organisation/units/new/", **facts).status_code == 302
        unit = Unit.objects.get(name="Kontoret i Øst")
        assert (unit.slug, unit.parent_id) == ("kontoret-i-ost", world.office.pk)
        post(
            world,
            client,
            f"/organisation/units/{unit.pk}/",
            **facts | {"closed_on": "1.12.2026", "functions": ["train"]},
        )
        unit.refresh_from_db()
        assert (unit.closed_on, unit.functions) == (date(2026, 12, 1), ["train"])
        events = Event.objects.filter(subject_id=unit.pk).values_list("what", "by_name")
        assert sorted(events) == [("unit.changed", "Anna Vik"), ("unit.created", "Anna Vik")]

    def test_a_unit_under_itself_is_refused_on_the_form_and_keeps_what_was_written(self, world, client):
        below = world.unit("below", "Below", kind="office", parent=world.office)
        facts = {
            "name": "A new name",
            "kind": "coordinating",
            "sector": "health",
            "target_group": "both",
            "parent": str(below.pk),
        }
        response = post(world, client, f"/organisation/units/{world.office.pk}/", **facts)
        assert response.status_code == 422
        assert "A unit cannot lie under itself" in text(response)
        assert 'value="A new name"' in response.content.decode()
        world.office.refresh_from_db()
        assert world.office.name == "Koordinerende enhet"

    def test_somebody_employed_sees_nothing_until_given_a_role_and_nothing_after_its_end(self, world, client):
        account = world.account("new")
        post(
            world,
            client,
            "/organisation/staff/new/",
            name="Odd Lie",
            title="konsulent",
            sector="health",
            unit=str(world.office.pk),
        )
        odd = Staff.objects.get(name="Odd Lie")
        Staff.objects.filter(pk=odd.pk).update(account=account)
        assert not UnitGrant.objects.filter(account_id=account.pk).exists()
        facts = {"role": "caseworker", "unit": str(world.office.pk), "starts_on": "1.1.2020"}
        post(world, client, f"/organisation/staff/{odd.pk}/roles/new/", **facts)
        grant = UnitGrant.objects.get(account_id=account.pk)
        assert (grant.unit_id, grant.role, grant.content, grant.ends) == (world.office.pk, "caseworker", True, None)
        again = post(world, client, f"/organisation/staff/{odd.pk}/roles/new/", **facts)
        assert "already held in this unit" in text(again)
        held = StaffRole.objects.get(staff=odd)
        post(world, client, f"/organisation/roles/{held.pk}/end/", ends_on="1.1.2021")
        assert UnitGrant.objects.get(account_id=account.pk).ends is not None

    def test_a_deputy(self, world, client):
        own = f"/organisation/staff/{world.ingrid.pk}/"
        post(
            world,
            client,
            f"{own}deputies/new/",
            deputy=str(world.leif.pk),
            valid_from="1.12.2026",
            valid_to="31.12.2026",
        )
        row = Deputy.objects.get()
        assert (row.staff_id, row.deputy_id, row.valid_to) == (world.ingrid.pk, world.leif.pk, date(2026, 12, 31))
        assert "Leif Aune" in text(client.get(own))
        refused = post(
            world,
            client,
            f"{own}deputies/new/",
            deputy=str(world.leif.pk),
            valid_from="1.12.2026",
            valid_to="1.11.2026",
        )
        assert "ends before it starts" in text(refused)

    def test_office_hours(self, world, client):
        fields = {
            f"{what}_{day}": clock for day in range(4) for what, clock in (("opens", "9.00"), ("closes", "15.00"))
        }
        post(world, client, "/organisation/hours/change/", **fields)
        assert list(OfficeHours.objects.values_list("weekday", "opens", "closes")) == [
            (d, time(9), time(15)) for d in range(4)
        ]
        half = post(world, client, "/organisation/hours/change/", opens_0="9.00")
        assert "Write both when it opens and when it closes" in text(half)
        none = post(world, client, "/organisation/hours/change/")
        assert "at least one day a week" in text(none)

    def test_a_deadline_of_law_is_not_offered_and_one_too_long_is_refused(self, world, client):
        page = client.get("/organisation/deadlines/new/").content.decode()
        assert 'value="acknowledge-notice"' in page
        assert 'value="complaint-health"' not in page
        post(
            world, client, "/organisation/deadlines/new/", key="acknowledge-notice", amount="1", valid_from="1.12.2026"
        )
        assert Event.objects.get(what="organisation.deadline-set").facts == {"key": "acknowledge-notice", "amount": 1}

    def test_a_her_id_and_its_last_day(self, world, client):
        post(world, client, "/organisation/her/new/", her_id="8142987")
        twice = post(world, client, "/organisation/her/new/", her_id="8142987")
        assert "already has this HER-id" in text(twice)
        address = HerAddress.objects.get()
        post(world, client, f"/organisation/her/{address.pk}/end/", ends_on="31.12.2026")
        address.refresh_from_db()
        assert address.valid_to == date(2026, 12, 31)

    @pytest.mark.parametrize("place", ["units", "staff", "routing", "roles", "her", "deputies"])
    def test_what_does_not_exist_is_not_found(self, client, world, place):
        end = "end/" if place in {"roles", "her", "deputies"} else ""
        assert client.get(f"/organisation/{place}/{world.lyngvik.pk}/{end}").status_code == 404


class TestRouting:
    def test_a_rule_is_added_changed_and_ended(self, world, client):
        facts = {"order": "10", "unit": str(world.office.pk), "age_from": "18", "responsible": str(world.ingrid.pk)}
        assert post(world, client, "/organisation/routing/new/", **facts).status_code == 302
        rule = RoutingRule.objects.get()
        assert "Change rule 10" in text(client.get("/organisation/routing/"))
        twice = post(world, client, "/organisation/routing/new/", **facts)
        assert "Another rule has this number" in text(twice)
        turned = post(world, client, f"/organisation/routing/{rule.pk}/", **facts | {"age_to": "3"})
        assert "lowest age is above the highest" in text(turned)
        post(world, client, f"/organisation/routing/{rule.pk}/", **facts | {"district": "nord"})
        post(world, client, f"/organisation/routing/{rule.pk}/end/", ends_on="31.12.2026")
        rule.refresh_from_db()
        assert (rule.district, rule.valid_to, rule.responsible_id) == ("nord", date(2026, 12, 31), world.ingrid.pk)

    def test_a_rule_that_takes_all_must_come_last(self, world, client):
        post(world, client, "/organisation/routing/new/", order="20", unit=str(world.office.pk), district="nord")
        refused = post(world, client, "/organisation/routing/new/", order="10", unit=str(world.office.pk))
        assert "must come last" in text(refused)

    @pytest.mark.parametrize("rules", [1, 3, 30])
    def test_the_statements_do_not_grow(self, world, client, rules, django_assert_num_queries):
        for order in range(rules):
            operations.add_routing_rule(
                by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, order=order + 1, unit=world.office, district=f"d{order}",
                responsible=world.ingrid,
            )  # fmt: skip
        with django_assert_num_queries(10):
            client.get("/organisation/routing/?kind=own-request&age=40")


@pytest.mark.story("S1.1")
class TestPreview:
    def test_it_says_unit_rule_responsible_and_why(self, town, world, anna):
        client = world.client(anna, headers={"accept-language": "en"})
        page = text(client.get("/organisation/routing/?kind=plan-or-coordinator&postcode=7010&age=18"))
        assert "It goes to Voksenkontoret nord" in page
        assert "Because of Rule 61" in page
        assert "Responsible Caseworker adult-north" in page
        page = text(client.get("/organisation/routing/?kind=plan-or-coordinator&place_of_stay=prison"))
        assert "It goes to Helse og mestring" in page
        assert "is closed, so it goes one level up" in page

    def test_every_case_of_the_table_comes_out_the_same_in_the_preview(self, town, world, anna):
        from dataclasses import asdict

        from rooms.organisation.test_routing import CASES

        client = world.client(anna, headers={"accept-language": "en"})
        for name, facts, unit, *_rest in CASES:
            asked = {key: value for key, value in asdict(facts).items() if value not in ("", None)}
            answer = text(client.get("/organisation/routing/", asked))
            assert f"It goes to {town.unit[unit].name}" in answer, name

    def test_the_fragment_is_the_part_of_the_page(self, town, world, anna):
        client = world.client(anna, headers={"accept-language": "en"})
        address = "/organisation/routing/?kind=enquiry"
        whole = BeautifulSoup(client.get(address).content, "html.parser").find(id="preview")
        part = BeautifulSoup(client.get(address, headers={"HX-Request": "true"}).content, "html.parser").find(
            id="preview"
        )
        assert str(part) == str(whole)
        assert "It goes to" in part.get_text()


def test_the_words_of_the_rules_are_those_of_the_rooms_above():
    assert RoutedKind.choices == NoticeKind.choices
    assert RoutedPlace.choices == StayKind.choices


def test_an_empty_organisation_shows_a_page_that_says_what_to_do(world, anna):
    Unit.objects.filter(pk=world.office.pk).update(closed_on=world.at.date() - timedelta(days=900))
    page = text(world.client(anna, headers={"accept-language": "en"}).get("/organisation/"))
    assert "No coordinating unit is open." in page
