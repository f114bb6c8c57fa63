"""Is the chain of seals whole, and signed by keys that are trusted?"""

from collections.abc import Iterable, Sequence

from knutepunkt.audit.seal.chain import BEGINNING, Kind, Root, Seal
from knutepunkt.audit.seal.findings import Finding, of_seal
from knutepunkt.audit.seal.keys import key_id, signed


def chain_findings(seals: Sequence[Seal]) -> list[Finding]:
    """Seals that are missing, changed, unsigned or out of order. Each seal is judged with the key the chain itself names."""
    found: list[Finding] = []
    before: Seal | None = None
    key = b""
    for seal in seals:
        expected = before.id + 1 if before else 1
        if seal.id != expected:
            found.append(_missing(expected, seal.id - 1))
        elif seal.previous != (before.chain if before else BEGINNING) or seal.low != (before.high if before else 0):
            found.append(
                of_seal(
                    "seal-order",
                    seal.id,
                    f"Seal {seal.id} does not follow seal {seal.id - 1}: one of them was exchanged.",
                )
            )
        if seal.hashed() != seal.chain:
            found.append(of_seal("seal-changed", seal.id, f"Seal {seal.id} has been changed after it was made."))
        elif not _is_signed(seal, key):
            found.append(
                of_seal(
                    "signature",
                    seal.id,
                    f"Seal {seal.id} is not signed by key {key_id(key) if key else seal.key_id}, whose turn it was.",
                )
            )
        if seal.kind == Kind.KEY and seal.new_key:
            key = seal.new_key
        before = seal
    return found


def _is_signed(seal: Seal, key: bytes) -> bool:
    if seal.new_key is not None:
        own = signed(seal.new_key, seal.new_signature or b"", seal.chain)
        return own and (not seal.signature or signed(key, seal.signature, seal.chain))
    return seal.new_signature is None and seal.key_id == key_id(key) and signed(key, seal.signature, seal.chain)


def _missing(first: int, last: int) -> Finding:
    if first == last:
        return of_seal("seal-missing", first, f"Seal {first} is missing: the rows it covered can no longer be proved.")
    return of_seal(
        "seal-missing",
        first,
        f"The seals {first} to {last} are missing: the rows they covered can no longer be proved.",
    )


def trust_findings(seals: Sequence[Seal], trusted: Iterable[bytes]) -> list[Finding]:
    """Do the seals belong to a key that is known from outside the database?

    A trusted key answers for everything before it, because its signature covers the chain, and for keys that it, or one it
    vouches for, brings afterwards.
    """
    known = set(trusted)
    bringing = [seal for seal in seals if seal.kind == Kind.KEY and seal.new_key]
    first = next((n for n, seal in enumerate(bringing) if seal.new_key in known), None)
    if first is None:
        names = ", ".join(sorted(key_id(public) for public in known))
        used = ", ".join(key_id(seal.new_key or b"") for seal in bringing) or "none"
        return [
            of_seal(
                "other-key",
                seals[-1].id,
                f"The seals are signed with another key ({used}) than the one kept outside the database ({names}): "
                "the log has been sealed anew by somebody else.",
            )
        ]
    return [
        of_seal(
            "other-key",
            seal.id,
            f"Seal {seal.id} brings key {key_id(seal.new_key or b'')}, which the key before it has not signed for and which is not "
            "among those kept outside the database.",
        )
        for seal in bringing[first + 1 :]
        if not seal.signature and seal.new_key not in known
    ]


def _restored_after(seals: Sequence[Seal], root: Root) -> str:
    told = next((seal for seal in seals if seal.kind == Kind.RESTORED and seal.note), None)
    if told is None or Root.read(told.note).number < root.number:
        return ""
    return (
        f" Seal {told.id} says that the database was brought back from a copy on {told.sealed_at:%d.%m.%Y %H:%M} UTC."
    )


def root_findings(seals: Sequence[Seal], expected: Iterable[Root]) -> list[Finding]:
    """Are the seals whose roots were kept outside still here?"""
    by_number = {seal.id: seal for seal in seals}
    found = []
    for root in expected:
        seal = by_number.get(root.number)
        if seal is None:
            last = seals[-1] if seals else None
            here = (
                f"The newest seal here is {last.id} of {last.sealed_at:%d.%m.%Y %H:%M} UTC"
                if last
                else "There is no seal here"
            )
            found.append(
                of_seal(
                    "newest-removed",
                    root.number,
                    f"Seal {root.number}, whose root was kept outside, is not here. {here}: "
                    "what was logged after it has been removed together with its seals, or the database is an older copy."
                    f"{_restored_after(seals, root)}",
                )
            )
        elif seal.chain != root.chain:
            found.append(
                of_seal(
                    "other-root",
                    root.number,
                    f"Seal {root.number} is another one than the one whose root was kept outside: the log has been sealed anew."
                    f"{_restored_after(seals, root)}",
                )
            )
    return found
