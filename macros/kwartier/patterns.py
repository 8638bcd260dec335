"""Markdown without the patterns that a text has no use for.

Python-Markdown tries fifteen patterns one after another on every piece of text of a page, as many on every block, and most hold no
picture, no footnote and no code. Leaving out what cannot match saves about a third of the time that converting a page takes, and the
page is the same.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from markdown import inlinepatterns
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra, MarkdownInHTMLPostprocessor
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import InlineProcessor, PrettifyTreeprocessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString, Registry

from kwartier.terms import NOT_A_TERM, PAGE_MARK

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
_BLOCK_NEEDS = {"abbr": ("*[", "*<"), "blocks": ("///", "/<"), "footnote": ("[^", "[<"), "table": ("|",)}
"""The same per name of a processor of blocks, or a tag in the midst of it, which is taken out of the text first."""
_FIRST = 1000
"""Priority that lets this come before all others."""
_LINES_OF_WORDS = re.compile(r"(?:(?:[^\s\d#\-+*=_>:\[|/\x02]|\*\*[^\W_]|\[[^^\]\n][^\]\n]*\]\().*(?:\n|\Z))*")
"""A block of lines that begin as a sentence does, with emphasis or a link at most."""
_BY_A_SIGN = frozenset(
    {
        "abbr",
        "code",
        "defindent",
        "deflist",
        "empty",
        "footnote",
        "hashheader",
        "hr",
        "indent",
        "markdown_block",
        "olist",
        "paragraph",
        "quote",
        "reference",
        "setextheader",
        "table",
        "ulist",
    }
)
"""Processors of blocks, all of which look for a sign, a number or a space at the beginning of a line; a paragraph is what is left."""


class PlainParagraph(BlockProcessor):
    """Takes a block without a sign at the beginning of a line for a paragraph, before all others look whether it is theirs."""

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether the block is empty, or can be nothing else."""
        return _LINES_OF_WORDS.fullmatch(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        """Make the paragraph."""
        made: bool | None = self.parser.blockprocessors["paragraph" if blocks[0] else "empty"].run(parent, blocks)
        return made


class _Settled(Registry[BlockProcessor]):
    """Processors of which the list is gone through for every block, and does not change on the way."""

    def __init__(self, parser: Any, known: Any, without: frozenset[str]) -> None:
        super().__init__()
        kept = [(name, priority) for name, priority in known._priority if name not in without]
        for name, priority in kept:
            self.register(known[name], name, priority)
        if _BY_A_SIGN.issuperset(name for name, _ in kept):
            self.register(PlainParagraph(parser), "kwartier-alinea", _FIRST)
        self._order = list(super().__iter__())

    def __iter__(self) -> Iterator[BlockProcessor]:
        return iter(self._order)


class OnlyBlocksThatAreWritten(Preprocessor):
    """Lets the blocks of a page be tried by the processors only that can match on it."""

    def __init__(self, md: Any) -> None:
        super().__init__(md)
        self._known: Registry[BlockProcessor] | None = None
        """All processors, as they were for the first page of a converter."""
        self._chosen: dict[frozenset[str], _Settled] = {}
        """Per set of processors that a page does not need all others."""

    def run(self, lines: list[str]) -> list[str]:
        """Look at the whole page; it stays as it is."""
        text = "\n".join(lines)
        parser: Any = self.md.parser
        if self._known is None:
            self._known = parser.blockprocessors
        without = frozenset(name for name, signs in _BLOCK_NEEDS.items() if not any(sign in text for sign in signs))
        if without not in self._chosen:
            self._chosen[without] = _Settled(parser, self._known, without)
        parser.blockprocessors = self._chosen[without]
        return lines


_SIMPLE = re.compile(
    r"[<&](?:(?<=<)(?:/(?P<end>[a-z][a-z0-9]*)>"
    r"|(?P<start>[a-z][a-z0-9]*)(?P<attributes>(?:[ \n]+[a-z][a-z0-9-]*(?:=\"[^\"<>&]*\")?)*)(?: ?/)?>"
    r"|(?P<address>[a-z][a-z0-9.:-]*)(?:/[^\s<>\"'`]*)?>)"
    r"|(?<=&)(?:(?P<name>[a-zA-Z][a-zA-Z0-9]*);|(?P<sign>)(?=[^a-zA-Z#]))"
    r"|(?P<other>))"
)
"""A tag, an address or an ampersand as templates and nearly all authors write them; all else is *other*. It begins with the two signs
that it may begin with, as Python looks for these quickly."""
_ATTRIBUTE = re.compile(r"([a-z][a-z0-9-]*)(?:=\"([^\"]*)\")?")
_OF_TEXT = re.compile(r"<(script|style|textarea|title|iframe|noembed|noframes|xmp|plaintext)\b(?![^<>]*>[^<&]*</\1>)")
"""An element in which tags are text, when there is a sign of one in it."""


class QuickWhitespace(NormalizeWhitespace):
    """Leaves a text alone that has no white space to mend."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines, and two empty ones."""
        text = "\n".join(lines)
        if any(sign in text for sign in "\r\t\x02\x03") or _SPACES_ONLY.search(text):
            return super().run(lines)
        return [*lines, "", ""]


_SPACES_ONLY = re.compile(r"\n +(?:\n|\Z)")


class QuickHtml(HtmlBlockPreprocessor):
    """Takes blocks of HTML out of a page as ``md_in_html`` does, and finds the tags of a page in one go."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a mark for each block."""
        text = "\n".join(lines)
        if "<" not in text and "&" not in text:
            return lines
        parser = _Extractor(self.md)
        if not parser.read(text):
            parser.feed(text)
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class _Extractor(HTMLExtractorExtra):
    _line: int | None = None
    """Where the line of the tag at hand begins, when the page is read by :meth:`read`."""

    def read(self, text: str) -> bool:
        """Handle all tags of a page; ``False`` when it has one that only Python's own parser can tell what it is."""
        found = list(_SIMPLE.finditer(text))
        kinds = {mark.lastgroup for mark in found}
        if "other" in kinds or _OF_TEXT.search(text):
            return False
        if "address" in kinds and any(mark["address"] in self.block_level_tags for mark in found):
            return False  # an element of which the name is followed by a slash
        self.rawdata = text
        done = 0
        for mark in found:
            start = mark.start()
            if done < start:
                self.handle_data(text[done:start])
            done = mark.end()
            self._line = text.rfind("\n", 0, start) + 1
            self.offset = start - self._line
            end, tag, attributes, address, name, _, _ = mark.groups()
            if end:
                self.handle_endtag(end)
            elif name:
                self.handle_entityref(name)
            elif tag or address:
                self._HTMLExtractor__starttag_text = mark[0]
                pairs = [(one[1], one[2]) for one in _ATTRIBUTE.finditer(attributes)] if attributes else []
                empty = mark[0].endswith("/>")
                (self.handle_startendtag if empty else self.handle_starttag)(tag or address, pairs)
            else:
                self.handle_data("&")
        if done < len(text):
            self.handle_data(text[done:])
        self.rawdata = ""
        return True

    @property
    def line_offset(self) -> int:
        return super().line_offset if self._line is None else self._line

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
        without_references = self.md.references.keys() <= {PAGE_MARK} and PAGE_MARK not in text
        inline: Any = self.md.treeprocessors["inline"]
        inline.inlinePatterns = [
            one
            for one in self.md.inlinePatterns
            if any(sign in text for sign in _NEEDS.get(one.pattern, _ANY))
            and not (without_references and isinstance(one, inlinepatterns.ReferenceInlineProcessor))
        ]
        inline.signs = [_NEEDS.get(one.pattern, _ANY) for one in inline.inlinePatterns]


class OnlyTextWithSigns(InlineProcessor):
    """Tries a pattern on a text that holds a sign of it; of most paragraphs that is none."""

    signs: list[tuple[str, ...]] | None = None
    """Per pattern the signs."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its own name
        if isinstance(data, AtomicString):
            return data
        if self.signs is None:
            handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
            return handled
        for number in range(patternIndex, len(self.signs)):
            for sign in self.signs[number]:
                if sign in data:
                    break
            else:
                continue
            pattern, apply = self.inlinePatterns[number], self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
            start, matched = 0, True
            while matched:
                data, matched, start = apply(pattern, data, number, start)
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802 - its own name
        self,
        data: str | None,
        parent: etree.Element,
        isText: bool = True,  # noqa: N803
    ) -> list[Any]:
        if not data or STX in data:
            made: list[Any] = super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc]
            return made
        if isText:
            parent.text = f"{parent.text}{data}" if parent.text else data
        else:
            parent.tail = f"{parent.tail}{data}" if parent.tail else data
        return []


class QuickEmphasis(inlinepatterns.DelimiterProcessor):
    """Takes ``*words*`` and ``**words**`` between spaces or signs for what they are, before all that they could be is weighed."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        """The emphasis, and where it begins and ends."""
        plain = None if self.regions else _EMPHASISED.match(data, m.start(0))
        if plain is None:
            return super().handleMatch(m, data)
        emphasis = etree.Element("strong" if plain[1] == "**" else "em")
        emphasis.text = plain[2]
        return emphasis, plain.start(), plain.end()


_EMPHASISED = re.compile(r"(?<![^\s(])(\*\*?)([^\W_](?:[^*_]*[^\W_])?)\1(?![^\s.,:;!?)])")
_TO = re.compile(r"([^\[\]\x02]*)\]\(([^\s()<>\"'\x02]+)\)")


class QuickLink(inlinepatterns.LinkInlineProcessor):
    """Reads ``[text](address)`` at once when there is no bracket, space or quotation mark in it that could mean something else."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        """The link, and where it begins and ends."""
        plain = _TO.match(data, m.end(0))
        if plain is None:
            return super().handleMatch(m, data)
        link = etree.Element("a", {"href": plain[2]})
        link.text = plain[1]
        return link, m.start(0), plain.end()


class QuickRawHtml(MarkdownInHTMLPostprocessor):
    """Puts HTML back, and does not get ready for it when a text has no mark of any, as most headings do not."""

    def run(self, text: str) -> str:
        """The text with the HTML in it."""
        return super().run(text) if STX in text else text


class OnlyBreaksThatAreWritten(PrettifyTreeprocessor):
    """Puts no line break between two blocks, where it says nothing and every page would be cleared of it again."""

    def _prettifyETree(self, elem: etree.Element) -> None:  # noqa: N802 - its own name
        pass


class OnlyWhatIsEscaped(UnescapeTreeprocessor):
    """Puts signs that were escaped back, and looks no further at a text that has none."""

    def unescape(self, text: str) -> str:
        """The text with the signs themselves."""
        return super().unescape(text) if STX in text else text
