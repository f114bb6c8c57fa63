"""What a person can ask of the unit: the questions of each kind, its deadline in the law data, and who may see and answer it."""

from dataclasses import dataclass

from knutepunkt.coordination.models import RequestKind


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind. `questions`: codes, the first must be answered (`any_of`: one of them). `deadline`: key in the law data.

    `unit_only`: the unit answers, not the coordinator. `hidden`: about the coordinator, who does not see it.
    """

    questions: tuple[str, ...]
    deadline: str
    unit_only: bool = False
    hidden: bool = False
    any_of: bool = False


KINDS: dict[str, Matter] = {
    RequestKind.CORRECTION: Matter(("wrong", "right"), "correction-request", unit_only=True),
    RequestKind.OTHER_COORDINATOR: Matter(("wish", "why"), "preliminary-reply", unit_only=True, hidden=True),
    RequestKind.COMPLAINT: Matter(("matter", "change", "helper"), "preliminary-reply", unit_only=True, hidden=True),
    RequestKind.MEETING: Matter(("topic", "when", "where", "who"), "acknowledge-notice"),
    RequestKind.EVALUATION: Matter(("works", "hard", "change", "more"), "acknowledge-notice", any_of=True),
    RequestKind.COPY: Matter(("parts",), "insight-request", unit_only=True),
}
