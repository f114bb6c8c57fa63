"""A provider that lies, one lie at a time: nobody is signed in, the page is calm, the log names the reason and nothing else."""

import logging
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from joserfc.jwk import ECKey

from knutepunkt.identity.models import Account, ExternalIdentity, LoginSession
from knutepunkt.identity.oidc.reasons import Reason
from rooms.identity.oidc.conftest import NUMBER
from rooms.identity.oidc.lying import CLIENT_ID, GONE, Liar, sign_in

pytestmark = pytest.mark.usefixtures("arne")
ELSEWHERE = "https://elsewhere.example"


def claims(**lies):
    return lambda liar: liar.claim_lies.update(lies)


def signed_by(way):
    return lambda liar: setattr(liar, "sign", getattr(liar, way))


def header(**lies):
    return lambda liar: liar.header_lies.update(lies)


def response(**lies):
    return lambda liar: liar.response_lies.update(lies)


def times(**seconds):
    import time

    return lambda liar: liar.claim_lies.update({name: int(time.time()) + moved for name, moved in seconds.items()})


def userinfo(**lies):
    return lambda liar: liar.userinfo_lies.update(lies)


def tokens(**lies):
    return lambda liar: liar.token_lies.update(lies)


def metadata(**lies):
    return lambda liar: liar.metadata_lies.update(lies)


LIES = {
    "iss": (claims(iss=ELSEWHERE), Reason.ISSUER),
    "iss with a slash": (claims(iss="https://liar.example/"), Reason.ISSUER),
    "iss in response": (response(iss=ELSEWHERE), Reason.RESPONSE_ISSUER),
    "iss promised, not in response": (response(iss=GONE), Reason.RESPONSE_ISSUER),
    "iss in discovery": (metadata(issuer=ELSEWHERE), Reason.DISCOVERY_ISSUER),
    "addresses without TLS in discovery": (metadata(token_endpoint="http://liar.example/token"), Reason.DISCOVERY),
    "aud": (claims(aud="another-client"), Reason.AUDIENCE),
    "aud absent": (claims(aud=GONE), Reason.AUDIENCE),
    "several aud without azp": (claims(aud=[CLIENT_ID, "trusted-beside-us"]), Reason.PARTY),
    "several aud, azp of the other": (
        claims(aud=[CLIENT_ID, "trusted-beside-us"], azp="trusted-beside-us"),
        Reason.PARTY,
    ),
    "azp of another": (claims(azp="another-client"), Reason.PARTY),
    "aud with a stranger": (claims(aud=[CLIENT_ID, "a-stranger"], azp=CLIENT_ID), Reason.AUDIENCE_UNTRUSTED),
    "nonce": (claims(nonce="another"), Reason.NONCE),
    "nonce absent": (claims(nonce=GONE), Reason.NONCE),
    "state": (response(state="another"), Reason.STATE),
    "state absent": (response(state=GONE), Reason.STATE),
    "code absent": (response(code=GONE), Reason.CODE_MISSING),
    "code made up": (response(code="made-up"), Reason.CODE_REFUSED),
    "the user says no": (response(error="access_denied", code=GONE), Reason.DECLINED),
    "another error": (response(error="server_error", code=GONE), Reason.PROVIDER_SAID_NO),
    "acr low": (claims(acr="substantial"), Reason.LEVEL),
    "acr absent": (claims(acr=GONE), Reason.LEVEL_MISSING),
    "acr a list without the level": (claims(acr=["low", "substantial"]), Reason.LEVEL),
    "acr in userinfo only": (
        lambda liar: (liar.claim_lies.update(acr=GONE), liar.userinfo_lies.update(acr="high")),
        Reason.LEVEL_MISSING,
    ),
    "alg none": (signed_by("unsigned"), Reason.ALGORITHM),
    "HS256 with the public key": (signed_by("with_public_key_as_secret"), Reason.ALGORITHM),
    "signed with another key": (signed_by("with_another_key"), Reason.SIGNATURE),
    "unknown kid": (header(kid="never-published"), Reason.KEY_UNKNOWN),
    "critical header not understood": (signed_by("with_a_critical_header"), Reason.SIGNATURE),
    "a logout token as ID token": (header(typ="logout+jwt"), Reason.TOKEN_KIND),
    "expired": (times(exp=-61), Reason.EXPIRED),
    "exp absent": (claims(exp=GONE), Reason.EXPIRED),
    "iat in the future": (times(iat=61), Reason.ISSUED_LATER),
    "iat absent": (claims(iat=GONE), Reason.ISSUED_LATER),
    "iat long ago": (times(iat=-661), Reason.ISSUED_EARLY),
    "nbf in the future": (times(nbf=61), Reason.NOT_YET),
    "at_hash": (claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), Reason.ACCESS_TOKEN_HASH),
    "sub absent": (claims(sub=GONE), Reason.SUBJECT),
    "userinfo with other sub": (userinfo(sub="somebody-else"), Reason.USERINFO_SUBJECT),
    "userinfo without sub": (userinfo(sub=GONE), Reason.USERINFO_SUBJECT),
    "no ID token": (tokens(id_token=GONE), Reason.TOKEN_FORM),
    "an ID token that is none": (tokens(id_token="a.b.c"), Reason.TOKEN_FORM),
    "pid zeros": (lambda liar: liar.facts.update(pid="00000000000"), Reason.NUMBER),
    "pid with bad check digits": (
        lambda liar: liar.facts.update(pid=NUMBER[:10] + str((int(NUMBER[10]) + 1) % 10)),
        Reason.NUMBER,
    ),
    "pid with a date that is none": (lambda liar: liar.facts.update(pid="99999999999"), Reason.NUMBER),
    "pid absent": (lambda liar: liar.facts.pop("pid"), Reason.NUMBER_MISSING),
}


@pytest.fixture
def liar(clock, configured):
    liar = Liar(sub="somebody", pid=NUMBER, name="Arne Solli", email="arne@example.no")
    configured(liar=(liar, {"audiences": ["trusted-beside-us"]}))
    return liar


def reasons(caplog) -> list[str]:
    return [r.getMessage().split("reason=")[1].split()[0] for r in caplog.records if "refused" in r.getMessage()]


def require_nobody(response, client, caplog, reason):
    """No session, a calm page with a reference, the reason and nothing personal in the log."""
    assert response.status_code == 403
    page = BeautifulSoup(response.content, "lxml").get_text(" ", strip=True)
    assert reasons(caplog) == [reason.value]
    reference = caplog.records[-1].getMessage().split("reference=")[1]
    assert reference in page
    assert "login" not in client.session
    assert not LoginSession.objects.filter(method="oidc:liar").exists()
    assert not Account.objects.filter(subject__startswith="oidc:").exists()
    for record in caplog.records:
        for personal in (NUMBER, NUMBER[:10], "somebody", "Arne", "00000000000", "arne@example.no"):
            assert personal not in record.getMessage()
    assert NUMBER[:6] not in page


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused_and_named(liar, client, caplog, lie):
    caplog.set_level(logging.INFO, "knutepunkt.sign-in")
    tell, reason = LIES[lie]
    tell(liar)

    if reason in {Reason.DISCOVERY, Reason.DISCOVERY_ISSUER}:
        answer = client.get("/sign-in/with/liar/")
    else:
        answer = sign_in(client, liar)

    require_nobody(answer, client, caplog, reason)


TRUTHS = {
    "as it is": claims(),
    "a trusted audience beside us, with azp": claims(aud=[CLIENT_ID, "trusted-beside-us"], azp=CLIENT_ID),
    "an audience of one as a list": claims(aud=[CLIENT_ID]),
    "expired within the skew": times(exp=-59),
    "iat ahead within the skew": times(iat=59),
    "no at_hash": claims(at_hash=GONE),
    "no kind in the header": header(typ="JWT"),
    "no iss in response, none promised": lambda liar: (
        liar.response_lies.update(iss=GONE),
        liar.metadata_lies.update(authorization_response_iss_parameter_supported=False),
    ),
    "no pushed requests": metadata(pushed_authorization_request_endpoint=GONE),
    "no userinfo": metadata(userinfo_endpoint=GONE),
}


@pytest.mark.parametrize("truth", TRUTHS)
def test_what_is_true_gets_in(liar, client, caplog, truth):
    TRUTHS[truth](liar)

    answer = sign_in(client, liar)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/my/").status_code == 200
    assert reasons(caplog) == []


# what was used before


def test_a_code_is_used_once(liar, client, caplog):
    going = client.get("/sign-in/with/liar/")
    brought = liar.authorise(going["Location"])
    cookie = client.cookies["kp_sign_in"].value
    assert client.get("/sign-in/with/liar/back/", brought).status_code == 302

    from django.test import Client

    other = Client()
    begun = other.get("/sign-in/with/liar/")
    theirs = liar.authorise(begun["Location"])
    stolen = other.get("/sign-in/with/liar/back/", {**theirs, "code": brought["code"]})
    assert stolen.status_code == 403

    again = Client()
    again.cookies["kp_sign_in"] = cookie
    assert again.get("/sign-in/with/liar/back/", brought).status_code == 403
    assert again.get("/sign-in/with/liar/back/", brought).status_code == 403
    assert reasons(caplog) == [Reason.CODE_USED.value, Reason.STATE_USED.value, Reason.STATE_MISSING.value]
    assert [path for path, _form in liar.asked].count("/token") == 1


def test_a_token_is_used_once(liar, client, caplog):
    assert sign_in(client, liar).status_code == 302
    old = liar.id_token
    liar.token_lies["id_token"] = old

    answer = sign_in(client, liar)

    assert answer.status_code == 403
    assert reasons(caplog) == [Reason.TOKEN_USED.value]


def test_an_answer_of_one_provider_does_not_count_at_another(clock, configured, client, caplog):
    mine, theirs = Liar("mine.example", pid=NUMBER), Liar("theirs.example", pid=NUMBER)
    configured(mine=(mine, {}), theirs=(theirs, {}))

    answer = sign_in(client, mine, "mine", at="theirs")

    assert answer.status_code == 403
    assert theirs.asked == []
    honest = theirs.issuer
    mine.response_lies["iss"] = honest
    assert sign_in(client, mine, "mine").status_code == 403
    assert reasons(caplog) == [Reason.OTHER_PROVIDER.value, Reason.RESPONSE_ISSUER.value]
    assert "/token" not in [path for path, _form in mine.asked]


def test_an_answer_without_a_beginning_in_this_browser_does_not_count(liar, client, caplog):
    from django.test import Client

    brought = liar.authorise(Client().get("/sign-in/with/liar/")["Location"])

    require_nobody(client.get("/sign-in/with/liar/back/", brought), client, caplog, Reason.STATE_MISSING)


def test_a_cookie_not_made_by_us_does_not_count(liar, client, caplog):
    client.cookies["kp_sign_in"] = "liar:state:made-up"

    answer = client.get("/sign-in/with/liar/back/", {"code": "x", "state": "state", "iss": liar.issuer})

    require_nobody(answer, client, caplog, Reason.STATE_MISSING)


def test_an_answer_that_comes_late_does_not_count(liar, client, caplog, clock):
    going = client.get("/sign-in/with/liar/")
    brought = liar.authorise(going["Location"])
    clock.shift(timedelta(minutes=15, seconds=1))

    require_nobody(client.get("/sign-in/with/liar/back/", brought), client, caplog, Reason.TOO_LATE)


def test_a_parameter_given_twice_does_not_count(liar, client, caplog):
    brought = liar.authorise(client.get("/sign-in/with/liar/")["Location"])

    answer = client.get(f"/sign-in/with/liar/back/?code={brought['code']}&code=x&state={brought['state']}")

    require_nobody(answer, client, caplog, Reason.ANSWER)


# keys


def test_a_new_key_is_fetched_once_and_made_up_ones_do_not_make_us_ask(liar, client, caplog, clock):
    assert sign_in(client, liar).status_code == 302
    clock.shift(timedelta(seconds=31))
    liar.key = ECKey.generate_key("P-256", {"kid": "second", "alg": "ES256", "use": "sig"})
    liar.published = [liar.key]
    liar.header_lies["kid"] = "second"
    assert sign_in(client, liar).status_code == 302

    liar.header_lies["kid"] = "made-up"
    for _ in range(3):
        assert sign_in(client, liar).status_code == 403

    assert [path for path, _form in liar.asked].count("/keys") == 2
    assert reasons(caplog) == [Reason.KEY_UNKNOWN.value] * 3


def test_a_withdrawn_key_counts_an_hour_at_most(liar, client, clock):
    assert sign_in(client, liar).status_code == 302
    liar.published = []
    clock.shift(timedelta(hours=1))

    assert sign_in(client, liar).status_code == 403


# around it


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_the_way_back_leads_nowhere_else(liar, client, wanted):
    assert sign_in(client, liar, next=wanted)["Location"] == "/"


def test_the_way_back_leads_where_the_reader_was_going(world, liar, client):
    assert sign_in(client, liar, next="/my/plan/?page=2")["Location"] == "/my/plan/?page=2"


def test_what_the_browser_held_before_is_dropped(world, liar, client, sessions):
    planted = world.client(world.ingrid)
    before = planted.cookies["kp"].value

    assert sign_in(planted, liar).status_code == 302

    assert planted.cookies["kp"].value != before
    assert [session.method for session in sessions()] == ["oidc:liar"]
    old = world.client(world.ingrid)
    old.cookies["kp"] = before
    assert old.get("/day/").status_code == 302


def test_beginning_writes_nothing_about_anybody_and_the_cookie_is_closed(liar, client):
    going = client.get("/sign-in/with/liar/")

    cookie = client.cookies["kp_sign_in"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/sign-in/")
    assert going["Location"].startswith(f"{liar.issuer}/authorize?client_id=knutepunkt&request_uri=")
    pushed = liar.pushed["urn:0"]
    assert (pushed["code_challenge_method"], pushed["ui_locales"]) == ("S256", "nb")
    assert pushed["client_assertion"].count(".") == 2
    assert not ExternalIdentity.objects.exists()


def test_an_unknown_service_has_no_address(liar, client):
    for where in ("", "back/", "no-role/", "signed-out/", "front-channel/"):
        assert client.get(f"/sign-in/with/unknown/{where}").status_code == 404


def test_who_fails_too_often_must_wait_and_others_need_not(liar, client, caplog):
    for _ in range(50):
        assert client.get("/sign-in/with/liar/back/").status_code == 403
    asked = len(liar.asked)

    answer = client.get("/sign-in/with/liar/")

    assert answer.status_code == 429
    assert len(liar.asked) == asked
    assert client.get("/sign-in/with/liar/", REMOTE_ADDR="10.0.0.9").status_code == 302
    assert reasons(caplog)[-1] == Reason.TOO_MANY.value


def test_a_provider_that_does_not_answer(liar, client, caplog, monkeypatch):
    from knutepunkt.identity.oidc import transport
    from knutepunkt.identity.oidc.reasons import SignInRefused

    def silent(*_, **__):
        raise SignInRefused(Reason.UNREACHABLE)

    monkeypatch.setattr(transport, "send", silent)

    require_nobody(client.get("/sign-in/with/liar/"), client, caplog, Reason.UNREACHABLE)
