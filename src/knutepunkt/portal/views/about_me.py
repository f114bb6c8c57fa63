"""Who decides and acts for the person, and how the person is reached."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.consent.deciding import BirthDateMissing, Deciding, TopicsMixed, who_decides
from knutepunkt.consent.models import Subject
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.people.contact import own_contact
from knutepunkt.people.models import NextOfKin
from knutepunkt.portal.deciding import change_contact
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import ContactForm, told
from knutepunkt.portal.looking import topic_names
from knutepunkt.ui.pages import page

PLACE = ("phone", "email", "address", "postcode", "city")
MANNER = ("language", "interpreter", "communication", "paper_only")


@requires(Permission.OWN_READ, "GET", door="portal.represents")
@about("own-represents")
def represents(request: Any, file: OwnFile) -> HttpResponse:
    """Who decides now, why and until when, and who acts for the person."""
    acting = Q(parental_responsibility=True) | Q(foster_parent=True) | ~Q(mandate="")
    kin = NextOfKin.visible_to(request.actor).filter(
        acting, Q(valid_to=None) | Q(valid_to__gt=request.now), person_id=file.person.pk, valid_from__lte=request.now
    )
    decides, unclear = _decides(request, file)
    return page(
        request,
        "portal/represents.html",
        section="own-consents",
        file=file,
        decides=decides,
        unclear=unclear,
        kin=kin,
        topic_names=topic_names,
        name="" if file.own else file.name,
    )


def _decides(request: Any, file: OwnFile) -> tuple[Deciding | None, str]:
    try:
        return who_decides(file.person, at=request.now, subjects=[Subject.PLAN]), ""
    except (BirthDateMissing, TopicsMixed) as refusal:
        return None, str(refusal)


@requires(Permission.OWN_READ, "GET", "POST", door="portal.contact")
@about("own-contact", Permission.OWN_WRITE)
def contact(request: Any, file: OwnFile) -> HttpResponse:
    """How the person is reached and talked with. A protected address is shown to the person alone, and changed by the person alone."""
    hidden = bool(file.person.protection) and not file.own
    fields = MANNER if hidden else PLACE + MANNER
    known = asdict(own_contact(request.actor, file.person)) | {name: getattr(file.person, name) for name in MANNER}
    form = ContactForm(request.POST or None, initial=known)
    for name in set(PLACE) - set(fields):
        del form.fields[name]
    if request.method == "POST" and form.is_valid() and _changed(request, file, form):
        messages.success(request, _("We have kept it. It counts from now."))
        return redirect("portal:contact")
    return page(
        request,
        "portal/contact.html",
        section="own-home",
        file=file,
        form=told(form, file),
        fields=fields,
        may_change=not hidden,
    )


def _changed(request: Any, file: OwnFile, form: ContactForm) -> bool:
    try:
        change_contact(file=file, by=request.actor, at=request.now, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors
