"""The preview: nothing stale, whatever is edited; and a site that goes on when files are broken."""

from __future__ import annotations

import json
import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from mkdocs.config import load_config
from playwright.sync_api import expect, sync_playwright

from browser import launch
from datafiles import BASE
from kwartier.compile import compile_site
from kwartier.preview.server import Server
from kwartier.preview.state import Preview
from kwartier.render import Engine

SEED = 20260901
EDITS = 200
SETTINGS = """site_name: Proef
site_url: https://proef.example/
plugins:
  - kwartier:
      instelling: Proefwerkplaats
  - macros: {modules: [kwartier.macros], render_by_default: false, on_undefined: strict, on_error_fail: false}
markdown_extensions: [abbr, attr_list, def_list, footnotes, md_in_html, tables, kwartier.blocks, kwartier.terms]
theme: {name: mkdocs, highlightjs: false}
nav: [Begin: index.md, modules/index.md, Begrippen: begrippen/index.md, casussen/de-sleutel.md]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    folder = shutil.copytree(BASE, tmp_path / "proef")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return folder


def clean(root: Path, other: Path) -> dict[str, bytes] | None:
    """The whole site as a build in a new folder makes it; ``None`` when the content is refused."""
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns(".kwartier"))
    (root / ".kwartier" / "cache").mkdir(parents=True, exist_ok=True)
    (other / ".kwartier").mkdir()
    (other / ".kwartier" / "cache").symlink_to(root / ".kwartier" / "cache")
    if compile_site(other).fouten:
        return None
    config = load_config(str(other / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    engine = Engine(config)
    sheets = engine.render(engine.pages)
    assert not [sheet.error for sheet in sheets.values() if sheet.error]
    site = {engine.pages[uri].file.url.removeprefix("./"): sheet.html for uri, sheet in sheets.items()}
    site |= {one.url: one.content_bytes for one in engine.media()}
    return site | engine.templates()


class Author:
    """Somebody who edits every kind of file, adds, renames and deletes."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.count = 0

    def edit(self) -> str:
        """Change one thing on the disk, and say what."""
        self.count += 1
        change = self.random.choice(
            (
                self.word,
                self.word,
                self.word,
                self.term,
                self.add,
                self.rename,
                self.delete,
                self.form,
                self.picture,
                self.settings,
            )
        )
        return f"{change.__name__} {change()}"

    def _files(self, pattern: str) -> list[Path]:
        return sorted(one for one in self.root.glob(pattern) if ".kwartier" not in one.parts)

    def word(self) -> str:
        """Write another word in a file of any kind."""
        file = self.random.choice(
            [*self._files("modules/**/*.*"), *self._files("glossary/**/*.yml"), *self._files("docs/**/*.md")]
        )
        if file.suffix not in {".md", ".yml"}:
            return "nothing"
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".md":
            text += self.random.choice(
                ("\nDe buurt is er ook.\n", f"\nZin {self.count}.\n", f"\n## Kop {self.count}\n\nTekst.\n")
            )
        else:
            lines = text.split("\n")
            fit = [
                n
                for n, one in enumerate(lines)
                if one.lstrip(" -").startswith(("titel: ", "definitie: ", "samenvatting: ", "tekst: Je"))
            ]
            if not fit:
                return "nothing"
            at = self.random.choice(fit)
            if lines[at].rstrip().endswith(('"', "'", ">", "|")):
                return "nothing"
            lines[at] += f" {self.random.choice(('buurt', 'anders', 'straat'))}{self.count}"
            text = "\n".join(lines)
        file.write_text(text, encoding="utf-8")
        return str(file.relative_to(self.root))

    def term(self) -> str:
        """Add a term that texts may use already."""
        name = self.random.choice(("straat", "sleutel", "begin", "kop", "zin"))
        (self.root / f"glossary/begrippen/{name}.yml").write_text(
            f"term: {name}\ndefinitie: Wat {name} heet, {self.count}.\n", encoding="utf-8"
        )
        return name

    def form(self) -> str:
        """Give a term another form, or take it away."""
        file = self.random.choice(self._files("glossary/begrippen/*.yml"))
        lines = [one for one in file.read_text(encoding="utf-8").split("\n") if not one.startswith("vormen:")]
        if self.random.random() < 0.7:
            lines.insert(
                1,
                f"vormen: [{self.random.choice(('de deur', 'tekst', 'er ook', 'mensen'))} {self.random.choice(('', 'is'))}]",
            )
        if not "\n".join(lines).count("\n  - "):
            file.write_text("\n".join(lines), encoding="utf-8")
        return file.name

    def add(self) -> str:
        """Write a new page."""
        file = self.root / f"docs/over/nieuw-{self.count % 5}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"# Nieuw {self.count}\n\nOver de buurt. [Begin](../index.md)\n", encoding="utf-8")
        return file.name

    def rename(self) -> str:
        """Give a file another name; what refers to it is broken until the next renaming."""
        file = self.random.choice([*self._files("docs/over/*.md"), *self._files("glossary/begrippen/*.yml")])
        other = file.with_name(f"hernoemd-{self.count % 3}{file.suffix}")
        if not other.exists() and file.stem != "buurt":
            file.rename(other)
        return file.name

    def delete(self) -> str:
        """Throw a page or a term away."""
        files = [
            *self._files("docs/over/*.md"),
            *self._files("glossary/begrippen/hernoemd-*.yml"),
            *self._files("docs/*.svg"),
        ]
        if files:
            self.random.choice(files).unlink()
        return "one of these"

    def picture(self) -> str:
        """Write a file that goes along as it is."""
        (self.root / "docs/beeld.svg").write_text(f"<svg><!-- {self.count} --></svg>", encoding="utf-8")
        return "docs/beeld.svg"

    def settings(self) -> str:
        """Change a setting of the site."""
        name = self.random.choice(("Proef", "Nog een proef"))
        edition = self.random.choice(("student", "docent"))
        text = SETTINGS.replace("site_name: Proef", f"site_name: {name}").replace(
            "      inst", f"      editie: {edition}\n      inst"
        )
        (self.root / "mkdocs.yml").write_text(text, encoding="utf-8")
        return f"{name} {edition}"


@pytest.mark.slow
def test_no_edit_leaves_anything_stale(root: Path, tmp_path: Path) -> None:
    seed = int(os.environ.get("KWARTIER_ZAAD", SEED))
    author, preview = Author(root, seed), Preview(root)
    compared = 0
    for number in range(EDITS):
        what = author.edit()
        preview.update()
        assert preview.failure == []
        if number % 3 and number < EDITS - 1:  # some pages are looked at between, as an author does
            for uri in author.random.sample(sorted(preview.tree.drafts), 3):
                preview.page(uri)
            continue
        expected = clean(root, tmp_path / "schoon")
        if expected is None:
            continue
        compared += 1
        about = f"KWARTIER_ZAAD={seed}, edit {number}: {what}"
        for path, data in expected.items():
            assert preview.answer(path).body == data, f"{about}: {path}"
        assert set(preview.engine.by_url) <= set(expected), about  # type: ignore[union-attr]
    assert compared >= EDITS // 10, f"only {compared} states were sound"


BREAK: dict[str, Callable[[Path], object]] = {
    "yaml": lambda file: file.write_text("titel: [niet: af\n", encoding="utf-8"),
    "veld": lambda file: file.write_text("onbekend: ja\n", encoding="utf-8"),
    "bytes": lambda file: file.write_bytes(b"\xff\xfe\x00kapot"),
    "leeg": lambda file: file.write_bytes(b""),
    "kop": lambda file: file.write_text("---\ntitel: x\n", encoding="utf-8"),
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_broken_files_leave_the_rest_of_the_site(root: Path, seed: int) -> None:
    preview = Preview(root)
    whole = {uri: preview.page(uri) for uri in preview.tree.drafts}
    files = sorted(
        one
        for top in ("docs", "modules", "glossary")
        for one in (root / top).rglob("*.*")
        if one.suffix in {".md", ".yml"}
    )
    chance = random.Random(seed)
    chosen = files if not seed else chance.sample(files, chance.randint(1, len(files) - 1))
    before = {file: file.read_bytes() for file in chosen}
    for file in chosen:
        BREAK[chance.choice(sorted(BREAK))](file)
    preview.update()
    for uri in list(preview.tree.drafts):
        assert preview.page(uri), f"seed {seed}: {uri}: {preview.sheets[uri].error}"
    for soort, item_id in preview.project.library.onleesbaar:
        if soort == "begrip":
            assert b"kw-kapot" in preview.answer(f"begrippen/{item_id}/").body
    for file, data in before.items():
        file.write_bytes(data)
    preview.update()
    assert {uri: preview.page(uri) for uri in preview.tree.drafts} == whole


def test_a_broken_file_says_where_and_what_on_its_own_page_and_comes_back(root: Path) -> None:
    preview = Preview(root)
    file = root / "glossary/begrippen/buurt.yml"
    good = file.read_bytes()
    file.write_text("term: buurt\ndefinitie: Waar je woont.\nvromen: [buurten]\n", encoding="utf-8")
    preview.update()
    page = preview.answer("begrippen/buurt/").body.decode()
    assert "glossary/begrippen/buurt.yml:3:1" in page and "vormen" in page
    assert "kan niet gelezen worden" in preview.answer("modules/kennismaken/").body.decode()
    file.write_bytes(good)
    preview.update()
    assert "kw-kapot" not in preview.answer("begrippen/buurt/").body.decode()


def test_settings_that_cannot_be_read_wait_to_be_mended(root: Path) -> None:
    preview = Preview(root)
    (root / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    preview.update()
    assert preview.failure and preview.answer("").status == 503
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    preview.update()
    assert preview.answer("").status == 200


def test_a_preview_goes_on_after_a_template_or_settings_that_it_cannot_use(root: Path) -> None:
    settings = SETTINGS.replace("highlightjs: false", "highlightjs: false, custom_dir: eigen")
    (root / "eigen").mkdir()
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    preview = Preview(root)
    assert preview.answer("").status == 200
    (root / "mkdocs.yml").write_text(settings.replace("  - macros", "  - search\n  - macros"), encoding="utf-8")
    assert preview.update()
    assert [one.hint for one in preview.failure] == ["Start 'kwartier bekijk' opnieuw."]
    assert preview.answer("").status == 503
    (root / "eigen" / "footer.html").write_text("Een voet", encoding="utf-8")
    assert preview.update()  # what an author mends there is seen, also while there is no site
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert preview.update()
    assert (preview.failure, preview.answer("").status) == ([], 200)


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    """A running server."""
    made = Server(Preview(root), 0, lambda found: None)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    thread.join(10)


def get(server: Server, path: str) -> str:
    """What a browser gets."""
    with urlopen(server.address + path, timeout=60) as answer:
        return str(answer.read().decode())


def test_a_page_asked_for_after_saving_is_never_old(server: Server) -> None:
    lesson = server.preview.root / "modules/kennismaken/lessen/begin.md"
    for number in range(5):
        lesson.write_text(f"# Begin\n\nDit is versie {number}.\n", encoding="utf-8")
        assert f"Dit is versie {number}." in get(server, "modules/kennismaken/alles/")


def test_a_browser_hears_that_its_page_changed(server: Server) -> None:
    shown = get(server, "begrippen/buurt/")
    mark = shown.partition('data-merk="')[2].partition('"')[0]
    term = server.preview.root / "glossary/begrippen/buurt.yml"
    answers: list[Any] = []
    waiting = threading.Thread(
        target=lambda: answers.append(
            json.loads(get(server, f"_kwartier/wacht?pagina=begrippen/buurt/&merk={mark}&fouten=0"))
        )
    )
    waiting.start()
    term.write_text(term.read_text(encoding="utf-8") + "engels: neighbourhood\n", encoding="utf-8")
    waiting.join(20)
    assert answers and answers[0]["merk"] != mark
    assert "neighbourhood" in get(server, "begrippen/buurt/")


@pytest.mark.slow
def test_a_browser_follows_what_an_author_does(server: Server) -> None:
    """Edit, see it; break, see what is wrong and go on; mend, and it is back; without touching the browser."""
    lesson = server.preview.root / "modules/kennismaken/lessen/begin.md"
    term = server.preview.root / "glossary/begrippen/buurt.yml"
    good = term.read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.goto(server.address + "modules/kennismaken/begin/")
        lesson.write_text("# Begin\n\nDit staat er net.\n", encoding="utf-8")
        expect(page.get_by_text("Dit staat er net.")).to_be_visible(timeout=20_000)
        page.goto(server.address + "begrippen/buurt/")
        term.write_text("term: [buurt\n", encoding="utf-8")
        expect(page.get_by_text("glossary/begrippen/buurt.yml:")).to_be_visible(timeout=20_000)
        page.get_by_role("complementary", name="Voorbeeld").get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("fout")
        page.goto(server.address + "modules/kennismaken/begin/")
        expect(page.get_by_text("Dit staat er net.")).to_be_visible()
        page.goto(server.address + "begrippen/buurt/")
        term.write_text(good, encoding="utf-8")
        expect(page.locator(".kw-kapot")).to_have_count(0, timeout=20_000)
        expect(page.get_by_role("complementary", name="Voorbeeld")).to_be_hidden(timeout=20_000)
        browser.close()
