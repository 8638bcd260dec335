"""Rendering as MkDocs does it, page by page: on all cores, with a cache, or one page at a time for the preview.

MkDocs renders one page after another. Pages are independent once the list of files and the navigation are known, so
:class:`Engine` lets worker processes make them; each page goes through MkDocs' own functions and plugin events, and the result is
the same to the byte. It takes only projects of which it knows that they can be rendered this way (:func:`suits`): a plugin that
collects something from all pages would miss what the workers saw.

Cache: ``.kwartier/paginas/`` keeps one file per page under the checksum of all that the page is made from: its Markdown, the
configuration, the navigation, the terms, the templates, Kwartier's own files, and the versions of what is installed. An entry
also names every file that the page asked for, and counts only when these would be found in the same way now. What cannot be
summed up like that (pages with Jinja, extensions that read files) is not kept.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from importlib.metadata import distributions, entry_points
from pathlib import Path
from typing import Any

import mkdocs.commands.build as host
from jinja2 import Environment, TemplateNotFound
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

import kwartier
from kwartier.convert import Converter, read
from kwartier.project import WORK
from kwartier.workers import side_by_side

CACHE = "paginas"
KEPT_DAYS = 14
"""How long an entry of the cache that no build used is kept."""
_FORMAT = 2
_PLUGINS = frozenset({"kwartier", "macros"})
_KNOWN = ("markdown", "pymdownx", "kwartier", "material", "mkdocs")
"""Packages whose code is known to give the same HTML for the same Markdown and configuration."""
_READS_FILES = frozenset({"pymdownx.snippets", "pymdownx.b64"})
_TIME = (b"build_date_utc", b"update_date")
_CHUNK = 40
"""Pages that a worker takes at a time."""

Message = tuple[str, int, str]
"""Something that was logged: the logger, the level and the text."""
Answer = tuple[str, int] | None
"""What became of a path that a page asked for: the address and the inclusion of the file, or nothing."""


@dataclass(frozen=True)
class Sheet:
    """A rendered page, and what MkDocs looks at when all pages are there."""

    html: bytes = b""
    anchors: frozenset[str] = frozenset()
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    """Per page that is linked to: the anchors, each with the link as it was written."""
    messages: tuple[Message, ...] = ()
    error: str = ""
    """Why the page could not be made."""
    asked: dict[str, Answer] = field(default_factory=dict)
    """Every path for which the page looked in the list of files, and what was there."""
    key: str = ""
    """Name in the cache; empty when the page is not kept."""


class PagesFailedError(Exception):
    """Pages that could not be made: per page the reason."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{uri}: {reason}" for uri, reason in errors.items()))
        self.errors = errors


def reason(error: Exception) -> str:
    """Why a page cannot be made: what its author can mend in Dutch, the mistake of a plugin in its own words."""
    if isinstance(error, TemplateNotFound):
        return f"het sjabloon '{error.name}' bestaat niet."
    return f"{type(error).__name__}: {error}"


def build(config: MkDocsConfig) -> None:
    """Build the whole site to ``config.site_dir``, as ``mkdocs build`` does.

    Raises :class:`PagesFailedError` for all pages that cannot be made, and what plugins raise.
    """
    if not suits(config):
        host.build(config)
        return
    try:
        Engine(config).build()
    except Exception as error:
        config.plugins.on_build_error(error=error)
        raise


def suits(config: MkDocsConfig) -> bool:
    """Whether the pages of a project can be rendered apart: no other plugins, no hooks, no template that shows all pages."""
    if set(config.plugins) - _PLUGINS or config.hooks or config.extra_templates or config.strict:
        return False
    own = Path(config.theme.custom_dir).rglob("*.html") if config.theme.custom_dir else ()
    return not any(b"pages" in file.read_bytes() for file in own)


class Engine:
    """A project that is loaded once and of which any page can be rendered at any moment.

    ``config`` is a loaded configuration of which the plugins have started; making the engine runs their ``on_config``, and with
    that the compilation.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config.plugins.on_config(config)
        self.config.plugins.on_pre_build(config=self.config)
        self.refresh()

    def refresh(self) -> None:
        """Read the list of files and the navigation again, after files came or went or a page in the navigation changed."""
        config, plugins = self.config, self.config.plugins
        files = self.gather()
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        self.files: Files = plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        self.nav: Navigation = plugins.on_nav(get_navigation(self.files, config), config=config, files=self.files)
        self.doc_files: Sequence[File] = self.files.documentation_pages()
        self.pages = {file.src_uri: file.page or Page(None, file, config) for file in self.doc_files}
        self.in_nav = {page.file.src_uri for page in self.nav.pages}
        self.env: Environment = plugins.on_env(env, config=config, files=self.files)
        self.without_jinja = _only_when_asked(plugins)
        self.read_nav()

    def gather(self) -> Files:
        """The files that the site is made of, those of the theme apart."""
        return get_files(self.config)

    def read_nav(self) -> None:
        """Read the pages of the navigation, as every page shows their titles; one that names it only in its text is rendered for it."""
        without = []
        for uri in sorted(self.in_nav):
            page = self.pages[uri]
            try:
                read(page, self.config)
            except (OSError, ValueError):
                continue  # building the page tells of it
            if "title" not in page.meta and "title" not in vars(page):
                without.append(uri)
        if without:
            self.render(without)

    def render(self, uris: Iterable[str]) -> dict[str, Sheet]:
        """Render pages from the Markdown that is in the compiled tree now; a mistake is in :attr:`Sheet.error`."""
        converter = Converter(self.config)
        return {uri: self._sheet(self.pages[uri], converter) for uri in uris}

    def templates(self) -> dict[str, bytes]:
        """The files that the theme makes besides pages, such as ``404.html`` and ``sitemap.xml``."""
        made = {}
        for name in sorted(self.config.theme.static_templates):
            try:
                template = self.env.get_template(name)
            except TemplateNotFound:
                continue
            made[name] = host._build_template(name, template, self.files, self.config, self.nav).encode()
        return {name: data for name, data in made.items() if data.strip()}

    def media(self) -> list[File]:
        """The files that go along as they are."""
        return [
            one
            for one in self.files
            if not one.is_documentation_page() and one.inclusion.value > InclusionLevel.DRAFT.value
        ]

    def build(self) -> None:
        """Write the whole site; all pages that fail are in the :class:`PagesFailedError` that is raised."""
        config = self.config
        utils.clean_directory(config.site_dir)
        cache = _Cache(self)
        sheets: dict[str, Sheet] = {}
        converter = Converter(config)  # before processes part, or each would read the terms
        for part in side_by_side(partial(self._write, cache, converter), list(self.pages), _CHUNK):
            sheets |= part
        for sheet in sheets.values():
            for name, level, text in sheet.messages:
                logging.getLogger(name).log(level, "%s", text)
        if errors := {uri: sheet.error for uri, sheet in sheets.items() if sheet.error}:
            raise PagesFailedError(errors)
        self.files.copy_static_files()
        for name in config.theme.static_templates:
            host._build_theme_template(name, self.env, self.files, config, self.nav)
        self.validate(sheets)
        config.plugins.on_post_build(config=config)
        cache.sweep({sheet.key for sheet in sheets.values()})

    def validate(self, sheets: dict[str, Sheet]) -> None:
        """Log every link to an anchor that is not there, as MkDocs does at the end of a build."""
        for uri, sheet in sheets.items():
            page = self.pages[uri]
            page.present_anchor_ids = set(sheet.anchors)
            page.links_to_anchors = {
                self.pages[to].file: found for to, found in sheet.links.items() if to in self.pages
            }
        for page in self.pages.values():
            page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)

    def _write(self, cache: _Cache, converter: Converter, uris: Sequence[str]) -> dict[str, Sheet]:
        """Take pages from the cache or render them, and write them; the sheets come back without their HTML."""
        return {uri: self._write_one(cache, self.pages[uri], converter) for uri in uris}

    def _write_one(self, cache: _Cache, page: Page, converter: Converter) -> Sheet:
        key = cache.key(page)
        sheet = cache.load(key)
        if sheet is None:
            sheet = replace(self._sheet(page, converter), key=key)
            cache.save(sheet)
        if sheet.html.strip():
            utils.write_file(sheet.html, page.file.abs_dest_path)
        return replace(sheet, html=b"", asked={})

    def _sheet(self, page: Page, converter: Converter) -> Sheet:
        asked = _Asked(self.files)
        with _Listening() as messages:
            try:
                self._populate(page, asked, converter)
                html = self._html(page).encode("utf-8", errors="xmlcharrefreplace")
            except Exception as error:  # whatever a plugin or extension does with a page, it is a problem of that page
                return Sheet(messages=tuple(messages), error=reason(error))
            finally:
                self.config._current_page = None
        links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
        anchors = frozenset(page.present_anchor_ids or ())
        if page.file.src_uri not in self.in_nav:  # the navigation shows titles; nothing else is needed again
            page.markdown, page.content, page.toc, page.meta = None, None, [], {}  # type: ignore[assignment]
            vars(page).pop("title", None)  # what a page set for itself would outlive its text
        return Sheet(html, anchors, links, tuple(messages), asked=asked.answers)

    def _populate(self, page: Page, files: Any, converter: Converter) -> None:
        """Read and convert the Markdown, as MkDocs' ``_populate_page`` does."""
        config, plugins = self.config, self.config.plugins
        config._current_page = page
        page = plugins.on_pre_page(page, config=config, files=files)
        read(page, config)
        if not self.without_jinja or "render_macros" in page.meta or "ignore_macros" in page.meta:
            page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        converter.convert(page, files)
        page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)

    def _html(self, page: Page) -> str:
        """Put the content in the template, as MkDocs' ``_build_page`` does."""
        config, plugins = self.config, self.config.plugins
        page.active = True
        try:
            context = host.get_context(self.nav, self.doc_files, config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            return plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            page.active = False


def _only_when_asked(plugins: PluginCollection) -> bool:
    """Whether mkdocs-macros, the only plugin that works on Markdown, leaves a page alone that does not ask for it."""
    macros: Any = plugins.get("macros")
    return not macros or not (
        macros.config["render_by_default"]
        or macros.config["force_render_paths"]
        or macros.pre_macro_functions
        or macros.post_macro_functions
    )


class _Asked:
    """The list of files as a page sees it, which remembers what was asked."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.answers: dict[str, Answer] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a path of the tree."""
        file = self._files.src_uris.get(path) or self._files.get_file_from_path(path)
        if path not in self.answers:
            self.answers[path] = _answer(file)
        return file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)


def _answer(file: File | None) -> Answer:
    return (file.url, file.inclusion.value) if file else None


class _Listening(logging.Handler):
    """Keeps the warnings of MkDocs and its plugins, in place of showing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[Message] = []
        self.logger = logging.getLogger("mkdocs")

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append((record.name, record.levelno, record.getMessage()))

    def __enter__(self) -> list[Message]:
        self.before = self.logger.handlers, self.logger.propagate
        self.logger.handlers, self.logger.propagate = [self], False
        return self.messages

    def __exit__(self, *_: object) -> None:
        self.logger.handlers, self.logger.propagate = self.before


# Cache


class _Cache:
    """Rendered pages on disk by the checksum of what they are made from."""

    def __init__(self, engine: Engine) -> None:
        root = Path(engine.config.config_file_path).parent
        self.folder = root / WORK / CACHE
        self.files = engine.files
        self.bronnen: dict[str, str] = engine.config.plugins["kwartier"].bronnen  # type: ignore[attr-defined]
        self.stamp = _stamp(engine)

    def key(self, page: Page) -> str:
        """The name of a page in the cache; empty when it is not to be kept."""
        source = page.file.content_bytes
        if not self.stamp or b"render_macros" in source:
            return ""
        uri = page.file.src_uri
        return sha256("\0".join([self.stamp, uri, self.bronnen.get(uri, ""), ""]).encode() + source).hexdigest()

    def load(self, key: str) -> Sheet | None:
        """The page as it was made before, when all files that it asked for are as they were."""
        if not key:
            return None
        try:
            with open(self._path(key), "rb") as file:  # noqa: PTH123 - a Path takes longer than the reading
                checksum, _, data = file.read().partition(b"\n")
            if int(checksum, 16) != zlib.crc32(data):
                return None
        except (OSError, ValueError):
            return None
        head, _, html = data.partition(b"\n")
        kept = json.loads(head)
        asked: dict[str, Any] = kept["asked"]
        now = {path: _answer(self.files.get_file_from_path(path)) for path in asked}
        if any(now[path] != (tuple(before) if before else None) for path, before in asked.items()):
            return None
        return Sheet(html, frozenset(kept["anchors"]), kept["links"], key=key)

    def save(self, sheet: Sheet) -> None:
        """Keep a page about which there is nothing to say. It is not compressed: that takes longer than all else here together."""
        if not sheet.key or sheet.messages or sheet.error:
            return
        head = {"asked": sheet.asked, "links": sheet.links, "anchors": sorted(sheet.anchors)}
        data = json.dumps(head).encode() + b"\n" + sheet.html
        path = self._path(sheet.key)
        utils.write_file(b"%08x\n" % zlib.crc32(data) + data, new := f"{path}.{os.getpid()}")
        os.replace(new, path)  # noqa: PTH105

    def sweep(self, used: set[str]) -> None:
        """Remove what no build has made for a while and this one did not use."""
        old = time.time() - KEPT_DAYS * 86400
        for path in self.folder.glob("*/*"):
            if path.parent.name + path.name not in used and path.stat().st_mtime < old:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> str:
        return f"{self.folder}/{key[:2]}/{key[2:]}"


def _stamp(engine: Engine) -> str:
    """The checksum of all that any page depends on besides its own Markdown; empty when that cannot be told."""
    config = engine.config
    if not engine.without_jinja or not all(_known_extension(name) for name in config.markdown_extensions):
        return ""
    try:
        settings = [(name, _settled(config, name)) for name in sorted(config) if name not in _NOT_IN_A_PAGE]
        plugins = [(name, _plain(dict(plugin.config))) for name, plugin in config.plugins.items()]
        theme = _plain(dict(config.theme))
    except TypeError:
        return ""
    installed = sorted(f"{one.name}=={one.version}" for one in distributions())
    nav = [(item.title, getattr(item, "url", "")) for item in _flat(engine.nav.items)]
    own = [Path(folder) for folder in config.theme.dirs if not _is_installed(folder)]
    templates = _contents(own)
    moment = utils.get_build_datetime().isoformat() if any(word in text for word in _TIME for text in templates) else ""
    texts = [*templates, *_contents([Path(kwartier.__file__).parent])]
    terms = Path(config.mdx_configs.get("kwartier.terms", {}).get("bestand", ""))
    texts.append(terms.read_bytes() if terms.is_file() else b"")
    known = json.dumps([_FORMAT, sys.version, installed, settings, plugins, theme, nav, moment])
    known = known.replace(json.dumps(str(Path(config.config_file_path).parent))[1:-1], "")  # the project may move
    return sha256(b"\0".join([known.encode(), *(sha256(text).digest() for text in texts)])).hexdigest()


_NOT_IN_A_PAGE = frozenset(
    {"config_file_path", "docs_dir", "site_dir", "plugins", "theme", "hooks", "watch", "dev_addr"}
)


def _settled(config: MkDocsConfig, name: str) -> Any:
    """The value of a setting as plain data, in the author's words where MkDocs makes something else of it."""
    try:
        return _plain(config[name])
    except TypeError:
        return _plain([given[name] for given in config.user_configs if name in given])


def _plain(value: Any) -> Any:
    """A setting as plain data; ``TypeError`` for what cannot be told apart by its data."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return [(str(key), _plain(one)) for key, one in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if isinstance(value, partial):
        return [_plain(value.func), _plain(value.args), _plain(value.keywords)]
    if callable(value) and hasattr(value, "__qualname__") and value.__module__.split(".")[0] in _KNOWN:
        return f"{value.__module__}.{value.__qualname__}"
    if hasattr(value, "items"):
        return _plain(dict(value))
    if type(value).__module__.startswith("mkdocs.") and hasattr(value, "__dict__"):
        return _plain(vars(value))
    text = repr(value)
    if " at 0x" in text or isinstance(value, type):
        raise TypeError(f"unknown kind of setting: {text}")
    return text


def _known_extension(name: str) -> bool:
    """Whether a Markdown extension gives the same result for the same text."""
    found = entry_points(group="markdown.extensions", name=name)
    module = next((one.module for one in found), name)
    return module.split(".")[0] in _KNOWN and not _READS_FILES & {name, module}


def _is_installed(folder: str) -> bool:
    """Whether a folder of templates comes with MkDocs or Material, of which the version is in the checksum."""
    package = Path(host.__file__).parents[1]
    return any(Path(folder).is_relative_to(place) for place in (package, package.with_name("material")))


def _contents(folders: list[Path]) -> list[bytes]:
    """The names and contents of all files below folders."""
    found = []
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                found += [file.relative_to(folder).as_posix().encode(), file.read_bytes()]
    return found


def _flat(items: Iterable[Any]) -> Iterable[Any]:
    """The items of the navigation, each before what is below it."""
    for item in items:
        yield item
        yield from _flat(item.children or ())
