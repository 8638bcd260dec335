"""The site as it is at this moment: read again when something changed, and each page made when it is asked for.

Nothing that was made is kept longer than the content that it was made from: after any change every page is made again when
it is asked for next, which takes some hundredths of a second. What is kept is what reading gave (:class:`kwartier.load.Shelf`)
and what was found in texts (:class:`kwartier.index.Memory`), each by what it was made of.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, file_sort_key

from kwartier import assets
from kwartier.comparison.history import version_files
from kwartier.compile import CONTENT, Compilation, made_files, other_files
from kwartier.index import Memory, term_entries
from kwartier.load import Shelf
from kwartier.pages import all_drafts
from kwartier.pages.context import Draft, Page
from kwartier.pages.jinja import Sandbox, asking, page_names
from kwartier.project import WORK, Project, read_project
from kwartier.render import Engine, Sheet, reason, suits
from kwartier.search import build_index
from kwartier.text.problems import Location, Problem
from kwartier.tree import Look, look

SEARCH = "assets/kwartier/zoek/"
ASSETS = "assets/kwartier/"


class NotForUsError(Exception):
    """A site with other plugins or templates, which only MkDocs itself can show."""


@dataclass(frozen=True)
class Answer:
    """What the browser gets for an address; ``page`` when it is a page of the site, whole and unchanged."""

    status: int
    kind: str
    body: bytes
    page: bool = False


class Tree:
    """All files of the site by their path, each made when it is asked for."""

    def __init__(self, project: Project, listed: Iterable[str]) -> None:
        self.project = project
        kapot: dict[str, list[Problem]] = {}
        for problem in project.problems:
            kapot.setdefault(problem.at.file, []).append(problem)
        self.drafts: dict[str, Draft] = {draft.uri: draft for draft in all_drafts(project, kapot)}
        self.files = {file.removeprefix("docs/"): project.root / file for file in other_files(project, listed)}
        self.data: dict[str, Callable[[], bytes]] = dict(made_files(project))
        self._pages: dict[str, Page] = {}
        self._search: dict[str, str] | None = None

    def page(self, uri: str) -> Page:
        """A page, made once."""
        if uri not in self._pages:
            self._pages[uri] = self.drafts[uri].make()
        return self._pages[uri]

    def search(self, name: str) -> bytes | None:
        """A file of the search index; making it takes all pages."""
        if self._search is None:
            self._search = build_index(self.project, map(self.page, self.drafts))
        text = self._search.get(name)
        return None if text is None else text.encode()


class Preview:
    """The site of a project folder, for one server. Raises :class:`NotForUsError` when it has to be left to MkDocs."""

    def __init__(self, root: Path, editie: str | None = None) -> None:
        self.root = root
        self.editie = editie
        self.lock = threading.RLock()
        self.changed = threading.Condition()
        self.version = 0
        """Counts the changes."""
        self.failure: list[Problem] = []
        """Why there is no site at all."""
        self.base = "/"
        self._shelf, self._memory = Shelf(), Memory()
        self._look: Look | None = None
        self._frame: object = None
        self.engine: _PreviewEngine | None = None
        self._assets: dict[str, bytes] = {}
        self._custom: str | None = None
        """The author's folder of templates, also when one of these is broken and there is no engine."""
        self.update()

    # What is on the disk

    def update(self) -> bool:
        """Read again what changed on the disk; whether anything did."""
        with self.lock:
            seen = look(self.root, self._watched())
            if seen == self._look:
                return False
            self._look = seen
            self._read(seen)
        with self.changed:
            self.version += 1
            self.changed.notify_all()
        return True

    def _watched(self) -> list[str]:
        if self.engine:
            self._custom = self.engine.config.theme.custom_dir
        custom = self._custom
        git = [str(path) for path in version_files(self.root)]
        return [*CONTENT, "mkdocs.yml", *([custom] if custom else []), *git]

    def _read(self, seen: Look) -> None:
        """Everything anew from what is on the disk, with what is still right of before."""
        self._shelf.stamps = seen.files
        project = read_project(self.root, self._shelf, self._memory)
        if self.editie:
            project.settings = project.settings.model_copy(update={"editie": self.editie})
        self.project, self.tree = project, Tree(project, seen.files)
        self.sheets: dict[str, Sheet] = {}
        self._templates: dict[str, bytes] | None = None
        outside = {
            name: stamp for name, stamp in (seen.files | seen.linked).items() if not name.startswith(_IN_CONTENT)
        }
        other = (self.tree.files, seen.linked, {name: seen.files.get(name) for name in seen.files if _is_media(name)})
        self.media = sha256(repr((outside, other)).encode()).hexdigest()[:12]
        self.failure = [one for one in project.problems if one.at.file == "mkdocs.yml"]
        if self.failure:
            self.engine, self._frame = None, None
            return
        try:
            if self.engine is None or outside != self._frame:
                self._assets = assets.all_assets(self.root / WORK / "cache")
                self.engine = None
                self.engine = _PreviewEngine(self)
                self._frame = outside
            elif self.engine.names != self.engine.all_names():
                self.engine.refresh()
            else:
                self.engine.renew()
        except NotForUsError:
            if not self.version:
                raise
            self.engine, self._frame = None, None
            message = "Met deze instellingen kan het voorbeeld niet verder."
            self.failure = [
                Problem(Location("mkdocs.yml"), "instelling-bekend", message, "Start 'kwartier bekijk' opnieuw.")
            ]
        except Exception as error:  # whatever is in mkdocs.yml or a template, the preview waits until it is mended
            self.engine, self._frame = None, None
            message = f"Met deze instellingen kan de site niet gemaakt worden: {error}"
            self.failure = [Problem(Location("mkdocs.yml"), "instelling-bekend", message)]

    # What the browser asks for

    def answer(self, path: str) -> Answer:
        """What stands at a path of the site, such as ``modules/`` or ``assets/kwartier/merk.svg``."""
        with self.lock:
            if self.engine is None:
                return Answer(503, "text/html", b"")
            uri = self.engine.by_url.get(path)
            if uri is not None:
                html = self.page(uri)
                return Answer(200 if html else 500, "text/html", html, page=True)
            data = self._file(path)
            if data is not None:
                return Answer(200, guess_type(path)[0] or "application/octet-stream", data)
            module = self._broken_module(path)
            if module:
                return Answer(200, "text/html", self.page(module), page=True)
            return Answer(404, "text/html", self.templates().get("404.html", b""), page=True)

    def page(self, uri: str) -> bytes:
        """A whole page; empty when it cannot be made, and then :attr:`sheets` says why."""
        with self.lock:
            assert self.engine is not None
            if uri not in self.sheets:
                self.sheets[uri] = self.engine.sheet(uri)
            return self.sheets[uri].html

    def templates(self) -> dict[str, bytes]:
        """The files of the theme that are no pages, such as ``404.html``."""
        assert self.engine is not None
        if self._templates is None:
            self._templates = self.engine.templates()
        return self._templates

    def _file(self, path: str) -> bytes | None:
        assert self.engine is not None
        if path.startswith(SEARCH):
            return self.tree.search(path.removeprefix(SEARCH))
        if path in self.tree.data:
            return self.tree.data[path]()
        if path.startswith(ASSETS) and path.removeprefix(ASSETS) in self._assets:
            return self._assets[path.removeprefix(ASSETS)]
        file = self.tree.files.get(path) or self.engine.theme.get(path)
        if file is not None and file.is_file():
            return file.read_bytes()
        return self.templates().get(path)

    def _broken_module(self, path: str) -> str | None:
        """The page that stands in for all pages of a module that cannot be read."""
        parts = path.split("/")
        broken = len(parts) > 2 and parts[0] == "modules" and ("module", parts[1]) in self.project.library.onleesbaar
        return f"modules/{parts[1]}/index.md" if broken else None


_IN_CONTENT = tuple(f"{one}/" for one in CONTENT)


def _is_media(name: str) -> bool:
    return name.startswith(_IN_CONTENT) and not name.endswith((".md", ".yml", ".yaml"))


class _PreviewEngine(Engine):
    """The engine of a preview: it takes pages from the tree in memory when they are asked for."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        root = preview.root
        config = load_config(str(root / "mkdocs.yml"))
        if "kwartier" not in config.plugins or not suits(config):
            raise NotForUsError
        config.plugins.on_startup(command="bekijk", dirty=False)  # type: ignore[arg-type]
        plugin: Any = config.plugins["kwartier"]
        self.plugin = plugin
        self.bronnen: dict[str, str] = {}
        folder = root / WORK / "bekijk" / "docs"  # nothing stands there; plugins look whether it exists
        folder.mkdir(parents=True, exist_ok=True)
        plugin.compile = lambda root, editie: Compilation(folder, self.bronnen, (), 0)
        self._docs: dict[str, object] = {}
        self._terms = b""
        super().__init__(config)
        preview.base = (urlsplit(self.config.site_url or "/").path.rstrip("/") or "") + "/"

    def all_names(self) -> list[str]:
        """The paths of all files that the tree has now."""
        tree = self.preview.tree
        names = {*tree.files, *tree.data, *tree.drafts, *(ASSETS + one for one in self.preview._assets)}
        return sorted(names)

    def refresh(self) -> None:
        """Take the list of files and the navigation from the tree anew."""
        self._docs = {}
        self.names = self.all_names()
        self._tell()
        super().refresh()
        self.by_url = {_plain_url(page.file.url): uri for uri, page in self.pages.items()}
        known = set(self.names)
        self.theme = {
            unquote(one.url): Path(one.abs_src_path)
            for one in self.media()
            if one.abs_src_path and one.src_uri not in known
        }

    def renew(self) -> None:
        """Take the terms, and the titles in the navigation, from the tree anew: it has the same pages as before."""
        self._tell()
        self.read_nav()

    def gather(self) -> Files:
        """All files of the tree; pages are empty until they are asked for."""
        tree, config = self.preview.tree, self.config
        files = []
        for name in self.names:
            path = tree.files.get(name) if name not in tree.drafts and name not in tree.data else None
            if path:
                files.append(File.generated(config, name, abs_src_path=str(path)))
            else:
                files.append(File.generated(config, name, content=b""))
        return Files(sorted(files, key=file_sort_key))

    def read_nav(self) -> None:
        """Read what other pages show of the pages in the navigation, when it may have changed."""
        library = self.preview.project.library
        for uri in sorted(self.in_nav):
            page, document = self.pages[uri], library.teksten.get(f"docs/{uri}")
            titled = "title" in vars(page) or (
                document is not None and isinstance(document.data, dict) and "title" in document.data
            )
            if titled and (document is None or self._docs.get(uri) is document):
                continue
            if document is not None:
                self._docs[uri] = document
            if titled:
                self._fill(uri)
                page.read_source(self.config)
            else:
                self.sheet(uri)

    def sheet(self, uri: str) -> Sheet:
        """A page, made from what is in the tree now."""
        try:
            self._fill(uri)
        except Exception as error:  # a page that fails takes no other page along
            return Sheet(error=reason(error))
        return self.render([uri])[uri]

    def _fill(self, uri: str) -> None:
        made = self.preview.tree.page(uri)
        self.pages[uri].file.content_bytes = made.markdown.encode()
        self.bronnen[uri] = made.bron

    def _tell(self) -> None:
        """Tell plugins and extensions what they would have read from the compiled tree."""
        project, config = self.preview.project, self.config
        self.bronnen.clear()
        self.bronnen.update(dict.fromkeys(self.preview.tree.drafts, ""))
        self.plugin.tell_pages(config)
        config.extra["editie"] = project.settings.editie
        terms = json.dumps([vars(entry) for entry in term_entries(project.library)], ensure_ascii=False).encode()
        if terms != self._terms:
            folder = self.preview.root / WORK / "bekijk"
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob("termen-*.json"):
                old.unlink()
            name = folder / f"termen-{sha256(terms).hexdigest()[:16]}-{os.getpid()}.json"
            name.write_bytes(terms)
            self._terms = terms
            config.mdx_configs["kwartier.terms"]["bestand"] = str(name)
        jinja: Any = config.plugins.get("macros")
        if jinja and any(asking(project)):
            jinja._env = Sandbox(page_names(project, lambda: str(jinja.page.file.src_uri)))


def _plain_url(url: str) -> str:
    return "" if url in {".", "./"} else unquote(url)
