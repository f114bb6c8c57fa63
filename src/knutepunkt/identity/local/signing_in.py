"""Name, password and code, asked for together: whoever is wrong in any of them gets the same answer after the same work."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from knutepunkt.identity.local import codes
from knutepunkt.identity.local.refusals import NotSignedIn, WeakPassword
from knutepunkt.identity.models import AccountKind, LocalSignIn

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200


def plain_name(name: str) -> str:
    """Sign-in names are the same in capitals and small letters."""
    return " ".join(name.split()).casefold()[:150]


def by_code(name: str, password: str, code: str, *, at: datetime) -> tuple[LocalSignIn, str]:
    """The sign-in behind name, password and code, and which kind of code it was.

    The password is hashed whether the name is known or not. A code is used up only when the password was right.
    """
    known = LocalSignIn.objects.select_related("account")
    login = known.filter(name=plain_name(name), account__is_active=True, account__kind=AccountKind.STAFF).first()
    given = password[:LONGEST_PASSWORD]
    if login is None:
        make_password(given)
        raise NotSignedIn
    kind = codes.use_code(login, code, at=at) if check_password(given, login.account.password) else ""
    if not kind:
        raise NotSignedIn
    return login, kind


def check_strength(password: str, *, name: str) -> None:
    """Refuse what is guessed first: short, common, or the name itself."""
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError as weak:
        raise WeakPassword(field="password") from weak
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or plain_name(name) in password.casefold():
        raise WeakPassword(field="password")
