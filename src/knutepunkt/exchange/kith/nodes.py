"""XML bytes to a plain tree, safely: no document type declaration, no entities, no network, bounded work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 200_000
MAX_ATTRIBUTE: Final = 64 * 1024
HEADER_WINDOW: Final = 256 * 1024
"""Of a message too large to be read, so much is looked at to find out whom to answer."""

_UTF8_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF32_BOMS: Final = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


class BadXml(Exception):  # noqa: N818 -- says what the data is, as the refusals of this project do
    """The bytes are not XML we take. `code` names the finding; `partial` is the tree as far as it was complete."""

    def __init__(self, code: str, partial: Node | None = None) -> None:
        """Remember why, and what was read before."""
        super().__init__(code)
        self.code = code
        self.partial = partial


@dataclass(slots=True, repr=False, eq=False)
class Node:
    """One element: its names, attributes (a foreign namespace is kept as "uri name") and content in order."""

    namespace: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[Node | str] = field(default_factory=list)

    def children(self, *names: str) -> Iterator[Node]:
        """Child elements, of these local names when any are given."""
        return (child for child in self.content if isinstance(child, Node) and (not names or child.name in names))

    def find(self, *path: str) -> Node | None:
        """First element down this path of local names."""
        here: Node | None = self
        for name in path:
            if here is None:
                return None
            here = next(here.children(name), None)
        return here

    def walk(self) -> Iterator[Node]:
        """Self and all elements below, in document order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(list(node.children())))

    def text(self, *path: str) -> str:
        """All text of the element at the path, trimmed; empty when there is none."""
        node = self.find(*path)
        return "" if node is None else "".join(node.pieces()).strip()

    def pieces(self) -> Iterator[str]:
        """The texts in and below the element, in document order."""
        pending: list[Node | str] = [self]
        while pending:
            item = pending.pop()
            if isinstance(item, str):
                yield item
            else:
                pending.extend(reversed(item.content))

    def value(self, *path: str, attribute: str = "V") -> str:
        """The trimmed attribute of the element at the path; empty when there is none."""
        node = self.find(*path)
        return "" if node is None else node.attributes.get(attribute, "").strip()


def parse(data: bytes) -> Node:
    """The document's tree. Raises BadXml, with the part of the tree that was complete when there is one."""
    if len(data) > MAX_BYTES:
        raise BadXml("too-large", _partial(data[:HEADER_WINDOW]))
    if data.startswith(_UTF32_BOMS):
        raise BadXml("not-xml")
    return _Builder(data).build()


def _partial(data: bytes) -> Node | None:
    try:
        return _Builder(data).build()
    except BadXml as bad:
        return bad.partial


def _encoding(data: bytes) -> tuple[bytes, str | None]:
    """A byte-order mark outweighs what the declaration says (RFC 7303); without one the declaration decides."""
    if data.startswith(_UTF8_BOM):
        return data[len(_UTF8_BOM) :], "UTF-8"
    if data.startswith(_UTF16_BOMS):
        return data, "UTF-16"
    return data, None


class _Builder:
    """Feeds expat and builds nodes; every handler that refuses raises, which stops expat at once."""

    def __init__(self, data: bytes) -> None:
        self.data, encoding = _encoding(data)
        self.parser = expat.ParserCreate(encoding, " ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.root: Node | None = None
        self.open: list[Node] = []
        self.elements = 0

    def build(self) -> Node:
        try:
            # All at once: fed in pieces, older versions of expat read a very long token again with every piece.
            self.parser.Parse(self.data, True)
        except BadXml as bad:
            raise BadXml(bad.code, self._complete_part()) from None
        except (expat.ExpatError, ValueError, LookupError):
            # ValueError and LookupError: an encoding that does not exist or that expat cannot take.
            raise BadXml("not-xml", self._complete_part()) from None
        if self.root is None:
            raise BadXml("not-xml")
        return self.root

    def _doctype(self, *_: object) -> None:
        raise BadXml("doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) >= MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise BadXml("too-complex")
        if any(len(value) > MAX_ATTRIBUTE for value in attributes.values()):
            raise BadXml("too-complex")
        namespace, _, local = name.rpartition(" ")
        node = Node(namespace, local, attributes)
        if self.open:
            self.open[-1].content.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].content.append(text)

    def _complete_part(self) -> Node | None:
        """The tree without what was still open below root/MsgInfo: half a sender must not be answered."""
        keep = 2 if len(self.open) > 1 and self.open[1].name == "MsgInfo" else 1
        if len(self.open) > keep:
            self.open[keep - 1].content.remove(self.open[keep])
        return self.root
