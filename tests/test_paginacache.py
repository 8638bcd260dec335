"""Rendering page by page: by workers, from the cache, or one at a time; always the bytes that a plain build gives."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config

import kwartier
from conftest import Result
from kwartier import render
from kwartier.build import build_site
from sites import EPOCH, digest, run_mkdocs
from test_bouwen import LESSON, small_project

OVERRIDE = """\
{% extends "base.html" %}
{% block footer %}<p>Voet</p>{% endblock %}
"""


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def project(folder: Path) -> Path:
    """The small project with no other plugins than ours and macros."""
    small_project(folder)
    _change(folder, "mkdocs.yml", "  - search\n", "")
    _change(folder, "mkdocs.yml", "plugins:\n", "nav: [index.md]\nplugins:\n")
    _change(folder, "mkdocs.yml", "language: nl,", "language: nl, custom_dir: thema,")
    (folder / "thema").mkdir()
    (folder / "thema" / "main.html").write_text(OVERRIDE, encoding="utf-8")
    return folder


def _change(root: Path, file: str, before: str, after: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def _built(root: Path) -> dict[str, str]:
    rendered = build_site(root)
    assert rendered.site, rendered.problems
    return digest(rendered.site)


def _kept(root: Path) -> set[Path]:
    return {path for path in (root / ".kwartier" / "paginas").glob("*/*") if path.is_file()}


@pytest.mark.parametrize("chunk", [1, 1000], ids=["in processen", "achter elkaar"])
def test_the_site_is_that_of_plain_mkdocs(project: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(render, "_CHUNK", chunk)
    ours = _built(project)
    done = run_mkdocs("build", "-q", cwd=project, env={"SOURCE_DATE_EPOCH": EPOCH})
    assert done.returncode == 0, done.stderr
    assert digest(project / "site") == ours


@pytest.mark.parametrize(
    ("file", "before", "after", "all_pages"),
    [
        (LESSON, "Loop eens rond.", "Loop eens om.", False),
        (LESSON, "# ", "# Nieuw: ", False),
        ("glossary/begrippen/buurt.yml", "definitie: ", "definitie: Kortom, ", True),
        ("modules/kennismaken/module.yml", "titel: Kennismaken", "titel: Leren kennen", False),
        ("docs/index.md", "# ", "# Welkom: ", True),
        ("mkdocs.yml", "site_name: Proef", "site_name: Toets", True),
        ("mkdocs.yml", "voorbeeld.nl/bron", "voorbeeld.nl/elders", True),
        ("mkdocs.yml", "features: [content.action.edit]", "features: [navigation.top]", True),
        ("mkdocs.yml", "[attr_list, ", "[", True),
        ("thema/main.html", "Voet", "Onderaan", True),
    ],
)
def test_a_change_never_meets_an_old_page(project: Path, file: str, before: str, after: str, all_pages: bool) -> None:
    old = _built(project)
    kept = _kept(project)
    _change(project, file, before, after)
    new = _built(project)
    assert new != old
    made = len(_kept(project) - kept)
    assert (made >= len(kept) - 1) if all_pages else (0 < made < len(kept))
    shutil.rmtree(project / ".kwartier" / "paginas")
    assert _built(project) == new


def test_a_page_that_goes_or_comes_is_seen_by_the_pages_that_point_to_it(project: Path) -> None:
    (project / "docs" / "straat.md").write_text("# Straat\n\nZie [de laan](laan.md).\n", encoding="utf-8")
    (project / "docs" / "laan.md").write_text("# Laan\n", encoding="utf-8")
    old = _built(project)
    kept = _kept(project)
    (project / "docs" / "steeg.md").write_text("# Steeg\n", encoding="utf-8")
    assert _built(project).keys() - old.keys() >= {"steeg/index.html"}
    assert len(_kept(project) - kept) < len(kept)
    (project / "docs" / "laan.md").unlink()
    assert build_site(project).site is None


def test_another_kwartier_makes_all_pages_again(project: Path, tmp_path: Path) -> None:
    package = shutil.copytree(Path(kwartier.__file__).parent, tmp_path / "ander" / "kwartier")
    _change(package.parent, "kwartier/theme/partials/footer.html", "<footer ", "<footer id=anders ")
    (project / "thema" / "main.html").unlink()
    _built(project)
    command = [sys.executable, "-c", "from kwartier.cli import main; main()", "bouw", "--map", str(project)]
    done = subprocess.run(command, env={"PYTHONPATH": str(package.parent)}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = [page.read_text(encoding="utf-8") for page in (project / "site").rglob("*.html")]
    assert pages
    assert all("<footer id=anders " in page for page in pages)


def test_a_damaged_cache_is_no_page(project: Path) -> None:
    whole = _built(project)
    assert _built(project) == whole
    for number, path in enumerate(sorted(_kept(project))):
        data = path.read_bytes()
        path.write_bytes([b"", data[:-9], b"onzin", data[:40] + b"x" + data[41:]][number % 4])
    assert _built(project) == whole


def test_the_project_may_move_with_its_cache(project: Path, tmp_path: Path) -> None:
    whole = _built(project)
    kept = {path.name for path in _kept(project)}
    elsewhere = project.rename(tmp_path / "elders")
    assert _built(elsewhere) == whole
    assert {path.name for path in _kept(elsewhere)} == kept


def test_what_reads_other_files_is_not_kept(project: Path) -> None:
    _change(project, "mkdocs.yml", "[attr_list,", "[pymdownx.snippets, attr_list,")
    _built(project)
    assert not _kept(project)


def test_all_pages_that_fail_are_told(project: Path, kwartier: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, output: str, *, page: Any, **_: object) -> str:
        if page.file.src_uri.startswith("modules/kennismaken/"):
            raise ValueError("dit lukt niet")
        return output

    monkeypatch.setattr("kwartier.plugin.KwartierPlugin.on_post_page", broken)
    done: Result = kwartier("bouw", "--map", project)
    assert done.code == 1
    assert f"{LESSON}:1:1: fout" in done.err
    assert "modules/kennismaken/module.yml:1:1: fout" in done.err
    assert "Deze pagina kan niet gemaakt worden: ValueError: dit lukt niet" in done.err
    assert not (project / "site").exists()


def test_one_page_at_a_time(project: Path) -> None:
    _built(project)
    config = load_config(str(project / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    engine = render.Engine(config)
    for uri, sheet in engine.render(engine.pages).items():
        assert sheet.html == (project / "site" / engine.pages[uri].file.dest_uri).read_bytes()
    assert {"404.html", "sitemap.xml"} <= engine.templates().keys()
