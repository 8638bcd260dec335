"""Er staat geen invultekst meer.

Woorden als `TODO`, `lorem ipsum` en het `VUL IN` van `kwartier nieuw` horen niet op een site voor studenten.

**Zo los je het op:** schrijf de tekst, of haal het onderdeel weg.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kwartier.markup import mask
from kwartier.project import Project
from kwartier.text.problems import Location, Problem
from kwartier.text.source import YamlPath

RULE = "geen-plaatshouder"
SEVERITY = "waarschuwing"

_WORDS = ("TODO", "FIXME", "TBD", "XXX", "orem ipsum", "nog in te vullen", "nog te schrijven", "VUL IN")
_PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX+|[Ll]orem ipsum|nog in te vullen|nog te schrijven|VUL IN)\b")


def check(project: Project) -> Iterator[Problem]:
    """Report the first placeholder of each text and of each other field."""
    places = set()
    for text in project.index.texts:
        if not _may_hold(text.content):
            continue
        if match := _PLACEHOLDER.search(mask(text.content)):
            at = text.locate(match.start())
            places.add((at.file, at.line))
            yield _problem(at, match.group())
    for document in {place.document.file: place.document for place in project.library.places.values()}.values():
        if not _may_hold(document.yaml_text):
            continue
        for path, value in _values(document.data):
            match = _PLACEHOLDER.search(mask(value))
            if match is None:
                continue
            at = document.locate_text(path, match.group())
            if (at.file, at.line) not in places:
                yield _problem(at, match.group())


def _may_hold(text: str) -> bool:
    """Whether one of the words is in a text; every text of a project is asked, and ``any`` takes four times as long."""
    for word in _WORDS:  # noqa: SIM110
        if word in text:
            return True
    return False


def _values(data: Any, path: YamlPath = ()) -> Iterator[tuple[YamlPath, str]]:
    """Every text in the YAML of a file, with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _values(value, (*path, key))


def _problem(at: Location, found: str) -> Problem:
    return Problem(at, RULE, f"Hier staat nog invultekst: '{found}'.", "Schrijf de tekst of haal hem weg.")
