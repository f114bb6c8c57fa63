"""The providers of an installation: a TOML file, read once, and what is wrong with it in sentences.

Reads no Django settings, so that `knutepunkt check` can ask before the product is set up.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knutepunkt.identity.oidc.checking import provider_from
from knutepunkt.identity.oidc.provider import OidcProvider


@dataclass(frozen=True, slots=True)
class Configuration:
    """What the file says. A provider with a problem is not among the providers."""

    providers: Mapping[str, OidcProvider]
    problems: tuple[str, ...]


NOTHING = Configuration({}, ())


@lru_cache(maxsize=8)
def read(path: str, *, test_installation: bool = False) -> Configuration:
    """Read the file once. An empty path: no providers. `test_installation`: addresses on this machine may be without TLS."""
    if not path:
        return NOTHING
    file = Path(path)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        return Configuration({}, ("KNUTEPUNKT_SIGN_IN names a file that cannot be read.",))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = f" {error}" if isinstance(error, tomllib.TOMLDecodeError) else ""
        return Configuration({}, (f"The file named by KNUTEPUNKT_SIGN_IN is not TOML.{place}",))
    tables = content.get("provider")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or not tables:
        return Configuration({}, ("The file named by KNUTEPUNKT_SIGN_IN has no [[provider]].",))
    providers: dict[str, OidcProvider] = {}
    problems: list[str] = []
    for number, table in enumerate(tables, 1):
        provider, found = provider_from(table, number, folder=file.parent, test_installation=test_installation)
        if provider and provider.key in providers:
            found = [f"Two sign-in services have the key {provider.key}: each needs its own."]
        problems += found
        if provider and not found:
            providers[provider.key] = provider
    return Configuration(providers, tuple(problems))
