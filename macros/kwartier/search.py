"""The search index: what every page is called, which words it holds, and its texts in pieces.

``zoek/index.json`` is fetched at the first search. Postings are per page, not per section, which keeps the index of a
thousand pages well below a megabyte; the texts for excerpts and highlights stand in ``zoek/tekst-N.json``, :data:`PER_FILE` pages
each, and only those of shown results are fetched. The engine in ``assets/zoek/motor.js`` reads both.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kwartier.dutch import STOP, stem, words
from kwartier.markup import headings
from kwartier.pages.context import Page
from kwartier.project import Project
from kwartier.texts import plain

FORMAT = 1
PER_FILE = 20
WEIGHT_TITLE, WEIGHT_FORM, WEIGHT_HEADING, MAX_BODY = 12, 10, 4, 5

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_LEAVE_OUT = re.compile(
    r'<nav\b.*?</nav>|<form\b.*?</form>|<div class="kw-(?:gebruik|bronnenlijst)".*?</div>|^\[kw-pagina\]:.*$',
    re.DOTALL | re.MULTILINE,
)
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{:?[ ]*[#.][^{}\n]*\}|\{ [^{}\n]*=[^{}\n]*\}")


@dataclass(frozen=True)
class Section:
    """A piece of a page under one heading; the first has no anchor and holds what stands above the first heading."""

    anker: str
    kop: str
    tekst: str


def sections(markdown: str) -> list[Section]:
    """The sections of a compiled page as plain text."""
    body = _JINJA.sub("", _LEAVE_OUT.sub("", _FRONT_MATTER.sub("", markdown)))
    found = [one for one in headings(body) if one.niveau > 1]
    cuts = [0, *(one.start for one in found), len(body)]
    result = []
    for number in range(len(cuts) - 1):
        heading = found[number - 1] if number else None
        piece = body[cuts[number] : cuts[number + 1]]
        piece = piece.partition("\n")[2] if heading else re.sub(r"^# .*$", "", piece, count=1, flags=re.MULTILINE)
        text = _line(_ATTRIBUTES.sub("", piece))
        if heading or text:
            title = _line(heading.tekst) if heading else ""
            result.append(Section(heading.anker if heading else "", title, text))
    return result


def _line(markdown: str) -> str:
    """Markdown as plain words on one line."""
    return " ".join(plain(markdown).replace("\x01", " ").split())


def build_index(project: Project, pages: Iterable[Page]) -> dict[str, str]:
    """The files of the index by name. The same pages give the same bytes."""
    documents: list[list[str]] = []
    postings: dict[str, list[tuple[int, int]]] = {}
    texts: list[list[list[str]]] = []
    terms: list[list[object]] = []
    for page in pages:
        number = len(documents)
        parts = sections(page.markdown)
        forms = _forms(project, page)
        documents.append([page.uri, page.titel, page.soort])
        texts.append([[one.anker, one.kop, one.tekst] for one in parts])
        if forms:
            term = project.library.begrippen[_item_id(page)]
            terms.append([number, forms, _line(term.definitie), len(term.concepties)])
        for key, weight in _weights(page.titel, forms, parts).items():
            postings.setdefault(key, []).append((number, weight))
    index = {
        "v": FORMAT,
        "per": PER_FILE,
        "docs": documents,
        "begrippen": terms,
        "lengte": [sum(len(one[2]) for one in parts) for parts in texts],
        "woorden": {key: _packed(postings[key]) for key in sorted(postings)},
    }
    files = {"index.json": _json(index)}
    for start in range(0, len(texts), PER_FILE):
        files[f"tekst-{start // PER_FILE}.json"] = _json(texts[start : start + PER_FILE])
    return files


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _item_id(page: Page) -> str:
    return page.uri.rpartition("/")[2].removesuffix(".md")


def _forms(project: Project, page: Page) -> list[str]:
    """All that a term is called, for the page of that term."""
    term = project.library.begrippen.get(_item_id(page)) if page.soort == "begrip" else None
    if term is None:
        return []
    return [*term.alle_vormen, *([term.engels] if term.engels else [])]


def _weights(title: str, forms: list[str], parts: list[Section]) -> dict[str, int]:
    """How much each search key says about a page."""
    body = Counter(stem(word) for one in parts for word in words(one.tekst) if word not in STOP)
    weights = {key: min(count, MAX_BODY) for key, count in body.items()}
    for texts, extra in (([one.kop for one in parts], WEIGHT_HEADING), (forms, WEIGHT_FORM), ([title], WEIGHT_TITLE)):
        for key in {stem(word) for text in texts for word in words(text)}:
            weights[key] = weights.get(key, 0) + extra
    return weights


def _packed(found: list[tuple[int, int]]) -> list[int]:
    """Postings as one list of numbers: the step to the next page, its weight, and so on."""
    packed: list[int] = []
    last = 0
    for number, weight in found:
        packed += (number - last, weight)
        last = number
    return packed
