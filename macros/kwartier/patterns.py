"""Markdown without the patterns that a page has no use for.

Python-Markdown tries fifteen patterns one after another on every piece of text of a page, as many on every block, and most pages hold no
picture, no footnote and no code. Leaving out what cannot match saves about a fifth of the time that converting a page takes, and the
page is the same.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Collection
from functools import cached_property
from typing import Any

from markdown import inlinepatterns
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import STX

from kwartier.terms import NOT_A_TERM

BEFORE_INLINE = 20.5
"""Priority that lets this run just before the patterns do."""
_FOOTNOTE = r"\[\^([^\]]*)\]"
_EMPHASIS = r"\*|_"
_NEEDS = {
    NOT_A_TERM: ("[[!",),
    _FOOTNOTE: ("[^",),
    _EMPHASIS: ("*", "_"),
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("://",),
    inlinepatterns.AUTOMAIL_RE: ("@",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
}
"""Per regular expression of inline patterns what stands in every text that it matches: one of these; of all others nothing is known."""
_ANY = ("",)
BEFORE_HTML = 20.5
"""Priority that lets this run on the text as it was written, before blocks of HTML are taken out of it."""
_BLOCK_NEEDS = {"abbr": "*[", "blocks": "///", "footnote": "[^", "table": "|"}
"""The same per name of a processor of blocks."""


class OnlyBlocksThatAreWritten(Preprocessor):
    """Lets the blocks of a page be tried by the processors only that can match on it."""

    known: Any = None
    """All processors, as they were for the first page of a converter."""

    def run(self, lines: list[str]) -> list[str]:
        """Look at the whole page; it stays as it is."""
        text = "\n".join(lines)
        parser: Any = self.md.parser
        self.known = self.known or parser.blockprocessors
        chosen = self.known[0:]
        for name, sign in _BLOCK_NEEDS.items():
            if sign not in text:
                chosen.deregister(name, strict=False)
        parser.blockprocessors = chosen
        return lines


class QuickHtml(HtmlBlockPreprocessor):
    """Takes blocks of HTML out of a page as ``md_in_html`` does, which lists the names of all block elements for each tag anew."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a mark for each block."""
        parser = _Extractor(self.md)
        parser.feed("\n".join(lines))
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class _Extractor(HTMLExtractorExtra):
    @cached_property
    def block_level_tags(self) -> set[str]:
        return set(self.md.block_level_elements)

    @cached_property
    def block_tags(self) -> set[str]:
        return self.block_level_tags - (self.span_tags | self.raw_tags | self.empty_tags)

    @cached_property
    def span_and_blocks_tags(self) -> set[str]:
        return self.block_tags | self.span_tags


class OnlyWhatIsWritten(Treeprocessor):
    """Lets a page be searched for the inline patterns only that can match on it."""

    def run(self, root: etree.Element) -> None:
        """Look at all the text at once, just before the patterns do."""
        text = "".join(root.itertext())
        inline: Any = self.md.treeprocessors["inline"]
        inline.inlinePatterns = [
            one for one in self.md.inlinePatterns if any(sign in text for sign in _NEEDS.get(one.pattern, _ANY))
        ]
        inline.signs = {sign for one in inline.inlinePatterns for sign in _NEEDS.get(one.pattern, _ANY)}


class OnlyTextWithSigns(InlineProcessor):
    """Tries the patterns on text that holds a sign of one of them; of most paragraphs that is a small part."""

    signs: Collection[str] = _ANY

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its own name
        for sign in self.signs:
            if sign in data:
                handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
                return handled
        return data


class OnlyWhatIsEscaped(UnescapeTreeprocessor):
    """Puts signs that were escaped back, and looks no further at a text that has none."""

    def unescape(self, text: str) -> str:
        """The text with the signs themselves."""
        return super().unescape(text) if STX in text else text
