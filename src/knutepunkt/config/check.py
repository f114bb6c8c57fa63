"""What is wrong with a configuration, in sentences: for `knutepunkt check` and before the server starts."""

from cryptography.fernet import Fernet
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from knutepunkt.config import env
from knutepunkt.identity.oidc import configuration

SHORTEST_SECRET = 50
SHORTEST_HASH_KEY = 32
LONGEST_IDLE = 12 * 60


def problems() -> list[str]:
    """Every problem, worst first; empty when the product may start."""
    found = [*_keys(), *_addresses(), *_demo(), *_sign_in()]
    if not env.POOL.text().isdigit() or env.POOL.number() < 1:
        found.append("KNUTEPUNKT_POOL must be a whole number of connections, at least 1.")
    if not env.IDLE_MINUTES.text().isdigit() or not 1 <= env.IDLE_MINUTES.number() <= LONGEST_IDLE:
        found.append(f"KNUTEPUNKT_IDLE_MINUTES must be a whole number of minutes from 1 to {LONGEST_IDLE}.")
    if not env.PROXIES.text().isdigit():
        found.append("KNUTEPUNKT_PROXIES must be a whole number, 0 when no proxy stands before the server.")
    if env.LOG_LEVEL.text() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        found.append("KNUTEPUNKT_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    return found


def _keys() -> list[str]:
    found = []
    if len(env.SECRET_KEY.text()) < SHORTEST_SECRET:
        found.append(
            f"KNUTEPUNKT_SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters: it signs the cookies."
        )
    keys = env.FIELD_KEY.words()
    if not keys:
        found.append("KNUTEPUNKT_FIELD_KEY is missing: identity numbers cannot be stored without it.")
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            found.append(
                f"Key number {number} in KNUTEPUNKT_FIELD_KEY is not a Fernet key (32 bytes in URL-safe base64)."
            )
    hash_key = env.HASH_KEY.text()
    if hash_key and len(hash_key) < SHORTEST_HASH_KEY:
        found.append(f"KNUTEPUNKT_HASH_KEY is shorter than {SHORTEST_HASH_KEY} characters.")
    return found


def _addresses() -> list[str]:
    found = []
    for variable in (env.DATABASE_URL, env.DATABASE_OWNER_URL):
        try:
            user = conninfo_to_dict(variable.text()).get("user") if variable.text() else None
        except ProgrammingError:
            found.append(
                f"{variable.name} is not an address PostgreSQL understands (postgresql://role:password@host/database)."
            )
            continue
        if user in {"postgres", "knutepunkt_owner"} and variable is env.DATABASE_URL:
            found.append(
                "DATABASE_URL must name the application's role (knutepunkt_app): another one could go around row-level security."
            )
    origin = env.ORIGIN.text()
    if origin and not origin.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        found.append("KNUTEPUNKT_ORIGIN must begin with https://.")
    if not env.HOSTS.words():
        found.append("KNUTEPUNKT_HOSTS is empty: the server would answer to no name.")
    return found


def _demo() -> list[str]:
    if not env.DEMO.flag():
        return []
    found = []
    if env.ORIGIN.text().startswith("https://"):
        found.append(
            "KNUTEPUNKT_DEMO is on together with a public address: the demo signs anybody in. Turn one of them off."
        )
    if env.SIGN_IN.text() or env.LOCAL_SIGN_IN.flag():
        found.append(
            "KNUTEPUNKT_DEMO is on together with a real way to sign in (KNUTEPUNKT_SIGN_IN or KNUTEPUNKT_LOCAL_SIGN_IN):"
            " the demo signs anybody in. Turn one of them off."
        )
    return found


def _sign_in() -> list[str]:
    test = env.TEST_INSTALLATION.flag() or env.DEMO.flag()
    read = configuration.read(env.SIGN_IN.text(), test_installation=test)
    found = list(read.problems)
    if read.providers and not env.ORIGIN.text() and not test:
        found.append("KNUTEPUNKT_ORIGIN is missing: sign-in services send browsers back to that address.")
    return found
