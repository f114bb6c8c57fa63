"""The forms of local sign-in."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from knutepunkt.ui import forms


class PasswordBox(django_forms.PasswordInput):
    """A password is never sent back, not even when the form is shown again."""

    def format_value(self, value: object) -> None:  # noqa: ARG002 -- Django passes it
        return None


def _password(label: object, autocomplete: str, hint: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=PasswordBox,
        autocomplete=autocomplete,
        help_text=hint,
    )


def _code(label: object, hint: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=40, width="m", autocomplete="one-time-code", help_text=hint)


class CodeSignInForm(forms.Form):
    """Name, password and code, all at once."""

    name = forms.CharField(label=_("Sign-in name"), max_length=150, width="m", autocomplete="username")
    password = _password(_("Password"), "current-password")
    code = _code(_("Code"), _("Six digits from your code app, or one of your recovery codes."))
    next = forms.HiddenField(required=False)


class CodeAppForm(forms.Form):
    """Choosing a name and a password, and a code to show that the app is set up."""

    name = forms.CharField(
        label=_("Choose a sign-in name"),
        max_length=150,
        width="m",
        autocomplete="username",
        help_text=_("Not your identity number."),
    )
    password = _password(
        _("Choose a password"), "new-password", _("At least 12 characters. Three or four words you remember are good.")
    )
    code = _code(_("Code"), _("The six digits that the app shows now."))


class ProofForm(forms.Form):
    """A code, to show that it is still the same person."""

    code = _code(_("Code"), _("Six digits from your code app, or one of your recovery codes."))
