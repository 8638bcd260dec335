"""The search index: what every page is called, and which words it holds.

``zoek/index.json`` is fetched at the first search. Postings are per page, not per section, which keeps the index of a
thousand pages well below a megabyte; excerpts come from the pages themselves, which are fetched for the results that are shown.
When the postings of a very large site outgrow one file, ``index.json`` keeps the list of words and the postings go to
``zoek/woorden-N.json`` in alphabetical order; the engine in ``assets/zoek/motor.js`` fetches the files that a question needs.
"""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kwartier.dutch import FRAME, STOP, stem, words
from kwartier.markup import headings
from kwartier.pages.context import Page
from kwartier.project import Project
from kwartier.terms import PAGE_MARK
from kwartier.texts import plain

FORMAT = 3
MAX_POSTINGS = 4_000_000
"""Characters of postings that may stand in ``index.json``; more goes to files of about :data:`PART_SIZE`."""
PART_SIZE = 200_000

WEIGHT_TITLE, WEIGHT_FORM, WEIGHT_HEADING, WEIGHT_SUMMARY, MAX_BODY = 20, 16, 4, 3, 5
"""What a word adds to a page: in the title, in a name of the term, in a heading, in the one sentence that sums the page up, and
at most by standing in the text. The engine reads ``WEIGHT_FORM`` and more as "the page is called so": the rest stays below it."""

LEVEL = {"begrip": 115, "module": 115, "les": 95, "casus": 100, "instrument": 100, "kader": 100}
"""How much a kind of page counts, in percents; all other kinds count :data:`OVERVIEW`."""
TEST, SELF_TEST, OVERVIEW = 60, 45, 50
_OVERVIEW = re.compile(
    r"(?:^|/)(?:uitkomsten|kernpunten|kaart|studielast|een-woord-veel-betekenissen)\.md$|^(?:dekking|handboek|over)/|^[^/]*/index\.md$"
)

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_DESCRIPTION = re.compile(r"\A---\n(?:(?!---\n).*\n)*?description: (.*)\n")
_EXCLUDED = re.compile(r"\A---\n(?:(?!---\n).*\n)*?search:.*\bexclude\b\W+true")
_LEAVE_OUT = re.compile(
    r'<(?:nav\b.*?</nav>|form\b.*?</form>|script\b.*?</script>|div class="kw-(?:gebruik|bronnenlijst)".*?</div>'
    r'|p class="kw-(?:kicker|sinds).*?</p>|dl class="kw-feiten.*?</dl>|span class="kw-etiket.*?</span>)',
    re.DOTALL,
)
"""Furniture: it belongs to the page as a form or a map, and says little about what is on it."""
_BUTTON = re.compile(r"^\[[^\]\n]*\]\([^)\n]*\)\{ \.md-button.*$", re.MULTILINE)
_MARK = f"\n[{PAGE_MARK}]:"
_MENTIONS = frozenset(
    ["kernbegrippen", "casussen-en-instrumenten", "hierna", "waarop-deze-module-rust", "over-deze-module", "hoort-bij"]
)
"""Sections that list other pages: their words count once, and the search box takes no excerpt from them."""
_CITATION = re.compile(r"\[[^\]]*\]\(#bron-[^)]*\)(?:\{[^}]*\})?")
_EMPTY = re.compile(r"\([\s;,]*\)")
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_APART = re.compile(r"\n\s*\n|\x01")
_APART_ON_LINE = re.compile(r" \x01(?: \x01)* ")
_AFTER_STOP = re.compile(r" \x01(?<=[.?!:;,…”’)] \x01)(?: \x01)* ")
"""The same behind a sign that ends something; the pattern starts with what is there all the time, as that is looked for quickest."""
_TITLE = re.compile(r"^# .*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{:?[ ]*[#.][^{}\n]*\}|\{ [^{}\n]*=[^{}\n]*\}")


@dataclass(frozen=True)
class Section:
    """A piece of a page under one heading; the first has no anchor and holds what stands above the first heading."""

    anker: str
    kop: str
    tekst: str


def sections(markdown: str) -> list[Section]:
    """The sections of a compiled page as plain text."""
    head = _FRONT_MATTER.match(markdown)
    body = _LEAVE_OUT.sub("", markdown[head.end() :] if head else markdown)
    body = body.partition(_MARK)[0]
    if ".md-button" in body:
        body = _BUTTON.sub("", body)
    if "{%" in body or "{{" in body:
        body = _JINJA.sub("", body)
    if "](#bron-" in body:
        body = _CITATION.sub("", body)
    body = _without_empty_brackets(body)
    found = [one for one in headings(body) if one.niveau > 1]
    cuts = [0, *(one.start for one in found), len(body)]
    result = []
    for number in range(len(cuts) - 1):
        heading = found[number - 1] if number else None
        piece = body[cuts[number] : cuts[number + 1]]
        piece = piece.partition("\n")[2] if heading else _TITLE.sub("", piece, count=1)
        text = _line(_ATTRIBUTES.sub("", piece) if "{" in piece else piece)
        if heading or text:
            title = _line(heading.tekst) if heading else ""
            result.append(Section(heading.anker if heading else "", title, text))
    return result


def _without_empty_brackets(body: str) -> str:
    """The text without brackets of which nothing is left, and without the space before them."""
    pieces, done = [], 0
    for empty in _EMPTY.finditer(body):
        pieces.append(body[done : empty.start()].rstrip())
        done = empty.end()
    return "".join([*pieces, body[done:]]) if pieces else body


def _line(markdown: str) -> str:
    """Markdown as plain words on one line; a point in the middle keeps apart what stood apart without a full stop."""
    line = " ".join(_APART.sub(" \x01 ", plain(markdown)).split()).strip(" \x01")
    return _APART_ON_LINE.sub(" · ", _AFTER_STOP.sub(" ", line)) if "\x01" in line else line


@dataclass(frozen=True)
class Entry:
    """What the index holds of one page; made apart from other pages, so that all cores can make them."""

    document: tuple[str, str, str, int]
    """Address, title, kind and level."""
    term: tuple[list[str], str, int] | None
    """Of the page of a term: its names, its definition and the number of concepties."""
    length: int
    weights: dict[str, int]


def entry(project: Project, page: Page) -> Entry | None:
    """The entry of a page; ``None`` when the page asks to be left out."""
    if _EXCLUDED.match(page.markdown):
        return None
    parts = sections(page.markdown)
    forms = _forms(project, page)
    term = None
    if forms:
        item = project.library.begrippen[_item_id(page)]
        term = forms, _line(item.definitie), len(item.concepties)
    return Entry(
        (page.uri, page.titel, page.soort, _level(page)),
        term,
        sum(len(one.tekst) for one in parts),
        _weights(page, forms, parts),
    )


class Gathering:
    """Puts the entries of pages together to the files of the index."""

    def __init__(self) -> None:
        self._documents: list[tuple[str, str, str, int]] = []
        self._terms: list[tuple[object, ...]] = []
        self._lengths: list[int] = []
        self._postings: defaultdict[str, array[int]] = defaultdict(_no_postings)
        """Per key every page that has it and its weight there, as one number (:data:`_PAGE`)."""

    def add(self, found: Entry) -> None:
        """Take the next entry."""
        number = len(self._documents)
        self._documents.append(found.document)
        self._lengths.append(found.length)
        if found.term:
            self._terms.append((number, *found.term))
        postings, page = self._postings, number * _PAGE
        for key, weight in found.weights.items():
            postings[key].append(page + weight)

    def files(self) -> dict[str, str]:
        """The files by name. The same entries give the same bytes."""
        index = {"v": FORMAT, "docs": self._documents, "begrippen": self._terms, "lengte": self._lengths}
        index |= {"vraagwoorden": FRAME, "bijzaak": sorted(_MENTIONS)}
        return _word_files(index, [(key, _steps(self._postings[key])) for key in sorted(self._postings)])


_PAGE = 64
"""What a page counts in a number that holds a page and a weight: more than all weights together."""


def _no_postings() -> array[int]:
    return array("I")


def _steps(postings: array[int]) -> str:
    """One list of numbers, as JSON: the step to the next page that has the word, its weight there, and so on."""
    pages = [one // _PAGE for one in postings]
    numbers = [0] * (2 * len(pages))
    numbers[::2] = [now - before for now, before in zip(pages, [0, *pages], strict=False)]
    numbers[1::2] = [one % _PAGE for one in postings]
    return _json(numbers)


def build_index(project: Project, pages: Iterable[Page]) -> dict[str, str]:
    """The files of the index by name. The same pages give the same bytes."""
    gathering = Gathering()
    for page in pages:
        if found := entry(project, page):
            gathering.add(found)
    return gathering.files()


def _word_files(index: dict[str, object], postings: list[tuple[str, str]]) -> dict[str, str]:
    """``index.json``, with the postings in it or beside it."""
    whole = _json(index)[:-1] + ',"woorden":' + _object(postings) + "}"
    if len(whole) <= MAX_POSTINGS:
        return {"index.json": whole}
    parts: list[list[tuple[str, str]]] = [[]]
    size = 0
    for key, packed in postings:
        size += len(key) + 6 * (packed.count(",") + 1) // 2
        if size > PART_SIZE and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append((key, packed))
    keys = " ".join(key for key, _ in postings)
    files = {"index.json": _json({**index, "sleutels": keys, "delen": [part[0][0] for part in parts]})}
    return files | {f"woorden-{number}.json": _object(part) for number, part in enumerate(parts)}


def _object(members: list[tuple[str, str]]) -> str:
    """A JSON object of members that are JSON already."""
    return "{" + ",".join([f"{_json(key)}:{value}" for key, value in members]) + "}"


def _level(page: Page) -> int:
    """How much a page counts beside others that hold the same words."""
    if _OVERVIEW.search(page.uri):
        return OVERVIEW
    if page.uri.endswith("/zelftoets.md"):
        return SELF_TEST
    if page.uri.endswith("/toets.md"):
        return TEST
    return LEVEL.get(page.soort, OVERVIEW)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _item_id(page: Page) -> str:
    return page.uri.rpartition("/")[2].removesuffix(".md")


def _forms(project: Project, page: Page) -> list[str]:
    """All that a term is called, for the page of that term."""
    term = project.library.begrippen.get(_item_id(page)) if page.soort == "begrip" else None
    if term is None:
        return []
    names = [*term.alle_vormen, *([term.engels] if term.engels else [])]
    return list(dict.fromkeys([*names, *(_initials(name) for name in names if len(words(name)) >= 3)]))


def _initials(name: str) -> str:
    """The abbreviation that people make of a name: *New Public Management* gives *npm*."""
    return "".join(word[0] for word in words(name))


class _Keys(dict[str, str]):
    """The search key of each word that was seen, empty for one that says nothing: texts use the same words all the time."""

    def __missing__(self, word: str) -> str:
        key = self[word] = "" if word in STOP else stem(word)
        return key


_keys = _Keys()


def _weights(page: Page, forms: list[str], parts: list[Section]) -> dict[str, int]:
    """How much each search key says about a page."""
    texts = {
        listed: "\n".join(one.tekst for one in parts if (one.anker in _MENTIONS) == listed) for listed in (False, True)
    }
    weights: dict[str, int] = {}
    for word, count in Counter(words(texts[False])).items():
        if key := _keys[word]:
            count += weights.get(key, 0)
            weights[key] = count if count < MAX_BODY else MAX_BODY  # min() is a call, for two million words
    for word in words(texts[True]):
        if key := _keys[word]:
            weights.setdefault(key, 1)
    titles = [one.kop for one in parts if one.anker not in _MENTIONS]
    summary = _DESCRIPTION.match(page.markdown)
    for named, extra in (
        (titles, WEIGHT_HEADING),
        ([summary.group(1)] if summary else [], WEIGHT_SUMMARY),
        (forms, WEIGHT_FORM),
        ([page.titel], WEIGHT_TITLE),
    ):
        found = words("\n".join(named))
        for key in {_keys[word] or (stem(word) if extra >= WEIGHT_FORM else "") for word in found} - {""}:
            weights[key] = weights.get(key, 0) + extra
    return weights
