"""Independent judges of a PDF's accessibility; each returns its findings, none when the file is good.

`page_findings`: page (PyPI page-validation, Rust), the 104 machine-checkable PDF/UA-1 rules of the veraPDF model.
`pdfua_findings`: pdfua (PyPI, Python), an own reading of the Matterhorn protocol.
`own_findings`: the walk below, which also knows what this project wants beyond the standard.
All run with pip alone, without Java or system packages.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import page
import pdfua
import pikepdf

from rooms.paper.tagged import Mark, Node, TaggedPdf

STANDARD = set(
    """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference Figure Formula Form Link Annot""".split()  # noqa: SIM905 - a table of words reads better
)
LATTER = {"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}}


def page_findings(data: bytes) -> list[str]:
    report = page.validate_pdf_bytes(data, profile="ua1")
    assert report.rules.total > 100
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def pdfua_findings(data: bytes) -> list[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        return [str(finding) for finding in pdfua.validate(path).findings]


def own_findings(data: bytes, lang: str) -> list[str]:
    file = TaggedPdf(data)
    root = file.pdf.Root
    if "/StructTreeRoot" not in root:
        return ["no structure tree"]
    return [
        *_catalog(root, lang),
        *_metadata(file.pdf),
        *(f"page {n}: {signs} outside every tag" for n, p in enumerate(file.pages) if (signs := p.loose)),
        *_marks(file),
        *_headings([tag for tag, _ in file.headings()]),
        *_elements(file.root),
        *_fonts(file.pdf),
    ]


def _catalog(root: Any, lang: str) -> Iterator[str]:
    if root.get("/MarkInfo", {}).get("/Marked") is not True:
        yield "not marked as tagged"
    if str(root.get("/Lang", "")) != lang:
        yield f"language {root.get('/Lang')} instead of {lang}"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "the title is not shown"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as meta:
        if not meta.get("dc:title"):
            yield "no title"
        if meta.get("pdfuaid:part") != "1":
            yield "does not claim PDF/UA-1"


def _marks(file: TaggedPdf) -> Iterator[str]:
    """Every mark with text is in the tree exactly once, and the parent tree leads back to its element."""
    seen: dict[Mark, Any] = {}
    for node in file.root.walk():
        for child in node.children:
            if not isinstance(child, Node):
                if child in seen:
                    yield f"{child} is in the tree twice"
                seen[child] = node.element
    drawn = {(n, mark) for n, p in enumerate(file.pages) for mark in p.texts}
    yield from (f"{mark} is not in the tree" for mark in sorted(drawn - set(seen)))
    parents = dict(pikepdf.NumberTree(file.pdf.Root.StructTreeRoot.ParentTree).items())
    for (number, mark), element in seen.items():
        of_page = parents.get(int(file.pdf.pages[number].obj.get("/StructParents", -1)))
        if of_page is None or mark >= len(of_page) or of_page[mark].objgen != element.objgen:
            yield f"{(number, mark)} does not lead back to its element"


def _headings(tags: list[str]) -> Iterator[str]:
    levels = [int(tag[1]) for tag in tags]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"first heading and only title expected, not {tags}"
    yield from (f"H{a} is followed by H{b}" for a, b in pairwise(levels) if b > a + 1)


def _elements(root: Node) -> Iterator[str]:
    for node in root.walk():
        for child in node.children:
            if not isinstance(child, Node):
                continue
            if child.tag not in STANDARD:
                yield f"unknown tag {child.tag}"
            if node.tag not in LATTER.get(child.tag, {node.tag}):
                yield f"{child.tag} in {node.tag}"
            if child.tag in {"Figure", "Formula"} and not child.element.get("/Alt"):
                yield f"{child.tag} without a text"
        if node.tag == "Table":
            yield from _table(node)


def _table(table: Node) -> Iterator[str]:
    rows = [node for node in table.walk() if node.tag == "TR"]
    widths = {len(row.children) for row in rows}
    if len(widths) != 1:
        yield f"a table with rows of {sorted(widths)} cells"
    cells = [node for node in table.walk() if node.tag in {"TH", "TD"}]
    ids = {bytes(cell.element.ID) for cell in cells if cell.tag == "TH" and "/ID" in cell.element}
    for cell in cells:
        attributes = cell.element.get("/A", pikepdf.Dictionary())
        sets = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
        if cell.tag == "TH" and not any("/Scope" in a for a in sets):
            yield "a header cell without scope"
        if cell.tag == "TD":
            heads = [bytes(head) for a in sets for head in a.get("/Headers", [])]
            if not heads or not set(heads) <= ids:
                yield "a cell without its header"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for obj in pdf.objects:
        if not isinstance(obj, pikepdf.Dictionary):
            continue
        if obj.get("/Type") == "/FontDescriptor" and not any(f"/FontFile{n}" in obj for n in ("", "2", "3")):
            yield f"{obj.FontName} is not embedded"
        if obj.get("/Subtype") == "/Type0" and "/ToUnicode" not in obj:
            yield f"{obj.BaseFont} cannot be read as text"


def bare(text: str) -> str:
    """Text without what may differ between page and source: white space, soft hyphens, break places, variation signs."""
    return re.sub("[\\s\u00ad\u200b\u200d\u200c\ufe0e\ufe0f]+", "", text)
