"""Link words in a text to the glossary: the matcher, and the Python-Markdown extension that uses it.

The matcher looks at words, not at letters: a text is cut into words once, the first word of every form is looked up in a
dict, and the longest form that fits wins. The cost per page does not grow with the number of forms (see
``scripts/bench``). Word boundaries follow Dutch spelling: *sociale-wijkteamleden*, *mantelzorg-* and *Wmo's* are other words
than *sociaal wijkteam*, *mantelzorg* and *Wmo*; between the words of a form a space and a hyphen mean the same.

The extension works on the element tree, so that headings, links, code and titles are left alone. It learns on which page
it works from an invisible reference definition that the compile step puts on each page
(``[kw-pagina]: <begrippen/eigen-kracht.md> "uit=transitie"``), so it needs no plugin hook and works in every host that
runs Python-Markdown.
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from kwartier.addresses import relative

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_GAP = r"(?:[ \t\n\xa0]+|-)"
_JOINED = frozenset("-\u2011/@")
_PLAIN = {
    chr(code): base.lower()
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
    if len(
        base := "".join(char for char in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(char))
    )
    == 1
} | {"\u2018": "'", "\u2019": "'"}
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff\u2018\u2019]")


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


@dataclass(frozen=True)
class Match:
    """A form of term ``id`` found at ``start``-``end`` in a text."""

    start: int
    end: int
    id: str


def fold(text: str) -> str:
    """The text without capitals and accents, with straight apostrophes, and exactly as long: the key for comparing."""
    folded = text.lower()
    if text.isascii():
        return folded
    if len(folded) != len(text):  # a capital whose small letter is two characters, such as İ
        folded = "".join(char.lower()[:1] for char in text)
    return _ACCENTED.sub(lambda match: _PLAIN.get(match[0], match[0]), folded)


def words_of(form: str) -> tuple[str, ...]:
    """The folded words of a form."""
    return tuple(WORD.findall(fold(form)))


@dataclass(frozen=True)
class _Form:
    """A form behind its first word: ``rest`` matches its other words, ``exact`` is its spelling when capitals count."""

    rest: re.Pattern[str] | None
    id: str
    exact: str | None


class Matcher:
    """Finds terms in text. ``linken: nooit`` terms are never found; ``handmatig`` ones only by :meth:`lookup`."""

    def __init__(self, terms: Iterable[TermEntry]) -> None:
        by_first: dict[str, list[tuple[int, str, str, _Form]]] = {}
        self._by_form: dict[str, str] = {}
        for term in terms:
            for form in term.vormen:
                words = words_of(form)
                if not words:
                    continue
                self._by_form.setdefault(" ".join(words), term.id)
                if term.linken == "automatisch":
                    rest = re.compile(_GAP + _GAP.join(map(re.escape, words[1:]))) if len(words) > 1 else None
                    found = _Form(rest, term.id, form if term.hoofdlettergevoelig else None)
                    by_first.setdefault(words[0], []).append((-len(words), form, term.id, found))
            self._by_form.setdefault(term.id, term.id)
        self._by_first = {
            word: tuple(entry[3] for entry in sorted(entries, key=lambda entry: entry[:3]))
            for word, entries in by_first.items()
        }

    def lookup(self, form: str) -> str | None:
        """The term that owns a form or id, however the author capitalised or hyphenated it."""
        return self._by_form.get(" ".join(words_of(form))) or self._by_form.get(form)

    def find(self, text: str) -> Iterator[Match]:
        """All terms in ``text``, longest form first, without overlaps, in order."""
        folded = fold(text)
        get = self._by_first.get
        done = 0
        for word in WORD.finditer(folded):
            forms = get(word.group())
            if forms is None or word.start() < done:
                continue
            found = _longest(text, folded, word, forms)
            if found is not None:
                yield found
                done = found.end


def _longest(text: str, folded: str, word: re.Match[str], forms: tuple[_Form, ...]) -> Match | None:
    """The longest of ``forms`` that starts at ``word`` and is a word, or words, of its own."""
    start = word.start()
    if start > 1 and text[start - 1] in _JOINED and not text[start - 2].isspace():
        return None  # the tail of a compound: niet-mantelzorger
    for form in forms:
        end = word.end()
        if form.rest is not None:
            match = form.rest.match(folded, end)
            if match is None:
                continue
            end = match.end()
        after = folded[end : end + 2]
        if after[:1].isalnum() or after[:1] in {"-", "\u2011", "@", "_"} or (after[:1] == "'" and after[1:].isalpha()):
            continue  # the head of a compound or another form: mantelzorg-, Wmo's
        if form.exact is not None and form.exact != " ".join(text[start:end].split()):
            continue
        return Match(start, end, form.id)
    return None


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
_NEW_SECTION = frozenset({"h1", "h2"})
_SKIP_CLASSES = frozenset(
    {"arithmatex", "highlight", "kw-blok-titel", "kw-geen-begrip", "kw-kicker", "kw-rol", "kw-veld-titel"}
)


def page_mark(uri: str, uit: Iterable[str] = ()) -> str:
    """The invisible line for the page ``uri`` on which the terms ``uit`` stay unlinked."""
    return f'[{PAGE_MARK}]: <{uri}> "uit={",".join(sorted(uit))}"'


class TermLinker(Treeprocessor):
    """Wraps the first occurrence of each term in a section in a link, and adds the definitions once at the end."""

    def __init__(self, md: Markdown, terms: dict[str, TermEntry], matcher: Matcher) -> None:
        super().__init__(md)
        self.terms = terms
        self.matcher = matcher

    def run(self, root: etree.Element) -> None:
        """Link the terms of one page; without a page mark nothing happens."""
        page, options = self.md.references.get(PAGE_MARK, ("", ""))
        if not page:
            return
        self.page = page
        excluded = (options or "").removeprefix("uit=").split(",")
        self.never = {term.id for term in self.terms.values() if term.uri == page} | set(excluded)
        self.in_section: set[str] = set()
        self.on_page: dict[str, None] = {}
        self._visit(root)
        if self.on_page:
            root.append(self._definitions())

    def _visit(self, parent: etree.Element) -> None:
        if parent.tag in _SKIP or _SKIP_CLASSES.intersection((parent.get("class") or "").split()):
            return
        if parent.tag == "em" and not self._is_term(parent):
            return  # a title in italics
        children = list(parent)
        self._link(parent, None, parent.text)
        for child in children:
            if child.tag in _NEW_SECTION:
                self.in_section.clear()
            if child.tag == "a" and parent.tag != "dt":
                self._describe(child, parent)
            self._visit(child)
            self._link(parent, child, child.tail)

    def _describe(self, link: etree.Element, parent: etree.Element) -> None:
        """Give a link that an author or template made the same preview as ours; in a sentence it counts as the first."""
        if "kw-begrip" not in (link.get("class") or "").split():
            return
        term_id = posixpath.basename(link.get("href") or "").removesuffix(".md")
        if term_id not in self.terms or term_id in self.never:
            return
        link.set("aria-describedby", f"kw-def-{term_id}")
        self.on_page[term_id] = None
        if parent.tag == "p":
            self.in_section.add(term_id)

    def _is_term(self, element: etree.Element) -> bool:
        text = "".join(element.itertext())
        return any(match.end - match.start >= len(text.strip()) - 2 for match in self.matcher.find(text))

    def _link(self, parent: etree.Element, after: etree.Element | None, text: str | None) -> None:
        """Put links into ``text``, which is the text of ``parent`` or the tail of its child ``after``."""
        if not text or len(text) < 3:
            return
        pieces: list[etree.Element] = []
        position = 0
        before = text
        for match in self.matcher.find(text):
            if match.id in self.never or match.id in self.in_section:
                continue
            link = self._anchor(match.id, text[match.start : match.end])
            lead = text[position : match.start]
            if pieces:
                pieces[-1].tail = lead
            else:
                before = lead
            pieces.append(link)
            position = match.end
        if not pieces:
            return
        pieces[-1].tail = text[position:]
        if after is None:
            parent.text, index = before, 0
        else:
            after.tail, index = before, list(parent).index(after) + 1
        for offset, piece in enumerate(pieces):
            parent.insert(index + offset, piece)

    def _anchor(self, term_id: str, text: str) -> etree.Element:
        self.in_section.add(term_id)
        self.on_page[term_id] = None
        link = etree.Element("a")
        link.set("class", "kw-begrip")
        link.set("href", relative(self.terms[term_id].uri, self.page))
        link.set("aria-describedby", f"kw-def-{term_id}")
        link.text = text
        return link

    def _definitions(self) -> etree.Element:
        box = etree.Element("div")
        box.set("class", "kw-definities")
        box.set("hidden", "hidden")
        box.set("data-search-exclude", "")
        for term_id in sorted(self.on_page):
            term = self.terms[term_id]
            line = etree.SubElement(box, "p")
            line.set("id", f"kw-def-{term_id}")
            line.set("data-term", term.vormen[0])
            if term.concepties > 1:
                line.set("data-concepties", str(term.concepties))
            line.text = term.definitie
        return box


class TermExtension(Extension):
    """Python-Markdown extension ``kwartier.terms``; option ``bestand`` is the compiled list of terms (JSON)."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"bestand": [".kwartier/termen.json", "Compiled list of terms"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - name set by Python-Markdown
        """Register the linker after inline patterns, attributes and toc, and before hosts rewrite links."""
        path = Path(self.getConfig("bestand"))
        stamp = path.stat().st_mtime_ns if path.is_file() else 0
        terms, matcher = _load(str(path), stamp)
        md.treeprocessors.register(TermLinker(md, terms, matcher), "kwartier-terms", 2)


@lru_cache(maxsize=2)
def _load(path: str, stamp: int) -> tuple[dict[str, TermEntry], Matcher]:
    if not stamp:
        return {}, Matcher(())
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    entries = [TermEntry(**{**entry, "vormen": tuple(entry["vormen"])}) for entry in data]
    return {entry.id: entry for entry in entries}, Matcher(entries)


def makeExtension(**kwargs: Any) -> TermExtension:  # noqa: N802 - name set by Python-Markdown
    """Entry point of Python-Markdown."""
    return TermExtension(**kwargs)
