"""Common Cartridge: what a learning environment finds in the package, read back as it does."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from datafiles import Case, make_project
from exports import ADRES, EXTENSIONS, Export, export, flat, schema_file, words
from kwartier.exports.course import parts
from kwartier.exports.job import Job
from kwartier.model.vraag import Koppelen, KortAntwoord, MeerdereAntwoorden, Meerkeuze, Open, Volgorde, WaarOnwaar
from kwartier.project import Project, read_project
from sites import ROOT

CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
LOMR = "{http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource}"
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
XSD = "common-cartridge-1.1/"
SCHEMAS = {
    "imswl_xmlv1p1": "ccv1p1_imswl_v1p1.xsd",
    "imsdt_xmlv1p1": "ccv1p1_imsdt_v1p1.xsd",
    "imsqti_xmlv1p2/imscc_xmlv1p1/assessment": "ccv1p1_qtiasiv1p2p1_v1p0.xsd",
}


@dataclass
class Question:
    """A question as an importer keeps it."""

    title: str
    profile: str
    text: str
    answers: dict[str, str]
    right: set[str]
    feedback: dict[str, str]
    """Per answer, and under an empty key what always appears."""


@dataclass
class Line:
    """A line of the table of contents with what is behind it."""

    title: str
    type: str
    files: dict[str, bytes]
    instructor: bool = False
    questions: list[Question] = field(default_factory=list)


def read(files: dict[str, bytes]) -> list[tuple[str, list[Line]]]:
    """A package as an importer reads it: sections with their lines."""
    manifest = etree.fromstring(files["imsmanifest.xml"])
    resources = {one.get("identifier"): one for one in manifest.iter(f"{CP}resource")}
    sections = []
    (top,) = manifest.findall(f"{CP}organizations/{CP}organization/{CP}item")
    for section in top.findall(f"{CP}item"):
        lines = []
        for item in section.findall(f"{CP}item"):
            resource = resources[item.get("identifierref")]
            mine = {unquote(one.get("href")): files[unquote(one.get("href"))] for one in resource.findall(f"{CP}file")}
            role = resource.findtext(f".//{LOMR}value")
            line = Line(item.findtext(f"{CP}title") or "", resource.get("type"), mine, role == "Instructor")
            if line.type.startswith("imsqti"):
                (data,) = mine.values()
                line.questions = [read_question(one) for one in etree.fromstring(data).iter(f"{QTI}item")]
            lines.append(line)
        sections.append((section.findtext(f"{CP}title"), lines))
    return sections


def read_question(item: etree._Element) -> Question:
    feedback = {
        one.get("ident"): words(one.findtext(f".//{QTI}mattext") or "") for one in item.iter(f"{QTI}itemfeedback")
    }
    answers = {
        one.get("ident"): words(one.findtext(f".//{QTI}mattext") or "") for one in item.iter(f"{QTI}response_label")
    }
    right: set[str] = set()
    shown: dict[str, str] = {}
    for condition in item.iter(f"{QTI}respcondition"):
        named = [one.text for one in condition.iter(f"{QTI}varequal") if one.getparent().tag != f"{QTI}not"]
        if condition.findtext(f"{QTI}setvar") == "100":
            right |= set(named)
        for one in condition.iter(f"{QTI}displayfeedback"):
            shown["" if condition.find(f"{QTI}conditionvar/{QTI}other") is not None else named[0]] = feedback[
                one.get("linkrefid")
            ]
    return Question(
        item.get("title"),
        item.findtext(f"{QTI}itemmetadata/{QTI}qtimetadata/{QTI}qtimetadatafield/{QTI}fieldentry") or "",
        words(item.findtext(f"{QTI}presentation/{QTI}material/{QTI}mattext") or ""),
        answers,
        right,
        shown,
    )


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Export:
    """All modules of this repository."""
    return export("cartridge", tmp_path_factory.mktemp("cartridge"), project=project)


@pytest.fixture(scope="module")
def packages(made: Export, project: Project) -> dict[str, dict[str, bytes]]:
    return {one: made.files(f"{one}.imscc") for one in project.library.modules}


@pytest.fixture(scope="module")
def lecturer(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """One module in the lecturer edition, for Canvas."""
    folder = tmp_path_factory.mktemp("docent")
    return export("cartridge", folder, "kwartiermaken", editie="docent", canvas=True)


def check_schemas(files: dict[str, bytes]) -> int:
    """Check the manifest and every item that has a schema; gives how many."""
    manifest = etree.fromstring(files["imsmanifest.xml"])
    etree.XMLSchema(file=str(schema_file(XSD + "cc11libxml2validator.xsd"))).assertValid(manifest)
    checked = 1
    for resource in manifest.iter(f"{CP}resource"):
        schema = SCHEMAS.get(resource.get("type"))
        if schema:
            href = unquote(resource.find(f"{CP}file").get("href"))
            etree.XMLSchema(file=str(schema_file(XSD + schema))).assertValid(etree.fromstring(files[href]))
            checked += 1
    return checked


@pytest.mark.slow
def test_every_manifest_and_item_is_valid(packages: dict[str, dict[str, bytes]], lecturer: Export) -> None:
    assert sum(check_schemas(files) for files in packages.values()) > 60
    assert check_schemas(lecturer.files("kwartiermaken.imscc")) > 5


@pytest.mark.slow
def test_titles_and_order_are_those_of_the_module(packages: dict[str, dict[str, bytes]], project: Project) -> None:
    for module_id, files in packages.items():
        ((section, lines),) = read(files)
        module = project.library.modules[module_id]
        assert section == module.titel
        titles = [line.title for line in lines]
        wanted = [part.titel for part in parts(Job(project, (module_id,), Path()), module_id)]
        starts = [next(at for at, title in enumerate(titles) if title.startswith(one)) for one in wanted]
        assert starts == sorted(starts)
        assert [f"Les {number} - {les.titel}" for number, les in enumerate(module.lessen, 1)] == titles[
            1 : 1 + len(module.lessen)
        ]
        assert f"Zelftoets - {module.titel}" in titles
        for case_id in module.casussen:
            assert f"Bespreek - {project.library.casussen[case_id].titel}" in titles


@pytest.mark.slow
def test_questions_right_answers_and_feedback_are_those_of_the_self_test(
    packages: dict[str, dict[str, bytes]], project: Project
) -> None:
    for module_id, asked in project.library.zelftoetsen.items():
        lines = read(packages[module_id])[0][1]
        found = {one.title: one for line in lines for one in line.questions}
        for number, vraag in enumerate(asked, 1):
            name = f"Vraag {number}"
            if isinstance(vraag, Koppelen | Volgorde):
                many = vraag.paren if isinstance(vraag, Koppelen) else vraag.stappen
                for letter, one in zip("abcdefghij", many, strict=False):
                    got = found.pop(f"{name}{letter}")
                    right = one.rechts if isinstance(vraag, Koppelen) else one.tekst
                    assert [got.answers[one] for one in got.right] == [flat(right)]
                    assert got.feedback[next(iter(got.right))] == flat(one.feedback)
                continue
            got = found.pop(name)
            assert got.text == flat(vraag.vraag)
            if isinstance(vraag, Meerkeuze | MeerdereAntwoorden):
                assert list(got.answers.values()) == [flat(one.tekst) for one in vraag.opties]
                assert [ident in got.right for ident in got.answers] == [one.juist for one in vraag.opties]
                assert [got.feedback[ident] for ident in got.answers] == [flat(one.feedback) for one in vraag.opties]
            elif isinstance(vraag, WaarOnwaar):
                assert got.right == {"true" if vraag.juist else "false"}
                assert got.feedback["true"] == flat(vraag.feedback.waar)
                assert got.feedback["false"] == flat(vraag.feedback.onwaar)
            elif isinstance(vraag, KortAntwoord):
                assert got.right == {one.tekst for one in vraag.antwoorden if one.juist}
                assert flat(vraag.anders) in got.feedback[""]
                assert all(flat(one.feedback) in " ".join(got.feedback.values()) for one in vraag.antwoorden)
            else:
                assert isinstance(vraag, Open)
                assert words(flat(vraag.modelantwoord))[:40] in got.feedback[""]
            if vraag.uitleg:
                assert flat(vraag.uitleg) in got.feedback[""]
        assert found == {}


# The rules of what importers accept, one by one


def every_file(packages: dict[str, dict[str, bytes]], ending: str) -> list[tuple[str, str]]:
    return [
        (name, data.decode()) for files in packages.values() for name, data in files.items() if name.endswith(ending)
    ]


@pytest.mark.slow
def test_the_default_namespace_is_in_the_first_1024_bytes(packages: dict[str, dict[str, bytes]]) -> None:
    for files in packages.values():
        assert b' xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"' in files["imsmanifest.xml"][:1024]


@pytest.mark.slow
def test_the_manifest_comes_first_and_lists_every_file_once(packages: dict[str, dict[str, bytes]]) -> None:
    for files in packages.values():
        assert next(iter(files)) == "imsmanifest.xml"
        manifest = etree.fromstring(files["imsmanifest.xml"])
        listed = [unquote(one.get("href")) for one in manifest.iter(f"{CP}file")]
        assert sorted(listed) == sorted(set(files) - {"imsmanifest.xml"})
        ids = [one.get("identifier") for one in manifest.iter() if one.get("identifier")]
        assert len(set(ids)) == len(ids)


@pytest.mark.slow
def test_nothing_in_a_page_gets_lost_or_stands_open_by_mistake(packages: dict[str, dict[str, bytes]]) -> None:
    """Moodle takes scripts, styles, folding and ids away; a link between pages breaks."""
    pages = every_file(packages, ".html")
    assert len(pages) > 100
    for name, html in pages:
        assert not re.search(r"<(?:script|style|details|summary|iframe|form|input)\b| id=|\bclass=", html), name
        for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html):
            assert re.match(r"https?:|mailto:|tel:", unescape(link)), (name, link)


@pytest.mark.slow
def test_no_page_gives_the_answer_to_a_question(packages: dict[str, dict[str, bytes]], project: Project) -> None:
    for module_id, asked in project.library.zelftoetsen.items():
        text = " ".join(words(data.decode()) for name, data in packages[module_id].items() if name.endswith(".html"))
        for vraag in asked:
            if isinstance(vraag, Meerkeuze):
                assert not [
                    one.feedback for one in vraag.opties if len(one.feedback) > 40 and flat(one.feedback) in text
                ]


@pytest.mark.slow
def test_links_lead_to_the_versioned_site(packages: dict[str, dict[str, bytes]], made: Export) -> None:
    urls = [
        etree.fromstring(data.encode())[1].get("href")
        for name, data in every_file(packages, ".xml")
        if "links/" in name
    ]
    assert len(urls) > 20
    assert not [url for url in urls if not url.startswith(ADRES)]


@pytest.mark.slow
def test_multiple_response_counts_in_moodle(packages: dict[str, dict[str, bytes]]) -> None:
    seen = 0
    for _, data in every_file(packages, "zelftoets.xml"):
        for item in etree.fromstring(data.encode()).iter(f"{QTI}item"):
            if "cc.multiple_response.v0p1" not in item.itertext():
                continue
            (scored,) = [one for one in item.iter(f"{QTI}respcondition") if one.find(f"{QTI}setvar") is not None]
            both = scored.find(f"{QTI}conditionvar/{QTI}and")
            assert all(one.get("case") == "Yes" for one in both.findall(f"{QTI}varequal"))
            wrong = [one.text for one in both.findall(f"{QTI}not/{QTI}varequal")]
            assert len(both.findall(f"{QTI}varequal")) + len(wrong) == len(list(item.iter(f"{QTI}response_label")))
            seen += 1
    assert seen > 5


def test_lecturers_pages_are_for_lecturers_only(lecturer: Export) -> None:
    files = lecturer.files("kwartiermaken.imscc")
    ((_, lines),) = read(files)
    hidden = [line.title for line in lines if line.instructor]
    assert "Voor de docent - Les 1 - Een wijk die plaats maakt" in hidden
    assert "Voor de docent - Casus - Achter de voordeur in de Kruidenbuurt" in hidden
    assert "Lesplan - Kwartiermaken en gastvrije wijken" in hidden
    note = "Laat geen eigenschappen toe"
    for line in lines:
        assert line.instructor or not [name for name, data in line.files.items() if note in data.decode()]
    assert any(note in data.decode() for data in files.values())


def test_canvas_gets_pages_in_modules(lecturer: Export) -> None:
    files = lecturer.files("kwartiermaken.imscc")
    ((_, lines),) = read(files)
    assert "course_settings/canvas_export.txt" in files
    kinds = [one.text for one in etree.fromstring(files["course_settings/module_meta.xml"]).iter("{*}content_type")]
    assert len(kinds) == len(lines)
    assert set(kinds) == {"WikiPage", "DiscussionTopic", "ExternalUrl", "Quizzes::Quiz"}
    for line in lines:
        for name, data in line.files.items():
            if name.endswith(".html"):
                assert name.startswith("wiki_content/")
                state = "unpublished" if line.instructor else "active"
                assert f'<meta name="workflow_state" content="{state}">' in data.decode()


def test_only_links_when_asked(tmp_path: Path) -> None:
    files = export("cartridge", tmp_path, "kwartiermaken", alleen_links=True).files("kwartiermaken.imscc")
    ((_, lines),) = read(files)
    assert {line.type for line in lines} == {"imswl_xmlv1p1"}
    assert len(lines) > 8
    check_schemas(files)


def test_a_route_is_one_package_with_a_section_per_module(tmp_path: Path, project: Project) -> None:
    made = export("cartridge", tmp_path, leerroute="nascholing-wijkteam")
    route = project.library.leerroutes["nascholing-wijkteam"]
    sections = read(made.files("nascholing-wijkteam.imscc"))
    assert [title for title, _ in sections] == [project.library.modules[one.module].titel for one in route.modules]


PICTURE = bytes.fromhex("89504e470d0a1a0a")


def test_pictures_and_odd_signs_survive(folder: Path, tmp_path: Path) -> None:
    lesson = 'A < B & "C"\n\n![Plattegrond van de wijk](beeld/kaart%201.png)\n\n<script>alert(1)</script>\n\n<iframe src="https://voorbeeld.nl/"></iframe>\n\n<details><summary>Meer</summary>Verborgen</details>\n'
    changes = {
        "mkdocs.yml": {"site_name: Proef\n": f"site_name: Proef\n{EXTENSIONS}"},
        "modules/kennismaken/lessen/begin.md": lesson,
        "modules/kennismaken/module.yml": {"titel: Kennismaken\n": "titel: 'Kennis & \"maken\" <nu>'\n"},
    }
    make_project(folder, Case(folder, 0, {"name": "", "files": changes}))
    picture = folder / "modules" / "kennismaken" / "lessen" / "beeld" / "kaart 1.png"
    picture.parent.mkdir()
    picture.write_bytes(PICTURE)
    made = export("cartridge", tmp_path, "kennismaken", project=read_project(folder), adres="https://site.nl/v/")
    files = made.files("kennismaken.imscc")
    ((title, lines),) = read(files)
    assert title == 'Kennis & "maken" <nu>'
    page, html = next(
        (name, data.decode()) for line in lines if line.title == "Les 1 - Begin" for name, data in line.files.items()
    )
    assert 'A &lt; B &amp; "C"' in html
    source = unquote(re.search(r'<img\b[^>]*\bsrc="([^"]*)"', html)[1])
    assert files[posixpath.join(posixpath.dirname(page), source)] == PICTURE
    assert "alert(1)" not in html
    assert "Bekijk dit op de site" in html
    assert {(one.wat, one.waar) for one in made.report.losses} >= {
        ("ingesloten film, geluid of pagina", "Begin"),
        ("uitklapbare tekst", "Les 1 - Begin"),
    }
    check_schemas(files)


def test_without_an_address_nothing_links_to_the_site(folder: Path, tmp_path: Path) -> None:
    make_project(folder, Case(folder, 0, {"name": "", "files": {}}))
    made = export("cartridge", tmp_path, project=read_project(folder), adres="")
    files = made.files("kennismaken.imscc")
    ((_, lines),) = read(files)
    assert "imswl_xmlv1p1" not in {line.type for line in lines}
    assert "Instrument - Kaart" in [line.title for line in lines]
    assert any(one.wat == "links naar de site" for one in made.report.losses)
    check_schemas(files)
