"""A compiled page as a tree of HTML elements, made with the Markdown extensions of the site.

What belongs to a site and not to a text (the way to the previous lesson, previews of terms, linked data) is left out.
Links and pictures point to source paths until :meth:`Fragment.relink` gives them an address, so each format decides where
they go. The tree holds harmless elements only: what a browser could run is never in it.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, unquote

import nh3
from markdown import Markdown
from markdown.treeprocessors import PrettifyTreeprocessor

from kwartier.addresses import BRONNEN
from kwartier.exports.job import Job, Report
from kwartier.index import term_entries

_VOID = frozenset({"area", "br", "col", "hr", "img", "wbr"})
_EMBEDDED = frozenset({"iframe", "video", "audio", "object", "embed", "svg", "canvas"})
_TAGS = nh3.ALLOWED_TAGS | _EMBEDDED | {"section", "main", "address", "label", "input", "wbr"}
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir", "role", "hidden", "scope", "abbr", "colspan", "rowspan"}
} | {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
}
_FURNITURE = frozenset({"kw-kicker", "kw-verder", "kw-waar", "kw-definities", "kw-niet-afdrukken", "kw-begin"})
"""Classes of what helps to find one's way on the site, and means nothing outside it."""
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
Resolve = Callable[[str], str | None]
"""Gives the address for a source path (with its ``#anchor``), or ``None`` when there is none."""


@dataclass
class Fragment:
    """The text of one page. ``body`` is a ``div``; its links and pictures have source paths."""

    uri: str
    titel: str
    body: etree.Element

    def find(self, css_class: str) -> list[etree.Element]:
        """Every element with a class, in order."""
        return [one for one in self.body.iter() if css_class in classes(one)]

    def drop(self, *css_classes: str) -> None:
        """Take every element with one of these classes out."""
        prune(self.body, lambda one: bool(classes(one) & set(css_classes)))

    def relink(self, link: Resolve, media: Resolve) -> None:
        """Give links and pictures their address: ``link`` for pages, ``media`` for other files of the project.

        A link without an address becomes plain text; a picture without one is replaced by its alternative text.
        """
        for element in list(self.body.iter("a")):
            target = element.get("href", "")
            if target and not _ELSEWHERE.match(target):
                path = target.partition("#")[0]
                address = (link if path.endswith(".md") else media)(target)
                if address is None:
                    element.attrib.pop("href")
                    element.tag = "span"
                else:
                    element.set("href", address)
        for element in list(self.body.iter("img")):
            source = element.get("src", "")
            if not _ELSEWHERE.match(source):
                address = media(source)
                if address is None:
                    alt = element.get("alt", "")
                    tail = element.tail
                    element.clear()
                    element.tag, element.text, element.tail = "span", alt, tail
                else:
                    element.set("src", address)

    def html(self) -> str:
        """The inside of the fragment as HTML."""
        return inner_html(self.body)

    def xhtml(self) -> str:
        """The inside of the fragment as XHTML, without a namespace declaration."""
        text = escape_text(self.body.text or "")
        return text + "".join(etree.tostring(child, "unicode") for child in self.body)


class Renderer:
    """Makes fragments of pages; one per export, since reading the extensions and the terms takes time.

    ``furniture`` are the classes of what is left out.
    """

    def __init__(self, job: Job, report: Report, furniture: frozenset[str] = _FURNITURE) -> None:
        self.job = job
        self.report = report
        self.furniture = furniture
        self.markdown = _site_markdown(job)

    def page(self, uri: str) -> Fragment:
        """The fragment of a compiled page. Raises ``KeyError`` when there is no such page in this edition."""
        page = self.job.pages[uri]
        return self.text(_FRONT.sub("", page.markdown, count=1), uri, page.titel)

    def text(self, markdown: str, uri: str, titel: str = "") -> Fragment:
        """The fragment of Markdown that was made ready for the page ``uri`` (:meth:`PageContext.md`)."""
        html = str(self.markdown.reset().convert(markdown))
        fragment = Fragment(uri, titel, parse(html))
        self._tidy(fragment)
        return fragment

    def _tidy(self, fragment: Fragment) -> None:
        definitions = {
            one.get("id", ""): " ".join("".join(one.itertext()).split())
            for group in fragment.find("kw-definities")
            for one in group
        }
        prune(fragment.body, lambda one: bool(self.furniture & classes(one)) or "hidden" in one.attrib)
        for sources in fragment.find("kw-bronnenlijst") if self.furniture is _FURNITURE else ():
            prune(sources, lambda one: f"{BRONNEN}#" in one.get("href", ""), keep_inside=True)
        for element in list(fragment.body.iter()):
            definition = definitions.get(element.attrib.pop("aria-describedby", ""))
            if definition:
                element.set("title", definition)
            if element.tag in _EMBEDDED:
                self._instead(fragment, element)
            for name in ("href", "src"):
                target = element.get(name)
                if target is not None and not _ELSEWHERE.match(target):
                    element.set(name, _absolute(target, fragment.uri))

    def _instead(self, fragment: Fragment, element: etree.Element) -> None:
        """A link to the page on the site in the place of a film, a sound or another page."""
        where = fragment.titel or fragment.uri
        self.report.loss(where, "ingesloten film, geluid of pagina", "vervangen door een link naar de site")
        tail = element.tail
        element.clear()
        element.tag, element.tail = "p", tail
        link = etree.SubElement(element, "a", {"href": fragment.uri})
        link.text = "Bekijk dit op de site"


def _site_markdown(job: Job) -> Markdown:
    """Python-Markdown as ``mkdocs.yml`` sets it up, with the terms of this project."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config

    config = load_config(str(job.project.root / "mkdocs.yml"))
    terms = [vars(entry) for entry in term_entries(job.library)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "termen.json"
        file.write_text(json.dumps(terms, ensure_ascii=False), encoding="utf-8")
        configs = config.mdx_configs | {"kwartier.terms": {"bestand": str(file)}}
        md = Markdown(extensions=config.markdown_extensions, extension_configs=configs)
    md.treeprocessors.register(PrettifyTreeprocessor(md), "prettify", 10)  # what leaves us is read line by line
    return md


class _Builder(HTMLParser):
    """Builds the tree of HTML that is known to be well nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = etree.TreeBuilder()
        self.builder.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID or tag == "input":
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def parse(html: str) -> etree.Element:
    """A tree of any HTML: mended as a browser does, without what can run; the root is a ``div``."""
    clean = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        clean_content_tags={"script", "style", "template", "form"},
        generic_attribute_prefixes={"data-", "aria-"},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    builder = _Builder()
    builder.feed(clean)
    builder.close()
    builder.builder.end("div")
    return builder.builder.close()


def prune(root: etree.Element, unwanted: Callable[[etree.Element], bool], *, keep_inside: bool = False) -> None:
    """Take every unwanted element out of a tree; the text behind it stays, and with ``keep_inside`` what is in it too."""
    children = list(root)
    root[:] = []
    for child in children:
        prune(child, unwanted, keep_inside=keep_inside)
        tail = child.tail
        if not unwanted(child):
            root.append(child)
            continue
        if keep_inside:
            _add_text(root, child.text)
            root.extend(list(child))
        _add_text(root, tail)


def _add_text(parent: etree.Element, text: str | None) -> None:
    """Add text behind the last child of an element."""
    if text and len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    elif text:
        parent.text = (parent.text or "") + text


def classes(element: etree.Element) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def inner_html(element: etree.Element) -> str:
    """What is in an element, as HTML."""
    inside = "".join(etree.tostring(child, "unicode", method="html") for child in element)
    return escape_text(element.text or "") + inside


def escape_text(text: str) -> str:
    """Plain text inside an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _absolute(target: str, uri: str) -> str:
    """A link of the page ``uri`` as a source path below the compiled folder."""
    path, hash_, anchor = target.partition("#")
    if not path:
        return f"{uri}{hash_}{anchor}"
    full = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(path)))
    return full + hash_ + anchor


def media_file(job: Job, target: str) -> Path | None:
    """The file of the project behind a source path that is no page; ``None`` when this edition does not have it."""
    path = unquote(target.partition("#")[0])
    file = job.project.root / (path if path.startswith("modules/") else f"docs/{path}")
    if ".." in path.split("/") or file.is_symlink() or not file.is_file():
        return None
    if not job.docent and "docent" in path.split("/")[:-1]:
        return None
    return file


def as_href(path: str) -> str:
    """A path in a package as a link."""
    return quote(path, safe="/#")
