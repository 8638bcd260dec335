"""What an author's Markdown would do in the browser of a reader: HTML that is not in a safe set, told with its place.

The text is rendered as the site does it and the result is judged, so that no other reading of Markdown can slip past. The
safe set is that of ammonia (https://github.com/rust-ammonia/ammonia), through nh3, with the players for sound and film and
without addresses other than those of pages, mail and telephone. Rendering costs milliseconds, so a text in which nothing
can be wrong is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser

import nh3
from markdown import Markdown

from kwartier.blocks import LesBlokken
from kwartier.markup import mask

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""What an address may start with; one without such a start stays on the site."""

TAGS = (nh3.ALLOWED_TAGS | {"audio", "video", "source", "track", "section"}) - {"area", "map"}
_ANYWHERE = frozenset(
    {"class", "id", "title", "lang", "dir", "role", "hidden", "translate", "tabindex", "data-niveau", "data-kop"}
)
_ATTRIBUTES = {
    "a": {"href", "hreflang", "rel", "target", "download"},
    "audio": {"src", "controls", "preload", "loop", "muted"},
    "video": {"src", "controls", "preload", "loop", "muted", "poster", "width", "height"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "ins": {"cite", "datetime"},
    "del": {"cite", "datetime"},
    "time": {"datetime"},
    "data": {"value"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "col": {"span"},
    "colgroup": {"span"},
    "table": {"summary"},
    "td": {"colspan", "rowspan", "headers", "style"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "style"},
}
_ADDRESSES = frozenset({"href", "src", "cite", "poster"})
_STYLE = re.compile(r"text-align: (?:left|right|center);?")
"""The only style: what the extension for tables writes."""

_MAYBE = re.compile(
    r"<[a-zA-Z/!?]"  # a tag
    r"|\{[^{}\n]*[=]"  # attributes after a word, a link or a heading
    r"|\battrs[ \t]*:"  # attributes of a block
    r"|&(?:\#|[a-zA-Z])"  # an entity, which can hide a letter
    r"|\][ \t]*[(:][^)]{0,300}?(?<!http)(?<!https)(?<!mailto)(?<!tel):"  # an address that is not a usual one
)
_ODD_MARKUP = re.compile(r"<!(?!--)|<!--+>|<\?|--!>")
"""Declarations and comments that end elsewhere in a browser than in other readers of HTML."""
_OPEN = re.compile(r"<(?:[a-zA-Z/!?](?=[^<>]*\Z)|!--(?!.*?-->))", re.DOTALL)
"""A tag or a comment that is not closed in its own text, and would take what follows on the page with it."""
_STRIPPED = re.compile(r"[\x00-\x20\x7f-\x9f]")

Finding = tuple[str, str]
"""What is not allowed, as a Dutch noun phrase, and the word of the source to look for."""


def may_hold(text: str) -> bool:
    """Whether a text has one of the signs without which nothing of it can be unsafe; looking for them costs next to nothing."""
    return "<" in text or "{" in text or "&" in text or "]" in text or "attrs" in text


@lru_cache(maxsize=4096)
def findings(markdown: str) -> tuple[Finding, ...]:
    """What is not safe in a Markdown text, in order; empty for a text that does only what Markdown does."""
    if not may_hold(markdown) or not _MAYBE.search(markdown):
        return ()
    html = rendered(markdown)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = [finding for tag, attributes in reader.elements for finding in _wrong(tag, attributes)]
    found += [("een teken dat browsers anders lezen", one[0]) for one in _ODD_MARKUP.finditer(html)]
    found += [("een '<' die nergens sluit", one[0]) for one in _OPEN.finditer(mask(markdown))]
    if not found and not _same(reader.elements, html):
        found.append(("HTML die browsers anders lezen", "<"))
    return tuple(dict.fromkeys(found))


def rendered(markdown: str) -> str:
    """The HTML of an author's text, as on a site but for macros, terms and looks."""
    return _renderer().reset().convert(markdown)


@lru_cache(maxsize=1)
def _renderer() -> Markdown:
    """Markdown with everything that gives HTML of its own on a site (the options that only change looks are left out)."""
    extensions = ["abbr", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables"]
    return Markdown(extensions=[*extensions, "pymdownx.superfences", LesBlokken()])


class _Reader(HTMLParser):
    """Every element with its attributes, as written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def _wrong(tag: str, attributes: dict[str, str]) -> Iterator[Finding]:
    """What is not allowed about one element."""
    if tag not in TAGS:
        yield f"het element <{tag}>", f"<{tag}"
        return
    for name, value in attributes.items():
        usual = name in _ANYWHERE or name.startswith("aria-") or name in _ATTRIBUTES.get(tag, ())
        if not usual or (name == "style" and not _STYLE.fullmatch(value)):
            yield f"het attribuut '{name}' bij <{tag}>", name
        elif name in _ADDRESSES and (scheme := _scheme(value)) not in {*SCHEMES, ""}:
            yield f"een adres dat met '{scheme}:' begint", scheme


def _scheme(address: str) -> str:
    """The part before the colon as a browser sees it, which skips control characters; empty for an address on the site."""
    match = re.match(r"([a-z][a-z0-9+.-]*):", _STRIPPED.sub("", address).lower())
    return match[1] if match else ""


def _same(elements: list[tuple[str, dict[str, str]]], html: str) -> bool:
    """Whether a browser finds the elements that we found: ammonia reads HTML as browsers do, and keeps the safe ones."""
    attributes = {tag: {*_ANYWHERE, *_ATTRIBUTES.get(tag, ())} for tag in TAGS}
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=attributes,
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=False,
    )
    reader = _Reader()
    reader.feed(cleaned)
    reader.close()
    here = {(tag, *sorted(given.items())) for tag, given in elements}
    there = {(tag, *sorted(given.items())) for tag, given in reader.elements}
    return {one for one in here ^ there if one != ("tbody",)} == set()
