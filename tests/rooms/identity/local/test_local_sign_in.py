"""Local sign-in: nothing by password alone, nothing told to those who guess, nothing counts twice."""

import json
import re
import time
from datetime import timedelta
from statistics import median

import pytest
import time_machine
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse

from knutepunkt.audit.models import Event
from knutepunkt.identity.local import codes, throttle
from knutepunkt.identity.models import Account, LocalSignIn, LoginSession, Passkey, SignInAttempts
from knutepunkt.organisation import operations
from passkey_device import PRESENT, Device

PASSWORD = "fire blå sykler i regn"
URL, PASSKEY_URL = "/sign-in/local/", "/sign-in/local/passkey/"


@pytest.fixture(autouse=True)
def local(settings):
    settings.KNUTEPUNKT_LOCAL_SIGN_IN = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # so that the tests are quick


@pytest.fixture
def clock(world):
    with time_machine.travel(world.at, tick=False) as moved:
        yield moved


@pytest.fixture
def admin(world):
    return world.staff("Ada Lunde", "rådgiver", world.office, "administrator")


@pytest.fixture
def token(world, admin, clock):
    with world.acting(world.actor(admin)) as actor:
        made = operations.invite_to_sign_in(staff=world.silje, by=actor, at=world.at)
    world.silje.refresh_from_db()
    return made


def soup(response):
    return BeautifulSoup(response.content, "lxml")


def options(response, form="form[data-passkey]"):
    return json.loads(soup(response).select_one(form)["data-options"])


def secret_on(response):
    return soup(response).select_one("main p code").text.replace(" ", "")


def code_of(secret, at):
    return codes.code_at(secret, int(at.timestamp()) // codes.STEP_SECONDS)


def accept_with_code(world, token, client=None, name="Silje"):
    """The invitation taken with a code app; the client is signed in then."""
    client = client or Client()
    address = reverse("front:invitation", args=[token])
    secret = secret_on(client.get(address))
    answer = client.post(address, {"name": name, "password": PASSWORD, "code": code_of(secret, world.at)})
    world.system()
    return client, secret, [code.text for code in soup(answer).select("main li code")]


def accept_with_passkey(world, token, device=None):
    client, device = Client(), device or Device()
    made = device.make(options(client.get(reverse("front:invitation", args=[token]))))
    answer = client.post(reverse("front:invitation-passkey", args=[token]), {"credential": made})
    world.system()
    return client, device, answer


def sign_in(name="silje", password=PASSWORD, code="", client=None, **more):
    return (client or Client()).post(URL, {"name": name, "password": password, "code": code}, **more)


def is_in(client):
    return client.get("/account/").status_code == 200


# invitations


def test_only_who_sets_up_the_organisation_may_invite(world, admin, clock):
    address = reverse("organisation:invitation", args=[world.silje.pk])
    assert world.client(world.leif).post(address).status_code == 403
    assert world.client(world.ingrid).post(address).status_code == 403
    assert world.client(world.person(account=True)).post(address).status_code == 403
    _other, _unit, eva = world.neighbour()
    world.system()
    assert world.client(eva).post(address).status_code in {403, 404}
    world.system()
    assert not LocalSignIn.objects.exists()

    page = world.client(admin).post(address)

    assert re.search("http://testserver/sign-in/invitation/[A-Za-z0-9_-]{43}/", page.content.decode())
    world.system()
    event = Event.objects.get(what="sign-in.invited")
    assert (event.by_name, event.facts) == ("Ada Lunde", {"staff": str(world.silje.pk)})


def test_the_link_itself_is_not_in_the_database(world, token):
    login = LocalSignIn.objects.get()

    assert len(bytes(login.invitation)) == 32
    assert token.encode() not in bytes(login.invitation)


def test_before_the_invitation_is_taken_nothing_is_seen(world, token):
    assert sign_in(name="", password="", code="").status_code == 422
    assert Client().get("/notices/").url.startswith("/sign-in/")
    client = Client()
    client.get(reverse("front:invitation", args=[token]))
    assert not is_in(client)


def test_an_invitation_works_once(world, token):
    client, _secret, shown = accept_with_code(world, token)
    assert is_in(client)
    assert len(shown) == 10

    again = Client().get(reverse("front:invitation", args=[token]))

    assert again.status_code == 409
    assert not is_in(accept_with_passkey_on_used(token))


def accept_with_passkey_on_used(token):
    client = Client()
    client.post(reverse("front:invitation-passkey", args=[token]), {"credential": "{}"})
    return client


def test_an_invitation_ends_after_a_day(world, token, clock):
    clock.shift(timedelta(hours=24))

    assert Client().get(reverse("front:invitation", args=[token])).status_code == 409


def test_a_new_invitation_makes_the_one_before_void(world, admin, token):
    with world.acting(world.actor(admin)) as actor:
        newer = operations.invite_to_sign_in(staff=world.silje, by=actor, at=world.at)

    assert Client().get(reverse("front:invitation", args=[token])).status_code == 409
    assert Client().get(reverse("front:invitation", args=[newer])).status_code == 200


def test_a_new_invitation_ends_what_was_before_when_it_is_used(world, admin, token, clock):
    old, secret, _codes = accept_with_code(world, token)
    own = Account.objects.create(subject="own", kind="person")
    Account.objects.filter(pk=world.silje.account_id).update(twin=own)
    with world.acting(world.actor(admin)) as actor:
        newer = operations.invite_to_sign_in(staff=world.silje, by=actor, at=world.at)
    assert is_in(old), "until it is used"

    new, _device, _answer = accept_with_passkey(world, newer)

    assert (is_in(new), is_in(old)) == (True, False)
    clock.shift(timedelta(minutes=1))
    assert sign_in(code=code_of(secret, world.at + timedelta(minutes=1))).status_code == 403
    world.system()
    assert Account.objects.get(pk=world.silje.account_id).twin_id is None, "a link leads to nobody's own pages"


def test_nobody_is_invited_to_what_belongs_to_another_organisation_too(world, admin, clock):
    from knutepunkt.organisation.models import Staff

    other, _unit, _eva = world.neighbour()
    with world.inside(other):
        Staff.objects.create(organisation_id=other.id, account=world.silje.account, name="Silje", title="x")
    world.system()
    with world.acting(world.actor(admin)) as actor, pytest.raises(operations.SignsInElsewhere):
        operations.invite_to_sign_in(staff=world.silje, by=actor, at=world.at)


@pytest.mark.parametrize("password", ["kort", "password1234", "silje silje silje", "x" * 201])
def test_a_weak_password_is_refused_and_the_invitation_lives(world, token, password):
    client, address = Client(), reverse("front:invitation", args=[token])
    secret = secret_on(client.get(address))

    answer = client.post(address, {"name": "silje", "password": password, "code": code_of(secret, world.at)})

    assert answer.status_code == 422
    assert password not in answer.content.decode().replace("Silje", "")
    assert accept_with_code(world, token, client)[2]


# name, password and code


def test_signing_in_asks_for_all_three(world, token, clock):
    _client, secret, _codes = accept_with_code(world, token)
    clock.shift(timedelta(minutes=1))
    right = code_of(secret, world.at + timedelta(minutes=1))

    assert sign_in(code="").status_code == 422
    assert sign_in(password="feil passord her", code=right).status_code == 403
    assert sign_in(name="nobody", code=right).status_code == 403
    assert sign_in(code="000000" if right != "000000" else "111111").status_code == 403
    client = Client()
    assert sign_in(name=" SILJE ", code=right, client=client).status_code == 302
    assert is_in(client)
    world.system()
    session = LoginSession.objects.order_by("-started_at", "-id")[0]
    assert (session.method, session.proved_at) == ("totp", session.started_at)


def test_a_code_counts_once_also_the_one_that_set_the_app_up(world, token, clock):
    _client, secret, _codes = accept_with_code(world, token)
    assert sign_in(code=code_of(secret, world.at)).status_code == 403
    clock.shift(timedelta(seconds=30))
    code = code_of(secret, world.at + timedelta(seconds=30))

    assert sign_in(code=code).status_code == 302
    assert sign_in(code=code).status_code == 403
    clock.shift(timedelta(seconds=60))
    assert sign_in(code=code_of(secret, world.at + timedelta(seconds=60))).status_code == 302, "one step late is taken"


def test_a_recovery_code_counts_once(world, token):
    _client, _secret, shown = accept_with_code(world, token)
    assert len(set(shown)) == 10

    assert sign_in(code=shown[3].lower()).status_code == 302
    assert sign_in(code=shown[3]).status_code == 403
    assert sign_in(code=shown[4].replace("-", " ")).status_code == 302
    world.system()
    assert len(LocalSignIn.objects.get().recovery_codes) == 8


def test_secrets_are_sealed_and_codes_are_hashes(world, token):
    _client, secret, shown = accept_with_code(world, token)
    login = LocalSignIn.objects.get()

    assert secret.encode() not in bytes(login.secret)
    assert not {code.replace("-", "") for code in shown} & set(login.recovery_codes)
    assert codes.reseal_secrets() == 1
    assert codes.step_of(secret, code_of(secret, world.at), at=world.at)


def test_who_works_nowhere_any_more_does_not_get_in(world, token, clock):
    _client, _secret, shown = accept_with_code(world, token)
    from knutepunkt.organisation.models import Staff

    Staff.objects.filter(pk=world.silje.pk).update(account=None)

    client = Client()
    assert sign_in(code=shown[0], client=client).status_code == 403
    assert not is_in(client)


def test_a_persons_account_never_signs_in_here(world, token):
    _client, _secret, shown = accept_with_code(world, token)
    Account.objects.filter(pk=world.silje.account_id).update(kind="person")

    assert sign_in(code=shown[0]).status_code == 403


def test_after_sign_in_one_is_where_one_wanted_on_this_server(world, token):
    _client, _secret, shown = accept_with_code(world, token)

    def wanted(where, code):
        return Client().post(URL, {"name": "silje", "password": PASSWORD, "code": code, "next": where}).url

    assert wanted("/notices/", shown[0]) == "/notices/"
    assert wanted("https://elsewhere.example/", shown[1]) == "/"


# guessing


def plain(response):
    """The page without what is new each time: token and challenge."""
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r'data-options="[^"]*"', "", text)


def test_known_and_unknown_names_get_the_same_bytes(world, token, clock):
    accept_with_code(world, token)
    clock.shift(timedelta(minutes=1))

    known, unknown = (
        sign_in(name="silje", password="x", code="123456"),
        sign_in(name="solje", password="x", code="123456"),
    )
    right_password = sign_in(name="silje", code="123456")

    assert len(known.content) == len(unknown.content) == len(right_password.content)
    assert plain(known).replace("silje", "solje") == plain(unknown)
    assert plain(known) == plain(right_password)
    assert (known.status_code, set(known.headers)) == (unknown.status_code, set(unknown.headers))


def test_known_and_unknown_names_take_the_same_work(world, token, settings, monkeypatch, record_property):
    """Medians of CPU time, in turns. The bound is wide: what is told apart here is one hashing or none."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    accept_with_code(world, token)
    monkeypatch.setattr(throttle, "MOST_BY_NAME", 100)
    took = {"silje": [], "solje": []}
    for number in range(10):
        name = ("silje", "solje")[number % 2]
        client = Client()
        began = time.process_time()
        assert sign_in(name=name, password="x", code="123456", client=client).status_code == 403
        took[name].append(time.process_time() - began)
    known, unknown = median(took["silje"]), median(took["solje"])
    record_property("milliseconds", (round(known * 1000, 1), round(unknown * 1000, 1)))

    assert 0.67 < known / unknown < 1.5


def test_attempts_from_many_processes_are_all_counted(django_db_setup, django_db_blocker, at):
    from concurrent.futures import ThreadPoolExecutor

    import psycopg

    from databases import superuser

    with django_db_blocker.unblock():
        from django.conf import settings

        name = settings.DATABASES["default"]["NAME"]
    given = {"digest": b"x" * 32, "at": at, "before": at - throttle.WINDOW}

    def try_five_times(_number):
        with psycopg.connect(superuser(), dbname=name) as connection:
            return [connection.execute(throttle.COUNT, given).fetchone()[0] for _ in range(5)]

    with ThreadPoolExecutor(6) as pool:
        seen = sorted(count for counts in pool.map(try_five_times, range(6)) for count in counts)
    with psycopg.connect(superuser(), dbname=name) as connection:
        connection.execute("DELETE FROM identity_signinattempts WHERE digest = %s", [given["digest"]])

    assert seen == list(range(1, 31))


def test_after_five_wrong_attempts_even_what_is_right_waits_known_or_not(world, token, clock):
    _client, _secret, shown = accept_with_code(world, token)
    for name in ("silje", "solje"):
        for _ in range(throttle.MOST_BY_NAME):
            assert sign_in(name=name, password="x", code="123456").status_code == 403

    known, unknown = sign_in(code=shown[0]), sign_in(name="solje", code=shown[0])

    assert (known.status_code, unknown.status_code) == (429, 429)
    assert plain(known).replace("silje", "solje") == plain(unknown)
    clock.shift(throttle.WINDOW)
    assert sign_in(code=shown[0]).status_code == 302


def test_an_address_that_tries_many_names_waits(world, token, settings):
    _client, _secret, shown = accept_with_code(world, token)
    for number in range(throttle.MOST_BY_ADDRESS):
        assert throttle.may_try(name=f"name{number}", address="203.0.113.9", at=world.at)

    assert sign_in(code=shown[0], REMOTE_ADDR="203.0.113.9").status_code == 429
    assert sign_in(code=shown[0], headers={"x-forwarded-for": "203.0.113.9"}).status_code == 302, "not believed"
    settings.KNUTEPUNKT_PROXIES = 1
    forged = {"x-forwarded-for": "198.51.100.1, 203.0.113.9"}
    assert sign_in(code=shown[1], headers=forged).status_code == 429, "what our own proxy wrote counts"


def test_those_who_get_in_are_not_counted(world, token):
    _client, _secret, shown = accept_with_code(world, token)
    for code in shown[: throttle.MOST_BY_NAME + 1]:
        assert sign_in(code=code).status_code == 302

    world.system()
    assert list(SignInAttempts.objects.values_list("count", flat=True)) == [0]


def test_neither_name_nor_address_is_kept(world, token):
    sign_in(name="silje", password="x", code="123456", REMOTE_ADDR="203.0.113.9")
    world.system()

    assert all(len(bytes(one.digest)) == 32 for one in SignInAttempts.objects.all())


# passkeys


def show(device, client=None, **lies):
    client = client or Client()
    credential = device.show(options(client.get(URL)), **lies)
    return client, client.post(PASSKEY_URL, {"credential": credential}), credential


def test_a_passkey_signs_in(world, token):
    first, device, _answer = accept_with_passkey(world, token)
    assert is_in(first)

    client, answer, _credential = show(device)

    assert answer.status_code == 302
    assert is_in(client)
    world.system()
    assert LoginSession.objects.order_by("-started_at", "-id")[0].method == "passkey"
    assert Passkey.objects.get().counter == 1


@pytest.mark.parametrize(
    "lies",
    [
        {"flags": PRESENT},
        {"origin": "https://knutepunkt.example.net"},
        {"origin": "http://testserver.example.net"},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"handle": b"x" * 16},
    ],
    ids=["not-verified", "other-origin", "origin-that-begins-alike", "other-key", "other-account"],
)
def test_a_passkey_that_lies_is_refused(world, token, lies):
    _first, device, _answer = accept_with_passkey(world, token)

    client, answer, _credential = show(device, **lies)

    assert answer.status_code == 403
    assert not is_in(client)


def test_an_answer_counts_once_and_only_for_the_challenge_asked(world, token, clock):
    _first, device, _answer = accept_with_passkey(world, token)
    thief = Client()
    thief.get(URL)
    cookie = thief.cookies["kp"].value
    client, answer, credential = show(device, thief)
    assert answer.status_code == 302
    client.post("/sign-out/")

    replayed = Client()
    replayed.cookies.load({"kp": cookie})
    assert replayed.post(PASSKEY_URL, {"credential": credential}).status_code == 403
    fresh = Client()
    fresh.get(URL)
    assert fresh.post(PASSKEY_URL, {"credential": credential}).status_code == 403
    assert Client().post(PASSKEY_URL, {"credential": credential}).status_code == 403

    late = Client()
    late_answer = device.show(options(late.get(URL)))
    clock.shift(timedelta(minutes=11))
    assert late.post(PASSKEY_URL, {"credential": late_answer}).status_code == 403


def test_a_copied_passkey_shows_by_its_counter(world, token):
    _first, device, _answer = accept_with_passkey(world, token)
    device.counter = 7
    assert show(device)[1].status_code == 302

    device.counter = 3

    assert show(device)[1].status_code == 403


@pytest.mark.parametrize(
    "rubbish", ["", "null", "[]", "{}", "{", '{"id": 1}', "x" * 30_000, '{"rawId": "AA", "response": {}}']
)
def test_rubbish_is_answered_with_a_sentence(world, clock, rubbish):
    client = Client()
    client.get(URL)

    answer = client.post(PASSKEY_URL, {"credential": rubbish})

    assert answer.status_code == 403


def test_a_new_passkey_must_have_verified_its_owner(world, token):
    client, device = Client(), Device()
    made = device.make(options(client.get(reverse("front:invitation", args=[token]))), flags=PRESENT)

    assert client.post(reverse("front:invitation-passkey", args=[token]), {"credential": made}).status_code == 422
    assert not is_in(client)
    world.system()
    assert LocalSignIn.objects.get().invitation is not None


# looking after it


def prove(world, client, secret, at):
    return client.post(reverse("front:prove-by-code"), {"code": code_of(secret, at)})


def test_changing_asks_for_a_fresh_proof(world, token, clock):
    client, secret, _codes = accept_with_code(world, token)
    clock.shift(timedelta(minutes=6))
    renew = reverse("front:renew-recovery-codes")
    before = LocalSignIn.objects.get().recovery_codes

    assert client.post(renew).status_code == 302
    world.system()
    assert LocalSignIn.objects.get().recovery_codes == before
    assert b'data-passkey="create"' not in client.get("/account/sign-in/").content

    assert prove(world, client, secret, world.at + timedelta(minutes=6)).status_code == 302
    shown = client.post(renew)
    assert len(soup(shown).select("main li code")) == 10
    world.system()
    assert not set(LocalSignIn.objects.get().recovery_codes) & set(before)
    assert Event.objects.get(what="sign-in.recovery-codes-renewed").by_name == "Silje Dahl"


def test_wrong_proofs_are_counted(world, token, clock):
    client, secret, _codes = accept_with_code(world, token)
    clock.shift(timedelta(minutes=6))
    wrong = reverse("front:prove-by-code")
    for _ in range(throttle.MOST_BY_NAME):
        assert client.post(wrong, {"code": "no"}).status_code == 422

    assert prove(world, client, secret, world.at + timedelta(minutes=6)).status_code == 422
    world.system()
    assert LoginSession.objects.get(ended_at=None).proved_at == world.at


def test_passkeys_are_added_and_removed_but_not_the_last_way_in(world, token, clock):
    client, device, _answer = accept_with_passkey(world, token)
    second = Device()
    clock.shift(timedelta(seconds=1))
    made = second.make(options(client.get("/account/sign-in/")))
    client.post(reverse("front:add-passkey"), {"credential": made, "label": "Nøkkelen i skuffen"})
    elsewhere, answer, _credential = show(second)
    assert answer.status_code == 302
    world.system()
    first_id, second_id = Passkey.objects.order_by("created_at", "id").values_list("pk", flat=True)

    clock.shift(timedelta(seconds=1))
    client.post(reverse("front:remove-passkey", args=[first_id]))
    assert show(device)[1].status_code == 403
    assert (is_in(client), is_in(elsewhere)) == (True, False), "other browsers are signed out"
    client.post(reverse("front:remove-passkey", args=[second_id]))
    assert show(second)[1].status_code == 302, "the last way in stays"
    world.system()
    assert list(Event.objects.filter(what__startswith="sign-in.passkey").values_list("what", flat=True)) == [
        "sign-in.passkey-added",
        "sign-in.passkey-removed",
    ]


def test_anothers_passkey_is_neither_removed_nor_a_proof(world, admin, token, clock):
    client, _secret, _codes = accept_with_code(world, token)
    with world.acting(world.actor(admin)) as actor:
        other = operations.invite_to_sign_in(staff=world.ingrid, by=actor, at=world.at)
    _ingrid, device, _answer = accept_with_passkey(world, other)
    foreign = Passkey.objects.get()

    client.post(reverse("front:remove-passkey", args=[foreign.pk]))
    clock.shift(timedelta(minutes=6))
    shown = device.show(options(Client().get(URL)))
    client.get("/account/sign-in/")
    client.post(reverse("front:prove-by-passkey"), {"credential": shown})

    world.system()
    assert Passkey.objects.filter(pk=foreign.pk).exists()
    assert LoginSession.objects.get(account=world.silje.account, ended_at=None).proved_at == world.at


def test_the_page_of_ones_sign_in_takes_the_same_statements_for_many_passkeys(
    world, token, clock, django_assert_num_queries
):
    client, _device, _answer = accept_with_passkey(world, token)
    for more in (0, 2):
        for number in range(more):
            Passkey.objects.create(
                account=world.silje.account, label=f"{number}", credential_id=bytes([number]),
                credential=Passkey.objects.earliest("created_at", "id").credential, created_at=world.at,
            )  # fmt: skip
        with django_assert_num_queries(8):
            client.get("/account/sign-in/")
        world.system()


def test_who_signs_in_another_way_has_nothing_to_change_here(world):
    client = world.client(world.ingrid)
    LoginSession.objects.update(method="oidc:<elsewhere>")

    page = client.get("/account/sign-in/")

    assert "&lt;elsewhere&gt;" in page.content.decode()
    assert not soup(page).select("main form")
    client.post(reverse("front:renew-recovery-codes"))
    client.post(reverse("front:prove-by-code"), {"code": "123456"})
    world.system()
    assert not LocalSignIn.objects.exists()


def test_where_it_is_not_switched_on_nothing_of_it_exists(world, settings):
    settings.KNUTEPUNKT_LOCAL_SIGN_IN = False
    client = world.client(world.ingrid)

    assert Client().get(URL).status_code == 404
    assert Client().post(URL, {"name": "a", "password": "b", "code": "c"}).status_code == 404
    assert Client().get(reverse("front:invitation", args=["x"])).status_code == 404
    assert client.get("/account/sign-in/").status_code == 404
    assert client.get(reverse("organisation:invitation", args=[world.silje.pk])).status_code in {403, 404}
    assert "/account/sign-in/" not in client.get("/account/").content.decode()
