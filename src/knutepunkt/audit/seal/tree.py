"""The Merkle tree over the rows of one seal."""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Hash pairs until one is left; an odd one goes up as it is. Leaves and nodes begin differently, so none passes as the other."""
    level = list(leaves)
    if not level:
        return EMPTY
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        over = [level[-1]] if len(level) % 2 else []
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + over
    return level[0]
