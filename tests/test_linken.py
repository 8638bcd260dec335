"""How good linking is on real texts: lists of links and of places that people read and judged.

``cases/linken/gelezen.yml`` holds 200 links that the linker made in five publications, each read in its context and judged.
``cases/linken/te-vinden.yml`` holds 100 places where a reader expects a link. Both work on the words around the place, so
that they run without the publications; with these at hand the sample is drawn again, to see that it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown import Markdown

from datafiles import CASES
from kwartier.index import term_entries
from kwartier.project import read_project
from kwartier.terms import Glossary, Matcher, TermEntry, TermLinker, page_mark

ROOT = Path(__file__).parent.parent
SOURCES = ROOT.parent / "shared" / "bronnen"
SAMPLE = 200
PAGE = 550
"""Words per page on which the sources are linked: the length of a lesson text."""
RIGHT, FOUND = 0.98, 0.97

_LINK = re.compile(r'<a aria-describedby="[^"]+" class="kw-begrip" href="[^"]*/([^"/]+).md">([^<]*)</a>')


@cache
def glossary() -> tuple[TermEntry, ...]:
    """The terms of this repository."""
    return tuple(term_entries(read_project(ROOT).library))


def judged(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.load(
        (CASES / "linken" / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return rows


def still_linked(row: dict[str, Any], matcher: Matcher) -> bool:
    """Whether the linker makes the judged link today; the place stands between double brackets."""
    before, word, after = re.split(r"\[\[|\]\]", row["tekst"])
    found = {(match.start, match.end, match.id) for match in matcher.find(before + word + after)}
    return (len(before), len(before) + len(word), row["begrip"]) in found


def test_links_in_the_publications_are_right() -> None:
    matcher = Matcher(glossary())
    rows = judged("gelezen.yml")
    made = [row for row in rows if still_linked(row, matcher)]
    assert len(made) >= 0.95 * SAMPLE, "most of the sample is gone: draw and read a new one"
    wrong = [row["tekst"] for row in made if row["goed"] != "ja"]
    assert 1 - len(wrong) / len(made) >= RIGHT, wrong


def test_places_where_a_reader_expects_a_link_are_found() -> None:
    matcher = Matcher(glossary())
    rows = judged("te-vinden.yml")
    assert len(rows) >= 100
    missed = []
    for row in rows:
        text = row["tekst"]
        place = text.index(row["woord"])
        spans = [(match.start, match.end) for match in matcher.find(text) if match.id == row["begrip"]]
        starts = {place, *(one.start() for one in re.finditer(re.escape(row["woord"]), text))}
        if not any(start < end and first < start + len(row["woord"]) for start in starts for first, end in spans):
            missed.append(f"{row['begrip']}: {text}")
    assert 1 - len(missed) / len(rows) >= FOUND, missed


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the five publications are not at hand")
def test_the_sample_of_links_was_read() -> None:
    drawn = sorted(links_in_sources(), key=_lot)[:SAMPLE]
    known = {row["tekst"] for row in judged("gelezen.yml")}
    unread = [text for text in map(_context, drawn) if text not in known]
    assert len(unread) <= 0.1 * SAMPLE, unread


Found = tuple[str, str, str, str, str]
"""Source, term, word, and the text before and after it."""


def links_in_sources() -> Iterator[Found]:
    """Every link that the linker makes when the publications are pasted as Markdown, page by page."""
    terms = Glossary.of(glossary())
    for file in sorted(SOURCES.glob("*.txt")):
        for page in _pages(file.read_text(encoding="utf-8")):
            md = Markdown(extensions=["md_in_html", "tables", "attr_list"])
            md.treeprocessors.register(TermLinker(md, terms), "kwartier-terms", 2)
            html = md.convert(f"{page}\n\n{page_mark('bron.md')}").partition('<div class="kw-definities"')[0]
            for link in _LINK.finditer(html):
                before, after = _plain(html[: link.start()][-600:]), _plain(html[link.end() :][:600])
                yield file.stem, link[1], unescape(link[2]), before[-110:], after[:90]


def _pages(text: str) -> Iterator[str]:
    """The text in pages; an indent, which a PDF gives to titles, would make code of them."""
    page: list[str] = []
    for line in text.splitlines():
        page.append(line.lstrip(" \t\x0c"))
        if not line.strip() and sum(len(one.split()) for one in page) >= PAGE:
            yield "\n".join(page)
            page = []
    yield "\n".join(page)


def _plain(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


def _lot(found: Found) -> str:
    """What decides whether a link is in the sample; it does not change when other terms come or go."""
    source, _, word, before, after = found
    return sha256("|".join((source, word, before[-40:], after[:30])).encode()).hexdigest()


def _context(found: Found) -> str:
    _, _, word, before, after = found
    return re.sub(r"\s+", " ", f"{before.lstrip()}[[{word}]]{after.rstrip()}")
