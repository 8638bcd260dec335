"""Nothing that an author writes gets out of the sandbox: it stays text, or it is a problem with a place."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from conftest import Result
from datafiles import BASE, Case, cases, each
from kwartier.compile import compile_site, find_problems
from kwartier.pages.jinja import Sandbox, page_names
from kwartier.project import read_project

HEAD = "---\nrender_macros: true\n---\n\n# Proef\n\n"
LINE = HEAD.count("\n") + 1
LESSON = "modules/kennismaken/lessen/begin.md"


def texts() -> list[str]:
    return [case.data["text"] for case in cases("zandbak")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Per text what it gives on a page that runs Jinja."""
    root = shutil.copytree(BASE, tmp_path_factory.mktemp("zandbak") / "proef")
    names = {text: f"docs/proef-{number}.md" for number, text in enumerate(texts())}
    for text, name in names.items():
        (root / name).write_text(f"{HEAD}{text}\n", encoding="utf-8")
    project = read_project(root)
    wrong = {problem.at.file for kind, problem in find_problems(project) if kind == "fout" and problem.at.line == LINE}
    environment = Sandbox(page_names(project, lambda: "proef.md"))
    return {
        text: "probleem" if name in wrong else environment.from_string(text).render() for text, name in names.items()
    }


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Per text what it gives in a lesson: first see which are problems, then compile the others."""
    root = shutil.copytree(BASE, tmp_path_factory.mktemp("zandbak") / "proef")
    lines = _write(root / LESSON, texts())
    wrong = {problem.at.line for kind, problem in find_problems(read_project(root)) if kind == "fout"}
    good = [text for text in texts() if lines[text] not in wrong]
    _write(root / LESSON, good)
    result = compile_site(root)
    assert result.fouten == []
    compiled = (result.docs / "modules" / "kennismaken" / "begin.md").read_text(encoding="utf-8")
    found = compiled.partition("BEGIN\n\n")[2].partition("\n\nEINDE")[0].split("\n\n")
    return dict.fromkeys(texts(), "probleem") | dict(zip(good, found, strict=True))


def _write(file: Path, paragraphs: Iterable[str]) -> dict[str, int]:
    """Write a text of paragraphs; gives the line of each."""
    written = ["BEGIN", *paragraphs, "EINDE"]
    file.write_text("\n\n".join(written) + "\n", encoding="utf-8")
    return {text: 2 * number + 1 for number, text in enumerate(written)}


@each("zandbak")
def test_there_is_no_way_out(
    case: Case,
    pages: dict[str, str],
    lessons: dict[str, str],
    verify: Callable[[Case, Any], None],
    count: Callable[..., None],
) -> None:
    text = case.data["text"]
    lesson = "tekst" if lessons[text] == text else lessons[text]
    actual = {"pagina": pages[text], "les": lesson}
    count("escapes_tried", 2)
    count("escapes_succeeded", int(actual != case.expected))
    verify(case, actual)


def test_the_ways_out_are_many() -> None:
    assert len(texts()) >= 40


def test_the_host_renders_in_the_same_sandbox(folder: Path, kwartier: Callable[..., Result]) -> None:
    """Even when the check of such pages is switched off."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Proef\nplugins:\n"
        "  - kwartier: {ernst: {macro-geschreven: uit}}\n"
        "  - macros: {modules: [kwartier.macros], render_by_default: false, on_undefined: strict, on_error_fail: false}\n",
        encoding="utf-8",
    )
    (folder / "docs" / "proef.md").write_text(f"{HEAD}{{{{ begrip.__globals__ }}}}\n", encoding="utf-8")
    done = kwartier("bouw", "--map", folder)
    assert done.code == 1
    assert "docs/proef.md" in done.err
    assert not (folder / "site").exists()


@pytest.mark.parametrize("all_pages", ["false", "true"])
def test_a_page_becomes_the_same_however_it_is_rendered(
    folder: Path, kwartier: Callable[..., Result], all_pages: str
) -> None:
    """The compile step kept what becomes of pages that ask for Jinja; for all others the project is read."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Proef\nmarkdown_extensions: [attr_list]\nplugins:\n  - kwartier\n"
        f"  - macros: {{modules: [kwartier.macros], render_by_default: {all_pages}, on_undefined: strict}}\n",
        encoding="utf-8",
    )
    text = "Er zijn {{ inhoud.begrippen | length }} begrippen: {{ begrip('buurt') }}."
    (folder / "docs" / "proef.md").write_text(f"{HEAD}{text}\n", encoding="utf-8")
    (folder / "docs" / "vast.md").write_text("# Vast\n\n{% raw %}{{ inhoud }}{% endraw %}\n", encoding="utf-8")
    assert kwartier("bouw", "--map", folder).code == 0
    kept = json.loads((folder / ".kwartier" / "jinja.json").read_text(encoding="utf-8"))
    assert [*kept] == ["proef.md"]
    page = (folder / "site" / "proef" / "index.html").read_text(encoding="utf-8")
    assert re.search(r"Er zijn \d+ begrippen: <a\b[^>]*\bbegrippen/buurt/[^>]*>buurt</a>\.", page)
    fixed = (folder / "site" / "vast" / "index.html").read_text(encoding="utf-8")
    assert ("{% raw %}" in fixed) is (all_pages == "false")
