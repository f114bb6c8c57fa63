"""Whose file the own pages are about: the own one, a child's, a ward's. One at a time, chosen, never mixed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission
from knutepunkt.access.roles import ROLES
from knutepunkt.consent.models import GivenBy
from knutepunkt.foundation.clock import day
from knutepunkt.people.models import Person
from knutepunkt.portal.ages import Years, years
from knutepunkt.portal.refusals import PageAboutAnother
from knutepunkt.ui.pages import page

PERSON = "person"
GIVEN_BY = {"person": GivenBy.PERSON, "parent": GivenBy.PARENT, "guardian": GivenBy.GUARDIAN}
NOT_TEXT = frozenset({"csrfmiddlewaretoken", "about", "_draft", "version"})

STRONGEST_FIRST = ("person", "parent", "guardian", "foster-parent", "next-of-kin")
"""Somebody may be two things to a person; the pages say the one that gives most."""
FILES_HERE = """
SELECT p.*, f.role AS own_role, (SELECT count(DISTINCT (a.organisation_id, a.person_id)) FROM my_files() a) AS files_in_all
  FROM (SELECT m.organisation_id, m.person_id, (array_agg(m.role ORDER BY array_position(%s::text[], m.role)))[1] AS role
          FROM my_files() m GROUP BY m.organisation_id, m.person_id) f
  JOIN people_person p ON p.organisation_id = f.organisation_id AND p.id = f.person_id
 WHERE f.organisation_id = %s
 ORDER BY f.role <> 'person', p.name_order, p.id
"""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A person the account acts for in this organisation, in a personal role (`access.roles.PERSONAL_ROLES`).

    `on`: the day the page is for, which the ages are reckoned on.
    """

    person: Person
    role: str
    one_of_several: bool
    on: date

    @property
    def own(self) -> bool:
        """It is the reader's own, so the page says "you"; else it says the name."""
        return self.role == PERSON

    @property
    def name(self) -> str:
        """What the pages call the person when they do not say "you"."""
        return self.person.given_name or self.person.full_name or _("the person")

    @property
    def given_by(self) -> str:
        """The capacity in which answers are given here; empty for those who only read."""
        return GIVEN_BY.get(self.role, "")

    @property
    def may_write(self) -> bool:
        """The role lets its holder say something, not only read."""
        return Permission.OWN_WRITE in ROLES[self.role].permissions

    @property
    def may_consent(self) -> bool:
        """Yes and no are given here: by the person from the age of deciding, by a parent or a guardian."""
        if Permission.OWN_CONSENT not in ROLES[self.role].permissions:
            return False
        return not self.own or not self.years.young

    @property
    def years(self) -> Years:
        """What the person's age gives on the day."""
        return years(self.person.birth_date, on=self.on)


@dataclass(frozen=True, slots=True)
class FileElsewhere:
    """One organisation where the account has files, and in which roles. Names stay there until it is entered."""

    organisation_id: UUID
    organisation: str
    roles: tuple[str, ...]


def files_here(actor: Actor) -> list[OwnFile]:
    """Everybody the account acts for in the present organisation, the own file first; one statement."""
    rows: Any = Person.objects.raw(FILES_HERE, [list(STRONGEST_FIRST), actor.organisation_id])
    return [OwnFile(row, row.own_role, row.files_in_all > 1, day(actor.at)) for row in rows]


def files_elsewhere(actor: Actor) -> list[FileElsewhere]:
    """The other organisations in which the account has files; the database answers for the account itself only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.name, array_agg(f.role ORDER BY f.role, f.person_id) FROM my_files() f"
            " JOIN organisation_organisation o ON o.id = f.organisation_id"
            " WHERE o.id <> %s GROUP BY o.id, o.name ORDER BY o.name, o.id",
            [actor.organisation_id],
        )
        return [FileElsewhere(row[0], row[1], tuple(row[2])) for row in cursor.fetchall()]


def chosen(request: Any) -> OwnFile | None:
    """The file these pages are about now: the one chosen, else the own, else the only one. None: somebody must choose."""
    files = files_here(request.actor)
    wanted = request.session.get("person")
    if wanted:
        return next((file for file in files if str(file.person.pk) == wanted), None)
    return files[0] if files and (files[0].own or len(files) == 1) else None


View = Callable[..., HttpResponse]


def about(page_key: str, permission: Permission = Permission.OWN_READ) -> Callable[[View], View]:
    """The view is about the chosen file: it is opened and the reading written down with what the address names, then the view gets
    it as `file`.

    A form that was opened while another file was chosen is not taken: the text is shown for copying.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            file = chosen(request)
            if file is None:
                return redirect("portal:files")
            objects = [value for value in kwargs.values() if isinstance(value, UUID)]
            open_file(request, file.person, permission, page_key, objects=objects)
            if request.method == "POST" and request.POST.get("about") != str(file.person.pk):
                return _about_another(request, file)
            return view(request, file, *args, **kwargs)

        return inner

    return decorate


def _about_another(request: Any, file: OwnFile) -> HttpResponse:
    texts = [value for name, value in request.POST.items() if name not in NOT_TEXT and value.strip()]
    return page(
        request,
        "portal/changed.html",
        status=409,
        file=file,
        reason=str(PageAboutAnother.message),
        texts=texts,
        heading=_("Nothing was sent"),
    )
