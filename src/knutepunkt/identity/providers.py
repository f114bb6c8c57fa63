"""Ways to sign in, as the sign-in page lists them. A room that offers one registers it when the product starts."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Provider:
    """One way to sign in: what the link says, what it means, where it leads (a URL name and its arguments)."""

    key: str
    label: str | Promise
    text: str | Promise
    url_name: str
    args: tuple[str, ...] = ()


PROVIDERS: dict[str, Provider] = {}


def offer(provider: Provider) -> None:
    """List a way to sign in."""
    PROVIDERS[provider.key] = provider


METHODS: dict[str, str | Promise] = {
    "passkey": _("Passkey"),
    "totp": _("Name, password and code"),
    "recovery": _("Name, password and recovery code"),
    "demo": _("The demonstration's list"),
}


def method_label(method: str) -> str:
    """How somebody signed in, in words: a way of our own, or the provider's name."""
    key = method.removeprefix("oidc:")
    known = PROVIDERS.get(method) or PROVIDERS.get(key)
    return str(METHODS.get(method) or (known.label if known else key))
