"""What Kwartier sees in an author's Markdown: macro calls, explicit terms, links, images and headings, and where."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from markdown import Markdown

from datafiles import Case, each
from kwartier.markup import headings, links, macro_calls, term_marks

SECONDS = 1.0
"""Processor time for a line of a generated page, such as a table of the handbook in which a whole case stands."""


@each("opmaak/macros")
def test_macro_calls(case: Case, verify: Callable[[Case, Any], None]) -> None:
    text = case.data["text"]
    verify(
        case,
        [
            {
                "at": text[call.start : call.end],
                "macro": call.naam,
                "values": call.waarden,
                **({"message": call.fout[0], "hint": call.fout[1]} if call.fout else {}),
            }
            for call in macro_calls(text)
        ],
    )


@each("opmaak/begrippen")
def test_term_marks(case: Case, verify: Callable[[Case, Any], None]) -> None:
    text = case.data["text"]
    found = [
        {"at": text[mark.start : mark.end], "form": mark.vorm, "shown": mark.tekst, "off": mark.uit}
        for mark in term_marks(text)
    ]
    verify(case, found)


@each("opmaak/links")
def test_links(case: Case, verify: Callable[[Case, Any], None]) -> None:
    """The target of each link, which must be the text at its place, and the words or description before it."""
    text = case.data["text"]
    found = list(links(text))
    assert [link.doel for link in found] == [text[link.start : link.end] for link in found]
    verify(case, [{"image" if link.beeld else "link": link.doel, "text": link.tekst} for link in found])


@each("opmaak/koppen")
def test_headings(case: Case, verify: Callable[[Case, Any], None]) -> None:
    """Level, words and anchor of each heading; ``line`` is the line that it stands on."""
    text = case.data["text"]
    verify(
        case,
        [
            {"line": line_of(text, one.start), "level": one.niveau, "text": one.tekst, "anchor": one.anker}
            for one in headings(text)
        ],
    )


@each("opmaak/koppen")
def test_anchors_are_those_of_the_built_page(case: Case) -> None:
    assert [one.anker for one in headings(case.data["text"])] == list(built_anchors(case.data["text"]))


def test_a_page_with_a_very_long_line_is_read_soon() -> None:
    start = time.process_time()
    text = f"{'woord ' * 20_000}\n\nTekst.\n\n    code\n\n# Kop\n"
    assert [one.tekst for one in headings(text)] == ["Kop"]
    assert time.process_time() - start < SECONDS


def line_of(text: str, offset: int) -> int:
    """The line of a character, from 1."""
    return text.count("\n", 0, offset) + 1


def built_anchors(text: str) -> Iterable[str]:
    """The ids of the headings that Python-Markdown makes with the extensions of the site."""
    md = Markdown(extensions=["attr_list", "toc", "pymdownx.superfences"])
    html = md.convert(text)
    return re.findall(r'<h[1-6][^>]* id="([^"]*)"', html)
