"""Koppen volgen elkaar op.

De titel van een pagina komt uit de gegevens; in een leestekst of casus begin je met `##`, en daaronder `###`. Een niveau overslaan maakt de pagina onleesbaar voor wie haar hoort.

**Zo los je het op:** haal een hekje weg of voeg er een toe.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.markup import headings
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "koppen-op-volgorde"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Check heading levels in files; YAML fields have no headings of level 1 or 2."""
    for text in project.index.texts:
        if "#" not in text.content:
            continue
        page = text.owner[0] == "pagina"
        previous = 0 if page else 1
        if text.path is not None:
            previous = 2
        for heading in headings(text.content):
            at = text.locate(heading.start)
            if not page and heading.niveau == 1:
                yield Problem(
                    at,
                    RULE,
                    "Een titel met één hekje hoort hier niet.",
                    "De titel staat al in de gegevens; begin met '##'.",
                )
            elif heading.niveau > previous + 1:
                hint = f"Schrijf {'#' * (previous + 1)} {heading.tekst}"
                yield Problem(at, RULE, f"Deze kop slaat een niveau over ({'#' * heading.niveau}).", hint)
            previous = heading.niveau
