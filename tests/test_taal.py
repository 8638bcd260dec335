"""Words in another language are marked, so that a screen reader pronounces them: names of terms, and titles of sources."""

from __future__ import annotations

import re

import pytest

from kwartier.library import Library
from kwartier.model import Bron
from kwartier.pages import all_pages
from kwartier.pages.citations import volledig
from kwartier.project import read_project
from sites import ROOT

ENGLISH = re.compile(r"\b(?:the|of|and|with|from|towards)\b", re.IGNORECASE)
"""Words that no Dutch title has (*for* and *in* are also Dutch, or a name)."""


@pytest.fixture(scope="module")
def library() -> Library:
    return read_project(ROOT).library


def test_every_english_title_of_a_source_says_so(library: Library) -> None:
    english = {key for key, source in library.bronnen.items() if len(ENGLISH.findall(source.title)) > 0}
    assert english
    assert [key for key in english if library.bronnen[key].language != "en"] == []


def test_the_title_is_marked_in_the_reference() -> None:
    source = {
        "id": "sen",
        "type": "book",
        "title": "The idea of justice",
        "issued": "2009",
        "author": [{"family": "Sen"}],
    }
    assert volledig(Bron.model_validate(source)) == "Sen. (2009). *The idea of justice*."
    marked = volledig(Bron.model_validate(source | {"language": "en"}))
    assert marked == 'Sen. (2009). <span lang="en">*The idea of justice*</span>.'


def test_the_english_name_of_every_term_is_marked_on_its_page(library: Library) -> None:
    pages = {page.uri: page.markdown for page in all_pages(read_project(ROOT))}
    named = [term for term in library.begrippen.values() if term.engels]
    assert len(named) > 50
    for term_id, term in library.begrippen.items():
        assert pages[f"begrippen/{term_id}.md"].count('lang="en"') >= bool(term.engels), term_id
