"""Every environment variable the product reads, with its meaning: the generated settings page comes from here."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable. `secret`: its value is never printed."""

    name: str
    default: str
    meaning: str
    secret: bool = False

    def text(self) -> str:
        return os.environ.get(self.name, self.default)

    def flag(self) -> bool:
        return self.text().strip().lower() in {"1", "true", "yes", "on"}

    def number(self) -> int:
        return int(self.text())

    def words(self) -> list[str]:
        return [word for word in self.text().replace(",", " ").split() if word]


DATABASE_URL = Variable(
    "DATABASE_URL",
    "",
    "Where PostgreSQL 15 or newer is, as the application's role (knutepunkt_app). Without it the embedded server is used.",
    secret=True,
)
DATABASE_OWNER_URL = Variable(
    "DATABASE_OWNER_URL",
    "",
    "The same database as the role that owns the tables (knutepunkt_owner). Needed for `migrate` only.",
    secret=True,
)
DATABASE_AUDIT_URL = Variable(
    "DATABASE_AUDIT_URL",
    "",
    "The same database as the role that seals the logs (knutepunkt_audit). For the worker and `audit` only; without it nothing is sealed.",
    secret=True,
)
SEAL_FOLDER = Variable(
    "KNUTEPUNKT_SEAL_FOLDER",
    "",
    "Folder for the signing key, the trusted keys and the newest root. Keep it away from the database. Without it: `seal` in the data folder.",
)
SEAL_RECEIVER = Variable(
    "KNUTEPUNKT_SEAL_RECEIVER",
    "",
    "E-mail address that gets the newest root each morning, with what the night's verification found.",
)
DATA = Variable(
    "KNUTEPUNKT_DATA", "", "The installation's data folder, where things are kept that are not in the database."
)
SECRET_KEY = Variable(
    "KNUTEPUNKT_SECRET_KEY",
    "",
    "At least 50 random characters; signs cookies. Change it to sign everybody out.",
    secret=True,
)
FIELD_KEY = Variable(
    "KNUTEPUNKT_FIELD_KEY",
    "",
    "Comma-separated Fernet keys, newest first: identity numbers are stored encrypted with the first.",
    secret=True,
)
HASH_KEY = Variable(
    "KNUTEPUNKT_HASH_KEY",
    "",
    "At least 32 random characters: keyed hash by which identity numbers are found. Never changes.",
    secret=True,
)
HOSTS = Variable(
    "KNUTEPUNKT_HOSTS", "127.0.0.1 localhost [::1]", "Host names the server answers to, separated by spaces."
)
ORIGIN = Variable(
    "KNUTEPUNKT_ORIGIN",
    "",
    "Public address such as https://koordinering.example.no; used in e-mails and for secure cookies.",
)
DEMO = Variable(
    "KNUTEPUNKT_DEMO", "0", "1: demo mode, with invented people and a sign-in without password. Never on real data."
)
TEST_INSTALLATION = Variable(
    "KNUTEPUNKT_TEST_INSTALLATION", "0", "1: accepts synthetic and test identity numbers. 0: refuses them."
)
LOCAL_SIGN_IN = Variable(
    "KNUTEPUNKT_LOCAL_SIGN_IN",
    "0",
    "1: staff may sign in with passkeys, or with name, password and code, for units without a sign-in service.",
)
SIGN_IN = Variable(
    "KNUTEPUNKT_SIGN_IN",
    "",
    "File (TOML) with the sign-in services of OpenID Connect: ID-porten, HelseID, a municipality's own. See docs/how-to/sign-in.md.",
)
IDLE_MINUTES = Variable("KNUTEPUNKT_IDLE_MINUTES", "30", "Minutes without use after which somebody is signed out.")
PROXIES = Variable(
    "KNUTEPUNKT_PROXIES",
    "0",
    "How many proxies stand before the server: so many addresses from the end of X-Forwarded-For the visitor's is read.",
)
LAW = Variable("KNUTEPUNKT_LAW", "", "Folder with rules of law (TOML) laid over the product's own.")
EMAIL_URL = Variable(
    "KNUTEPUNKT_SMTP", "", "Mail server as host:port. Without it e-mails stay in the outbox, visible to the operator."
)
CLAMD = Variable(
    "KNUTEPUNKT_CLAMD",
    "",
    "The virus scanner clamd as host:port or the path of its socket. When set, no file from outside is taken that it has not seen.",
)
EMAIL_FROM = Variable("KNUTEPUNKT_EMAIL_FROM", "knutepunkt@localhost", "Sender address of e-mails.")
POOL = Variable("KNUTEPUNKT_POOL", "6", "Database connections of each server process.")
LOG_LEVEL = Variable("KNUTEPUNKT_LOG_LEVEL", "INFO", "How much the server logs: DEBUG, INFO, WARNING or ERROR.")

VARIABLES = tuple(value for value in globals().values() if isinstance(value, Variable))
