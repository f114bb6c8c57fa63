"""Ways to sign in, as the sign-in page lists them. A room that offers one registers it when the product starts."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Provider:
    """One way to sign in: what the link says, what it means, where it leads (a URL name)."""

    key: str
    label: str | Promise
    text: str | Promise
    url_name: str


PROVIDERS: dict[str, Provider] = {}


def offer(provider: Provider) -> None:
    """List a way to sign in."""
    PROVIDERS[provider.key] = provider
