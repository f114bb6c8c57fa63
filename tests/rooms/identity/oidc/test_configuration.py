"""The file of sign-in services: what is wrong with it is said in sentences, and nothing of a key is ever said."""

import json

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from knutepunkt.identity.oidc import configuration
from rooms.identity.oidc.lying import Liar, table

GOOD = {"for": "persons"}


def problems(tmp_path, text="", **settings):
    file = tmp_path / "sign-in.toml"
    file.write_text(text or table(Liar(), "one", tmp_path, **{**GOOD, **settings}))
    configuration.read.cache_clear()
    return list(configuration.read(str(file)).problems)


def test_a_good_file_has_no_problem_and_takes_what_the_profile_says(tmp_path):
    profile = {"profile": "helse-id", "for": "staff", "claims": {}, "levels": ["4"]}
    assert problems(tmp_path, **profile) == []

    provider = configuration.read(str(tmp_path / "sign-in.toml")).providers["one"]

    assert provider.level_claim == "helseid://claims/identity/security_level"
    assert provider.claims.hpr == "helseid://claims/hpr/hpr_number"
    assert (provider.pushed, provider.key_algorithm) == (True, "ES256")
    assert "private" not in repr(provider.private_key).lower() or "d=" not in repr(provider)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"issuer": "http://liar.example"}, "issuer must begin with https://"),
        ({"profile": "facebook"}, "profile must be one of"),
        ({"for": "everybody"}, "for must be one of persons, staff, both"),
        ({"algorithms": ["HS256"]}, "with others anybody could make a token"),
        ({"algorithms": ["none"]}, "with others anybody could make a token"),
        ({"algorithms": []}, "with others anybody could make a token"),
        ({"levels": []}, "levels must name the accepted levels"),
        ({"claims": {"email": "email"}}, "under which name the identity number comes"),
        ({"claims": {"pid": "pid", "shoe_size": "x"}}, "claims has the unknown name shoe_size"),
        ({"clock_skew_seconds": 3600}, "clock_skew_seconds must be between 0 and 300"),
        ({"clock_skew_seconds": "60"}, "clock_skew_seconds must be a whole number"),
        ({"scopes": ["profile"]}, "scopes must hold openid"),
        ({"scopes": "openid"}, "scopes must be a list of texts"),
        ({"sort_of": "x"}, "it has the unknown setting sort_of"),
        ({"key_file": "missing.json"}, "key_file) cannot be read"),
        ({"userinfo": "yes"}, "userinfo must be true or false"),
        ({"for": "staff", "staff_by": "email"}, "recognised by e-mail only in one organisation"),
        ({"organisation": "lyngvik"}, "signs in its staff only"),
        ({"key": "Stor Nøkkel"}, "its key must be small letters"),
    ],
)
def test_a_problem_is_a_sentence(tmp_path, settings, said):
    found = problems(tmp_path, **settings)

    assert any(said in sentence for sentence in found), found
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in found)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: OctKey.generate_key(256).as_dict(), "must hold a private key"),
        (lambda: ECKey.generate_key("P-256").as_dict(private=False), "must hold a private key"),
        (lambda: RSAKey.generate_key(1024).as_dict(private=True), "shorter than 2048 bits"),
        (lambda: {"kty": "magic"}, "is not a JWK"),
    ],
    ids=["a shared secret", "a public key", "a short key", "no key"],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_key_must_be_private_and_long(tmp_path, made, said):
    key = made()
    text = table(Liar(), "one", tmp_path, **GOOD)
    (tmp_path / "ours.json").write_text(json.dumps(key))

    found = problems(tmp_path, text)

    assert any(said in sentence for sentence in found), found
    assert not any(key.get("k", "%") in sentence or key.get("d", "%") in sentence for sentence in found)


def test_files_that_are_none(tmp_path):
    assert problems(tmp_path, "key = ")[0].startswith("The file named by KNUTEPUNKT_SIGN_IN is not TOML.")
    assert problems(tmp_path, "# empty") == ["The file named by KNUTEPUNKT_SIGN_IN has no [[provider]]."]
    assert problems(tmp_path, "[[provider]]\nkey = 'x'") == [
        "Sign-in service number 1 in KNUTEPUNKT_SIGN_IN lacks client_id, issuer, key_file, label, profile."
    ]
    assert configuration.read(str(tmp_path / "none.toml")).problems == (
        "KNUTEPUNKT_SIGN_IN names a file that cannot be read.",
    )
    assert configuration.read("").providers == {}


def test_two_services_need_two_keys(tmp_path):
    one = table(Liar(), "one", tmp_path, **GOOD)

    assert problems(tmp_path, f"{one}\n\n{one}") == ["Two sign-in services have the key one: each needs its own."]


def test_the_check_of_the_configuration_asks_for_it(tmp_path, monkeypatch):
    from knutepunkt.config.check import problems as all_problems

    monkeypatch.setenv("KNUTEPUNKT_SIGN_IN", str(tmp_path / "none.toml"))
    assert "KNUTEPUNKT_SIGN_IN names a file that cannot be read." in all_problems()

    file = tmp_path / "sign-in.toml"
    file.write_text(table(Liar(), "one", tmp_path, **GOOD))
    monkeypatch.setenv("KNUTEPUNKT_SIGN_IN", str(file))
    monkeypatch.setenv("KNUTEPUNKT_DEMO", "0")
    monkeypatch.delenv("KNUTEPUNKT_ORIGIN", raising=False)
    assert any("KNUTEPUNKT_ORIGIN is missing" in sentence for sentence in all_problems())


def test_the_sign_in_page_lists_the_services_in_the_readers_language(client, db, configured, monkeypatch):
    from knutepunkt.front.signing_in.service import offer_all
    from knutepunkt.identity import providers

    monkeypatch.setattr(providers, "PROVIDERS", {})
    configured(skole=(Liar("skole.example"), {"label": {"nb": "Skolen", "nn": "Skulen", "en": "The school"}}))
    offer_all()
    monkeypatch.setattr("knutepunkt.front.views.PROVIDERS", providers.PROVIDERS)

    for language, label in (("nb", "Skolen"), ("nn", "Skulen"), ("en", "The school")):
        page = client.get("/sign-in/", headers={"Accept-Language": language}).content.decode()
        assert label in page
        assert "/sign-in/with/skole/?next=" in page
