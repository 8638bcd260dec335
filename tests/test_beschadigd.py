"""Damaged content: never a traceback, never without end, and what is wrong has a place in a file that is there.

``KWARTIER_GEVALLEN`` says how many cases each test draws (``scripts/fuzz.py`` sets it); without it a few hundred, the same
on every run.
"""

from __future__ import annotations

import faulthandler
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from damage import KINDS, damaged, markdown
from datafiles import BASE
from kwartier.compile import find_problems
from kwartier.pages import all_pages
from kwartier.project import Project, read_project
from kwartier.search import build_index

pytestmark = pytest.mark.slow
MANY = int(os.environ.get("KWARTIER_GEVALLEN", "0"))
EXTENSIONS = [
    "abbr",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.superfences",
    "kwartier.blocks",
]
SECONDS = 5
"""Of the processor, not of the clock: how long one file may take."""


def drawn(few: int) -> Callable[[Any], Any]:
    """How cases are drawn: the same few on every run, or many new ones."""
    unwanted = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(
        max_examples=MANY or few,
        derandomize=not MANY,
        database=None,
        deadline=None,
        suppress_health_check=[*unwanted, HealthCheck.function_scoped_fixture],
        phases=[Phase.generate],
        print_blob=True,
    )


@contextmanager
def limited() -> Iterator[None]:
    """Stop what uses more than :data:`SECONDS` of the processor (where the system can)."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"still busy after {SECONDS} seconds")

    if not hasattr(signal, "setitimer"):
        yield
        return
    faulthandler.dump_traceback_later(4 * SECONDS, exit=True)  # a regular expression cannot be interrupted
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The base project."""
    return shutil.copytree(BASE, tmp_path / "proef")


def look(root: Path) -> Project:
    """Check a project, and make its pages when nothing stops that."""
    with limited():
        project = read_project(root)
        found = find_problems(project)
        for _, problem in found:
            file = root / problem.at.file
            assert file.exists() or problem.rule in {"project-compleet", "bestand-bestaat"}, problem
            lines = (
                file.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") if file.is_file() else 0
            )
            assert 1 <= problem.at.line <= lines + 2 and problem.at.column >= 1, problem
            assert problem.message.strip() and "\n" not in problem.message, problem
        if not any(kind == "fout" for kind, _ in found):
            pages = list(all_pages(project))
            build_index(project, pages)
    return project


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_gives_problems_or_pages(kind: str, root: Path, count: Callable[..., None]) -> None:
    file = root / KINDS[kind][0]
    file.parent.mkdir(parents=True, exist_ok=True)
    tried = 0

    @drawn(few=40)
    @given(damaged(kind))
    def check(raw: bytes) -> None:
        nonlocal tried
        tried += 1
        file.write_bytes(raw)
        look(root)

    try:
        check()
    finally:
        count("cases_fuzzed", tried)
    count("cases_crashed", 0)


def test_any_markdown_becomes_a_page(root: Path, count: Callable[..., None]) -> None:
    lesson = root / "modules/kennismaken/lessen/begin.md"
    (root / "mkdocs.yml").write_text(
        "site_name: Proef\nplugins:\n  - kwartier:\n      ernst: {link-bestaat: uit, macro-geschreven: uit, html-veilig: uit,"
        " verwijzing-bestaat: uit, beeld-heeft-alt: uit, koppen-op-volgorde: uit}\n",
        encoding="utf-8",
    )
    tried = 0

    @drawn(few=60)
    @given(markdown())
    def check(text: str) -> None:
        nonlocal tried
        tried += 1
        lesson.write_text(text, encoding="utf-8", errors="replace")
        project = look(root)
        with limited():
            for page in all_pages(project):
                if page.bron == "modules/kennismaken/lessen/begin.md":
                    Markdown(extensions=EXTENSIONS).convert(page.markdown)

    try:
        check()
    finally:
        count("cases_fuzzed", tried)
    count("cases_crashed", 0)


@drawn(few=40)
@given(st.data())
def test_findings_of_html_never_fail(data: st.DataObject) -> None:
    from kwartier.safety import findings

    with limited():
        findings(data.draw(markdown()))
