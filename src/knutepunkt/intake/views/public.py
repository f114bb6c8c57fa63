"""What anybody may open: the page of a unit, its form, and the link from the e-mail."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import PUBLIC_FORM
from knutepunkt.identity.visitors import address_of
from knutepunkt.intake import operations, queries
from knutepunkt.intake.forms import ReportForm
from knutepunkt.intake.operations.public import waiting_report
from knutepunkt.intake.refusals import LinkTooOld, TooManyReports
from knutepunkt.organisation.models import Organisation, Unit
from knutepunkt.ui.pages import page

PURPOSE = "public-form"
TOO_MANY = 429
GONE = 410


class _Asking:
    """The unit whose page it is, and the account that answers for visitors."""

    def __init__(self, request: Any, organisation_slug: str, unit_slug: str) -> None:
        organisation = queries.served_organisation(organisation_slug)
        if organisation is None:
            raise Http404
        self.organisation: Organisation = organisation
        self.at = request.now
        self.by = system_actor(
            PUBLIC_FORM,
            organisation_id=organisation.pk,
            at=request.now,
            organisation_name=organisation.name,
            purpose=PURPOSE,
        )
        with self.scope():
            unit = queries.open_unit(organisation.pk, unit_slug, on=day(request.now))
        if unit is None:
            raise Http404
        self.unit: Unit = unit

    def scope(self) -> Any:
        """The transaction as the public form's account, in this organisation."""
        return acting_as(PUBLIC_FORM, purpose=PURPOSE, organisation_id=self.organisation.pk, at=self.at)

    def context(self) -> dict[str, Any]:
        slugs = [self.organisation.slug, self.unit.slug]
        return {
            "organisation": self.organisation,
            "unit": self.unit,
            "unit_url": reverse("intake:public-unit", args=slugs),
            "report_url": reverse("intake:public-report", args=slugs),
        }


@requires("public", "GET")
def unit(request: Any, organisation_slug: str, unit_slug: str) -> HttpResponse:
    """What the unit is, how to reach it, what one has a right to."""
    asking = _Asking(request, organisation_slug, unit_slug)
    return page(request, "intake/public_unit.html", **asking.context())


@requires("public", "GET", "POST")
def report(request: Any, organisation_slug: str, unit_slug: str) -> HttpResponse:
    """The form without an account. Whatever is known, the answer is the same page."""
    asking = _Asking(request, organisation_slug, unit_slug)
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        email = fields.pop("email")
        fields["birth_date"] = fields["birth_date"].isoformat() if fields["birth_date"] else None
        try:
            with asking.scope():
                operations.report_publicly(
                    unit=asking.unit, fields=fields, email=email, address=address_of(request), by=asking.by,
                    at=request.now, link=lambda key: _link(request, organisation_slug, unit_slug, key),
                )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
            status = TOO_MANY if isinstance(refusal, TooManyReports) else 200
        else:
            return redirect("intake:public-report-sent", organisation_slug, unit_slug)
    return page(request, "intake/public_report.html", status=status, form=form, **asking.context())


def _link(request: Any, organisation_slug: str, unit_slug: str, key: str) -> str:
    path = reverse("intake:public-confirm", args=[organisation_slug, unit_slug, key])
    return (
        f"{settings.KNUTEPUNKT_ORIGIN}{path}" if settings.KNUTEPUNKT_ORIGIN else str(request.build_absolute_uri(path))
    )


@requires("public", "GET")
def report_sent(request: Any, organisation_slug: str, unit_slug: str) -> HttpResponse:
    """Look in your e-mail."""
    return page(request, "intake/public_sent.html", **_Asking(request, organisation_slug, unit_slug).context())


@requires("public", "GET", "POST")
def confirm(request: Any, organisation_slug: str, unit_slug: str, key: str) -> HttpResponse:
    """The page the e-mail leads to: a button makes it a notice, so that a mail scanner that follows links does not."""
    asking = _Asking(request, organisation_slug, unit_slug)
    try:
        with asking.scope():
            if request.method == "POST":
                operations.confirm_report(unit=asking.unit, key=key, by=asking.by, at=request.now)
            else:
                waiting_report(unit=asking.unit, key=key, at=request.now)
    except LinkTooOld as refusal:
        return page(
            request, "intake/public_confirm.html", status=GONE, done=False, too_old=str(refusal), **asking.context()
        )
    return page(request, "intake/public_confirm.html", done=request.method == "POST", too_old="", **asking.context())
