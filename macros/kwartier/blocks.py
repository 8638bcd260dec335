"""Blocks for lesson texts: ``/// opdracht | Titel`` ... ``///``, on top of ``pymdownx.blocks``.

The kinds are the vocabulary of a lesson, not of layout; ``mbo`` and ``hbo`` mark a part that is meant for one level only.
Tables are made fit to be read aloud and for a policy that allows no ``style`` attribute; patterns that a page has no use for are
left out.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, MarkdownInHTMLPostprocessor
from markdown.inlinepatterns import LINK_RE, DelimiterProcessor, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from kwartier.patterns import (
    BEFORE_HTML,
    BEFORE_INLINE,
    OnlyBlocksThatAreWritten,
    OnlyBreaksThatAreWritten,
    OnlyTextWithSigns,
    OnlyWhatIsEscaped,
    OnlyWhatIsWritten,
    QuickEmphasis,
    QuickHtml,
    QuickLink,
    QuickRawHtml,
    QuickWhitespace,
)

BLOKKEN = {
    "opdracht": "Opdracht",
    "voorbeeld": "Voorbeeld",
    "verdieping": "Verdieping",
    "let-op": "Let op",
    "mbo": "Voor mbo",
    "hbo": "Voor hbo",
}
"""Each kind of block with the label that readers see above it."""


class _LesBlok(Block):
    """A part with a label and an optional title of its own."""

    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Make the part."""
        level = self.NAME in {"mbo", "hbo"}
        part = etree.SubElement(parent, "div", {"class": f"kw-blok kw-blok--{self.NAME}"})
        if level:
            part.set("data-niveau", self.NAME)
        return part

    def on_end(self, block: etree.Element) -> None:
        """Put a paragraph with the label and the title first, where no definition list takes it for its term."""
        title = etree.Element("p", {"class": "kw-blok-titel"})
        label = etree.SubElement(title, "span", {"class": "kw-blok-soort"})
        label.text = BLOKKEN[self.NAME]
        if self.argument:
            label.tail = " "
            text = etree.SubElement(title, "strong")
            text.text = self.argument
        block.insert(0, title)


class _Tabellen(Treeprocessor):
    """Mends what the ``tables`` extension makes of a table.

    An empty corner is no header but a plain cell, and then the first cell of every row heads that row (WCAG 2.2, 1.3.1).
    The alignment of a column becomes a class. Where the screen is narrow, ``kwartier.js`` shows a row as a card.
    """

    def run(self, root: etree.Element) -> None:
        """Mend every table of a page."""
        for table in root.iter("table"):
            if table.get("class"):
                continue
            table.set("class", "kw-tabel")
            for cell in table.iter():
                if (style := cell.get("style", "")).startswith("text-align:"):
                    cell.set("class", f"kw-kolom--{_SIDES[style[len('text-align:') :].strip('; ')]}")
                    del cell.attrib["style"]
            heads = table.findall("thead/tr/th")
            if heads and not _filled(heads[0]):
                for row in table.findall("tbody/tr"):
                    first = row.find("td")
                    if first is not None and _filled(first):
                        first.tag = "th"
                        first.set("scope", "row")
            for head in heads:
                if not _filled(head):
                    head.tag = "td"


_SIDES = {"left": "links", "right": "rechts", "center": "midden"}


def _filled(cell: etree.Element) -> bool:
    return bool((cell.text or "").strip()) or len(cell) > 0


_KINDS = [type(f"Blok{name.title().replace('-', '')}", (_LesBlok,), {"NAME": name}) for name in BLOKKEN]
"""The class of each kind, made once: hosts make a new converter for each page."""


class LesBlokken(BlocksExtension):
    """Python-Markdown extension ``kwartier.blocks``."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 - name set by pymdownx
        """Register one block class per kind, what mends tables, and what makes pages quick."""
        md.preprocessors.register(OnlyBlocksThatAreWritten(md), "kwartier-blokken", BEFORE_HTML)
        md.preprocessors.register(QuickWhitespace(md), "normalize_whitespace", 30)
        if type(md.preprocessors["html_block"]) is HtmlBlockPreprocessor:
            md.preprocessors.register(QuickHtml(md), "html_block", 20)
        if type(md.inlinePatterns["link"]) is LinkInlineProcessor:
            md.inlinePatterns.register(QuickLink(LINK_RE, md), "link", 160)
        if type(emphasis := md.inlinePatterns["em_strong"]) is DelimiterProcessor:
            emphasis.__class__ = QuickEmphasis  # it knows all signs already
        if type(md.postprocessors["raw_html"]) is MarkdownInHTMLPostprocessor:
            md.postprocessors.register(QuickRawHtml(md), "raw_html", 30)
        md.treeprocessors.register(OnlyTextWithSigns(md), "inline", 20)
        md.treeprocessors.register(OnlyWhatIsWritten(md), "kwartier-patronen", BEFORE_INLINE)
        md.treeprocessors.register(OnlyBreaksThatAreWritten(md), "prettify", 10)
        md.treeprocessors.register(OnlyWhatIsEscaped(md), "unescape", 0)
        md.treeprocessors.register(_Tabellen(md), "kwartier-tabellen", 15)  # when the words are there
        for block in _KINDS:
            block_mgr.register(block, self.getConfigs())


def makeExtension(*args: Any, **kwargs: Any) -> LesBlokken:  # noqa: N802 - name set by Python-Markdown
    """Entry point of Python-Markdown."""
    return LesBlokken(*args, **kwargs)
