"""People's text made fit for print without changing what it says.

Text goes to the setting as strings in JSON and is never read as markup. What remains to be done: one form of each
letter (NFC), one kind of line break, no invisible control characters (they have no shape, and some turn the reading
direction), a visible code for what no font can draw, and places where an endless word may break.
"""

import re
import unicodedata

from knutepunkt.paper.typeface import drawable

BREAK_HERE = "\u200b"  # zero-width space
LONGEST_WORD = 30  # letters; what is longer is no word that hyphenation knows
PIECE = 10  # letters that fit in the narrowest column of the tables
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_KEPT = _JOINS | {"\n", BREAK_HERE}
_LONG_RUN = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD + 1},}}")


def printable(text: str) -> str:
    """The text as it is set: the same letters in the same order."""
    one_form = unicodedata.normalize("NFC", _LINE_BREAKS.sub("\n", text).replace("\t", " "))
    return _LONG_RUN.sub(_with_breaks, "".join(map(_shown, one_form))).strip()


def _shown(char: str) -> str:
    if char in _KEPT:
        return char
    if char in _TURNS_DIRECTION or char == "\ufeff" or unicodedata.category(char) in {"Cc", "Cs"}:
        return ""
    if ord(char) in drawable() and unicodedata.category(char) not in {"Co", "Cn"}:
        return char
    plainer = unicodedata.normalize("NFKC", char)  # a ligature, a full-width letter
    return plainer if plainer != char and drawable().issuperset(map(ord, plainer)) else f"[U+{ord(char):04X}]"


def _with_breaks(word: re.Match[str]) -> str:
    out: list[str] = []
    since = 0
    for char in word[0]:
        joined = char in _JOINS or unicodedata.category(char).startswith("M") or (out and out[-1] in _JOINS)
        if since >= PIECE and not joined:
            out.append(BREAK_HERE)
            since = 0
        out.append(char)
        since += 1
    return "".join(out)
