"""Er staat geen invultekst meer.

Woorden als TODO, lorem ipsum of de voorbeeldtekst van `kwartier nieuw` horen niet op een site voor studenten.

**Zo los je het op:** schrijf de tekst, of haal het onderdeel weg.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwartier.markup import mask
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "geen-plaatshouder"
SEVERITY = "waarschuwing"

_WORDS = ("TODO", "FIXME", "TBD", "XXX", "orem ipsum", "nog in te vullen", "nog te schrijven", "VUL IN")
_PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX+|[Ll]orem ipsum|nog in te vullen|nog te schrijven|VUL IN)\b")


def check(project: Project) -> Iterator[Problem]:
    """Report the first placeholder of each text."""
    for text in project.index.texts:
        if not any(word in text.content for word in _WORDS):
            continue
        if match := _PLACEHOLDER.search(mask(text.content)):
            yield Problem(
                text.locate(match.start()),
                RULE,
                f"Hier staat nog invultekst: '{match.group()}'.",
                "Schrijf de tekst of haal hem weg.",
            )
