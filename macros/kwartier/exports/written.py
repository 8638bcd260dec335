"""A tree of HTML written as Markdown, as far as Markdown can say it: what an author wrote comes back as an author writes it.

Paragraphs, lists, quotations, plain tables and headings become Markdown; frames of a lesson hold Markdown inside; everything
else stays HTML. What comes out means the same to Python-Markdown with ``attr_list``, ``md_in_html`` and ``tables``.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Collection

from markdown.core import Markdown

from kwartier.exports.fragments import classes, escape_text, inner_html

_FRAMES = frozenset({"kw-leestekst", "kw-blok", "kw-belofte", "kw-docent", "kw-dilemma", "kw-kernpunten"})
"""Classes of the frames around an author's text."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = frozenset(Markdown().block_level_elements)
_AROUND = {"em": "*", "strong": "**"}
_LINK = frozenset({"href", "title", "class"})
_SIDES = {"kw-kolom--links": ":---", "kw-kolom--rechts": "---:", "kw-kolom--midden": ":---:"}
_MARKS = re.compile(r"(<[^>]*>)|([\\`*_{}\[\]()#+.!-])")
_SIGNS = re.compile(r"[\\`*{}\[\]|]|(?<![^\W_])_|_(?![^\W_])")
_START = re.compile(r"^(?:([#+-])|(\d+)([.)]))")


class _Html(Exception):  # noqa: N818 - not an error: a way out
    """Markdown has no way to write this element."""


class Writer:
    """Writes one page. ``pages`` are the source paths that a link may name, so that each host checks and turns it."""

    def __init__(self, uri: str, pages: Collection[str]) -> None:
        self.uri = uri
        self.pages = pages
        self.terms: dict[str, str] = {}

    def text(self, body: etree.Element) -> str:
        """The inside of an element as Markdown, with the terms that it links at the end."""
        return "\n\n".join(filter(None, [self._blocks(body), "\n".join(self.terms.values())]))

    def _blocks(self, parent: etree.Element) -> str:
        """What is in an element: each part as a block of its own, with empty lines between them."""
        found = [_loose(parent.text)]
        before = ""
        for element in parent:
            tail, element.tail = element.tail, None
            joins = element.tag == before or (element.tag in _LISTS and before in _LISTS)
            found += [
                _html(element) if joins and before in {*_LISTS, "blockquote"} else self._block(element),
                _loose(tail),
            ]
            before = element.tag
        return "\n\n".join(filter(None, found))

    def _block(self, element: etree.Element) -> str:
        if element.tag in _HEADINGS and element.attrib.keys() <= {"id", "class"}:
            return _heading(element)
        if element.tag == "div" and classes(element) & _FRAMES:
            around = etree.Element("div", element.attrib | {"markdown": "1"})
            start, end = etree.tostring(around, "unicode", method="html").split("></")
            return f"{start}>\n\n{self._blocks(element)}\n\n</{end}"
        try:
            return self._plain(element)
        except _Html:
            return _html(element)

    def _plain(self, element: etree.Element) -> str:
        """A block in Markdown only. Raises ``_Html``."""
        if element.tag == "table" and element.get("class") == "kw-tabel":
            return self._table(element)
        if element.attrib:
            raise _Html
        if element.tag == "p":
            return self._line(element)
        if element.tag in _LISTS:
            return self._list(element)
        if element.tag == "blockquote" and not (element.text or "").strip():
            inside = "\n\n".join(self._plain(child) for child in _only_blocks(element, {"p"}))
            return re.sub(r"^", "> ", inside, flags=re.MULTILINE).replace("> \n", ">\n")
        raise _Html

    def _list(self, element: etree.Element) -> str:
        items = []
        apart = any(child.tag == "p" for item in element for child in item)
        for number, item in enumerate(_only_blocks(element, {"li"}), 1):
            if item.attrib:
                raise _Html
            first = list(item)
            below: list[etree.Element] = []
            while first and first[-1].tag in _LISTS and not (first[-1].tail or "").strip():
                below.insert(0, first.pop())
            if len(below) > 1 or (below and below[0].attrib):
                raise _Html
            if apart:
                if (item.text or "").strip() or not first or any((one.tail or "").strip() for one in first):
                    raise _Html
                parts = [self._plain(one) if one.tag == "p" else _refuse() for one in first]
            else:
                line = etree.Element("p")
                line.text = item.text
                line.extend(first)
                parts = [self._line(line)]
            parts += [self._list(one) for one in below]
            mark = "-" if element.tag == "ul" else f"{number}."
            text = ("\n\n" if apart else "\n").join(parts).replace("\n", "\n    ").replace("\n    \n", "\n\n")
            items.append(f"{mark:<4}{text}")
        if not items:
            raise _Html
        return ("\n\n" if apart else "\n").join(items)

    def _table(self, table: etree.Element) -> str:
        rows = [row for part in table for row in part]
        cells = [list(row) for row in rows]
        if [one.tag for one in table] != ["thead", "tbody"] or len(table[0]) != 1 or not cells[0]:
            raise _Html
        for number, row in enumerate(cells):
            for cell in row:
                plain = cell.attrib.keys() <= {"class"} and cell.get("class", "") in {"", *_SIDES}
                if cell.tag != ("td" if number else "th") or not plain or len(row) != len(cells[0]):
                    raise _Html
        sides = [_SIDES.get(cell.get("class", ""), "---") for cell in cells[0]]
        lines = [[self._cell(cell) for cell in row] for row in cells]
        return "\n".join(f"| {' | '.join(row)} |" for row in [lines[0], sides, *lines[1:]])

    def _cell(self, cell: etree.Element) -> str:
        if any("|" in "".join(one.itertext()) for one in cell.iter("code")):
            raise _Html
        return self._inline(cell).strip()

    def _line(self, element: etree.Element) -> str:
        """Running text on one line."""
        line = self._inline(element).strip()
        if not line:
            raise _Html
        return _START.sub(lambda one: f"\\{one[1]}" if one[1] else f"{one[2]}\\{one[3]}", line)

    def _inline(self, element: etree.Element) -> str:
        found = _signs(element.text)
        for child in element:
            inside = self._element(child)
            if found.endswith("*") and not found.endswith("\\*") and inside.startswith("*"):
                raise _Html
            found += inside + _signs(child.tail)
        return found

    def _element(self, element: etree.Element) -> str:
        if element.tag in _AROUND and not element.attrib:
            inside = self._inline(element)
            if inside != inside.strip() or not inside or any(one.tag in _AROUND for one in element):
                raise _Html
            return f"{_AROUND[element.tag]}{inside}{_AROUND[element.tag]}"
        if element.tag == "code" and not element.attrib and len(element) == 0:
            code = " ".join((element.text or "").split())
            if not code or "`" in code or "&#" in code:  # Python-Markdown adds a semicolon to a number such as &#1
                raise _Html
            return f"`{code}`"
        if element.tag == "a" and element.attrib.keys() <= _LINK and "href" in element.attrib:
            return self._link(element)
        raise _Html

    def _link(self, link: etree.Element) -> str:
        text, address = self._inline(link), self._source(link.get("href", ""))
        style, title = link.get("class", ""), link.get("title", "")
        if not text.strip() or any(one.tag == "a" for one in link) or re.search(r"[\s()<>]", address):
            raise _Html
        if style == "kw-begrip" and title:
            name = posixpath.basename(address.partition("#")[0]).removesuffix(".md")
            self.terms[name] = f'[{name}]: {address} "{escape_text(title)}"'
            return f"[{text}][{name}]{{ .kw-begrip }}"
        if title or style not in {"", "kw-begrip", "kw-citaat"}:
            raise _Html
        return f"[{text}]({address})" + (f"{{ .{style} }}" if style else "")

    def _source(self, address: str) -> str:
        """The source of a page that is named by its place in the site."""
        path, hash_, anchor = address.partition("#")
        source = re.sub(r"\.html$", ".md", path)
        known = posixpath.normpath(posixpath.join(posixpath.dirname(self.uri), source)) in self.pages
        return (source if known else path) + hash_ + anchor


def _refuse() -> str:
    raise _Html


def _only_blocks(parent: etree.Element, tags: Collection[str]) -> list[etree.Element]:
    """The children of an element, when there is nothing else in it. Raises ``_Html``."""
    if (parent.text or "").strip() or any(one.tag not in tags or (one.tail or "").strip() for one in parent):
        raise _Html
    return list(parent)


def _heading(element: etree.Element) -> str:
    words = _MARKS.sub(lambda one: one[1] or f"\\{one[2]}", " ".join(inner_html(element).split()))
    marks = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"{'#' * int(element.tag[1])} {words}" + (f" {{{marks} }}" if marks else "")


def _html(element: etree.Element) -> str:
    html = etree.tostring(element, "unicode", method="html")
    return html if element.tag in _BLOCKS else f"<div>{html}</div>"


def _loose(text: str | None) -> str:
    return f"<p>{escape_text(text.strip())}</p>" if text and text.strip() else ""


def _signs(text: str | None) -> str:
    """Plain text inside a line: signs that Markdown would read are escaped."""
    words = re.sub(r"\s+", " ", text or "")
    return _SIGNS.sub(r"\\\g<0>", words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
