"""The figures on the site are those of a test run: copied by the script, the same on both pages, and none typed beside them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from axe import VIEWS
from figures import FIGURES
from kwartier.pages.citations import MAANDEN
from sites import ROOT

PAGES = ("vertrouwen", "toegankelijkheid")
NORMS = r"EN 301 549|WCAG 2\.2|28 november 2026|400 procent|KWARTIER_NACHT=1|python3"
"""Numbers that a run cannot measure."""
EVERY = {name: 1000 + 7 * number for number, name in enumerate(FIGURES)}
RUN = {
    "datum": "2027-03-04",
    "versie": "0123456789",
    "programmas": {"axe-core": "4.14.1", "vnu-jar": "26.9.27"},
    "nacht": False,
    "tests": {"passed": 1900, "failed": 0, "error": 0, "skipped": 3},
    "cijfers": EVERY | {name: 0 for name in FIGURES if name.startswith(("violations", "stops_unseen", "pages_unfit"))},
}


def copy_pages(root: Path) -> Path:
    """The two pages of this project in a folder of their own."""
    (root / "docs" / "over").mkdir(parents=True)
    for name in PAGES:
        shutil.copy2(ROOT / "docs" / "over" / f"{name}.md", root / "docs" / "over")
    return root


def read(root: Path, page: str) -> str:
    return (root / "docs" / "over" / f"{page}.md").read_text(encoding="utf-8")


def split(text: str) -> tuple[str, str]:
    """A page without its figures, and the figures."""
    before, rest = text.split("<!-- cijfers -->")
    inside, after = rest.split("<!-- /cijfers -->")
    return before + after, inside


def copy_figures(root: Path, **runs: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Run the script on figures of runs that never were."""
    for name, run in runs.items():
        (root / ".cijfers").mkdir(exist_ok=True)
        (root / ".cijfers" / f"{name}.json").write_text(json.dumps(run), encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "cijfers.py"), str(root)], capture_output=True, text=True, check=False
    )


def test_one_command_fills_both_pages(tmp_path: Path) -> None:
    root = copy_pages(tmp_path)
    done = copy_figures(root, tests=RUN)
    assert (done.returncode, done.stderr) == (0, "")
    trust, access = (read(root, page) for page in PAGES)
    assert "versie `0123456789`, op 4 maart 2027: 1.900 tests geslaagd, 3 overgeslagen." in trust
    assert all(f"{words[1:]} | " in trust for words in FIGURES.values())
    assert "Op 4 maart 2027 zijn alle 1.000 pagina's van versie `0123456789` door programma's onderzocht." in access
    assert "Die vonden geen problemen." in access
    assert "axe-core 4.14.1 in Chromium | 1.007 | 0 |" in access
    assert "één van de weergaven" in access
    assert [split(read(root, page))[0] for page in PAGES] == [split(read(ROOT, page))[0] for page in PAGES]
    assert copy_figures(root).returncode == 0
    assert [read(root, page) for page in PAGES] == [trust, access], "a second time changes nothing"


def test_a_run_by_night_says_that_it_saw_every_view(tmp_path: Path) -> None:
    root = copy_pages(tmp_path)
    copy_figures(root, tests=RUN | {"nacht": True})
    assert "is elke pagina bekeken in alle weergaven." in read(root, "toegankelijkheid")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (RUN | {"tests": {"passed": 9, "failed": 1, "error": 0, "skipped": 0}}, "tests failed"),
        (RUN | {"cijfers": {"links_checked": 4}}, "skipped tests of accessibility"),
    ],
    ids=["failed", "skipped"],
)
def test_figures_of_a_run_that_is_not_whole_are_refused(tmp_path: Path, run: dict[str, Any], said: str) -> None:
    root = copy_pages(tmp_path)
    before = [read(root, page) for page in PAGES]
    done = copy_figures(root, tests=run)
    assert done.returncode == 1
    assert said in done.stderr
    assert [read(root, page) for page in PAGES] == before


def test_no_figures_no_pages(tmp_path: Path) -> None:
    done = copy_figures(copy_pages(tmp_path))
    assert done.returncode == 1
    assert "run python3 scripts/test.py first" in done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_no_number_is_typed_beside_the_figures(page: str) -> None:
    typed = re.sub(NORMS, "", split(read(ROOT, page))[0])
    widths = {str(width) for width, _ in VIEWS} if page == "toegankelijkheid" else set()
    assert set(re.findall(r"\d[\d.,]*\d|\d", typed)) == widths


def test_the_figures_on_the_site_are_as_the_script_writes_them(tmp_path: Path) -> None:
    """Read the figures back from the pages, and let the script make both pages from them."""
    trust, access = (split(read(ROOT, page))[1] for page in PAGES)
    if "Nog niet gemeten" in trust:
        assert "Nog niet gemeten" in access
        return
    root = copy_pages(tmp_path)
    runs = dict(zip(("tests", "nacht"), map(read_back, re.split(r"(?=^Uit )", trust, flags=re.M)[1:]), strict=False))
    axe, nu = re.findall(r"(?:axe-core|Checker) (\d[\d.]*\d)", access)
    more = {"programmas": {"axe-core": axe, "vnu-jar": nu}, "nacht": "bekeken in alle weergaven." in access}
    assert copy_figures(root, **{name: run | more for name, run in runs.items()}).returncode == 0
    assert [read(root, page) for page in PAGES] == [read(ROOT, page) for page in PAGES]


def read_back(part: str) -> dict[str, Any]:
    """A run as the page with all figures tells of it."""
    names = {words[:1].upper() + words[1:]: name for name, words in FIGURES.items()}
    assert len(names) == len(FIGURES)
    head = re.match(r"Uit .*?(?: van versie `(\w+)`)?, op (.+?): (\S+) tests geslaagd, (\S+) overgeslagen", part)
    assert head, part
    version, date, passed, skipped = head.groups()
    rows = re.findall(r"^\| (\D.+?) \| ([\d.]+) \|$", part, re.M)
    return {
        "datum": numbers(date),
        "versie": version or "",
        "tests": {"passed": number(passed), "failed": 0, "error": 0, "skipped": number(skipped)},
        "cijfers": {names[words]: number(text) for words, text in rows},
    }


def numbers(date: str) -> str:
    day, month, year = date.split()
    return f"{year}-{MAANDEN.index(month) + 1:02}-{int(day):02}"


def number(text: str) -> int:
    return 0 if text == "geen" else int(text.replace(".", ""))
