"""The judges can say no: each kind of damage is found."""

from io import BytesIO

import pikepdf
import pytest
import typst

from knutepunkt import paper
from rooms.paper import samples
from rooms.paper.checkers import own_findings, page_findings, pdfua_findings


@pytest.fixture(scope="module")
def good():
    return paper.plan(samples.short_plan())


def damaged(data, damage):
    with pikepdf.open(BytesIO(data)) as pdf:
        damage(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def elements(pdf, tag):
    return [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == tag]


def no_tree(pdf):
    del pdf.Root.StructTreeRoot


def not_marked(pdf):
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=False)


def no_language(pdf):
    del pdf.Root.Lang


def no_metadata(pdf):
    del pdf.Root.Metadata


def skipped_level(pdf):
    for heading in elements(pdf, "/H2"):
        heading.S = pikepdf.Name.H5


def no_way_back(pdf):
    pdf.Root.StructTreeRoot.ParentTree = pikepdf.Dictionary(Nums=pikepdf.Array([]))


def text_outside(pdf):
    page = pdf.pages[0]
    page.contents_add(b"BT /f0 9 Tf 20 20 Td <0001> Tj ET")


def headless_cells(pdf):
    for cell in elements(pdf, "/TH"):
        cell.S = pikepdf.Name.TD


def lost_paragraph(pdf):
    elements(pdf, "/P")[0].K = pikepdf.Array([])


@pytest.mark.parametrize(
    "damage",
    [
        no_tree,
        not_marked,
        no_language,
        no_metadata,
        skipped_level,
        no_way_back,
        text_outside,
        headless_cells,
        lost_paragraph,
    ],
)
def test_own_walk_finds(good, damage):
    assert own_findings(damaged(good, damage), "nb-NO")


@pytest.mark.parametrize("damage", [no_tree, not_marked, no_language, no_metadata, skipped_level, text_outside])
def test_page_finds(good, damage):
    assert page_findings(damaged(good, damage))


@pytest.mark.parametrize("damage", [no_tree, not_marked, no_language, no_metadata])
def test_pdfua_finds(good, damage):
    assert pdfua_findings(damaged(good, damage))


def test_all_find_an_untagged_file():
    data = typst.compile(b"Hei", format="pdf", pdf_tags=False)
    assert page_findings(data)
    assert pdfua_findings(data)
    assert own_findings(data, "nb-NO")


def test_the_wrong_language_form_is_found(good):
    assert own_findings(good, "nn-NO") == ["language nb-NO instead of nn-NO"]
