"""Reads a tagged PDF the way a screen reader does: through the structure tree, not the page's drawing order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf

SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = SHOWS_TEXT | {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI"}
Mark = tuple[int, int]
"""Page number from 0 and marked-content id on it."""


@dataclass
class Page:
    """What a page's content stream holds: text by mark, and what stands outside every mark."""

    texts: dict[int, str] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)


@dataclass
class Node:
    """An element of the structure tree; children are nodes and marks in reading order."""

    tag: str
    element: Any
    children: "list[Node | Mark]"

    def walk(self) -> "Iterator[Node]":
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def marks(self) -> Iterator[Mark]:
        for child in self.children:
            if isinstance(child, Node):
                yield from child.marks()
            else:
                yield child


class TaggedPdf:
    """A PDF with its tree and its texts."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(data))
        self.numbers = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}

    @cached_property
    def pages(self) -> list[Page]:
        return [_read(page) for page in self.pdf.pages]

    @cached_property
    def root(self) -> Node:
        tree = self.pdf.Root.StructTreeRoot
        return Node("Root", tree, self._children(tree, None))

    def text(self, node: Node) -> str:
        return "".join(self.pages[page].texts.get(mark, "") for page, mark in node.marks())

    def blocks(self) -> list[tuple[str, str]]:
        """Tag and text of each element that holds text itself, in reading order."""
        holding = (node for node in self.root.walk() if any(not isinstance(child, Node) for child in node.children))
        return [(node.tag, self.text(node)) for node in holding]

    def headings(self) -> list[tuple[str, str]]:
        return [(node.tag, self.text(node)) for node in self.root.walk() if re.fullmatch("H[1-6]", node.tag)]

    def _children(self, element: Any, page: Any) -> "list[Node | Mark]":
        kids = element.get("/K", [])
        page = element.get("/Pg", page)
        found: list[Node | Mark] = []
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                found.append((self.numbers[page.objgen], int(kid)))
            elif "/MCID" in kid:
                found.append((self.numbers[kid.get("/Pg", page).objgen], int(kid.MCID)))
            else:
                found.append(Node(str(kid.S).removeprefix("/"), kid, self._children(kid, page)))
        return found


def _read(page: pikepdf.Page) -> Page:
    result, stack, font = Page(), [], {}
    maps = {name: _to_unicode(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    for operands, operator in pikepdf.parse_content_stream(page):
        sign = str(operator)
        if sign in {"BDC", "BMC"}:
            props = operands[1] if sign == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
            stack.append((str(operands[0]), props))
        elif sign == "EMC":
            stack.pop()
        elif sign == "Tf":
            font = maps[str(operands[0])]
        elif sign in PAINTS:
            mark = next((int(props["/MCID"]) for _, props in reversed(stack) if "/MCID" in props), None)
            if mark is not None and sign in SHOWS_TEXT:
                said = next((p for _, p in reversed(stack) if "/ActualText" in p), None)
                text = _decode(operands, font) if said is None else ""
                if said is not None and not said.get("/Read"):
                    text, said["/Read"] = str(said["/ActualText"]), True
                result.texts[mark] = result.texts.get(mark, "") + text
            elif mark is None and not any(tag == "/Artifact" for tag, _ in stack):
                result.loose.append(sign)
    return result


def _decode(operands: Any, font: dict[bytes, str]) -> str:
    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
    codes = (bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(font[code[i : i + 2]] for code in codes for i in range(0, len(code), 2))


def _to_unicode(font: Any) -> dict[bytes, str]:
    """A font's codes and the text they stand for (two-byte codes; bfchar and bfrange)."""
    table: dict[bytes, str] = {}
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            table[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters = bytes.fromhex(text).decode("utf-16-be")
                table[(int(first, 16) + step).to_bytes(2, "big")] = letters[:-1] + chr(ord(letters[-1]) + step)
    return table
