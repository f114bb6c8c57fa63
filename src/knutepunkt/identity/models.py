"""Accounts and their sessions. Both are the installation's, not an organisation's, and hold nothing about a person."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
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
    """A login. `subject` is an opaque name unique in the installation, made by us.

    Somebody who works here and also has a file, or a child with one, has two accounts that know each other (`twin`): one of kind
    staff, one of kind person. A session belongs to one of them, so the two are never mixed; the switch starts another session.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    twin = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = AccountManager()

    USERNAME_FIELD = "subject"

    class Meta:
        ordering = ["subject", "id"]

    def __str__(self) -> str:
        return str(self.id)


class ExternalIdentity(models.Model):
    """Who a sign-in provider says somebody is: its key and its subject. One account may be reached through several.

    `person_hash`: the keyed hash of the identity number the provider vouches for; the number itself is not kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="identities")
    provider = models.CharField(max_length=60)
    subject = models.CharField(max_length=255)
    person_hash = models.BinaryField(max_length=32, null=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["provider", "id"]
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="external_identity_once")]
        indexes = [models.Index(fields=["person_hash"], name="external_identity_by_hash")]

    def __str__(self) -> str:
        return self.provider


class UsedOnce(models.Model):
    """What may be used one time only until it expires: a state, a code, a token's id, as a hash. The database refuses a second."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["expires_at", "digest"]

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M}"


class LoginSession(models.Model):
    """One signed-in browser. Ending it here signs it out at once, whatever its cookie says.

    `method`: how, such as "demo", "passkey", "totp" or "oidc:<provider>"; `provider_session`, `provider_subject`: what a provider's
    log-out message names; `agent`: the kind of browser in a few words; `seen_at`: to the nearest minute, for the idle limit;
    `proved_at`: when a passkey or a code was last shown, for what asks for a fresh proof.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=80, blank=True)
    agent = models.CharField(max_length=80, blank=True)
    provider_session = models.CharField(max_length=255, blank=True)
    provider_subject = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        indexes = [
            models.Index(fields=["method", "provider_subject"], name="session_by_provider_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class LocalSignIn(models.Model):
    """How a member of staff signs in without a provider: an invitation to begin with; then passkeys, or name, password and code.

    `invitation`: hash of the one-time link; `secret`: the sealed key of the code app; `last_step`: the newest time step used, so that
    no code counts twice; `recovery_codes`: hashes of the codes not yet used.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="local")
    name = models.CharField(max_length=150, unique=True, null=True)
    invitation = models.BinaryField(max_length=32, unique=True, null=True)
    invitation_ends_at = models.DateTimeField(null=True)
    secret = models.BinaryField(null=True)
    last_step = models.BigIntegerField(default=0)
    recovery_codes = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.account_id)


class Passkey(models.Model):
    """A key pair a member of staff holds: its public half, as the authenticator gave it (WebAuthn attested credential data)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="passkeys")
    label = models.CharField(max_length=80)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.label


class SignInAttempts(models.Model):
    """How often a login name or a network address has tried since `began_at`. `digest`: keyed hash of which; neither is kept."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    began_at = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        ordering = ["began_at", "digest"]

    def __str__(self) -> str:
        return f"{self.count}, {self.began_at:%Y-%m-%d %H:%M}"
