"""The whole way in a browser, with its own idea of cookies, redirects and content security: in at ID-porten's double, and out of both."""

import pytest
from django.test import override_settings

from knutepunkt.identity.oidc import discovery
from live import axe_findings
from rooms.identity.oidc.conftest import NUMBER
from rooms.identity.oidc.lying import OUR_KEY
from rooms.identity.oidc.operating import written
from rooms.identity.provider.running import running

pytestmark = pytest.mark.browser


@pytest.fixture
def porten(live, tmp_path):
    """The provider knows Jonas, who has a login in the demo, by a number that no file has."""
    with running(OUR_KEY.as_dict(private=False), {"jonas": {"pid": NUMBER}}, ours=live.url) as providers:
        discovery.forget()
        with override_settings(KNUTEPUNKT_SIGN_IN=written(tmp_path, providers)):
            providers["id-porten"].next("jonas", level="idporten-loa-high")
            yield providers["id-porten"]
        discovery.forget()


def known_as(live, login, subject):
    """The demo's account is the one behind the provider's subject."""
    import psycopg

    from databases import superuser

    with psycopg.connect(superuser(), dbname=live.database, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO identity_externalidentity (id, account_id, provider, subject, created_at, used_at)"
            " SELECT gen_random_uuid(), id, 'id-porten', %s, now(), now() FROM identity_account WHERE subject LIKE %s ON CONFLICT DO NOTHING",
            [subject, f"%{login}"],
        )


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_in_and_out_in_a_browser(live, porten, visit, javascript):
    known_as(live, "jonas-fjeld", "jonas")
    visitor = visit(None, javascript=javascript)
    visitor.open("/sign-in/with/id-porten/?next=/my/")
    assert visitor.page.url == f"{live.url}/my/"
    cookies = {cookie["name"]: cookie for cookie in visitor.page.context.cookies(live.url)}
    assert "kp_sign_in" not in cookies
    assert cookies["kp"]["httpOnly"]

    visitor.open("/account/")
    visitor.page.locator("main form[action='/sign-out/'] button").click()
    visitor.page.wait_for_url(f"{porten.issuer}/session/end?**")
    assert NUMBER not in visitor.page.url
    visitor.open("/my/")
    assert visitor.page.url.startswith(f"{live.url}/sign-in/")


def test_the_page_of_a_refusal_is_accessible(porten, visit):
    visitor = visit(None)
    assert visitor.open("/sign-in/with/id-porten/back/?code=x&state=y").status == 403

    assert axe_findings(visitor.page) == []
