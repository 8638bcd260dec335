"""Building a site: by two doors with one result, or not at all, and then the author knows where to look."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from conftest import Result
from datafiles import BASE, Case, each, make_project
from sites import OTHER_COMPUTER, Site, built_once, copy_content, digest, run_mkdocs

Kwartier = Callable[..., Result]

LESSON = "modules/kennismaken/lessen/begin.md"
MATERIAL = """\
site_name: Proef
site_url: https://voorbeeld.nl/proef/
repo_url: https://voorbeeld.nl/bron
theme: {name: material, language: nl, font: false, features: [content.action.edit]}
plugins:
  - search
  - kwartier:
      instelling: Proefwerkplaats
  - macros: {modules: [kwartier.macros], render_by_default: false, on_undefined: strict, on_error_fail: false}
markdown_extensions: [attr_list, md_in_html, tables, pymdownx.superfences, kwartier.blocks, kwartier.terms]
"""
JINJA_PAGE = """\
---
render_macros: true
begrippen_uit: [buurt]
---

# Lijst

{% for module in inhoud.modules %}
- {{ module.titel }}, {{ module.studielast }} uur
{% endfor %}

Een buurt, en {{ begrip("buurt", "de buurt") }}.
"""


def small_project(root: Path) -> Path:
    """The base project as a site with Material, a page that runs Jinja, a picture and awkward signs."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    (root / "mkdocs.yml").write_text(MATERIAL, encoding="utf-8")
    (root / "docs" / "lijst.md").write_text(JINJA_PAGE, encoding="utf-8")
    (root / "modules" / "kennismaken" / "lessen" / "straat.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with (root / LESSON).open("a", encoding="utf-8") as lesson:
        lesson.write("\n## Rekenen {#tel-mee}\n\nDeel $\\frac{{a}}{b}$ door twee.\n\n![Een straat](straat.png)\n")
    return root


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site."""
    return built_once(tmp_path_factory, "klein", small_project)


@pytest.fixture
def old_site(folder: Path) -> dict[str, str]:
    """A site from before, with its checksums."""
    (folder / "site" / "oud").mkdir(parents=True)
    (folder / "site" / "oud" / "index.html").write_text("Oud.", encoding="utf-8")
    (folder / "site" / "404.html").write_text("Oud.", encoding="utf-8")
    return digest(folder / "site")


# One site, whichever door


def test_plain_mkdocs_gives_the_same_bytes(small: Site, tmp_path: Path) -> None:
    root = small_project(tmp_path / "elders")
    done = run_mkdocs("build", cwd=root, env=OTHER_COMPUTER)
    assert done.returncode == 0, done.stderr
    assert digest(root / "site") == digest(small.folder)


@pytest.mark.slow
def test_plain_mkdocs_gives_the_same_bytes_for_all_content(reference: Site, tmp_path: Path) -> None:
    root = copy_content(tmp_path / "elders")
    done = run_mkdocs("build", cwd=root, env=OTHER_COMPUTER)
    assert done.returncode == 0, done.stderr
    assert digest(root / "site") == digest(reference.folder)


def test_the_edition_for_lecturers_has_their_notes(folder: Path, kwartier: Kwartier) -> None:
    make_project(
        folder,
        _case({"modules/kennismaken/module.yml": {"    duur: 60\n": "    duur: 60\n    docent: Neem thee mee.\n"}}),
    )
    assert kwartier("bouw", "--map", folder).code == 0
    students = (folder / "site" / "modules" / "kennismaken" / "begin" / "index.html").read_text(encoding="utf-8")
    assert "Neem thee mee." not in students
    for_lecturers = folder / "docenten"
    assert kwartier("bouw", "--map", folder, "--editie", "docent", "--uit", for_lecturers).code == 0
    page = "modules/kennismaken/begin/index.html"
    assert "Neem thee mee." in (for_lecturers / page).read_text(encoding="utf-8")
    assert kwartier("bouw", "--map", folder).code == 0
    assert (folder / "site" / page).read_text(encoding="utf-8") == students


def _case(files: dict[str, Any]) -> Case:
    return Case(Path(), 0, {"name": "", "files": files})


def test_the_old_site_is_replaced_as_a_whole(folder: Path, old_site: dict[str, str], kwartier: Kwartier) -> None:
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    done = kwartier("bouw", "--map", folder)
    assert done.code == 0
    assert str(folder / "site") in done.out
    assert (folder / "site" / "index.html").exists()
    assert not (folder / "site" / "oud").exists()


# What is on a page


def test_words_of_the_glossary_link_to_it_but_not_on_its_own_page(small: Site) -> None:
    assert _links_to(small, "modules/kennismaken/begin/index.html", "begrippen/buurt/index.html")
    assert not _links_to(small, "begrippen/buurt/index.html", "begrippen/buurt/index.html")


def test_a_page_can_leave_words_alone(small: Site) -> None:
    """``begrippen_uit`` stops the automatic link; the macro on the same page still gives one."""
    assert _links_to(small, "lijst/index.html", "begrippen/buurt/index.html") == 1


def _links_to(site: Site, page: str, target: str) -> int:
    """How often the text of a page links to another page."""
    found = re.findall(r'<a\b[^>]*\bhref="?([^"#\s>]+)', site.article(page))
    return [site.target(page, link) for link in found].count((site.folder / target, ""))


def test_a_jinja_page_is_rendered(small: Site) -> None:
    text = small.pages["lijst/index.html"].visible
    assert "Kennismaken, 4 uur" in text
    assert "Verdiepen, 4 uur" in text


def test_braces_and_anchors_of_an_author_survive(small: Site) -> None:
    page = small.pages["modules/kennismaken/begin/index.html"]
    assert r"$\frac{{a}}{b}$" in page.visible
    assert "tel-mee" in page.ids
    assert "{#" not in page.visible


def test_a_picture_beside_a_lesson_is_shown(small: Site) -> None:
    page = "modules/kennismaken/begin/index.html"
    shown = [small.target(page, address) for address in small.pages[page].loads if address.endswith(".png")]
    assert b"\x89PNG" in [found[0].read_bytes()[:4] for found in shown if found]


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("index.html", "docs/index.md"),
        ("modules/kennismaken/index.html", "modules/kennismaken/module.yml"),
        ("modules/kennismaken/begin/index.html", LESSON),
        ("begrippen/buurt/index.html", "glossary/begrippen/buurt.yml"),
        ("casussen/de-sleutel/index.html", "docs/casussen/de-sleutel.md"),
        ("bronnen/index.html", "glossary/bronnen.yml"),
    ],
)
def test_the_edit_link_opens_what_the_author_wrote(small: Site, page: str, source: str) -> None:
    assert f"https://voorbeeld.nl/bron/edit/main/{source}" in small.pages[page].links


@pytest.mark.parametrize(
    ("edit_uri", "address"),
    [
        ("edit_uri: edit/trunk/docs/", "https://voorbeeld.nl/bron/edit/trunk/docs/index.md"),
        ("edit_uri: -/edit/main", "https://voorbeeld.nl/bron/-/edit/main/docs/index.md"),
        ("edit_uri: edit/docs", "https://voorbeeld.nl/bron/edit/docs/docs/index.md"),
        ("edit_uri: null", "https://voorbeeld.nl/bron/edit/main/docs/index.md"),
        ("edit_uri: ''", None),
    ],
)
def test_a_site_can_say_where_its_files_are_changed(folder: Path, edit_uri: str, address: str | None) -> None:
    small_project(folder)
    settings = folder / "mkdocs.yml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}{edit_uri}\n", encoding="utf-8")
    config = load_config(str(settings))
    config = config.plugins.on_config(config)
    start = Page(None, File("index.md", config.docs_dir, config.site_dir, True), config)
    config.plugins.on_pre_page(start, config=config, files=Files([]))
    assert start.edit_url == address


# Not at all


@each("kapot")
def test_a_broken_project_is_no_site(
    case: Case, folder: Path, old_site: dict[str, str], kwartier: Kwartier, verify: Callable[[Case, Any], None]
) -> None:
    make_project(folder, case)
    done = kwartier("bouw", "--map", folder)
    assert done.code == 1
    assert digest(folder / "site") == old_site
    assert "Traceback" not in done.out + done.err
    assert case.data.get("says", "") in done.err
    places = re.findall(r"^(\S+?:\d+):\d+: fout", done.err, re.MULTILINE)
    checked = kwartier("controleer", "--map", folder)
    assert checked.code == (0 if case.data.get("host") else 1)
    if not case.data.get("host"):
        assert re.findall(r"^(\S+?:\d+):\d+: fout", checked.out, re.MULTILINE) == places
    verify(case, places)


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        (LESSON, 'In {{ begrip("burt") }}.\n', 1),
        ("docs/lijst.md", JINJA_PAGE.replace("module.titel", "module.titl"), 9),
    ],
    ids=["een macro", "een Jinja-pagina"],
)
def test_plain_mkdocs_refuses_a_broken_project_too(
    folder: Path, old_site: dict[str, str], file: str, text: str, line: int
) -> None:
    small_project(folder)
    (folder / file).write_text(text, encoding="utf-8")
    done = run_mkdocs("build", cwd=folder)
    assert done.returncode == 1
    assert f"{file}:{line}:" in done.stderr
    assert digest(folder / "site") == old_site


@pytest.mark.parametrize("target", [".", "..", "docs", "docs/site", "modules", "glossary", ".git", "vol"])
def test_a_site_never_takes_the_place_of_something_else(folder: Path, kwartier: Kwartier, target: str) -> None:
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    (folder / "vol").mkdir()
    (folder / "vol" / "scriptie.txt").write_text("Jaren werk.", encoding="utf-8")
    before = {file: sum for file, sum in digest(folder.parent).items() if ".kwartier" not in file}
    done = kwartier("bouw", "--map", folder, "--uit", folder / target)
    assert done.code == 1
    assert "Kies" in done.err
    assert {file: sum for file, sum in digest(folder.parent).items() if ".kwartier" not in file} == before


# While writing


@pytest.mark.slow
def test_the_preview_follows_every_change_and_survives_a_mistake(folder: Path) -> None:
    small_project(folder)
    with preview(folder) as address:
        page = f"{address}proef/modules/kennismaken/begin/"
        until(page, "Loop eens rond.")
        lesson = folder / LESSON
        text = lesson.read_text(encoding="utf-8")
        lesson.write_text(text.replace("wonen mensen", '{{ begrip("burt") }}'), encoding="utf-8")
        until_said(folder, f"{LESSON}:1:")
        until_said(folder, "De site in je browser wacht tot dit hersteld is.")
        lesson.write_text(text.replace("wonen mensen", "spelen kinderen"), encoding="utf-8")
        until(page, "spelen kinderen")
        term = folder / "glossary" / "begrippen" / "buurt.yml"
        term.write_text("term: buurt\ndefinitie: Waar je de bakker kent.\n", encoding="utf-8")
        until(f"{address}proef/begrippen/buurt/", "Waar je de bakker kent.")


@contextmanager
def preview(root: Path) -> Iterator[str]:
    """``kwartier bekijk`` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from kwartier.cli import main; main()", "bekijk", "--map", str(root)]
    with (root.parent / "bekijk.txt").open("w", encoding="utf-8") as log:
        process = subprocess.Popen([*command, "--poort", str(port)], stdout=log, stderr=log)
    try:
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.wait(10)


def until(address: str, text: str) -> None:
    """Wait until a page has a text."""

    def html() -> str:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())
        return ""

    wait(html, text, address)


def until_said(root: Path, text: str) -> None:
    """Wait until the preview has told the author something."""
    log = root.parent / "bekijk.txt"
    wait(lambda: log.read_text(encoding="utf-8"), text, "the preview")


def wait(read: Callable[[], str], text: str, where: str) -> None:
    deadline = time.monotonic() + 20
    while text not in (found := read()):
        assert time.monotonic() < deadline, f"{text!r} is not on {where}:\n{found[-2000:]}"
        time.sleep(0.1)
