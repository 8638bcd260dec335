"""What changed: two folders as data, and a real Git repository with three years."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from datafiles import Case, each, make_project
from kwartier.comparison import compare, snapshot_of, snapshot_of_folder
from kwartier.comparison.compare import DOCENT
from kwartier.comparison.report import as_text
from kwartier.compile import compile_site
from kwartier.library import Library
from kwartier.load import load
from kwartier.model.base import Opmaak
from kwartier.model.fields import marked
from sites import ROOT, copy_content

Run = Callable[..., Any]


@each("vergelijken")
def test_what_changed(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    """``oud`` extends the base project before, ``files`` after; ``verplaats`` renames folders in between."""
    old, new = tmp_path / "oud", tmp_path / "nieuw"
    make_project(old, replace(case, data={"files": case.data.get("oud", {})}))
    make_project(new, case)
    verify(case, as_text(compare(snapshot_of_folder(old), snapshot_of_folder(new)), "oud", "nieuw"))


def git(root: Path, *arguments: str) -> str:
    """Run Git as someone, whatever this computer has set."""
    who = ("-c", "user.name=Proef", "-c", "user.email=proef@example.org", "-c", "commit.gpgsign=false")
    settings = ("-c", "tag.gpgsign=false", "-c", "core.hooksPath=/dev/null", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *settings, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout


def save(root: Path, tag: str) -> None:
    """Commit everything and name it."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", tag)
    git(root, "tag", tag)


@pytest.fixture
def three_years(folder: Path) -> Path:
    """A repository of the base project: a lecturer adds a word in the second year, and renames a module in the third."""
    make_project(folder, Case(Path(), 0, {}))
    git(folder, "init", "--quiet")
    (folder / ".gitignore").write_text(".kwartier/\nsite/\n", encoding="utf-8")
    save(folder, "2024-2025")
    (folder / "glossary" / "begrippen" / "wijk.yml").write_text(
        "term: wijk\ndefinitie: Meer buurten.\n", encoding="utf-8"
    )
    lesson = folder / "modules" / "kennismaken" / "lessen" / "begin.md"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("mensen.", "mensen in een wijk."), encoding="utf-8")
    save(folder, "2025-2026")
    (folder / "modules" / "verdiepen").rename(folder / "modules" / "wegen")
    module = folder / "modules" / "wegen" / "module.yml"
    module.write_text(module.read_text(encoding="utf-8") + "verplaatst_van: [verdiepen]\n", encoding="utf-8")
    route = folder / "modules" / "leerroutes" / "route.yml"
    route.write_text(route.read_text(encoding="utf-8").replace("verdiepen", "wegen", 1), encoding="utf-8")
    route.write_text(route.read_text(encoding="utf-8").replace("module: verdiepen", "module: wegen"), encoding="utf-8")
    save(folder, "2026-2027")
    return folder


def test_versions_of_a_repository(three_years: Path, kwartier: Run) -> None:
    """Two years, a year and what is on disk now, from a folder inside the site; nothing in the checkout is touched."""
    before = git(three_years, "status", "--porcelain", "--branch")
    first = kwartier("vergelijk", "2024-2025", "2025-2026", "--map", three_years)
    assert first.code == 0
    assert "wijk [nieuw]" in first.out and "mensen{+ in een wijk.+}" in first.out.replace(
        "[-mensen.-] {+mensen", "mensen{+"
    )
    second = kwartier("vergelijk", "2025-2026", "--map", three_years)
    assert "Verdiepen [verplaatst]: Heette eerst 'verdiepen'." in second.out
    assert "Samen: 1 verplaatst, 1 gewijzigd." in second.out
    (three_years / "glossary" / "begrippen" / "wijk.yml").unlink()
    now = kwartier("vergelijk", "2026-2027", "--map", three_years)
    assert now.out == "Van 2026-2027 naar nu.\n\nBegrippen: 1 weg\n\n  wijk [weg]\n\nSamen: 1 weg.\n"
    git(three_years, "checkout", "--", "glossary")
    assert git(three_years, "status", "--porcelain", "--branch") == before


def test_a_site_in_a_folder_of_a_repository(three_years: Path, tmp_path: Path, kwartier: Run) -> None:
    whole = tmp_path / "geheel"
    whole.mkdir()
    (three_years / ".git").rename(three_years / "git-van-toen")
    three_years.rename(whole / "site-van-ons")
    git(whole, "init", "--quiet")
    git(whole, "add", "--all")
    git(whole, "commit", "--quiet", "--message", "Begin")
    result = kwartier("vergelijk", "HEAD", "--map", whole / "site-van-ons")
    assert (result.code, result.out) == (0, "Van HEAD naar nu.\n\nEr is niets veranderd aan de inhoud.\n")


def test_formats(three_years: Path, kwartier: Run) -> None:
    data = json.loads(kwartier("vergelijk", "2024-2025", "2026-2027", "--map", three_years, "--formaat", "json").out)
    assert [(item["soort"], item["id"], item["wat"]) for item in data["onderdelen"]] == [
        ("module", "kennismaken", "gewijzigd"),
        ("module", "wegen", "verplaatst"),
        ("begrip", "wijk", "nieuw"),
        ("leerroute", "route", "gewijzigd"),
    ]
    [change] = data["onderdelen"][0]["veranderingen"]
    assert change["pad"] == ["lessen", "begin", "tekst"]
    assert ["erbij", "mensen in een wijk."] in change["woorden"][0]
    text = kwartier("vergelijk", "2024-2025", "2026-2027", "--map", three_years, "--formaat", "markdown").out
    assert "# Wat is er veranderd: van 2024-2025 naar 2026-2027\n" in text
    assert "| Modules | 0 | 0 | 1 | 1 |\n" in text
    assert "~~mensen.~~ **mensen in een wijk.**" in text


@pytest.mark.parametrize("ref", ["2030-2031", "--output=x", "HEAD:docs", ""])
def test_a_version_that_is_not_there(ref: str, three_years: Path, kwartier: Run) -> None:
    result = kwartier("vergelijk", "--map", three_years, "--", ref)
    assert result.code == 2
    assert result.err == f"Git kent hier geen versie '{ref}'. Tags die er wel zijn: 2026-2027, 2025-2026, 2024-2025.\n"


def test_without_git(folder: Path, kwartier: Run) -> None:
    make_project(folder, Case(Path(), 0, {}))
    result = kwartier("vergelijk", "2024-2025", "--map", folder)
    assert (result.code, result.out) == (2, "")
    assert result.err == "De map van deze site is geen Git-map, dus er is geen vroegere versie om te lezen.\n"


def lecturer_fields(library: Library) -> set[str]:
    """The names of the fields of all items that only lecturers see."""
    found = [path for _, item in library.items() for path, marker, _ in marked(item) if marker == Opmaak(docent=True)]
    return {str(path[-1]) for path in found}


def test_the_reference_content_at_two_readings_is_the_same(tmp_path: Path) -> None:
    """The library that pages are made from and the files as they are give one content; no field for lecturers is missed."""
    library, _ = load(ROOT)
    assert compare(snapshot_of(library), snapshot_of_folder(copy_content(tmp_path / "site"))).items == ()
    assert lecturer_fields(library) <= DOCENT


@pytest.fixture
def page(three_years: Path) -> Callable[..., str]:
    """Compile the site of the three years; gives a page of it, empty when it is not there."""

    def text(uri: str, editie: str | None = None) -> str:
        assert compile_site(three_years, editie=editie).fouten == []
        file = three_years / ".kwartier" / "docs" / uri
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    return text


def settings(root: Path, line: str) -> None:
    """Add a setting of Kwartier."""
    file = root / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + f"\n      {line}\n", encoding="utf-8")


def test_the_page_compares_with_the_academic_year_before(three_years: Path, page: Callable[..., str]) -> None:
    settings(three_years, "jaar: 2026-2027")
    changes = page("wat-is-er-veranderd.md")
    assert "Dit is er nieuw, weg of anders in 2026-2027 vergeleken met 2025-2026." in changes
    assert "### [Verdiepen](modules/wegen/index.md)" in changes and "Heette eerst 'verdiepen'." in changes
    assert "wijk" not in changes
    assert "[Veranderd sinds 2025-2026](../../wat-is-er-veranderd.md#module-wegen)" in page("modules/wegen/index.md")
    assert "sinds" not in page("modules/kennismaken/index.md")


def test_an_earlier_year_and_a_chosen_version(
    three_years: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWARTIER_VERSIE", "2025-2026")
    assert "in 2025-2026 vergeleken met 2024-2025" in page("wat-is-er-veranderd.md")
    assert "[Nieuw sinds 2024-2025](../wat-is-er-veranderd.md#begrip-wijk)" in page("begrippen/wijk.md")
    assert "#module-kennismaken" in page("modules/kennismaken/begin.md")
    monkeypatch.setenv("KWARTIER_VERSIE", "2024-2025")
    assert page("wat-is-er-veranderd.md") == ""
    settings(three_years, "vorige: 2024-2025")
    assert "vergeleken met 2024-2025" in page("wat-is-er-veranderd.md")


def test_a_new_version_is_seen_without_a_change_of_content(three_years: Path, page: Callable[..., str]) -> None:
    assert page("wat-is-er-veranderd.md") == ""  # the newest version is what is there now
    git(three_years, "tag", "--delete", "2026-2027")
    assert "vergeleken met 2025-2026" in page("wat-is-er-veranderd.md")


def test_no_page_when_the_site_does_not_want_it(three_years: Path, page: Callable[..., str]) -> None:
    settings(three_years, "jaar: 2026-2027")
    settings(three_years, "vorige: geen")
    assert page("wat-is-er-veranderd.md") == ""


def test_lecturers_texts_and_answers_stay_out_of_the_page(three_years: Path, page: Callable[..., str]) -> None:
    module = three_years / "modules" / "kennismaken" / "module.yml"
    module.write_text(module.read_text(encoding="utf-8") + "docent: Geheim voor **docenten**.\n", encoding="utf-8")
    test = three_years / "modules" / "kennismaken" / "zelftoets.yml"
    test.write_text(
        test.read_text(encoding="utf-8").replace("Dat klopt.", "Straten horen bij een buurt."), encoding="utf-8"
    )
    changes = page("wat-is-er-veranderd.md")
    assert "Geheim" not in changes and "horen bij" not in changes
    assert "vraag 'vraag-1': De antwoorden of de uitleg zijn bijgewerkt." in changes
    assert "<ins>Geheim voor docenten.</ins>" in page("wat-is-er-veranderd.md", "docent")


def test_two_computers_make_the_same_page(three_years: Path, page: Callable[..., str]) -> None:
    settings(three_years, "jaar: 2026-2027")
    first = page("wat-is-er-veranderd.md")
    [kept] = (three_years / ".kwartier" / "cache").glob("inhoud-*.json")
    kept.write_text("{", encoding="utf-8")
    (three_years / ".kwartier" / "compilatie.json").unlink()
    assert page("wat-is-er-veranderd.md") == first
