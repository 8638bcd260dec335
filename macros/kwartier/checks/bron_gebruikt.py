"""Elke bron in de lijst wordt ergens aangehaald.

Een bron die nergens genoemd wordt, hoort niet in `glossary/bronnen.yml`.

**Zo los je het op:** haal haar aan met `{{ bron("sleutel", "plaats") }}` of verwijder haar.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "bron-gebruikt"
SEVERITY = "waarschuwing"


def check(project: Project) -> Iterator[Problem]:
    """Report sources that nothing cites."""
    if project.library.onleesbaar:
        return  # a file that could not be read may cite it
    for bron_id in project.library.bronnen:
        if ("bron", bron_id) not in project.index.gebruik:
            at = project.library.locate(("bron", bron_id), "id")
            yield Problem(
                at, RULE, f"De bron '{bron_id}' wordt nergens aangehaald.", "Haal haar aan of verwijder haar."
            )
