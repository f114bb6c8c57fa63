"""PostgreSQL, twice: as the application and as the owner of the tables."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from knutepunkt.config import env

DATABASE_APP_ROLE = "knutepunkt_app"
DATABASE_OWNER_ROLE = "knutepunkt_owner"
OWNER_TABLE = "organisation_organisation"


def database(url: str, **options: Any) -> dict[str, Any]:
    """Django's form of a libpq address."""
    parts = conninfo_to_dict(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "knutepunkt.foundation.postgresql",
        **{key: str(parts.pop(name, "")) for name, key in names.items()},
        "OPTIONS": {**parts, **options},
    }


_URL = env.DATABASE_URL.text() or "postgresql:///knutepunkt"
_OWNER = env.DATABASE_OWNER_URL.text() or _URL
DATABASES = {
    "default": {
        **database(_URL, pool={"min_size": 1, "max_size": env.POOL.number(), "timeout": 10}),
        "CONN_HEALTH_CHECKS": True,
    },
    "owner": database(_OWNER),
}
