"""The invitation by which a member of staff comes to sign in."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.identity.local.invitations import INVITATION_LASTS
from knutepunkt.organisation import operations
from knutepunkt.organisation.models import Staff
from knutepunkt.ui.pages import page


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def invitation(request: Any, staff_id: UUID) -> HttpResponse:
    """Make a link, shown this once."""
    if not settings.KNUTEPUNKT_LOCAL_SIGN_IN:
        raise Http404
    require(request.actor, Permission.ORGANISATION_EDIT)
    staff = get_object_or_404(Staff.visible_to(request.actor).select_related("account"), pk=staff_id)
    link = ""
    if request.method == "POST":
        token = operations.invite_to_sign_in(staff=staff, by=request.actor, at=request.now)
        link = request.build_absolute_uri(reverse("front:invitation", args=[token]))
    return page(
        request,
        "organisation/invitation.html",
        section="organisation",
        member=staff,
        link=link,
        ends=request.now + INVITATION_LASTS,
    )
