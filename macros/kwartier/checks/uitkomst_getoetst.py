"""Elke leeruitkomst wordt getoetst.

Een criterium van de rubric of een vraag van de zelftoets noemt de uitkomst.

**Zo los je het op:** voeg een criterium of een vraag toe met dit id achter `leeruitkomst`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "uitkomst-getoetst"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report outcomes that no criterion and no question names."""
    library = project.library
    for module_id, module in library.modules.items():
        if library.is_unreadable("zelftoets", module_id):
            continue  # what it tests is not known, and that it cannot be read is a problem already
        tested = {one.leeruitkomst for one in module.toetsing.criteria} if module.toetsing else set()
        tested |= {
            question.leeruitkomst for question in library.zelftoetsen.get(module_id, ()) if question.leeruitkomst
        }
        if tested - {outcome.id for outcome in module.leeruitkomsten}:
            continue  # one of them is misspelled; that is a problem already
        for number, outcome in enumerate(module.leeruitkomsten):
            if outcome.id not in tested:
                at = library.locate(("module", module_id), "leeruitkomsten", number, "id")
                message = f"De leeruitkomst '{outcome.id}' wordt nergens getoetst."
                yield Problem(at, RULE, message, "Voeg een criterium of een vraag toe die haar noemt.")
