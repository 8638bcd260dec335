"""De onderdelen van een les tellen op tot de duur van de les.

Staat er `duur: 90`, dan zijn alle minuten onder `programma` samen 90.

**Zo los je het op:** pas een van de onderdelen of de duur aan.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "programma-telt-op"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Compare the sum of the parts with ``duur``; parts for one level count for that level only."""
    library = project.library
    for module_id, module in library.modules.items():
        for number, les in enumerate(module.lessen):
            if les.duur is None or not les.programma:
                continue
            if les.totalen != {les.duur}:
                at = library.locate(("module", module_id), "lessen", number, "duur")
                total = " of ".join(str(one) for one in sorted(les.totalen))
                message = f"Het programma telt op tot {total} minuten, de duur is {les.duur} minuten."
                yield Problem(at, RULE, message, f"Maak er {les.duur} van, of zet bij duur {total}.")
