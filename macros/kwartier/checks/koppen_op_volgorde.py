"""Koppen volgen elkaar op.

De titel van een pagina komt uit de gegevens; in een leestekst of casus begin je met `##`, en daaronder `###`. In een veld van een YAML-bestand begin je met `###`. Een eigen pagina heeft één titel. Een niveau overslaan maakt de pagina onleesbaar voor wie haar hoort.

**Zo los je het op:** haal een hekje weg of voeg er een toe.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.markup import Heading, headings
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "koppen-op-volgorde"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Check heading levels in files; YAML fields have no headings of level 1 or 2."""
    for text in project.index.texts:
        page = text.owner[0] == "pagina"
        above = 0 if page else 1 if text.path is None else 2
        previous, titles = above, 0
        for heading in headings(text.content):
            titles += heading.niveau == 1
            problem = _wrong(heading, above, previous, titles)
            if problem:
                yield Problem(text.locate(heading.start), RULE, *problem)
            previous = max(heading.niveau, above)


def _wrong(heading: Heading, above: int, previous: int, titles: int) -> tuple[str, str] | None:
    """Message and hint for a heading below level ``above`` and after one of level ``previous``."""
    marks = "#" * heading.niveau
    if heading.niveau <= above:
        where = "De titel staat al in de gegevens; begin" if above == 1 else "De pagina zelf heeft die koppen al; begin"
        return f"Een kop met '{marks}' hoort hier niet.", f"{where} met '{'#' * (above + 1)}'."
    if heading.niveau > previous + 1:
        return f"Deze kop slaat een niveau over ({marks}).", f"Schrijf {'#' * (previous + 1)} {heading.tekst}"
    if titles > 1 and heading.niveau == 1:
        return "Deze pagina heeft al een titel.", f"Schrijf ## {heading.tekst}"
    return None
