"""From a project folder to the Markdown tree: what is in it, and that only what changed is written again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from datafiles import BASE, Case, each, make_project
from kwartier.alone import alone
from kwartier.compile import Compilation, compile_site
from sites import OTHER_COMPUTER, digest, run_kwartier

LESSON = "modules/kennismaken/lessen/begin.md"
BEGIN, END = "Hier begint het.", "Hier houdt het op."
PICTURE = b"\x89PNG\r\n\x1a\n\x00\xff"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def project(folder: Path) -> Path:
    """The base project in a folder of its own."""
    return shutil.copytree(BASE, folder, dirs_exist_ok=True)


@pytest.fixture
def edit(project: Path) -> Edit:
    """Replace a text that stands once in a file."""

    def replace(file: str, old: str, new: str) -> None:
        path = project / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def compiled(root: Path) -> Compilation:
    """Compile a project that has no errors."""
    result = compile_site(root)
    assert result.fouten == []
    return result


def page(root: Path, uri: str) -> str:
    """A compiled page."""
    return (root / ".kwartier" / "docs" / uri).read_text(encoding="utf-8")


def changes(root: Path, before: dict[str, str]) -> set[str]:
    """The compiled files that are not what they were."""
    after = digest(root / ".kwartier" / "docs")
    return {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}


def changed_pages(root: Path, before: dict[str, str]) -> set[str]:
    """The compiled pages that are not what they were."""
    return {file for file in changes(root, before) if file.endswith(".md")}


# What is in the tree


def test_every_item_becomes_a_markdown_page_with_its_title(project: Path) -> None:
    compiled(project)
    titles = {
        "modules/kennismaken/index.md": "Kennismaken",
        "modules/kennismaken/begin.md": "Begin",
        "begrippen/buurt.md": "buurt",
        "casussen/de-sleutel.md": "De sleutel",
        "kaders/proefkader.md": "Proefkader",
        "instrumenten/kaart.md": "Kaart",
        "leerroutes/route.md": "Route",
        "index.md": "Proef",
    }
    heads = {uri: re.findall(r"^# (.+?)(?: \{.*)?$", page(project, uri), re.MULTILINE) for uri in titles}
    assert {uri: [title.casefold() for title in found] for uri, found in heads.items()} == {
        uri: [title.casefold()] for uri, title in titles.items()
    }


def test_what_an_author_wrote_is_on_its_page(project: Path) -> None:
    compiled(project)
    assert "In een buurt wonen mensen.\n\n## Kijken\n\nLoop eens rond." in page(project, "modules/kennismaken/begin.md")
    assert "Schrijf een verslag." in page(project, "modules/verdiepen/toets.md")
    assert "Wat is een buurt?" in page(project, "modules/kennismaken/zelftoets.md")
    assert "De straten om je heen." in page(project, "begrippen/buurt.md")


def test_modules_are_filtered_by_hours_when_these_differ(project: Path, edit: Edit) -> None:
    compiled(project)
    assert 'name="uren"' not in page(project, "modules/index.md")
    edit("modules/verdiepen/module.yml", "studielast: 4", "studielast: 28")
    compiled(project)
    assert 'name="uren"' in page(project, "modules/index.md")


def test_homework_that_is_a_list_is_a_list_on_the_lesson_and_on_its_plan(project: Path, edit: Edit) -> None:
    edit("modules/kennismaken/module.yml", "tekst: Loop een rondje.", 'tekst: "- Loop een rondje.\\n- Lees les 2."')
    compiled(project)
    for uri in ("modules/kennismaken/begin.md", "modules/kennismaken/lesplan.md"):
        assert "\n\n- Loop een rondje.\n- Lees les 2.\n\n" in page(project, uri)


def test_no_template_or_source_file_reaches_the_tree(project: Path) -> None:
    result = compiled(project)
    files = digest(result.docs)
    assert [file for file in files if file.endswith((".yml", ".html"))] == []
    assert [file for file in files if "/lessen/" in file] == []
    assert [file for file in files if file.endswith(".md") and re.search(r"\{%|\{\{", page(project, file))] == []


def test_every_page_names_the_file_of_its_author(project: Path) -> None:
    result = compiled(project)
    assert result.bronnen.keys() == {file for file in digest(result.docs) if file.endswith(".md")}
    assert [source for source in result.bronnen.values() if not (project / source).exists()] == []
    sources = {
        "begrippen/buurt.md": "glossary/begrippen/buurt.yml",
        "bronnen.md": "glossary/bronnen.yml",
        "casussen/de-sleutel.md": "docs/casussen/de-sleutel.md",
        "index.md": "docs/index.md",
        "instrumenten/kaart.md": "glossary/instrumenten/kaart.yml",
        "kaders/proefkader.md": "glossary/kaders/proefkader.yml",
        "leerroutes/route.md": "modules/leerroutes/route.yml",
        "modules/kennismaken/begin.md": "modules/kennismaken/lessen/begin.md",
        "modules/kennismaken/index.md": "modules/kennismaken/module.yml",
        "modules/kennismaken/zelftoets.md": "modules/kennismaken/zelftoets.yml",
        "modules/verdiepen/begin.md": "modules/verdiepen/lessen/begin.md",
        "modules/verdiepen/toets.md": "modules/verdiepen/toets/opdracht.md",
    }
    assert {uri: result.bronnen[uri] for uri in sources} == sources


def test_the_term_linker_can_tell_every_page_apart(project: Path) -> None:
    """Without its mark a term page would link to itself on every line."""
    result = compiled(project)
    unmarked = [uri for uri in result.bronnen if uri not in page(project, uri).rstrip().rpartition("\n")[2]]
    without_links = {
        "modules/kennismaken/alles.md",
        "modules/verdiepen/alles.md",
        "begrippen/een-woord-veel-betekenissen.md",
    }
    assert set(unmarked) == without_links


def test_pictures_and_downloads_go_along_byte_for_byte(project: Path) -> None:
    names = {
        "docs/beeld.png": "beeld.png",
        "docs/casussen/map/beeld.png": "casussen/map/beeld.png",
        "modules/kennismaken/lessen/beeld.png": "modules/kennismaken/lessen/beeld.png",
        "modules/kennismaken/werkblad.docx": "modules/kennismaken/werkblad.docx",
    }
    for name in names:
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_bytes(PICTURE)
    result = compiled(project)
    assert [(result.docs / name).read_bytes() for name in names.values()] == [PICTURE] * len(names)


def test_a_changed_picture_is_replaced_and_a_removed_one_goes(project: Path) -> None:
    picture = project / "docs" / "beeld.png"
    picture.write_bytes(PICTURE)
    result = compiled(project)
    picture.write_bytes(PICTURE[::-1])
    assert compiled(project).geschreven == 1
    assert (result.docs / "beeld.png").read_bytes() == PICTURE[::-1]
    picture.unlink()
    compiled(project)
    assert not (result.docs / "beeld.png").exists()


@pytest.mark.parametrize(
    "name", ["docs/.geheim.txt", "docs/.obsidian/werk.json", "modules/.DS_Store", "docs/Thumbs.db"]
)
def test_files_of_the_computer_itself_stay_behind(project: Path, name: str) -> None:
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("x", encoding="utf-8")
    assert Path(name).name not in {Path(file).name for file in digest(compiled(project).docs)}


def test_a_link_out_of_the_project_is_not_followed(project: Path, tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.mkdir()
    (secret / "wachtwoord.txt").write_text("x", encoding="utf-8")
    (project / "docs" / "map").symlink_to(secret, target_is_directory=True)
    (project / "docs" / "bestand.txt").symlink_to(secret / "wachtwoord.txt")
    names = {Path(file).name for file in digest(compiled(project).docs)}
    assert not names & {"wachtwoord.txt", "bestand.txt"}


# Links and macros


def between(case: Case, root: Path) -> str:
    """What the text of a case became: put it in its file between two marks, compile, and read between the marks."""
    file = case.data.get("in", LESSON)
    make_project(root, case)
    text = (root / file).read_text(encoding="utf-8")
    (root / file).write_text(f"{text.rstrip()}\n\n{BEGIN}\n\n{case.data['text']}\n\n{END}\n", encoding="utf-8")
    result = compiled(root)
    uri = next(uri for uri, source in result.bronnen.items() if source == file)
    return page(root, uri).partition(BEGIN)[2].partition(END)[0].strip()


@each("links")
def test_links_lead_to_the_compiled_pages(case: Case, folder: Path, verify: Callable[[Case, Any], None]) -> None:
    verify(case, between(case, folder))


@each("macros")
def test_macros(case: Case, folder: Path, verify: Callable[[Case, Any], None]) -> None:
    found = between(case, folder)
    if "titles" in case.data:
        verify(case, in_order(case.data["titles"], found))
    else:
        verify(case, found)


def in_order(titles: Iterable[str], text: str) -> list[str]:
    """Those of ``titles`` that stand in ``text``, in the order of their first place there."""
    return sorted((title for title in titles if title in text), key=text.index)


# Only what changed


def test_a_second_run_reads_and_writes_nothing(project: Path) -> None:
    first = compiled(project)
    stamps = {file: file.stat().st_mtime_ns for file in first.docs.rglob("*")}
    second = compiled(project)
    assert second.geschreven == 0
    assert second.bronnen == first.bronnen
    assert {file: file.stat().st_mtime_ns for file in first.docs.rglob("*")} == stamps


def test_a_change_in_a_page_that_is_elsewhere_on_the_disk_is_seen(project: Path, tmp_path: Path) -> None:
    shared = tmp_path / "gedeeld.md"
    shared.write_text("# Gedeeld\n\nEen tekst.\n", encoding="utf-8")
    (project / "docs" / "gedeeld.md").symlink_to(shared)
    assert "Een tekst." in page(compiled(project).docs.parents[1], "gedeeld.md")
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"x")
    (project / "docs" / "map").symlink_to(folder, target_is_directory=True)
    shared.write_text("# Gedeeld\n\nEen andere tekst.\n", encoding="utf-8")
    assert "Een andere tekst." in page(compiled(project).docs.parents[1], "gedeeld.md")


def test_a_second_run_repeats_the_warnings(project: Path) -> None:
    (project / "glossary" / "begrippen" / "plein.yml").write_text(
        "term: plein\ndefinitie: Een open plek.\n", encoding="utf-8"
    )
    first = compiled(project).problems
    assert [problem.rule for _, problem in first] == ["begrip-gebruikt"]
    assert compiled(project).problems == first


def test_saving_without_a_change_writes_nothing(project: Path) -> None:
    compiled(project)
    for file in (*project.glob("modules/**/*.*"), *project.glob("glossary/**/*.yml"), project / "mkdocs.yml"):
        os.utime(file)
    assert compiled(project).geschreven == 0


def test_a_changed_lesson_rewrites_that_lesson_only(project: Path, edit: Edit) -> None:
    before = digest(compiled(project).docs)
    edit(LESSON, "Loop eens rond.", "Loop maar eens rond.")
    compiled(project)
    assert changed_pages(project, before) == {"modules/kennismaken/begin.md", "modules/kennismaken/alles.md"}


def test_a_changed_definition_rewrites_the_glossary_and_no_lesson(project: Path, edit: Edit) -> None:
    before = digest(compiled(project).docs)
    edit("glossary/begrippen/buurt.yml", "De straten om je heen.", "De straten rond je huis.")
    compiled(project)
    changed = changed_pages(project, before)
    assert {"begrippen/buurt.md", "begrippen/index.md"} <= changed
    assert [file for file in changed if file.startswith(("modules/kennismaken/begin", "casussen/", "kaders/"))] == []


def test_a_changed_module_title_changes_wherever_it_is_shown(project: Path, edit: Edit) -> None:
    compiled(project)
    edit("modules/kennismaken/module.yml", "titel: Kennismaken", "titel: Aankomen")
    compiled(project)
    pages = {file: page(project, file) for file in digest(project / ".kwartier" / "docs") if file.endswith(".md")}
    assert [file for file, text in pages.items() if "Kennismaken" in text] == []
    assert "[Aankomen](modules/kennismaken/index.md)" in pages["index.md"]


def test_a_removed_term_leaves_no_page_and_no_link(project: Path, edit: Edit) -> None:
    compiled(project)
    (project / "glossary" / "begrippen" / "buurt.yml").unlink()
    edit("modules/kennismaken/module.yml", "kernbegrippen: [buurt]\n", "")
    edit("docs/casussen/de-sleutel.md", "begrippen: [buurt]\n", "")
    compiled(project)
    files = digest(project / ".kwartier" / "docs")
    assert "begrippen/buurt.md" not in files
    assert [file for file in files if file.endswith(".md") and "buurt.md" in page(project, file)] == []


def test_a_removed_module_leaves_no_folder(project: Path, edit: Edit) -> None:
    docs = compiled(project).docs
    shutil.rmtree(project / "modules" / "verdiepen")
    edit("modules/leerroutes/route.yml", "  - module: verdiepen\n", "")
    edit("modules/leerroutes/route.yml", "studielast: 8", "studielast: 4")
    compiled(project)
    assert not (docs / "modules" / "verdiepen").exists()


@pytest.mark.parametrize("lost", [".kwartier/docs/index.md", ".kwartier/termen.json", ".kwartier/compilatie.json"])
def test_what_someone_removed_from_the_tree_comes_back(project: Path, lost: str) -> None:
    compiled(project)
    before = (project / lost).read_bytes()
    (project / lost).unlink()
    compiled(project)
    assert (project / lost).read_bytes() == before or lost.endswith("compilatie.json")


def test_what_someone_changed_in_the_tree_is_put_right(project: Path) -> None:
    docs = compiled(project).docs
    before = digest(docs)
    (docs / "index.md").write_text("Vergeefs.", encoding="utf-8")
    (docs / "extra.md").write_text("Vergeefs.", encoding="utf-8")
    compiled(project)
    assert digest(docs) == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "\x00"])
def test_a_damaged_record_means_a_new_compilation(project: Path, text: str) -> None:
    before = digest(compiled(project).docs)
    (project / ".kwartier" / "compilatie.json").write_text(text, encoding="utf-8")
    assert compiled(project).geschreven == 0
    assert changes(project, before) == set()


def test_with_errors_the_tree_stays_as_it_was(project: Path, edit: Edit) -> None:
    docs = compiled(project).docs
    before = digest(docs)
    edit(LESSON, "Loop eens rond.", '{{ begrip("burt") }}')
    result = compile_site(project)
    assert [(problem.at.file, problem.at.line) for problem in result.fouten] == [(LESSON, 5)]
    assert digest(docs) == before


def test_the_other_edition_is_compiled_anew(project: Path, edit: Edit) -> None:
    edit("modules/kennismaken/module.yml", "    duur: 60\n", "    duur: 60\n    docent: Neem een plattegrond mee.\n")
    note = "Neem een plattegrond mee."
    compiled(project)
    assert note not in page(project, "modules/kennismaken/begin.md")
    compile_site(project, editie="docent")
    assert note in page(project, "modules/kennismaken/begin.md")
    compiled(project)
    assert note not in page(project, "modules/kennismaken/begin.md")


# The same everywhere


def test_the_same_project_gives_the_same_bytes_on_another_computer(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "een andere map"
    for file in sorted((file for file in BASE.rglob("*") if file.is_file()), reverse=True):
        target = other / file.relative_to(BASE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    compiled(project)
    assert elsewhere(other) == digest(project / ".kwartier" / "docs")


def elsewhere(root: Path) -> dict[str, str]:
    """The tree that comes out with another language, time zone and hash seed."""
    done = run_kwartier("compileer", "--map", str(root), cwd=root, env=OTHER_COMPUTER)
    assert done.returncode == 0, done.stderr
    return digest(root / ".kwartier" / "docs")


def test_a_second_command_in_the_same_folder_waits_for_the_first(project: Path) -> None:
    command = [str(Path(sys.executable).with_name("kwartier")), "compileer", "--map", str(project)]
    with alone(project):
        second = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert second.stderr is not None
        assert second.stderr.readline().startswith("Een andere opdracht van Kwartier is hier bezig")
        assert not (project / ".kwartier" / "docs").exists()
    _, said = second.communicate()
    assert (second.returncode, said) == (0, "")
    assert (project / ".kwartier" / "docs" / "index.md").is_file()
