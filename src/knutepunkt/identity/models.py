"""Accounts and their sessions. Both are the installation's, not an organisation's, and hold nothing about a person."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from knutepunkt.foundation.ids import new_id


class AccountKind(models.TextChoices):
    """What kind of somebody signs in."""

    STAFF = "staff"
    PERSON = "person"
    SYSTEM = "system"


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by their opaque name."""


class Account(AbstractBaseUser):
    """A login. `subject` is an opaque name unique in the installation (a sign-in provider's subject, or made by us)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "subject"

    class Meta:
        ordering = ["subject", "id"]

    def __str__(self) -> str:
        return str(self.id)


class LoginSession(models.Model):
    """One signed-in browser. Ending it here signs it out at once, whatever its cookie says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sessions")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at", "id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
