"""Elk begrip komt ergens voor.

Een begrip dat in geen enkele les, casus, kader of instrument voorkomt, leert niemand kennen. Dat een ander begrip het noemt, telt niet mee.

**Zo los je het op:** gebruik het woord in een les, noem het bij `kernbegrippen`, vul `vormen` aan, of verwijder het begrip.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "begrip-gebruikt"
SEVERITY = "waarschuwing"


def check(project: Project) -> Iterator[Problem]:
    """Report terms that occur only in the glossary itself."""
    index = project.index
    for term_id, term in project.library.begrippen.items():
        mentions = [*index.vermeldingen.get(term_id, ()), *index.gebruik.get(("begrip", term_id), ())]
        if not any(mention.owner[0] != "begrip" for mention in mentions):
            at = project.library.locate(("begrip", term_id), "term")
            yield Problem(
                at,
                RULE,
                f"Het begrip '{term.term}' komt in geen module, casus of pagina voor.",
                "Gebruik het, of vul 'vormen' aan.",
            )
