"""Link words in a text to the glossary: the matcher, and the Python-Markdown extension that uses it.

The matcher looks at words, not at letters: a text is cut into words once, the first word of every form is looked up in a
dict, and the longest form that fits wins. The cost per page does not grow with the number of forms (see
``scripts/bench``). Word boundaries follow Dutch spelling: *sociale-wijkteamleden*, *mantelzorg-* and *Wmo's* are other words
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
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

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
_SPACE = r"(?:[ \t\xa0]|\n(?![ \t]*\n))"
_GAP = rf"(?:{_SPACE}+|[-\u2010\u2011])"
_APART = "\n\n"
"""Between two texts that are looked at together: no form goes across an empty line."""
_HYPHENS = frozenset("-\u2010\u2011@")
_INSIDE_WORD = re.compile("[\u00ad\u0300-\u036f]")
"""A soft hyphen or a combining accent: part of a word without being a letter."""
_DOT_OR_SLASH = frozenset("./")
_ADDRESS = re.compile(r"//|@|[^\W\d_]\.[^\W\d_]{2}|/.*/")
_SIGNS = {"\u2018": "'", "\u2019": "'", "\u2010": "-", "\u2011": "-", "\xa0": " "} | dict.fromkeys("“”„«»–—…•·€©", '"')
"""Signs that stand between words; with most of them gone a text is ASCII, which is looked through several times faster."""
_PLAIN = _SIGNS | {
    chr(code): base.lower()
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
    if len(
        base := "".join(char for char in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(char))
    )
    == 1
}


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


class Match(NamedTuple):
    """A form of term ``id`` found at ``start``-``end`` in a text."""

    start: int
    end: int
    id: str


def fold(text: str) -> str:
    """The text without capitals, accents and unusual signs, and exactly as long: the key for comparing."""
    if not text.isascii():
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
    if not plain.isascii():
        for char in set(_NOT_ASCII.findall(plain)):
            if not char.isalnum():
                plain = plain.replace(char, " ")
    return plain.translate(_NO_WORD)


@dataclass(frozen=True)
class _Form:
    """A form behind its first word: ``rest`` matches its ``others``, ``exact`` is its spelling when capitals count."""

    others: tuple[str, ...]
    rest: re.Pattern[str] | None
    id: str
    exact: tuple[str, ...] | None
    apostrof: bool


class Difference:
    """Forms of which a text that has none of them need not be looked at again."""

    def __init__(self, forms: Iterable[tuple[str, _Form]]) -> None:
        self._forms = sorted({((word, *one.others), one.rest.pattern if one.rest else "") for word, one in forms})
        patterns = "|".join(re.escape(words[0]) + rest for words, rest in self._forms)
        self._pattern = re.compile(rf"(?<![^\W_])(?:{patterns})(?![^\W_])")

    def in_text(self, text: str) -> bool:
        """Whether one of the forms may stand in a text, as :func:`searched` gives it."""
        for words, _ in self._forms:  # with generators it takes three times as long, for a hundred thousand texts
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
                        tuple(words[1:]),
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
        self._after = {
            word: frozenset(form.others[0] for form in forms) if all(form.others for form in forms) else None
            for word, forms in self._by_first.items()
        }
        """Per first word the words that can follow it in a form; ``None`` when it is a form by itself."""

    def difference(self, other: Matcher) -> Difference | None:
        """The forms that only one of the two knows, or that mean another term; ``None`` when there are none."""
        here, there = self._by_first, other._by_first
        changed = {word for word in here.keys() | there.keys() if here.get(word) != there.get(word)}
        forms = [(word, one) for word in changed for one in {*here.get(word, ())} ^ {*there.get(word, ())}]
        return Difference(forms) if forms else None

    def lookup(self, form: str) -> str | None:
        """The term that owns a form or id, however the author capitalised or hyphenated it."""
        return self._by_form.get(" ".join(words_of(form))) or self._by_form.get(form)

    def find(self, text: str) -> Iterator[Match]:
        """All terms in ``text``, longest form first, without overlaps, in order."""
        folded = fold(text)
        if divides_words(folded):
            yield from self._find_through(text)
            return
        done = 0
        for start, word in self._places(folded):
            if start < done:
                continue
            found = _longest(text, folded, start, start + len(word), self._by_first[word])
            if found is not None:
                yield found
                done = found.end

    def find_each(self, texts: Sequence[str]) -> list[list[Match]]:
        """What :meth:`find` gives for each of the texts; they are looked at together, as every look has its price."""
        starts = [0, *accumulate(len(text) + len(_APART) for text in texts)]
        found: list[list[Match]] = [[] for _ in texts]
        for match in self.find(_APART.join(texts)):
            number = bisect_right(starts, match.start) - 1
            start = starts[number]
            found[number].append(Match(match.start - start, match.end - start, match.id))
        return found

    def _places(self, folded: str) -> list[tuple[int, str]]:
        """Where the first words of forms are, in order; not those of forms of which another word comes next."""
        plain = f" {_spaced(folded)} "
        words = plain.split()
        after = self._after
        places = []
        place = 0
        pairs = zip(words, [*words[1:], ""], strict=False)
        for word, following in [(word, following) for word, following in pairs if word in after]:
            place = plain.find(f" {word} ", place)
            wanted = after[word]
            if wanted is None or following in wanted:
                places.append((place, word))
            place += len(word) + 1
        return places

    def _find_through(self, text: str) -> Iterator[Match]:
        """As :meth:`find`, for a text in which characters inside words would cut them in two."""
        kept = [place for place, char in enumerate(text) if not _INSIDE_WORD.match(char)]
        for match in self.find("".join(text[place] for place in kept)):
            end = kept[match.end - 1] + 1
            while end < len(text) and _INSIDE_WORD.match(text[end]):
                end += 1
            yield Match(kept[match.start], end, match.id)


def _rest(form: str) -> re.Pattern[str] | None:
    """What follows the first word of a form: a space and a hyphen mean the same, other signs stand for themselves."""
    folded = fold(form)
    found = list(WORD.finditer(folded))
    pattern = ""
    for word, after in pairwise(found):
        between = folded[word.end() : after.start()]
        if re.fullmatch(_GAP, between):
            pattern += _GAP
        else:
            pattern += re.sub(r"(?:\\[ \t\n\xa0]|[ \t\n\xa0])+", lambda _: _SPACE + "+", re.escape(between))
        pattern += re.escape(after.group())
    return re.compile(pattern) if pattern else None


def _spelled(text: str) -> tuple[str, ...]:
    """The words of a text with their capitals, for terms in which these count."""
    return tuple(WORD.findall(text.replace("’", "'")))


def _longest(text: str, folded: str, start: int, word_end: int, forms: tuple[_Form, ...]) -> Match | None:
    """The longest of ``forms`` whose first word is at ``start`` to ``word_end`` and that is a word, or words, of its own."""
    if start and text[start - 1] in _HYPHENS:
        return None  # the tail of a compound: niet-mantelzorger, zorg en -ondersteuning
    if start and text[start - 1] in _DOT_OR_SLASH and _in_address(text, start):
        return None
    for form in forms:
        end = word_end
        if form.rest is not None:
            match = form.rest.match(folded, end)
            if match is None:
                continue
            end = match.end()
        after = folded[end : end + 2]
        if (
            after[:1].isalnum()
            or after[:1] in _HYPHENS
            or after[:1] == "_"
            or (after[:1] == "'" and after[1:].isalpha())
        ):
            continue  # the head of a compound or another form: mantelzorg-, Wmo's
        if after[:1] in _DOT_OR_SLASH and after[1:].isalnum() and _in_address(text, start):
            continue
        if form.exact is not None and form.exact != _spelled(text[start:end]):
            continue
        lead = form.apostrof and start > 0 and folded[start - 1] == "'"
        return Match(start - lead, end, form.id)
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
_RUNNING = frozenset({"dd", "dt", "li", "p", "td", "th"})
"""Blocks of running text, of which most hold nothing but that."""
_RAW_HTML = re.compile(STX + r"wzxhzdk:(\d+)" + ETX)
_NEW_SECTION = frozenset({"h1", "h2"})
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
        "kw-rol",
        "kw-veld-titel",
        "kw-zin",
    }
)


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


_Run = etree.Element | list[_Piece]
"""Text that is read as one: the pieces of it, or a block with no more than text and plain emphasis, not yet taken apart."""


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
        return cls(terms, Matcher(terms.values()), own)


class TermLinker(Treeprocessor):
    """Wraps the first occurrence of each term in a section in a link, and adds the definitions once at the end.

    The words of a paragraph are looked at as one text, whatever emphasis is in it, so that a word of which half is bold
    is one word; a link is put only where a whole form stands in one piece of the tree.
    """

    def __init__(self, md: Markdown, glossary: Glossary) -> None:
        super().__init__(md)
        self.terms = glossary.terms
        self.matcher = glossary.matcher
        self.own = glossary.own

    def run(self, root: etree.Element) -> None:
        """Link the terms of one page; without a page mark nothing happens."""
        page, options = self.md.references.get(PAGE_MARK, ("", ""))
        if not page:
            return
        self.folder = posixpath.dirname(page)
        excluded = (options or "").removeprefix("uit=").split(",")
        self.never = self.own.get(page, frozenset()) | set(excluded)
        self.on_page: dict[str, list[etree.Element]] = {}
        self.runs: list[_Run] = []
        self.texts: list[str] = []
        self.marks: list[tuple[int, str]] = []
        self.pieces: list[_Piece] = []
        self.open = False
        self.raw: list[str] = []
        self._walk(root, None, True)
        if self.pieces:
            self._end_run()
        for piece, matches in self._found():
            self._put(piece, matches)
        if self.on_page:
            root.append(self._definitions())

    def _walk(self, element: etree.Element, parent: etree.Element | None, open_: bool) -> None:
        """Collect the text below ``element``; a block begins and ends a run."""
        tag = element.tag
        block = tag not in _INLINE
        if block and self.pieces:
            self._end_run()
        name = element.get("class")
        classes = name.split() if name else ()
        if tag in _NEW_SECTION or _READING in classes:
            self.marks.append((len(self.runs), ""))
        if tag == "a" and name and parent is not None and parent.tag != "dt":
            self._describe(element, parent)
        if open_ and (tag in _SKIP or (classes and not _SKIP_CLASSES.isdisjoint(classes))):
            open_ = False
        elif open_ and tag == "em" and not self._is_term(element):
            open_ = False  # a title in italics
        self._below(element, open_, open_ or not block)  # in a block that is left alone no text counts
        if block and self.pieces:
            self._end_run()

    def _below(self, element: etree.Element, open_: bool, read: bool) -> None:
        """Collect the text and the children of an element."""
        text = element.text
        if text and read and (self.pieces or not text.isspace()):
            self._add(element, None, text, open_)
        for child in element:
            if self.pieces or child.tag not in _RUNNING or child.get("class") or not self._take_whole(child, open_):
                self._walk(child, element, open_)
            text = child.tail
            if text and read and (self.pieces or not text.isspace()):
                self._add(child, element, text, open_)

    def _take_whole(self, block: etree.Element, open_: bool) -> bool:
        """Add a block that holds nothing but text and plain emphasis as one run; it is taken apart when a term is in it."""
        if len(block):
            below = block.iter()
            next(below)
            for element in below:
                if element.tag not in _INLINE or element.get("class"):
                    return False
            text = "".join(block.itertext())
        else:
            text = block.text or ""
        if open_ and text:
            if STX not in text:
                self._add_run(block, text)
            elif not _RAW_HTML.fullmatch(text):
                return False
        return True

    def _add(self, holder: etree.Element, parent: etree.Element | None, text: str, open_: bool) -> None:
        """Add a text to the run; raw HTML in it, which the tree does not know, opens and closes what is left alone."""
        position = 0
        if STX in text:
            for mark in _RAW_HTML.finditer(text):
                before = text[position : mark.start()]
                free = open_ and not self.raw
                self.pieces.append(_Piece(holder, parent, position, before, free))
                self.open |= free
                self._raw_tag(str(self.md.htmlStash.rawHtmlBlocks[int(mark[1])]))
                position = mark.end()
            text = text[position:]
        if self.raw:
            open_ = False
        elif open_:
            self.open = True
        self.pieces.append(_Piece(holder, parent, position, text, open_))

    def _raw_tag(self, html: str) -> None:
        """Follow a tag that an author wrote as HTML."""
        match = re.match(r"<(/?)([a-zA-Z][\w-]*)([^>]*?)(/?)>", html)
        if match is None:
            return
        name = match[2].lower()
        if match[1]:
            if self.raw and self.raw[-1] == name:
                self.raw.pop()
        elif match[4] or name in {"br", "hr", "img", "input", "wbr"}:
            return  # a tag without an end
        elif self.raw or name in _SKIP or any(one in match[3] for one in _SKIP_CLASSES):
            self.raw.append(name)

    def _end_run(self) -> None:
        """Add the pieces as a run, when a link may be put in one of them."""
        if self.open:
            self._add_run(self.pieces, "".join([piece.text for piece in self.pieces]))
        self.pieces, self.open, self.raw = [], False, []

    def _add_run(self, run: _Run, text: str) -> None:
        self.runs.append(run)
        self.texts.append(text)

    def _found(self) -> Iterable[tuple[_Piece, list[Match]]]:
        """Per text of the tree where links go.

        All runs are looked at together, as every look has its price; no form goes across the empty line between two.
        """
        starts = [0, *accumulate(len(text) + len(_APART) for text in self.texts)]
        found: dict[tuple[int, bool], tuple[_Piece, list[Match]]] = {}
        in_section: set[str] = set()
        passed = 0
        for match in self.matcher.find(_APART.join(self.texts)):
            number = bisect_right(starts, match.start) - 1
            while passed < len(self.marks) and self.marks[passed][0] <= number:
                linked = self.marks[passed][1]
                in_section = in_section | {linked} if linked else set()
                passed += 1
            if match.id in self.never or match.id in in_section:
                continue
            start = starts[number]
            for piece in self._pieces_of(number):
                if match.start < start + len(piece.text):
                    break
                start += len(piece.text)
            if not piece.open or match.end > start + len(piece.text):
                continue
            in_section.add(match.id)
            shift = piece.offset - start
            _, matches = found.setdefault((id(piece.holder), piece.parent is None), (piece, []))
            matches.append(Match(match.start + shift, match.end + shift, match.id))
        return found.values()

    def _pieces_of(self, number: int) -> list[_Piece]:
        """The pieces of a run."""
        run = self.runs[number]
        if isinstance(run, list):
            return run
        self.pieces = [_Piece(run, None, 0, "", False)]  # so that white space at the beginning counts
        self._below(run, True, True)
        self.runs[number] = pieces = self.pieces
        return pieces

    def _describe(self, link: etree.Element, parent: etree.Element) -> None:
        """Give a link that an author or template made the same preview as ours; in a sentence it counts as the first."""
        if "kw-begrip" not in (link.get("class") or "").split():
            return
        term_id = posixpath.basename(link.get("href") or "").removesuffix(".md")
        if term_id not in self.terms or term_id in self.never:
            return
        self.on_page.setdefault(term_id, []).append(link)
        if parent.tag == "p":
            self.marks.append((len(self.runs), term_id))

    def _is_term(self, element: etree.Element) -> bool:
        text = "".join(element.itertext())
        return any(match.end - match.start >= len(text.strip()) - 2 for match in self.matcher.find(text))

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
        link = etree.Element("a", {"class": "kw-begrip", "href": way(folder, self.folder) + name})
        link.text = text
        self.on_page.setdefault(term_id, []).append(link)
        return link

    def _definitions(self) -> etree.Element:
        """The definitions, numbered from 1 on each page, as their ids stand at every link too."""
        box = etree.Element("div", {"class": "kw-definities", "hidden": "hidden", "data-search-exclude": ""})
        for number, (term_id, links) in enumerate(sorted(self.on_page.items()), 1):
            for link in links:
                link.set("aria-describedby", f"kw-{number}")
            term = self.terms[term_id]
            line = etree.SubElement(box, "p")
            line.set("id", f"kw-{number}")
            # where every link says the term, scripts read it there (kwartier.js)
            if any("".join(link.itertext()).casefold() != term.vormen[0].casefold() for link in links):
                line.set("data-term", term.vormen[0])
            if term.concepties > 1:
                line.set("data-n", str(term.concepties))  # short, as pages hold many
            line.text = term.definitie
        return box


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
