"""Link words in a text to the glossary: the matcher, and the Python-Markdown extension that uses it.

The matcher looks at words, not at letters: an automaton finds where the first word of a form stands in a text (Aho and Corasick,
*Efficient string matching*, 1975), and the longest form that fits wins. The cost per page does not grow with the number of forms
(see ``scripts/bench``). Word boundaries follow Dutch spelling: *sociale-wijkteamleden*, *mantelzorg-* and *Wmo's* are other words
than *sociaal wijkteam*, *mantelzorg* and *Wmo*; between the words of a form a space and a hyphen mean the same.

The extension works on the element tree, so that headings, links, code and titles are left alone. It learns on which page
it works from an invisible reference definition that the compile step puts on each page
(``[kw-pagina]: <begrippen/eigen-kracht.md> "uit=transitie"``), so it needs no plugin hook and works in every host that
runs Python-Markdown. On a page without that mark no term is linked.
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
import xml.etree.ElementTree as etree
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from kwartier.addresses import way

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LOOSE_APOSTROPHE = re.compile(r"'(?:(?![^\W_])|(?<![^\W_]'))")
"""An apostrophe that is not inside a word."""
_NOT_ASCII = re.compile("[\x80-\U0010ffff]")
_NO_WORD = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"}
"""A space for every sign that is not part of a word."""
_WORDS = bytes(ord(_NO_WORD.get(code, chr(code))) for code in range(256))
"""The same for a text in ASCII, of which the bytes can be replaced in a third of the time."""
_SPACE = r"(?:[ \t\xa0]|\n(?![ \t]*\n))"
_GAP = re.compile(rf"{_SPACE}+|[-\u2010\u2011]")
_APART = "\n\n"
"""Between two texts that are looked at together: no form goes across an empty line."""
_HYPHENS = frozenset("-\u2010\u2011@")
_INSIDE_WORD = re.compile("[\u00ad\u0300-\u036f]")
"""A soft hyphen or a combining accent: part of a word without being a letter."""
_ENDS = frozenset(["", *' \n,;:?!)"'])
"""What mostly stands behind a word."""
_DOT_OR_SLASH = frozenset("./")
_ADDRESS = re.compile(r"//|@|[^\W\d_]\.[^\W\d_]{2}|/.*/")
_SIGNS = {"\u2018": "'", "\u2019": "'", "\u2010": "-", "\u2011": "-", "\xa0": " "} | dict.fromkeys("“”„«»–—…•·€©→", '"')
"""Signs that stand between words; with most of them gone a text is ASCII, which is looked through several times faster."""
_PLAIN = _SIGNS | {
    chr(code): base.lower()
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
    if len(
        base := "".join(char for char in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(char))
    )
    == 1
}
_COMMON = [(char, _PLAIN[char]) for char in "’–‘…“”"]
"""What most texts have no more of than this besides Latin-1; to replace it unseen takes half the time of looking what there is."""
_LATIN = bytes(ord(_PLAIN.get(chr(code), chr(code).lower())) for code in range(256))
"""Per sign of Latin-1 what it is without capitals and accents."""


@dataclass(frozen=True)
class TermEntry:
    """What linking needs to know of a term. ``definitie`` is plain text, ``concepties`` their number."""

    id: str
    uri: str
    vormen: tuple[str, ...]
    linken: str = "automatisch"
    hoofdlettergevoelig: bool = False
    definitie: str = ""
    concepties: int = 0

    @cached_property
    def html(self) -> str:
        """The definition as HTML."""
        return escape(self.definitie, quote=False)

    @cached_property
    def naam(self) -> str:
        """The term as it is compared with the text of a link."""
        return self.vormen[0].casefold()


class Match(NamedTuple):
    """A form of term ``id`` found at ``start``-``end`` in a text."""

    start: int
    end: int
    id: str


def fold(text: str) -> str:
    """The text without capitals, accents and unusual signs, and exactly as long: the key for comparing."""
    if text.isascii():
        return text.lower()
    for char, plain in _COMMON:
        text = text.replace(char, plain)
    try:
        return text.encode("latin-1").translate(_LATIN).decode("latin-1")
    except UnicodeEncodeError:
        for char in _PLAIN.keys() & set(_NOT_ASCII.findall(text)):
            text = text.replace(char, _PLAIN[char])
        return text.lower()


def divides_words(text: str) -> bool:
    """Whether the text holds characters inside words, such as a soft hyphen, that make a word look like two."""
    return not text.isascii() and _INSIDE_WORD.search(text) is not None


def searched(text: str) -> str:
    """The text as the matcher compares it: a word that it could find stands in it as it is."""
    return fold(_INSIDE_WORD.sub("", text))


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _spaced(fold(text)).split()


def _spaced(folded: str) -> str:
    """A folded text with a space for every sign that is not part of a word, so that the words of :data:`WORD` fall apart by
    themselves. That takes half the time of a regular expression."""
    plain = _LOOSE_APOSTROPHE.sub(" ", folded) if "'" in folded else folded
    if plain.isascii():
        return plain.encode("ascii").translate(_WORDS).decode("ascii")
    for char in set(_NOT_ASCII.findall(plain)):
        if not char.isalnum():
            plain = plain.replace(char, " ")
    return plain.translate(_NO_WORD)


_Rest = tuple[tuple[re.Pattern[str], str], ...]
"""Words, each with a pattern of what stands before it, which nearly all have in common."""


class _Form(NamedTuple):
    """A form behind its first word: ``rest`` are the words that follow, ``exact`` is its spelling when capitals count."""

    rest: _Rest
    id: str
    exact: tuple[str, ...] | None
    apostrof: bool


class Difference:
    """Forms of which a text that has none of them need not be looked at again."""

    def __init__(self, forms: Iterable[tuple[str, _Form]]) -> None:
        known = {(word, one.rest) for word, one in forms}
        self._forms = sorted((first, *(word for _, word in rest)) for first, rest in known)
        patterns = "|".join(
            re.escape(first) + "".join(f"(?:{before.pattern}){re.escape(word)}" for before, word in rest)
            for first, rest in known
        )
        self._pattern = re.compile(rf"(?<![^\W_])(?:{patterns})(?![^\W_])")

    def in_text(self, text: str) -> bool:
        """Whether one of the forms may stand in a text, as :func:`searched` gives it."""
        for words in self._forms:  # with generators it takes three times as long, for a hundred thousand texts
            for word in words:
                if word not in text:
                    break
            else:
                return self._pattern.search(text) is not None
        return False


class Matcher:
    """Finds terms in text. ``linken: nooit`` terms are never found; ``handmatig`` ones only by :meth:`lookup`."""

    def __init__(self, terms: Iterable[TermEntry]) -> None:
        by_first: dict[str, list[tuple[int, str, str, _Form]]] = {}
        self._by_form: dict[str, str] = {}
        for term in terms:
            if term.linken == "nooit":
                continue
            for form in term.vormen:
                words = words_of(form)
                if not words:
                    continue
                self._by_form.setdefault(" ".join(words), term.id)
                if term.linken == "automatisch":
                    found = _Form(
                        _rest(form),
                        term.id,
                        _spelled(form) if term.hoofdlettergevoelig else None,
                        form[0] in "'’",
                    )
                    by_first.setdefault(words[0], []).append((-len(words), form, term.id, found))
            self._by_form.setdefault(term.id, term.id)
        self._by_first = {
            word: tuple(entry[3] for entry in sorted(entries, key=lambda entry: entry[:3]))
            for word, entries in by_first.items()
        }
        begin: dict[str, tuple[int, tuple[_Form, ...]]] = {}
        for word, forms in self._by_first.items():
            if all(form.rest for form in forms):
                begin[f" {word}  "] = len(word), forms
                for other in {form.rest[0][1] for form in forms}:
                    begin[f" {word} {other} "] = len(word), tuple(form for form in forms if form.rest[0][1] == other)
            else:
                begin[f" {word} "] = len(word), forms
        self._begin = AhoCorasick(begin, store_patterns=False)
        """Finds, in a text of words with spaces, where a form may begin: its first word and, where all forms with that have more, the one
        that comes next, or a second space, which may stand for a sign."""
        self._first = list(begin.values())
        """Per pattern of that the length of the first word, and the forms."""

    def difference(self, other: Matcher) -> Difference | None:
        """The forms that only one of the two knows, or that mean another term; ``None`` when there are none."""
        here, there = self._by_first, other._by_first
        changed = {word for word in here.keys() | there.keys() if here.get(word) != there.get(word)}
        forms = [(word, one) for word in changed for one in {*here.get(word, ())} ^ {*there.get(word, ())}]
        return Difference(forms) if forms else None

    def lookup(self, form: str) -> str | None:
        """The term that owns a form or id, however the author capitalised or hyphenated it."""
        return self._by_form.get(" ".join(words_of(form))) or self._by_form.get(form)

    def find(self, text: str) -> list[Match]:
        """All terms in ``text``, longest form first, without overlaps, in order."""
        return [Match(*span) for span in self.spans(text)]

    def find_each(self, texts: Sequence[str]) -> list[Sequence[Match]]:
        """What :meth:`find` gives for each of the texts; they are looked at together, as every look has its price."""
        starts = [0, *accumulate([len(text) + len(_APART) for text in texts])]
        found: dict[int, list[Match]] = {}
        for start, end, term_id in self.spans(_APART.join(texts)):
            number = bisect_right(starts, start) - 1
            shift = starts[number]
            found.setdefault(number, []).append(Match(start - shift, end - shift, term_id))
        return [found.get(number, ()) for number in range(len(texts))]

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and term of each find."""
        folded = fold(text)
        if divides_words(folded):
            yield from self._spans_through(text)
            return
        done = 0
        for number, start, _ in self._begin.find_matches_as_indexes(f" {_spaced(folded)} ", overlapping=True):
            length, forms = self._first[number]
            if start >= done and (found := _longest(text, folded, start, start + length, forms)):
                yield found
                done = found[1]

    def _spans_through(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The same for a text in which characters inside words would cut them in two."""
        kept = [place for place, char in enumerate(text) if not _INSIDE_WORD.match(char)]
        for first, last, term_id in self.spans("".join(text[place] for place in kept)):
            end = kept[last - 1] + 1
            while end < len(text) and _INSIDE_WORD.match(text[end]):
                end += 1
            yield kept[first], end, term_id


@lru_cache(maxsize=2)
def matcher_of(terms: tuple[TermEntry, ...]) -> Matcher:
    """The matcher of these terms, made once: a preview needs the same for its texts and for its pages."""
    return Matcher(terms)


def _rest(form: str) -> _Rest:
    """The words of a form after the first: a space and a hyphen mean the same before them, other signs stand for themselves."""
    folded = fold(form)
    return tuple(
        (_between(folded[word.end() : after.start()]), after.group()) for word, after in pairwise(WORD.finditer(folded))
    )


def _between(signs: str) -> re.Pattern[str]:
    if _GAP.fullmatch(signs):
        return _GAP
    return re.compile(re.sub(r"(?:\\?[ \t\n\xa0])+", lambda _: _SPACE + "+", re.escape(signs)))


def _end(rest: _Rest, folded: str, end: int) -> int:
    """Where the words of a form end of which the first ends at ``end``; 0 when these are not the words that follow."""
    for before, word in rest:
        gap = before.match(folded, end)
        if gap is None or not folded.startswith(word, gap.end()):
            return 0
        end = gap.end() + len(word)
    return end


def _spelled(text: str) -> tuple[str, ...]:
    """The words of a text with their capitals, for terms in which these count."""
    return tuple(WORD.findall(text.replace("’", "'")))


def _longest(
    text: str, folded: str, start: int, word_end: int, forms: tuple[_Form, ...]
) -> tuple[int, int, str] | None:
    """The longest of ``forms`` whose first word is at ``start`` to ``word_end`` and that is a word, or words, of its own."""
    before = folded[start - 1 : start] if start else " "
    if before != " ":
        if before in _HYPHENS:
            return None  # the tail of a compound: niet-mantelzorger, zorg en -ondersteuning
        if before in _DOT_OR_SLASH and _in_address(text, start):
            return None
    for form in forms:
        end = word_end
        if form.rest:
            end = _end(form.rest, folded, end)
            if not end:
                continue
        sign = folded[end : end + 1]
        if sign not in _ENDS:
            following = folded[end + 1 : end + 2]
            if sign.isalnum() or sign in _HYPHENS or sign == "_" or (sign == "'" and following.isalpha()):
                continue  # the head of a compound or another form: mantelzorg-, Wmo's
            if sign in _DOT_OR_SLASH and following.isalnum() and _in_address(text, start):
                continue
        if form.exact is not None and form.exact != _spelled(text[start:end]):
            continue
        lead = form.apostrof and before == "'"
        return start - lead, end, form.id
    return None


def _in_address(text: str, place: int) -> bool:
    """Whether the word at ``place`` is part of a web or mail address, or a path, in running text."""
    start = max(text.rfind(space, 0, place) for space in " \n\t(<") + 1
    run = text[start:].split(maxsplit=1)[0]
    return _ADDRESS.search(run) is not None


PAGE_MARK = "kw-pagina"
"""Name of the reference definition that tells the extension which page it works on."""

_SKIP = frozenset(
    {
        "a",
        "abbr",
        "button",
        "cite",
        "code",
        "dfn",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "kbd",
        "label",
        "legend",
        "math",
        "option",
        "pre",
        "q",
        "samp",
        "script",
        "select",
        "style",
        "summary",
        "svg",
        "textarea",
        "time",
        "var",
    }
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    }
)
_RAW_HTML = re.compile(STX + r"wzxhzdk:(\d+)" + ETX)
_NEW_SECTION = frozenset({"h1", "h2"})
_LINK = "kw-begrip"
_READING = "kw-leestekst"
"""Class of the text that one reads from begin to end: a term is linked there even when a fact above it has the link."""
_SKIP_CLASSES = frozenset(
    {
        "arithmatex",
        "highlight",
        "kw-blok-titel",
        "kw-bronnenlijst",
        "kw-geen-begrip",
        "kw-kaart-feiten",
        "kw-kicker",
        "kw-opties",
        "kw-rol",
        "kw-twee",
        "kw-veld-titel",
        "kw-zin",
    }
)
_SKIP_CLASS = re.compile("|".join(sorted(_SKIP_CLASSES)))


@lru_cache(maxsize=1024)
def _said(classes: str) -> frozenset[str]:
    """Those of the classes of an element that say something to the linker; of most elements that is none."""
    return (_SKIP_CLASSES | {_LINK, _READING}).intersection(classes.split())


@lru_cache(maxsize=1024)
def _tag(html: str) -> tuple[str, bool, bool]:
    """The name of a tag in HTML, whether it closes an element, and whether what is in that is left alone; no name when it has no end."""
    match = re.match(r"<(/?)([a-zA-Z][\w-]*)([^>]*?)(/?)>", html)
    name = match[2].lower() if match else ""
    if match is None or (not match[1] and (match[4] or name in {"br", "hr", "img", "input", "wbr"})):
        return "", False, False
    return name, bool(match[1]), name in _SKIP or _SKIP_CLASS.search(match[3]) is not None


def page_mark(uri: str, uit: Iterable[str] = ()) -> str:
    """The invisible line for the page ``uri`` on which the terms ``uit`` stay unlinked."""
    return f'[{PAGE_MARK}]: <{uri}> "uit={",".join(sorted(uit))}"'


@dataclass(slots=True)
class _Piece:
    """A stretch of text in the tree: ``holder.text``, or ``holder.tail`` of a child of ``parent``, from ``offset`` on."""

    holder: etree.Element
    parent: etree.Element | None
    offset: int
    text: str
    open: bool
    """Whether links may be put here."""


_Run = etree.Element | list[_Piece] | str
"""Text that is read as one: a block with no more than text and plain emphasis, not yet taken apart, or the pieces of it. A word stands
for what comes between: the id of a term that an author linked, or nothing where a section begins."""


@dataclass(frozen=True)
class Glossary:
    """All terms, made ready once for all pages: hosts make a new linker for each page."""

    terms: dict[str, TermEntry]
    matcher: Matcher
    own: dict[str, frozenset[str]]
    """Per page the terms that it is about."""

    @classmethod
    def of(cls, entries: Iterable[TermEntry]) -> Glossary:
        """The glossary of these terms."""
        terms = {entry.id: entry for entry in entries}
        own: dict[str, frozenset[str]] = {}
        for entry in terms.values():
            own[entry.uri] = own.get(entry.uri, frozenset()) | {entry.id}
        return cls(terms, matcher_of(tuple(terms.values())), own)


class TermLinker(Treeprocessor):
    """Wraps the first occurrence of each term in a section in a link, and adds the definitions once at the end.

    The words of a paragraph are looked at as one text, whatever emphasis is in it, so that a word of which half is bold
    is one word; a link is put only where a whole form stands in one piece of the tree.
    """

    def __init__(self, md: Markdown, glossary: Glossary) -> None:
        super().__init__(md)
        self.glossary = glossary
        self.terms = glossary.terms

    def run(self, root: etree.Element) -> None:
        """Link the terms of one page; without a page mark nothing happens."""
        page, options = self.md.references.get(PAGE_MARK, ("", ""))
        if not page:
            return
        self.folder = page.rpartition("/")[0]
        excluded = (options or "").removeprefix("uit=").split(",")
        self.never = self.glossary.own.get(page, frozenset()) | set(excluded)
        self.on_page: dict[str, list[etree.Element]] = {}
        self.runs: list[_Run] = []
        self.texts: list[str] = []
        self.pieces: list[_Piece] = []
        self.raw: list[str] = []
        self._read(root, True, True)
        self._end_run()
        self._link()
        if self.on_page:
            root[-1].tail = f"{root[-1].tail or ''}{self.md.htmlStash.store(self._definitions())}"

    def _read(self, element: etree.Element, open_: bool, read: bool) -> None:
        """Collect the text below ``element``; a block begins and ends a run. In a block that is left alone no text counts."""
        if (text := element.text) and read and (self.pieces or not text.isspace()):
            self._add(element, None, text, open_)
        for child in element:
            tag = child.tag
            if tag in _INLINE:
                self._read(child, self._enter(child, element, open_), read)
            else:
                if self.pieces:
                    self._end_run()
                telling = tag in _SKIP or ((name := child.get("class")) and _said(name))
                inner = self._enter(child, element, open_) if telling else open_
                text = child.text
                free = bool(text)  # a block with nothing but a link has no place for another
                for below in child:
                    if below.tag not in _INLINE or len(below) or ((name := below.get("class")) and _said(name)):
                        self._read(child, inner, inner)
                        if self.pieces:
                            self._end_run()
                        break
                    free = free or bool(below.tail) or below.tag not in _SKIP
                else:
                    if inner and free and (text := "".join(child.itertext()) if len(child) else text):
                        self.runs.append(child)
                        self.texts.append(_RAW_HTML.sub("", text) if STX in text else text)
            if (text := child.tail) and read and (self.pieces or not text.isspace()):
                self._add(child, element, text, open_)

    def _enter(self, element: etree.Element, parent: etree.Element, open_: bool) -> bool:
        """Whether links may be put below an element; a section or a link of an author is noted."""
        said = _said(element.get("class") or "")
        if _READING in said or element.tag in _NEW_SECTION:
            self._note("")
        if _LINK in said and element.tag == "a" and parent.tag != "dt":
            self._describe(element, parent)
        if not open_ or element.tag in _SKIP or not _SKIP_CLASSES.isdisjoint(said):
            return False
        return self._is_text(element)

    def _add(self, holder: etree.Element, parent: etree.Element | None, text: str, open_: bool) -> None:
        """Add a text to the run; raw HTML in it, which the tree does not know, opens and closes what is left alone."""
        position = 0
        if STX in text:
            for mark in _RAW_HTML.finditer(text):
                if before := text[position : mark.start()]:
                    self.pieces.append(_Piece(holder, parent, position, before, open_ and not self.raw))
                self._raw_tag(str(self.md.htmlStash.rawHtmlBlocks[int(mark[1])]))
                position = mark.end()
            text = text[position:]
        self.pieces.append(_Piece(holder, parent, position, text, open_ and not self.raw))

    def _raw_tag(self, html: str) -> None:
        """Follow a tag that an author wrote as HTML."""
        name, closes, alone = _tag(html)
        if closes:
            if self.raw and self.raw[-1] == name:
                self.raw.pop()
        elif name and (self.raw or alone):
            self.raw.append(name)

    def _end_run(self) -> None:
        """Add the pieces as a run, when a link may be put in one of them."""
        if any(piece.open for piece in self.pieces):
            self.runs.append(self.pieces)
            self.texts.append("".join([piece.text for piece in self.pieces]))
        self.pieces, self.raw = [], []

    def _note(self, what: str) -> None:
        """Note between the runs what comes there."""
        self.runs.append(what)
        self.texts.append("")

    def _link(self) -> None:
        """Put a link where the first of a term in a section stands in one piece that is open."""
        runs, never = self.runs, self.never
        starts = list(accumulate([len(text) + len(_APART) for text in self.texts], initial=0))
        done = set(never)
        number = of_run = -1
        pieces: list[_Piece] = []
        found: dict[tuple[etree.Element, bool], tuple[_Piece, list[Match]]] = {}
        for start, end, term_id in self.glossary.matcher.spans(_APART.join(self.texts)):
            while starts[number + 1] <= start:
                number += 1
                run = runs[number]
                if isinstance(run, str):
                    done = done | {run} if run else set(never)
            if term_id in done:
                continue
            if of_run != number and not isinstance(run, str):
                pieces, of_run = run if isinstance(run, list) else self._take_apart(run), number
            before = starts[number]
            for piece in pieces:
                if start < before + len(piece.text):
                    break
                before += len(piece.text)
            if not piece.open or end > before + len(piece.text):
                continue
            done.add(term_id)
            shift = piece.offset - before
            _, here = found.setdefault((piece.holder, piece.parent is None), (piece, []))
            here.append(Match(start + shift, end + shift, term_id))
        for piece, here in found.values():
            self._put(piece, here)

    def _take_apart(self, block: etree.Element) -> list[_Piece]:
        """The pieces of a block with no more than text and plain emphasis."""
        if text := block.text:
            self._add(block, None, text, True)
        for child in block:
            if text := child.text:
                self._add(child, None, text, child.tag not in _SKIP and self._is_text(child))
            if text := child.tail:
                self._add(child, block, text, True)
        pieces, self.pieces, self.raw = self.pieces, [], []
        return pieces

    def _describe(self, link: etree.Element, parent: etree.Element) -> None:
        """Give a link that an author or template made the same preview as ours; in a sentence it counts as the first."""
        term_id = posixpath.basename(link.get("href") or "").removesuffix(".md")
        if term_id not in self.terms or term_id in self.never:
            return
        self.on_page.setdefault(term_id, []).append(link)
        if parent.tag == "p":
            self._note(term_id)

    def _is_text(self, element: etree.Element) -> bool:
        """Whether an element is not a title in italics, which a term by itself is not either."""
        if element.tag != "em":
            return True
        text = "".join(element.itertext())
        return any(match.end - match.start >= len(text.strip()) - 2 for match in self.glossary.matcher.find(text))

    def _put(self, piece: _Piece, matches: list[Match]) -> None:
        """Put the links into the text of a piece's holder."""
        holder = piece.holder
        parent = holder if piece.parent is None else piece.parent
        text = (holder.text if parent is holder else holder.tail) or ""
        links: list[etree.Element] = []
        before, position = text[: matches[0].start], 0
        for match in matches:
            if links:
                links[-1].tail = text[position : match.start]
            links.append(self._anchor(match.id, text[match.start : match.end]))
            position = match.end
        links[-1].tail = text[position:]
        if parent is holder:
            holder.text, index = before, 0
        else:
            holder.tail, index = before, list(parent).index(holder) + 1
        for offset, link in enumerate(links):
            parent.insert(index + offset, link)

    def _anchor(self, term_id: str, text: str) -> etree.Element:
        folder, _, name = self.terms[term_id].uri.rpartition("/")
        link = etree.Element("a", {"class": _LINK, "href": way(folder, self.folder) + name})
        link.text = text
        self.on_page.setdefault(term_id, []).append(link)
        return link

    def _definitions(self) -> str:
        """The definitions as HTML, which none has to look through; numbered from 1 on each page, as their ids stand at every link too."""
        lines = []
        for number, (term_id, links) in enumerate(sorted(self.on_page.items()), 1):
            term, all_say_it = self.terms[term_id], True
            for link in links:
                link.set("aria-describedby", f"kw-{number}")
                all_say_it = all_say_it and "".join(link.itertext()).casefold() == term.naam
            data = f' data-n="{term.concepties}"' if term.concepties > 1 else ""  # short, as pages hold many
            if not all_say_it:  # else scripts read it there (kwartier.js)
                name = escape(term.vormen[0], quote=False).replace('"', "&quot;")
                data += f' data-term="{name}"'
            lines.append(f'<p{data} id="kw-{number}">{term.html}</p>')
        return f'<div class="kw-definities" data-search-exclude="" hidden="hidden">{"".join(lines)}</div>'


class _NotATerm(InlineProcessor):
    """``[[!woord]]``: words that stay as they are."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        """Make the span that the linker leaves alone."""
        span = etree.Element("span", {"class": "kw-geen-begrip"})
        span.text = m[1].strip()
        return span, m.start(0), m.end(0)


NOT_A_TERM = r"\[\[!([^\[\]\n]+)\]\]"
"""How an author writes words that are not to be linked."""


class TermExtension(Extension):
    """Python-Markdown extension ``kwartier.terms``; option ``bestand`` is the compiled list of terms (JSON)."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"bestand": [".kwartier/termen.json", "Compiled list of terms"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - name set by Python-Markdown
        """Register the linker after inline patterns, attributes and toc, and before hosts rewrite links."""
        path = self.getConfig("bestand")
        try:
            stamp = Path(path).stat().st_mtime_ns
        except OSError:
            stamp = 0
        glossary = _load(path, stamp)
        md.inlinePatterns.register(_NotATerm(NOT_A_TERM, md), "kwartier-geen-begrip", 175)
        md.treeprocessors.register(TermLinker(md, glossary), "kwartier-terms", 2)


@lru_cache(maxsize=2)
def _load(path: str, stamp: int) -> Glossary:
    data = json.loads(Path(path).read_text(encoding="utf-8")) if stamp else []
    entries = [TermEntry(**{**entry, "vormen": tuple(entry["vormen"])}) for entry in data]
    return Glossary.of(entries)


def makeExtension(**kwargs: Any) -> TermExtension:  # noqa: N802 - name set by Python-Markdown
    """Entry point of Python-Markdown."""
    return TermExtension(**kwargs)
