"""Keys and passwords of a data folder: made once, readable by the owner only."""

import base64
import os
import secrets

from knutepunkt.command.layout import DataFolder

ROLES = ("superuser", "owner", "app", "report", "audit", "inspect")
KEYS = ("KNUTEPUNKT_SECRET_KEY", "KNUTEPUNKT_FIELD_KEY", "KNUTEPUNKT_HASH_KEY")


def password_name(role: str) -> str:
    """Name of a database role's password in the file."""
    return f"POSTGRES_PASSWORD_{role.upper()}"


def read(data: DataFolder) -> dict[str, str]:
    """Read the secrets; empty when there are none yet."""
    try:
        lines = data.secrets.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def ensure(data: DataFolder) -> dict[str, str]:
    """Read the secrets, making those that are missing. Written whole or not at all."""
    known = read(data)
    wanted = {name: secrets.token_urlsafe(48) for name in KEYS} | {"KNUTEPUNKT_FIELD_KEY": _field_key()}
    wanted |= {password_name(role): secrets.token_urlsafe(24) for role in ROLES}
    complete = wanted | known
    if complete != known:
        unfinished = data.secrets.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{name}={value}\n" for name, value in complete.items())
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(data.secrets)
    return complete


def _field_key() -> str:
    """32 random bytes, as AES-256 and Fernet take them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
