"""What an author writes in any field stays text: in the pages of a site, its data files and every export.

The check refuses what would be more than text; what it lets through is followed into every file that Kwartier makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from exports import export
from kwartier.compile import find_problems
from kwartier.exports import FORMATEN
from kwartier.project import read_project
from markup import live
from payload import HARM, write
from sites import Site, built_once, run_kwartier

pytestmark = pytest.mark.slow
_NUMBER = re.compile(r"Z(\d+)Z")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of which every field is full of quotes, entities, braces and code."""
    return built_once(tmp_path_factory, "tekst", write)


def alive(folder: Path) -> tuple[int, list[str]]:
    """How many files there are, and what is alive in them."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return len(files), [one for file in files for one in live(str(file.relative_to(folder)), file.read_bytes())]


@pytest.mark.parametrize("harm", HARM)
def test_markup_that_does_something_is_refused_in_every_field(
    harm: str, tmp_path: Path, count: Callable[..., None]
) -> None:
    """Besides the settings, which are the work of who keeps the site and may name programs anyway."""
    payload = write(tmp_path, harm)
    told = set()
    for _, problem in find_problems(read_project(tmp_path)):
        lines = (tmp_path / problem.at.file).read_text(encoding="utf-8").split("\n")
        if problem.rule == "html-veilig":
            told |= {int(number) for number in _NUMBER.findall(lines[problem.at.line - 1])}
    count("markup_tried", len(payload.used))
    let_through = {
        place for number, place in payload.used.items() if number not in told and not place.startswith("instellingen.")
    }
    if harm.startswith("`"):  # in Markdown that is code
        let_through &= {payload.used[number] for number in payload.used.keys() & payload.lines}
    if harm.startswith("x {"):  # in a text of its own, attributes at the end of a line are words
        let_through -= {"casus", "pagina", "les", "opdracht"}
    assert let_through == set()


def test_nothing_in_a_page_or_data_file_is_more_than_text(full: Site, count: Callable[..., None]) -> None:
    files, found = alive(full.folder)
    assert found == []
    assert files > 60
    shown = {int(one) for page in full.folder.rglob("*.html") for one in _NUMBER.findall(page.read_text("utf-8"))}
    count("markup_tried", len(shown))
    assert len(shown) > 500, "what is not shown proves nothing"


NOT_SHOWN = re.compile(
    r"""
    instellingen\.vakgebied(_id)? | thema\.(titel|omschrijving)  # what only others read; a theme without modules
    | bron\[[\w-]+\]\.(ISBN|publisher-place)                      # APA shows neither
    | bron\[(?!chapter)[\w-]+\]\.editor\..+                      # nor editors beside authors, but of the book of a chapter
    | bron\[(?!chapter|article)[\w-]+\]\.(container-title|page)
    | bron\[(?!article)[\w-]+\]\.(volume|issue)
    """,
    re.VERBOSE,
)


def test_nothing_that_an_author_wrote_falls_away(tmp_path: Path) -> None:
    """What is in a field and not on the site was work for nothing; students do not see what is for lecturers."""
    payload = write(tmp_path)
    done = run_kwartier("bouw", "--map", str(tmp_path), "--editie", "docent", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    pages = [page.read_text("utf-8") for page in (tmp_path / "site").rglob("*.html")]
    shown = {int(one) for page in pages for one in _NUMBER.findall(page)}
    missing = {place for number, place in payload.used.items() if number not in shown}
    assert {place for place in missing if not NOT_SHOWN.fullmatch(place)} == set()


@pytest.mark.parametrize("formaat", [name for name in FORMATEN if name != "reader"])
@pytest.mark.parametrize("editie", ["student", "docent"])
def test_nothing_in_an_export_is_more_than_text(formaat: str, editie: str, full: Site, tmp_path: Path) -> None:
    export(formaat, tmp_path, project=read_project(full.root), editie=editie)
    assert alive(tmp_path)[1] == []
    assert any(file.is_file() for file in tmp_path.rglob("*"))


def test_nothing_in_a_book_is_more_than_text(full: Site, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    export("reader", tmp_path, project=read_project(full.root))
    assert alive(tmp_path)[1] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<p>x</p><kwaad>"),
        ("a.html", '<b onclick="kwaad()">x</b>'),
        ("a.html", '<a href=" javascript:kwaad">x</a>'),
        ("a.html", "<script>kwaad()</script>"),
        ("a.html", '<script type="application/ld+json">{"a": "</script>'),
        ("a.xml", "<a><kwaad/></a>"),
        ("a.xml", "<a>& b</a>"),
        ("a.xml", '<a texttype="text/html">&lt;kwaad></a>'),
        ("a.json", '{"a": "b" c"}'),
        ("a.md", "de som is 1337"),
    ],
)
def test_what_is_alive_is_seen(name: str, text: str) -> None:
    assert list(live(name, text.encode()))
