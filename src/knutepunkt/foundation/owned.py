"""Tables that belong to one organisation: keys led by `organisation_id`, rows seen only by those who may.

`OwnerField` carries, as data, who may see a row; the schema editor in `foundation.postgresql` turns it into keys, policies,
triggers and grants, so that no table is protected by hand. Design: access.md and the ADR on row-level security.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from knutepunkt.foundation.ids import new_id

if TYPE_CHECKING:
    _ForeignKey = models.ForeignKey[Any, Any]
else:
    _ForeignKey = models.ForeignKey


class OwnerField(models.UUIDField):
    """The organisation that owns the row, first in every key.

    person: column with the person the row is about; the row is seen only by those with a grant for that person.
    unit: column with the unit that works on the row; the unit's own people see it too (lists go by unit).
    content: the unit's leaders, who see envelopes only, do not see it.
    topic: column with the topic; those whose grant names topics see only rows of these.
    part: the same with one topic for the whole table; besides topics there are the parts "file" (the formal side: those who see
        the file without being limited to topics), "whole" (those from whom nothing is kept), "staff" (who work with the person)
        and "own" (the person alone).
    follows: column of a reference; the row is seen only by those who see the row referred to.
    account: column with the account the row belongs to; nobody else sees it.
    about: column with the person the row is about where that gives no sight (a message the coordinator does not see);
        what is taken away of that person's file takes the row away too. Without it `person` does this as well.
    open_insert: the row may be written before anything gives sight of it (a new person, a notice from outside).
    append_only: UPDATE and DELETE are refused to everybody, the owner of the tables included.
    anchored: the database holds a foreign key to the organisation itself (rooms below `organisation` cannot).
    """

    owns_table = True
    OPTIONS = (
        "person", "unit", "content", "topic", "part", "follows", "account", "about", "open_insert", "append_only", "anchored",
    )  # fmt: skip
    DEFAULTS: dict[str, Any] = {
        "person": "",
        "unit": "",
        "content": False,
        "topic": "",
        "part": "",
        "follows": "",
        "account": "",
        "about": "",
        "open_insert": False,
        "append_only": False,
        "anchored": True,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for option in self.OPTIONS:
            setattr(self, option, kwargs.pop(option, self.DEFAULTS[option]))
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs.update({o: getattr(self, o) for o in self.OPTIONS if getattr(self, o) != self.DEFAULTS[o]})
        return name, path, list(args), kwargs

    def options(self) -> dict[str, Any]:
        """The options that decide policies, for comparing two versions of the field."""
        return {option: getattr(self, option) for option in self.OPTIONS}


class InsideForeignKey(_ForeignKey):
    """A reference inside the organisation: the database has (organisation_id, x_id) -> (organisation_id, id)."""

    inside_organisation = True

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.update(db_constraint=False, db_index=False)
        super().__init__(to, on_delete=on_delete, **kwargs)

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        """Joins on the organisation as well, so that the composite key is used."""
        if alias is None or related_alias is None:
            return None
        near: Any = self.model._meta.get_field("organisation_id")
        target: Any = self.related_model
        far: Any = target._meta.get_field("organisation_id")
        condition: Any = Exact(far.get_col(alias), near.get_col(related_alias))
        return WhereNode([condition])


class OwnedModel(models.Model):
    """Base of every model whose rows belong to an organisation. Subclasses declare `organisation_id = OwnerField(…)`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = OwnerField()

    class Meta:
        abstract = True

    @classmethod
    def visible_to(cls, actor: Any) -> models.QuerySet[Any]:
        """The rows of the actor's present organisation. Which of them exist for the actor is answered by the row-level
        security of the transaction (grants, units, topics), so a query cannot forget it.
        """
        return cls._default_manager.filter(organisation_id=actor.organisation_id)


class OwnedStep(OwnedModel):
    """One move in the life of a thing: what pages show as its history. Subclasses add the reference to the thing.

    `person_id` is the thing's, so that the step is seen by those who see the person.
    """

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True)
    person_id = models.UUIDField(null=True)
    name = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name}: {self.from_state} → {self.to_state}"
