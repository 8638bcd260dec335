"""The files for Moodle's own import: glossary, question bank, book."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest

from exports import Export, export, flat, words
from kwartier.exports.course import parts
from kwartier.exports.job import Job
from kwartier.model.begrip import Linken
from kwartier.project import Project, read_project
from sites import ROOT

KINDS = {
    "meerkeuze": "multichoice",
    "meerdere-antwoorden": "multichoice",
    "waar-onwaar": "truefalse",
    "koppelen": "matching",
    "volgorde": "ordering",
    "kort-antwoord": "shortanswer",
    "open": "essay",
}
FRACTIONS = (100, 50, 33.33333, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 0)
"""Parts of the grade that Moodle knows (``question/engine/bank.php``); it refuses a file with another one."""


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Export:
    return export("moodle", tmp_path_factory.mktemp("moodle"), project=project)


def text(element: etree.Element, path: str) -> str:
    found = element.findtext(path)
    assert found is not None, path
    return found


@pytest.mark.slow
def test_every_term_is_an_entry_with_all_its_forms(made: Export, project: Project) -> None:
    root = etree.parse(made.folder / "begrippen-moodle.xml").getroot()
    assert root.tag == "GLOSSARY"
    assert text(root, "INFO/USEDYNALINK") == "1"
    entries = {text(one, "CONCEPT"): one for one in root.iterfind("INFO/ENTRIES/ENTRY")}
    assert len(entries) == len(project.library.begrippen)
    for term in project.library.begrippen.values():
        entry = entries[term.term]
        forms = [one.text for one in entry.iterfind("ALIASES/ALIAS/NAME")]
        assert [term.term, *forms] == list(term.alle_vormen)
        assert text(entry, "USEDYNALINK") == str(int(term.linken is Linken.AUTOMATISCH))
        assert text(entry, "CASESENSITIVE") == str(int(term.hoofdlettergevoelig))
        definition = words(text(entry, "DEFINITION"))
        assert flat(term.definitie) in definition
        for conceptie in term.concepties:
            assert flat(conceptie.tekst)[:40] in definition


@pytest.mark.slow
def test_every_question_arrives_with_its_answers(made: Export, project: Project) -> None:
    for module_id, asked in project.library.zelftoetsen.items():
        root = etree.parse(made.folder / f"{module_id}-vragen.xml").getroot()
        category, *found = root.iterfind("question")
        assert category.get("type") == "category"
        assert project.library.modules[module_id].titel in text(category, "category/text").replace("//", "/")
        assert [one.get("type") for one in found] == [KINDS[one.soort] for one in asked]
        ids = [text(one, "idnumber") for one in found]
        assert len(set(ids)) == len(ids)
        for element, vraag in zip(found, asked, strict=True):
            assert flat(vraag.vraag) in words(text(element, "questiontext/text"))
            fractions = [float(one.get("fraction", "")) for one in element.iterfind("answer")]
            if vraag.soort in {"meerkeuze", "meerdere-antwoorden"}:
                assert {abs(one) for one in fractions} <= set(FRACTIONS)
                assert [one > 0 for one in fractions] == [option.juist for option in vraag.opties]
                assert sum(one for one in fractions if one > 0) == pytest.approx(100, abs=0.001)
                feedback = [words(one.text or "") for one in element.iterfind("answer/feedback/text")]
                assert feedback == [flat(option.feedback) for option in vraag.opties]
            elif vraag.soort == "waar-onwaar":
                right = next(one for one in element.iterfind("answer") if one.get("fraction") == "100")
                assert text(right, "text") == ("true" if vraag.juist else "false")
            elif vraag.soort == "volgorde":
                assert [words(text(one, "text")) for one in element.iterfind("answer")] == [
                    flat(step.tekst) for step in vraag.stappen
                ]
                assert fractions == [*range(1, len(vraag.stappen) + 1)]
            elif vraag.soort == "koppelen":
                pairs = [
                    (words(one.findtext("text") or ""), text(one, "answer/text"))
                    for one in element.iterfind("subquestion")
                ]
                wanted = [(flat(one.links), flat(one.rechts)) for one in vraag.paren]
                assert pairs == [*wanted, *(("", flat(one)) for one in vraag.afleiders)]
            elif vraag.soort == "kort-antwoord":
                right_words = [text(one, "text") for one in element.iterfind("answer") if one.get("fraction") == "100"]
                assert right_words == [one.tekst for one in vraag.antwoorden if one.juist]
                assert text(list(element.iterfind("answer"))[-1], "text") == "*"
            else:
                assert flat(vraag.modelantwoord)[:40] in words(text(element, "generalfeedback/text"))


@pytest.mark.slow
def test_the_book_has_a_chapter_per_part_and_links_between_them_work(made: Export, project: Project) -> None:
    job = Job(project, ("kwartiermaken",), made.folder)
    files = made.files("kwartiermaken-boek.zip")
    chapters = sorted(name for name in files if name.endswith(".html"))
    titles = [files[name].decode().partition("<title>")[2].partition("</title>")[0] for name in chapters]
    assert titles == [part.titel for part in parts(job, "kwartiermaken")]
    assert [("_sub" in name) for name in chapters] == [
        part.soort in {"casus", "instrument"} for part in parts(job, "kwartiermaken")
    ]
    for name in chapters:
        root = etree.fromstring(
            files[name]
            .decode()
            .replace("<!DOCTYPE html>", "")
            .replace('<meta charset="utf-8">', "")
            .replace("<br>", "<br/>")
        )
        for link in root.iter("a"):
            target, _, anchor = link.get("href", "").partition("#")
            if "://" not in target and not target.startswith("mailto:"):
                page = files[target or name].decode()
                assert not anchor or f'id="{anchor}"' in page, (name, link.get("href"))
