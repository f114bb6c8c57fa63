"""A sign-in service in the test's own process. It tells the truth until it is told to lie; nothing goes over a network."""

import base64
import hashlib
import json
import time
from itertools import count
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jws
from joserfc.jwk import ECKey

from knutepunkt.identity.oidc.transport import Answer

CLIENT_ID = "knutepunkt"
GONE = object()
OUR_KEY = ECKey.generate_key("P-256", {"kid": "ours", "alg": "ES256"})
NUMBERS = count()
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def opened(token: str) -> tuple[dict, dict]:
    """Header and claims of a token, its signature not looked at."""
    parts = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]
    return parts[0], parts[1]


def merged(true: dict, lies: dict) -> dict:
    """What is said: lies laid over the truth, GONE leaves out."""
    return {name: value for name, value in {**true, **lies}.items() if value is not GONE}


class Liar:
    """One service. Each lie is laid over what an honest one says."""

    def __init__(self, host: str = "liar.example", **facts):
        self.issuer = f"https://{host}"
        self.key = ECKey.generate_key("P-256", {"kid": "first", "alg": "ES256", "use": "sig"})
        self.published = [self.key]
        self.facts = facts
        self.asked: list[tuple[str, dict]] = []
        self.codes: dict[str, dict] = {}
        self.pushed: dict[str, dict] = {}
        self.metadata_lies: dict = {}
        self.response_lies: dict = {}
        self.claim_lies: dict = {}
        self.header_lies: dict = {}
        self.token_lies: dict = {}
        self.userinfo_lies: dict = {}
        self.sign = self._sign
        self.id_token = ""

    # what it says of itself

    @property
    def metadata(self) -> dict:
        true = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
            "pushed_authorization_request_endpoint": f"{self.issuer}/push",
            "authorization_response_iss_parameter_supported": True,
        }
        return merged(true, self.metadata_lies)

    def answer(self, url: str, form, headers) -> Answer:
        """Stands for the network."""
        path = urlsplit(url).path
        self.asked.append((path, dict(form or {})))
        if path == "/.well-known/openid-configuration":
            return said(self.metadata)
        if path == "/keys":
            return said({"keys": [key.as_dict(private=False) for key in self.published]})
        if path == "/push":
            reference = f"urn:{len(self.pushed)}"
            self.pushed[reference] = dict(form)
            return said({"request_uri": reference, "expires_in": 60}, 201)
        if path == "/token":
            return self._tokens(form)
        if path == "/userinfo":
            return said(merged({"sub": self.facts.get("sub", "somebody"), **self.facts}, self.userinfo_lies))
        return said({}, 404)

    # a sign-in

    def authorise(self, address: str) -> dict:
        """Somebody signs in there; gives what the browser brings back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        request = self.pushed.get(query.get("request_uri", ""), query)
        code = f"code-{next(NUMBERS)}-{self.issuer}"
        self.codes[code] = request
        return merged({"code": code, "state": request["state"], "iss": self.issuer}, self.response_lies)

    def _tokens(self, form) -> Answer:
        request = self.codes.pop(form["code"], None)
        if request is None or b64(hashlib.sha256(form["code_verifier"].encode()).digest()) != request["code_challenge"]:
            return said({"error": "invalid_grant"}, 400)
        access = f"access-{next(NUMBERS)}"
        now = int(time.time())
        true = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "somebody",
            "sid": "their-session",
            "acr": "high",
            "iat": now,
            "exp": now + 120,
            "nonce": request["nonce"],
            "at_hash": b64(hashlib.sha256(access.encode()).digest()[:16]),
            **self.facts,
        }
        header = merged({"alg": "ES256", "kid": "first", "typ": "JWT"}, self.header_lies)
        self.id_token = self.sign(header, merged(true, self.claim_lies))
        return said(
            merged({"token_type": "Bearer", "access_token": access, "id_token": self.id_token}, self.token_lies)
        )

    def _sign(self, header: dict, claims: dict) -> str:
        return jws.serialize_compact(header, json.dumps(claims).encode(), self.key, algorithms=["ES256"])

    # other ways to make a token

    def unsigned(self, header: dict, claims: dict) -> str:
        return f"{b64(json.dumps({**header, 'alg': 'none'}).encode())}.{b64(json.dumps(claims).encode())}."

    def with_public_key_as_secret(self, header: dict, claims: dict) -> str:
        """HS256, the secret being what anybody can fetch."""
        import hmac

        start = f"{b64(json.dumps({**header, 'alg': 'HS256'}).encode())}.{b64(json.dumps(claims).encode())}"
        secret = self.key.as_pem(private=False)
        return f"{start}.{b64(hmac.new(secret, start.encode(), hashlib.sha256).digest())}"

    def with_another_key(self, header: dict, claims: dict) -> str:
        other = ECKey.generate_key("P-256")
        return jws.serialize_compact(header, json.dumps(claims).encode(), other, algorithms=["ES256"])

    def with_a_critical_header(self, header: dict, claims: dict) -> str:
        """A true signature, under a header that says it must not be accepted by who does not know the word."""
        whole = {**header, "crit": ["unheard-of"], "unheard-of": 1}
        start = f"{b64(json.dumps(whole).encode())}.{b64(json.dumps(claims).encode())}"
        r, s = decode_dss_signature(self.key.raw_value.sign(start.encode(), ECDSA(SHA256())))
        return f"{start}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"

    def logout_token(self, header=None, **lies) -> str:
        now = int(time.time())
        true = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 120,
            "jti": f"logout-{next(NUMBERS)}",
            "sid": "their-session",
            "sub": "somebody",
            "events": {LOGOUT_EVENT: {}},
        }
        return self.sign({"alg": "ES256", "kid": "first", "typ": "logout+jwt", **(header or {})}, merged(true, lies))


def said(value, status: int = 200) -> Answer:
    return Answer(status, {"content-type": "application/json"}, json.dumps(value).encode())


def table(liar: Liar, key: str, folder, /, **settings) -> str:
    """The service's [[provider]] in the file of KNUTEPUNKT_SIGN_IN."""
    (folder / "ours.json").write_text(json.dumps(OUR_KEY.as_dict(private=True)))
    claims = settings.pop(
        "claims", {"pid": "pid", "hpr": "hpr", "organisation": "orgnr", "email": "email", "locale": "locale"}
    )
    names = settings.pop("label", {"nb": f"Innlogging {key}", "nn": f"Innlogging {key}", "en": f"Sign-in {key}"})
    whole = {
        "key": key,
        "profile": "plain",
        "issuer": liar.issuer,
        "client_id": CLIENT_ID,
        "key_file": "ours.json",
        "for": "persons",
        "levels": ["high"],
        **settings,
    }
    lines = ["[[provider]]", *(f"{name} = {json.dumps(value)}" for name, value in whole.items())]
    for part, values in {"label": names, "claims": claims}.items():
        lines += [f"[provider.{part}]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
    return "\n".join(lines)


def start_address(key: str, **query) -> str:
    return f"/sign-in/with/{key}/" + (f"?{urlencode(query)}" if query else "")


def sign_in(client, liar: Liar, key: str = "liar", *, at: str = "", **query):
    """Go there and come back; `at`: at whose address the answer is delivered. Gives the last response."""
    going = client.get(start_address(key, **query))
    assert going.status_code == 302, going.content.decode()
    return client.get(f"/sign-in/with/{at or key}/back/", liar.authorise(going["Location"]))
