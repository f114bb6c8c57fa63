"""Who can sign in to the demo, and what to try first. Only in demo mode."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.scope import Scope, acting_as, enter, leave
from knutepunkt.demo.content import load
from knutepunkt.foundation.clock import now
from knutepunkt.identity.system import DEMO_LOADER
from knutepunkt.organisation.models import Organisation, Staff
from knutepunkt.people.models import NextOfKin, Person

PREFIX = "demo:"


def accounts() -> list[dict[str, Any]]:
    """Every demo account with `login`, `name`, `role`, `organisation`, `why` and the path that signs it in."""
    from django.db import transaction  # noqa: PLC0415 -- Django is set up when this is called

    try:
        with transaction.atomic():
            enter(Scope(None, DEMO_LOADER, None, "demo", now()))
            served = list(Organisation.objects.filter(served=True).order_by("name", "pk"))
            return [account for organisation in served for account in _inside(organisation)]
    finally:
        leave()


def _inside(organisation: Organisation) -> list[dict[str, Any]]:
    reasons = {one.key: one.sign_in for one in load().staff}
    with acting_as(DEMO_LOADER, purpose="demo", organisation_id=organisation.pk):
        staff = Staff.objects.filter(organisation_id=organisation.pk, account__isnull=False).select_related("account")
        persons = Person.objects.filter(organisation_id=organisation.pk, account__isnull=False).select_related(
            "account"
        )
        kin = NextOfKin.objects.filter(organisation_id=organisation.pk, account__isnull=False).select_related("account")
        roles: dict[Any, set[str]] = {}
        for row in staff.prefetch_related("roles"):
            roles[row.pk] = {held.role for held in row.roles.all()}
        found = [
            _login(row.account)
            | {"name": row.name, "role": ", ".join(sorted(roles[row.pk])) or "guest", "title": row.title}
            for row in staff
        ]
        found += [_login(row.account) | {"name": row.full_name, "role": "person", "title": ""} for row in persons]
        found += [_login(row.account) | {"name": row.name, "role": "next-of-kin", "title": row.relation} for row in kin]
    for one in found:
        one["organisation"] = organisation.name
        one["why"] = reasons.get(one["login"], "")
        one["url"] = reverse("demo:enter", args=[organisation.slug, one["login"]])
    return found


def _login(account: Any) -> dict[str, Any]:
    return {"login": account.subject.removeprefix(PREFIX)}


def first_steps() -> list[str]:
    """What to try first, for the terminal and the chooser."""
    return [
        _(
            "Sign in as Ingrid Solbakken in Trondheim: the hospital's notice about Arne waits in her inbox. Confirm that it is read."
        ),
        _("Sign in as Jon Eide: a physiotherapist who coordinates, with the plans of his own persons."),
        _("Sign in as Jonas Fjeld on a phone: the same plan, as the person it belongs to sees it."),
    ]
