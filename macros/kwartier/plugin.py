"""The door to MkDocs: compile before a build, edit links to the author's file, and a site that is replaced as a whole."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from posixpath import splitext
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, pass_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext, url_filter

from kwartier import exchange, reporters
from kwartier.addresses import VERANDERD
from kwartier.compact import compact
from kwartier.compile import CONTENT, EDITIE, Compilation, compile_site
from kwartier.macros import sandbox
from kwartier.project import WORK
from kwartier.settings import VERSIE, above_versions, read_settings
from kwartier.tree import put

log = logging.getLogger("mkdocs.plugins.kwartier")
ASSETS = "assets/kwartier"
NOT_A_SITE = "In {} staat iets anders dan een site. Kies bij site_dir of --uit een lege map; er is niets veranderd."
FOOTER = (("over/toegankelijkheid.md", "Toegankelijkheid"), ("over/privacy.md", "Privacy"))
"""Pages that every page links to at its end, when the site has them."""
POLICY = "default-src 'self';img-src 'self' data:;child-src 'none';object-src 'none';base-uri 'none';form-action 'self'"
"""What a page may load and run: only what stands in files of the site itself, so nothing that was put into a text.

As a ``meta`` element, because a site of files sets no headers: https://www.w3.org/TR/CSP3/#meta-element. Small pictures in
our styles are ``data:`` addresses; ``child-src`` is for frames and workers."""
_MATERIAL = re.compile(r"assets/(?:stylesheets/(?:main|palette)|javascripts/bundle)\.\w+\.min(\.css|\.js)")
"""What every page loads of Material; the names hold a checksum."""
_UNUSED = re.compile(r"assets/(?:javascripts/(?:lunr|workers)/.*|.*\.map)")
"""What Material brings for its own search, and to debug its scripts: a tenth of a site of hundreds of pages, read by no one."""


_OURS = frozenset({"content.action.edit", "navigation.tabs", "navigation.top"})
"""Features that Material's script has not to know of. Without any other, kwartier.js puts in what that script looks for, and loads it."""
_PATH = re.compile(r"([\w-]+)(?:/[\w-]+(?:\.[\w-]+)*)*/?", re.ASCII)
"""A path below the folder of the site of which nothing is left out when it becomes an address."""


class _Words:
    """The words of Material in the language of the site, each looked up once."""

    def __init__(self, module: Any) -> None:
        self.t = cache(lambda key: str(module.t(key)))


@pass_context
def _url(context: Any, path: str) -> str:
    """The filter ``url`` of MkDocs, which takes no time for what is in another folder than the page is: nearly all in our frame."""
    page, base = context.get("page"), context.get("base_url")
    plain = _PATH.fullmatch(path) if page else None
    if plain is None or page.url.startswith(plain[1] + "/"):
        return str(url_filter(context, path))
    return path if base == "." else f"{base}/{path}"


class KwartierConfig(Config):
    """Options in ``mkdocs.yml``; :mod:`kwartier.settings` reads and explains them."""

    ernst = config_options.Type(dict, default={})
    editie = config_options.Choice(("student", "docent"), default="student")
    instelling = config_options.Type(str, default="")
    jaar = config_options.Type(str, default="")
    vakgebied = config_options.Type(str, default="")
    vakgebied_id = config_options.Type(str, default="")
    vorige = config_options.Type(str, default="")
    kleur = config_options.Type(str, default="")


def _edit_uri(root: Path) -> str:
    """The address, seen from ``repo_url``, below which the files of a site can be changed; empty when they cannot.

    MkDocs means the folder with pages, and takes the branch ``master`` when a site names none. Here authors write in more
    folders than that one, and a new site has the branch ``main``.
    """
    given = read_settings(root)[0].edit_uri.strip().rstrip("/")
    if given in {"null", "~"}:
        given = "edit/main"
    parts = given.split("/")
    folder = "/".join(parts[:-1] if len(parts) > 2 and parts[-1] == "docs" else parts)
    return f"{folder}/" if folder else ""


class KwartierPlugin(BasePlugin[KwartierConfig]):
    """MkDocs plugin ``kwartier``."""

    def __init__(self) -> None:
        self.command = "build"
        self.target = Path()
        self.huidig = ""
        self.refuse: Callable[[], bool] = lambda: False
        self.compilation: Compilation | None = None
        self.compile: Callable[[Path, str | None], Compilation] = _compile_site
        """What makes the tree; a preview makes pages when they are asked for."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is a build or a preview."""
        self.command = command
        self.compile = _compile_site  # MkDocs uses one plugin for all configurations of a process

    @event_priority(100)
    def _compile(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile first, so that every other plugin sees the compiled tree."""
        root = Path(config.config_file_path).parent
        chosen = os.environ.get(EDITIE)
        editie = chosen or self.config.editie
        self.compilation = self.compile(root, chosen)
        self._report(root)
        config.docs_dir = str(self.compilation.docs)
        config.edit_uri = _edit_uri(root) if config.repo_url else None
        config.extra["editie"] = editie
        self.tell_pages(config)
        config.extra["versie"] = os.environ.get(VERSIE, "")
        if config.extra["versie"] and config.site_url:
            self.huidig = above_versions(config.site_url) + "/huidig/"
            config.site_url = f"{above_versions(config.site_url)}/{config.extra['versie']}/"
        config.extra["beleid"] = POLICY if self.command != "serve" else ""  # MkDocs puts a script into pages
        styles = ("kwartier.css", "kleur.css") if self.config.kleur else ("kwartier.css",)
        config.extra_css[:0] = [f"{ASSETS}/{name}" for name in styles]
        config.extra_javascript.append(_module(f"{ASSETS}/kwartier.js"))
        if config.theme.name == "material":  # our frame takes the place of Material's
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(Path(__file__).parent / "theme"))
        config.mdx_configs.setdefault("kwartier.terms", {})["bestand"] = str(root / WORK / "termen.json")
        if self.command == "build":
            self.target = Path(config.site_dir)
            exchange.restore(root / WORK, self.target)
            if not may_replace(self.target, root):
                raise PluginError(NOT_A_SITE.format(self.target))
            config.site_dir = str(root / WORK / "site")
        return config

    @event_priority(-100)
    def _sandbox(self, config: MkDocsConfig) -> MkDocsConfig:
        """Close mkdocs-macros off, after it has made its environment."""
        if "macros" in config.plugins:
            sandbox(config.plugins["macros"], Path(config.config_file_path).parent)
        return config

    def tell_pages(self, config: MkDocsConfig) -> None:
        """Tell the templates which pages there are of those that every page links to."""
        config.extra["onderaan"] = [one for one in FOOTER if one[0] in self.bronnen]
        config.extra["veranderd"] = VERANDERD in self.bronnen

    on_config = CombinedEvent(_compile, _sandbox)

    def _report(self, root: Path) -> None:
        """Tell all problems at once; errors stop a build before anything of the old site is touched.

        In a preview the page in the browser stays as it was until the errors are mended.
        """
        assert self.compilation is not None
        if self.compilation.fouten:
            message = "\n" + reporters.text(self.compilation.problems, root)
            raise Abort(message) if self.command == "serve" else PluginError(message)
        if self.compilation.problems:
            log.info("%s 'kwartier controleer' toont ze.", reporters.summary(self.compilation.problems))

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
        """Leave out what no page uses, and give what all pages load of Material a short name: its two style sheets are one."""
        parts: dict[str, list[File]] = {}
        for file in sorted(files, key=lambda file: file.src_uri):
            found = _MATERIAL.fullmatch(file.src_uri)
            if found:
                parts.setdefault(f"material{found[1]}", []).append(file)
            if found or _UNUSED.fullmatch(file.src_uri):
                files.remove(file)
        for name, originals in parts.items():
            joined = Path(config.config_file_path).parent / WORK / "cache" / name
            put(joined, b"\n".join(file.content_bytes for file in originals))
            files.append(File.generated(config, f"assets/{name}", abs_src_path=str(joined)))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, **_: Any) -> Environment:
        """Give the templates of our frame what is the same on every page; made once, it costs no page anything."""
        if config.theme.name == "material":
            known = [one for one in config.theme.get("features") or () if one not in _OURS]
            env.globals["lang"] = _Words(env.get_template("partials/language.html").make_module({"config": config}))
            env.globals["known"] = known
            env.globals["part"] = (lambda name: f' data-md-component="{name}"') if known else lambda _: ""
            env.filters["url"] = _url
            end = "/" if config.use_directory_urls else ".html"
            env.filters["adres"] = lambda uri: uri.replace("index.md", "").replace(".md", end) or "."
        return env

    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        """Tell of each item at the top to which page it leads, and in which folder the pages are that belong to it."""
        for item in nav.items:
            first: Any = item
            while first.children:
                first = first.children[0]
            doel = getattr(first, "url", None) or ""
            folder = "" if doel in (".", "./") or "://" in doel else doel.partition("/")[0]
            vars(item).update(doel=doel, map=folder and f"{folder}/")
        return nav

    @property
    def bronnen(self) -> dict[str, str]:
        """Per page the author's file; with the configuration all that the events of a page below depend on.

        What one of these events reads besides has to be in the checksum of :mod:`kwartier.render`.
        """
        return self.compilation.bronnen if self.compilation else {}

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, **_: Any) -> Page:
        """Let the edit link open the file that the author wrote, and name the page of the current version the real one."""
        bron = self.bronnen.get(page.file.src_uri, "")
        known = config.repo_url and config.edit_uri and splitext(bron)[1]
        page.edit_url = urljoin(f"{config.repo_url}/", f"{config.edit_uri}{bron}") if known else None
        if self.huidig:
            page.canonical_url = self.huidig + page.url
        return page

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: Any) -> TemplateContext:
        """Escape the two texts that Material puts into the head of a page as they are; other pages keep the title itself."""
        page.title = page.title
        for name in ("title", "description"):
            if isinstance(page.meta.get(name), str):
                page.meta = {**page.meta, name: escape(page.meta[name])}
        return context

    def on_post_page(self, output: str, **_: Any) -> str:
        """Leave out of the page what no reader misses."""
        return compact(output)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Replace the site as a whole, now that it is complete."""
        if self.command == "build" and not self.refuse():
            exchange.put(Path(config.site_dir), self.target)
            config.site_dir = str(self.target)
        elif self.command == "serve":
            log.info("Bijgewerkt: %d pagina's.", len(self.compilation.bronnen) if self.compilation else 0)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """Watch what authors write instead of what is compiled from it."""
        root = Path(config.config_file_path).parent
        server.unwatch(config.docs_dir)
        for folder in CONTENT:
            if (root / folder).is_dir():
                server.watch(str(root / folder))
        return server


def _compile_site(root: Path, editie: str | None) -> Compilation:
    return compile_site(root, editie=editie)


def may_replace(target: Path, root: Path) -> bool:
    """Whether a new site can take the place of ``target``: it holds nothing, or a site, and nothing of an author."""
    if target == root or target in root.parents:
        return False
    if any(target.is_relative_to(root / name) for name in (*CONTENT, WORK, ".git")):
        return False
    return not target.exists() or (target.is_dir() and (not any(target.iterdir()) or (target / "404.html").exists()))


def _module(path: str) -> Any:
    script = config_options.ExtraScriptValue(path)
    script.type = "module"
    return script
