"""Built sites: making one, and reading its pages as a visitor gets them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import unquote, urljoin, urlsplit

import pytest

ROOT = Path(__file__).parent.parent
CONTENT = ("docs", "modules", "glossary", "mkdocs.yml")
EPOCH = "1767225600"
"""SOURCE_DATE_EPOCH of every site that is compared with another one."""
OTHER_COMPUTER = {
    "SOURCE_DATE_EPOCH": EPOCH,
    "LC_ALL": "C",
    "LANG": "tr_TR.UTF-8",
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "1",
}
"""Environment of a process that must give the same bytes as here."""
JAVA_OPTIONS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m")
"""For a checker that runs for seconds: Java compiles it once and plainly, in half of the processor time."""

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_HIDDEN = frozenset({"script", "style", "template"})
_SHOWN = ("title", "aria-label", "placeholder", "alt", "label")
_LOADED = frozenset({"src", "srcset", "poster", "data"})
_FETCHED = frozenset(
    {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect", "dns-prefetch"}
)


@dataclass(frozen=True)
class Text:
    """A piece of text that a visitor sees; ``code`` when it stands in code, where any sign is meant."""

    text: str
    code: bool = False


@dataclass
class HtmlPage:
    """One page of a site, reduced to what a visitor meets."""

    lang: str = ""
    title: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Where links lead, as written."""
    loads: list[str] = field(default_factory=list)
    """What the browser fetches for the page, as written: scripts, styles, fonts, pictures."""
    pictures_without_alt: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    """What is shown or read aloud, attributes such as a label included."""

    @property
    def visible(self) -> str:
        """All text in order."""
        return " ".join(one.text for one in self.texts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.page.headings.append((tag, ""))
        if tag == "html":
            self.page.lang = given.get("lang", "")
        if "id" in given:
            self.page.ids.append(given["id"])
        if tag in {"a", "area"} and "href" in given:
            self.page.links.append(given["href"])
        if tag == "img" and "alt" not in given:
            self.page.pictures_without_alt.append(given.get("src", ""))
        if tag == "meta" and given.get("name") == "description":
            self.page.texts.append(Text(given.get("content", "")))
        self.page.loads += [given[name] for name in _LOADED & given.keys()]
        if tag == "link" and _FETCHED & set(given.get("rel", "").split()):
            self.page.loads.append(given.get("href", ""))
        self.page.texts += [Text(given[name]) for name in _SHOWN if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text or _HIDDEN & set(self.open):
            return
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.page.title += text
        if self.page.headings and any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            level, before = self.page.headings[-1]
            self.page.headings[-1] = (level, f"{before} {text}".strip())
        self.page.texts.append(Text(text, bool({"code", "pre"} & set(self.open))))


def read_page(html: str) -> HtmlPage:
    """What a visitor meets on a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


HALF_RENDERED = {
    "Jinja": r"\{\{|\}\}|\{%|%\}|\{#",
    "a value without content": r"\bNone\b|\bundefined\b|\bnan\b|\[object |<function|Undefined",
    "a Python value": r"\[\]|\{'|\('|<[A-Za-z_.]+ object at|[A-Z]\w+\(\w+=",
    "a Markdown link": r"\]\(|\[\[|\]\]",
    "a Markdown block": r"^\s*///|^\s*#{1,6} |^\s*!!! ",
    "Markdown attributes": r"\{:? ?[.#][\w-]",
    "emphasis": r"\*\*\w|\w\*\*|(?<!\w)__\w",
    "a table": r"^\s*\|.*\|\s*$",
    "an escape": r"&(?:amp|lt|gt|quot|#\d+);|\\[*_\[\]]",
    "a place to fill in": r"VUL IN|@\w+@",
}
"""What a page shows when it is not rendered to the end; meant as such only inside code."""


@dataclass(frozen=True)
class Site:
    """A project folder with the site that was built from it."""

    root: Path
    folder: Path

    @cached_property
    def pages(self) -> dict[str, HtmlPage]:
        """Every HTML page by its path in the site."""
        return {
            file.relative_to(self.folder).as_posix(): read_page(file.read_text(encoding="utf-8"))
            for file in sorted(self.folder.rglob("*.html"))
        }

    def half_rendered(self, what: str) -> list[str]:
        """The pages, with the words, on which something of :data:`HALF_RENDERED` stands."""
        pattern = re.compile(HALF_RENDERED[what], re.MULTILINE)
        return [
            f"{uri}: {one.text[:120]}"
            for uri, page in self.pages.items()
            for one in page.texts
            if not one.code and pattern.search(one.text)
        ]

    def article(self, page: str) -> str:
        """The HTML of the text of a page, without the frame around it."""
        html = (self.folder / page).read_text(encoding="utf-8")
        found = re.search(r"<article\b.*?</article>", html, re.DOTALL)
        assert found, f"{page} has no article"
        return found[0]

    def target(self, page: str, link: str) -> tuple[Path, str] | None:
        """The file and anchor that a link on a page leads to; ``None`` when it leaves the site."""
        here = urlsplit(urljoin(f"https://site{self.base}{page}", link))
        there = here.netloc + here.path
        for start in (f"site{self.base}", self.address):
            if there.startswith(start) and here.scheme in {"http", "https"}:
                file = self.folder / unquote(there.removeprefix(start))
                return (file / "index.html" if file.is_dir() or there.endswith("/") else file), unquote(here.fragment)
        return None

    @cached_property
    def address(self) -> str:
        """Host and path of ``site_url``; a name that occurs nowhere without one."""
        found = re.search(r"^site_url:\s*https?://(\S+)", (self.root / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
        return found[1].rstrip("/") + "/" if found else "geen-adres.example/"

    @property
    def base(self) -> str:
        """The path below which the site is published, which the page for a missing address uses."""
        return "/" + self.address.partition("/")[2]


def copy_content(target: Path) -> Path:
    """A copy of the project in this repository, so that no test writes into the checkout."""
    for name in CONTENT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def run_kwartier(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> CompletedProcess[str]:
    """Run the command ``kwartier`` in a process of its own."""
    return _run(["-c", "from kwartier.cli import main; main()", *arguments], cwd, env)


def run_mkdocs(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> CompletedProcess[str]:
    """Run plain MkDocs in a process of its own."""
    return _run(["-m", "mkdocs", *arguments], cwd, env)


def shell(script: str, cwd: Path, **env: str) -> CompletedProcess[str]:
    """Run lines of bash as GitHub Actions does; they find this ``kwartier``, and Git knows who works here."""
    commands = cwd / ".kwartier" / "opdrachten" if (cwd / "mkdocs.yml").exists() else cwd / ".opdrachten"
    commands.mkdir(parents=True, exist_ok=True)
    command = commands / "kwartier"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from kwartier.cli import main; main()" "$@"\n', "utf-8")
    command.chmod(0o755)
    who = {f"GIT_{role}_{what}": "proef@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd,
        env={**os.environ, **who, "PATH": path, "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _run(arguments: list[str], cwd: Path, env: Mapping[str, str] | None) -> CompletedProcess[str]:
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("KWARTIER_", "SOURCE_DATE"))}
    settings |= {"PYTHONIOENCODING": "utf-8", "NO_MKDOCS_2_WARNING": "1", **(env or {})}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=settings, capture_output=True, encoding="utf-8", check=False
    )


def built_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Site:
    """Make a project and build its site, once for all processes of this test session."""

    def build(root: Path) -> None:
        make(root)
        done = run_kwartier("bouw", "--map", str(root), cwd=root, env={"SOURCE_DATE_EPOCH": EPOCH})
        assert done.returncode == 0, done.stdout + done.stderr

    root = made_once(factory, name, build)
    return Site(root, root / "site")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first process of this test session to come here fills, while others wait."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    outcome = folder.with_name(f"{name}.klaar")
    try:
        folder.with_name(f"{name}.bezig").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 300
        while not outcome.exists():
            assert time.monotonic() < deadline, f"another process did not make {name} within five minutes"
            time.sleep(0.1)
        assert outcome.read_text(encoding="utf-8") == "", f"{name} was not made; the test that tried it first tells why"
        return folder
    text = "not made"
    try:
        make(folder)
        text = ""
    finally:
        written = outcome.with_suffix(".tekst")
        written.write_text(text, encoding="utf-8")
        written.rename(outcome)
    return folder


def digest(folder: Path) -> dict[str, str]:
    """Every file below a folder with a checksum of its bytes."""
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
