"""The whole message under readable headings: nothing is lost, nothing is empty, codes are words, dates Norwegian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knutepunkt.exchange.kith import payload as content
from knutepunkt.exchange.kith.elements import ANY_TYPE, HEADINGS, Language, code_text, label, word
from knutepunkt.exchange.kith.nodes import Node
from knutepunkt.exchange.kith.shown import coded, leaf_value, size_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knutepunkt.exchange.kith.model import Message


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """A label and what stands under it; `code` is the raw code where the value is its words."""

    label: str
    value: str
    code: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """A heading with items and sections below it; `code` is the raw code where the heading is its words."""

    heading: str
    items: tuple[Item, ...]
    subsections: tuple[Section, ...]
    code: str = ""


_TOP: Final = ("Sender", "Receiver", "OtherReceiver", "Patient")
_NAMES: Final = ("GivenName", "MiddleName", "FamilyName")
_TECHNICAL: Final = ("Signature",)
_ID_KINDS: Final = ("TypeId", "Type")


def present(message: Message, *, language: Language = "nb") -> tuple[Section, ...]:
    """The message, the patient, the content, then the parties. Texts stand as the sender wrote them."""
    writer = _Writer(language)
    root = message.root
    if root.name == "AppRec":
        return writer.sections(root, "")
    info = root.find("MsgInfo")
    if info is None:
        return ()
    parties = [child for child in info.children() if child.name in _TOP and child.name != "Patient"]
    return (
        *writer.without(info, _TOP, signed=root.find("Signature") is not None),
        *(section for patient in info.children("Patient") for section in writer.sections(patient, "MsgInfo")),
        *(section for document in content.documents(root) for section in writer.sections(document, "MsgHead")),
        *writer.reports(root),
        *(section for party in parties for section in writer.sections(party, "MsgInfo")),
    )


class _Writer:
    """Walks a tree and writes sections in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def without(self, node: Node, left_out: tuple[str, ...], *, signed: bool) -> tuple[Section, ...]:
        """A section of the element, some children shown elsewhere."""
        kept = Node(
            node.namespace, node.name, {}, [c for c in node.content if isinstance(c, str) or c.name not in left_out]
        )
        found = self.sections(kept, "MsgHead")
        if not signed or not found:
            return found
        mark = Item(word("signed", self.language), word("yes", self.language))
        return (Section(found[0].heading, (*found[0].items, mark), found[0].subsections), *found[1:])

    def reports(self, root: Node) -> Iterator[Section]:
        """Patient reports without the documents in them, which are shown with the others."""
        for report in root.children("PatientReport"):
            yield from self.without(report, ("Document",), signed=False)

    def sections(self, node: Node, parent: str) -> tuple[Section, ...]:
        """The element as one section, or none when there is nothing in it.

        An element that only wraps one other gives that one its heading's place: no heading without content.
        """
        items = tuple(self._items(node))
        below = tuple(
            section
            for child in node.children()
            if self._is_section(child) and child.name not in _TECHNICAL
            for section in self.sections(child, node.name)
        )
        if not items and not below:
            return ()
        heading, code = self._heading(node, parent)
        if not items and len(below) == 1:
            return self._unwrapped(node, heading, below[0])
        return (Section(heading, items, below, code),)

    def _unwrapped(self, node: Node, heading: str, only: Section) -> tuple[Section, ...]:
        child = next(child for child in node.children() if self._is_section(child) and child.name not in _TECHNICAL)
        plain = label(child.name, node.name, self.language)
        if child.name in HEADINGS or only.heading not in {plain, heading}:
            return (only,) if node.name in _WRAPPERS else (Section(heading, (), (only,)),)
        return (Section(plain if node.name in _WRAPPERS else heading, only.items, only.subsections, only.code),)

    def _heading(self, node: Node, parent: str) -> tuple[str, str]:
        """(heading, raw code): the words of the coded child that stands for a heading, else the element's label."""
        source = node.find(HEADINGS[node.name]) if node.name in HEADINGS else None
        text, code = self._coded(source, node.name)
        return (text, code) if text else (label(node.name, parent, self.language), "")

    def _is_section(self, node: Node) -> bool:
        """Has elements of its own that are not one identifier, one contact, or marked-up text."""
        if node.name in {"TeleCom", *ANY_TYPE} or not any(node.children()):
            return False
        return node.name not in {"Ident", "AdditionalId"}

    def _items(self, node: Node) -> Iterator[Item]:
        category = next((v for k, v in node.attributes.items() if k.rpartition(" ")[2] == "informasjonskategori"), "")
        if category.strip():
            yield Item(label("informasjonskategori", language=self.language), category.strip())
        heading_from = node.find(HEADINGS[node.name]) if node.name in HEADINGS else None
        yield from self._loose_text(node)
        for child in node.children():
            if child is heading_from:
                continue
            if child.name in _NAMES:
                yield from self._name(node, child)
            elif not self._is_section(child) and child.name not in _TECHNICAL:
                yield from self._item(child, node)

    def _loose_text(self, node: Node) -> Iterator[Item]:
        """Text standing between elements belongs nowhere in the standard, but is not thrown away."""
        if any(node.children()):
            text = " ".join("".join(c for c in node.content if isinstance(c, str)).split())
            if text:
                yield Item(label("Merknad", language=self.language), text)

    def _name(self, person: Node, child: Node) -> Iterator[Item]:
        """One item for the whole name, where its first part stands."""
        parts = [part for name in _NAMES for part in person.children(name)]
        first = next(part for part in person.children(*_NAMES))
        text = " ".join(filter(None, (part.text() for part in parts)))
        if child is first and text:
            yield Item(label("PersonName", language=self.language), text)

    def _item(self, node: Node, parent: Node) -> Iterator[Item]:
        if node.name in {"Ident", "AdditionalId"}:
            yield from self._identifier(node, node.find("TypeId") or node.find("Type"))
        elif node.name == "Id" and any(parent.children("TypeId")) and parent.name not in {"Ident", "AdditionalId"}:
            yield from self._identifier(parent, parent.find("TypeId"))
        elif node.name == "TypeId" and any(parent.children("Id")):
            return
        elif node.name == "TeleCom":
            yield from self._telecom(node)
        elif node.name == "Base64Container":
            yield Item(label(node.name, language=self.language), size_text(node, self.language))
        else:
            value, code = self._coded(node, parent.name)
            if value:
                yield Item(label(node.name, parent.name, self.language), value, code)

    def _identifier(self, holder: Node, kind: Node | None) -> Iterator[Item]:
        value = holder.text("Id")
        code = kind.value() if kind is not None else ""
        text = kind.value(attribute="DN") if kind is not None else ""
        name = text or self._identifier_kind(code) or code or label("Ident", language=self.language)
        if value:
            yield Item(name, value, code if code != name else "")

    def _identifier_kind(self, code: str) -> str:
        lists = ("2.16.578.1.12.4.1.1.8116", "2.16.578.1.12.4.1.1.9051")
        return next(filter(None, (code_text(code, number, "TypeId") for number in lists)), "")

    def _telecom(self, node: Node) -> Iterator[Item]:
        address = node.find("TeleAddress")
        if address is None:
            return
        scheme, _, rest = (address.value() or address.text()).partition(":")
        url = (address.value() or address.text()).strip()
        known = f"TeleAddress{scheme.capitalize()}" in _SCHEMES
        name = label(f"TeleAddress{scheme.capitalize()}" if known else "TeleAddress", language=self.language)
        kind, code = self._coded(node.find("TypeTelecom"), "TeleCom")
        if url:
            yield Item(kind or name, rest if known else url, code)

    def _coded(self, node: Node | None, parent: str) -> tuple[str, str]:
        """(what to show, raw code) of an element without elements."""
        if node is None:
            return "", ""
        return coded(node, parent) or (leaf_value(node, self.language), "")


_SCHEMES: Final = frozenset({"TeleAddressTel", "TeleAddressMailto", "TeleAddressFax"})
_WRAPPERS: Final = frozenset({"RefDoc", "Content", "HCP", "Document", "OpplysningOpphold"})
"""Elements that say nothing themselves; where one holds a single section, that section stands in its place."""
