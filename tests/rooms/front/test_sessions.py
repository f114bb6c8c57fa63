"""Where I am signed in, idle and absolute limits, sign-out here, there and everywhere, and being one's other self."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event
from knutepunkt.identity.agents import kind_of_browser
from knutepunkt.identity.models import Account, LoginSession
from knutepunkt.organisation.models import Staff
from world import World

SESSIONS = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(client) -> bool:
    return client.get(SESSIONS).status_code == 200


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "lxml").get_text(" ").split())


@pytest.fixture
def clock(world):
    with time_machine.travel(world.at, tick=False) as moved:
        yield moved


@pytest.fixture
def twins(world):
    """Ingrid also has a file here: a second account of hers, which the first knows."""
    person = world.person("Ingrid", "Solbakken")
    own = Account.objects.create(subject="own", kind="person", language="en")
    person.account = own
    person.save()
    refresh_person(world.lyngvik.id, person.id, at=world.at, actor=world.loader())
    Account.objects.filter(pk=world.ingrid.account_id).update(twin=own)
    Account.objects.filter(pk=own.pk).update(twin=world.ingrid.account_id)
    return person


# limits


def test_the_session_ends_when_idle_and_not_a_moment_before(world, clock):
    client = world.client(world.ingrid)
    clock.shift(timedelta(minutes=settings.KNUTEPUNKT_IDLE_MINUTES, seconds=-1))
    assert signed_in(client)
    clock.shift(timedelta(minutes=settings.KNUTEPUNKT_IDLE_MINUTES, seconds=-1))
    assert signed_in(client), "use prolonged it"

    clock.shift(timedelta(minutes=settings.KNUTEPUNKT_IDLE_MINUTES))

    assert not signed_in(client)


def test_the_session_ends_after_twelve_hours_of_work(world, clock):
    client = world.client(world.ingrid)
    for _ in range(36):
        clock.shift(timedelta(minutes=19, seconds=59))
        assert signed_in(client)

    clock.shift(timedelta(minutes=1))

    assert not signed_in(client)


def test_use_is_noted_once_a_minute_in_the_statement_that_looks_the_session_up(world, clock, django_assert_num_queries):
    client = world.client(world.ingrid)
    started = LoginSession.objects.get().started_at
    with django_assert_num_queries(7) as first:
        signed_in(client)
    world.system()
    assert LoginSession.objects.get().seen_at is None, "within the first minute nothing is written"

    clock.shift(timedelta(minutes=1))
    with django_assert_num_queries(len(first)):
        signed_in(client)

    world.system()
    assert LoginSession.objects.get().seen_at == started + timedelta(minutes=1)


def test_every_page_tells_when_the_session_ends(world, clock):
    answer = world.client(world.ingrid).get("/account/", headers={"accept-language": "en"})

    assert "You are signed out at 9.30 if you do nothing before." in text(answer).replace("09.30", "9.30")
    assert answer.headers["Session-Seconds-Left"] == "1800"
    assert b"session-end" not in Client().get("/").content


def test_staying_signed_in_is_a_post(world, clock):
    client = world.client(world.ingrid)
    clock.shift(timedelta(minutes=29))

    answer = client.post("/account/stay/", headers={"accept": "text/plain"})

    assert (answer.status_code, answer.headers["Session-Seconds-Left"]) == (204, "1800")
    assert client.get("/account/stay/").status_code == 405
    assert client.post("/account/stay/", {"next": "https://elsewhere.example/"}).url == "/"


# the list


def test_the_list_shows_the_own_sessions_only(world):
    world.client(world.leif).get("/")
    client = world.client(world.ingrid)
    client.get("/")
    other = Client(headers={"user-agent": FIREFOX})
    other.cookies.load(world.client(world.ingrid).cookies)
    world.system()
    LoginSession.objects.filter(account=world.ingrid.account).update(agent=kind_of_browser(FIREFOX), method="passkey")

    page = client.get(SESSIONS)

    assert page.content.count(b"Firefox, Linux") == 2
    assert len(BeautifulSoup(page.content, "lxml").select("main .row")) == 2


def test_the_list_takes_as_many_statements_for_three_sessions_as_for_one(world, django_assert_num_queries):
    for more in (0, 2):
        for _ in range(more):
            world.client(world.ingrid)
        client = world.client(world.ingrid)
        with django_assert_num_queries(7):
            client.get(SESSIONS)
        world.system()


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_the_kind_of_browser_is_a_few_words(header, kind):
    assert kind_of_browser(header) == kind


def test_a_browser_elsewhere_is_signed_out_by_itself(world):
    here, there = world.client(world.ingrid), world.client(world.ingrid)
    foreign = world.client(world.leif)
    ids = list(LoginSession.objects.order_by("started_at", "id").values_list("pk", flat=True))

    here.post(reverse("front:end-session", args=[ids[1]]))
    here.post(reverse("front:end-session", args=[ids[2]]))

    assert (signed_in(here), signed_in(there), signed_in(foreign)) == (True, False, True)


def test_signing_out_everywhere_ends_all_browsers_and_the_other_self(world, twins):
    here, there, own = world.client(world.ingrid), world.client(world.ingrid), world.client(twins)
    neighbour = world.client(world.leif)

    answer = here.post(reverse("front:end-sessions"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert [signed_in(one) for one in (here, there, own, neighbour)] == [False, False, False, True]


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(world):
    client, thief = world.client(world.ingrid), Client()
    thief.cookies.load({"kp": client.cookies["kp"].value})
    assert signed_in(thief)

    client.post("/sign-out/")

    assert not signed_in(thief)


def test_signing_in_gives_a_new_session_and_token_whatever_the_browser_held(world, settings):
    settings.KNUTEPUNKT_DEMO = True
    Account.objects.filter(pk=world.ingrid.account_id).update(subject="demo:ingrid")
    planted = world.client(world.leif)
    planted.get("/account/")
    before = planted.cookies["kp"].value
    token = planted.cookies["csrftoken"].value

    planted.get("/demo/lyngvik/ingrid/")

    victim = Client()
    victim.cookies.load({"kp": before})
    assert planted.cookies["kp"].value != before
    assert planted.cookies["csrftoken"].value != token
    assert not signed_in(victim), "the session that was planted is over"


# what was written is not lost


def test_a_form_that_comes_after_the_session_is_shown_back_and_kept_nowhere(world, clock):
    client = world.client(world.ingrid)
    clock.shift(timedelta(hours=1))
    words = "Arne wants to go back to the workshop <b>before</b> Christmas, and he says so himself."

    answer = client.post("/notices/new/oral/", {"text": words, "name": "Arne", "unit": "5", "password": "hemmelig"})

    assert answer.status_code == 403
    soup = BeautifulSoup(answer.content, "lxml")
    assert soup.select_one("textarea").text.strip() == words
    assert "Arne" in soup.select_one("main ul").text
    assert "hemmelig" not in answer.content.decode()
    assert soup.select_one('main a[href="/sign-in/?next=/notices/new/oral/"]')
    assert answer.headers["Cache-Control"] == "no-store"
    from knutepunkt.ui.models import Draft

    world.system()
    assert not Draft.objects.exists()


def test_a_draft_kept_before_the_session_ended_is_there_after_signing_in_again(world, clock):
    client = world.client(world.ingrid)
    form = BeautifulSoup(client.get("/notices/new/oral/").content, "lxml").select_one("form[data-draft-url]")
    field = form.select_one("textarea")["name"]
    assert client.post(form["data-draft-url"], {field: "Half a sentence"}).status_code == 200
    clock.shift(timedelta(hours=1))
    late = client.post(form["data-draft-url"], {field: "Half a sentence and more"})
    assert late.status_code == 403, "nothing is kept for somebody who is signed out"
    world.system()

    again = world.client(world.ingrid).get("/notices/new/oral/")

    assert BeautifulSoup(again.content, "lxml").select_one(f"textarea[name={field}]").text.strip() == "Half a sentence"


def test_a_form_without_words_goes_to_sign_in(world):
    assert Client().post("/account/stay/", {"next": "/day/"}).url == "/sign-in/?next=/"


def test_a_form_with_an_old_token_is_shown_back_to_its_own_page_only(world):
    client = Client(enforce_csrf_checks=True)
    sent = {"text": "What I wrote"}

    own = client.post("/notices/new/oral/", sent, headers={"sec-fetch-site": "same-origin"})
    foreign = client.post("/notices/new/oral/", sent, headers={"sec-fetch-site": "cross-site"})

    assert (own.status_code, foreign.status_code) == (403, 403)
    assert b"What I wrote" in own.content
    assert b"What I wrote" not in foreign.content


# one's other self


def test_going_to_the_own_pages_ends_the_work_in_this_browser(world, twins, clock):
    client = world.client(world.ingrid)
    work = client.cookies["kp"].value
    assert "other-self" in client.get("/account/").content.decode()

    assert client.post("/account/other-self/").url == "/"

    assert client.get("/my/").status_code == 200
    assert client.get("/notices/").status_code == 403
    old = Client()
    old.cookies.load({"kp": work})
    assert not signed_in(old), "never two in one browser"
    world.system()
    assert LoginSession.objects.filter(ended_at=None).count() == 1

    client.post("/account/other-self/")
    assert client.get("/notices/").status_code == 200
    assert client.get("/my/").status_code == 403


def test_the_other_self_is_no_fresher_than_the_sign_in(world, twins, clock):
    client = world.client(world.ingrid)
    clock.shift(timedelta(minutes=20))
    client.post("/account/other-self/")
    world.system()
    before, after = LoginSession.objects.order_by("id")

    assert (after.started_at, after.account_id) == (before.started_at, twins.account_id)


def test_without_another_self_there_is_nothing_to_change_to(world):
    client = world.client(world.ingrid)

    assert "other-self" not in client.get("/account/").content.decode()
    assert client.post("/account/other-self/").status_code == 409
    assert signed_in(client)


def test_an_other_self_without_a_file_is_refused_and_the_session_stays(world):
    own = Account.objects.create(subject="own", kind="person")
    Account.objects.filter(pk=world.ingrid.account_id).update(twin=own)
    client = world.client(world.ingrid)

    assert client.post("/account/other-self/").status_code == 409
    assert signed_in(client)


def moves(world, organisation=None):
    """What the log of an organisation says of sessions that moved."""
    world.system(organisation)
    found = Event.objects.filter(what__startswith="session.").order_by("id")
    return [(e.what, e.account_id, e.by_name, e.subject_id, e.person_id, e.facts) for e in found]


def test_changing_to_the_other_self_and_back_stands_in_the_log_without_telling_who_that_is(world, twins, clock):
    client = world.client(world.ingrid)
    for _ in range(2):
        clock.shift(timedelta(seconds=1))
        client.post("/account/other-self/")

    told = moves(world)
    there, back = LoginSession.objects.order_by("id")[1:]
    here = str(world.lyngvik.id)
    assert told == [
        ("session.to-other-self", world.ingrid.account_id, "Ingrid Solbakken", there.pk, None, {"to": "person", "organisation": here}),
        ("session.to-other-self", twins.account_id, "Ingrid Solbakken", back.pk, None, {"to": "staff", "organisation": here}),
    ]  # fmt: skip
    assert str(twins.account_id) not in str(told[0])
    assert str(twins.pk) not in str(told)


def test_what_leads_nowhere_is_not_in_the_log(world):
    world.client(world.ingrid).post("/account/other-self/")
    assert moves(world) == []


# several workplaces


def test_changing_workplace_stands_in_the_log_of_both(world: World):
    other, _unit, eva = world.neighbour()
    with world.inside(other):
        Staff.objects.create(organisation_id=other.id, account=world.ingrid.account, name="Ingrid S.", title="vikar")
    world.system()
    world.client(world.ingrid).post("/account/workplaces/", {"organisation": str(other.id)})

    session = LoginSession.objects.get(ended_at=None)
    account = world.ingrid.account_id
    assert moves(world) == [
        ("session.to-workplace", account, "Ingrid Solbakken", session.pk, None, {"to": "staff", "organisation": str(other.id)})
    ]  # fmt: skip
    assert moves(world, other) == [("session.came-from-elsewhere", account, "Ingrid S.", session.pk, None, {})]
    with world.acting(world.actor(eva, other)):
        assert not Event.objects.filter(what__startswith="session.").exists()


def test_a_member_of_staff_changes_between_workplaces_and_is_in_one_at_a_time(world: World):
    other, _unit, _eva = world.neighbour()
    with world.inside(other):
        Staff.objects.create(organisation_id=other.id, account=world.ingrid.account, name="Ingrid S.", title="vikar")
    world.system()
    client = world.client(world.ingrid)
    listed = text(client.get("/account/workplaces/"))
    assert "Lyngvik kommune" in listed
    assert "Storvik kommune" in listed

    client.post("/account/workplaces/", {"organisation": str(other.id)})

    assert "Storvik kommune" in text(client.get("/account/"))
    assert client.get("/notices/").status_code in {200, 403}
    client.post("/account/workplaces/", {"organisation": str(world.lyngvik.id)})
    assert "Lyngvik kommune" in text(client.get("/account/"))


def test_nobody_goes_where_they_do_not_work(world):
    other, _unit, _eva = world.neighbour()
    world.system()
    client = world.client(world.ingrid)

    assert client.post("/account/workplaces/", {"organisation": str(other.id)}).status_code == 409
    assert "Storvik" not in text(client.get("/account/workplaces/"))
    assert "Lyngvik kommune" in text(client.get("/account/"))


def test_workplaces_take_the_same_statements_for_one_and_for_three(world, django_assert_num_queries):
    for more in range(2):
        for number in range(2 * more):
            other = world.organisation(f"more{number}", "municipality", f"Kommune {number}")
            with world.inside(other):
                Staff.objects.create(organisation_id=other.id, account=world.ingrid.account, name="I", title="x")
        world.system()
        client = world.client(world.ingrid)
        with django_assert_num_queries(7):
            client.get("/account/workplaces/")
        world.system()
