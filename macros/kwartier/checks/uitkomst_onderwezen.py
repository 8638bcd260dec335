"""Elke leeruitkomst komt in een les aan bod.

Wat een student moet kunnen, staat bij minstens één les onder `leeruitkomsten`.

**Zo los je het op:** zet het id bij de les waarin studenten eraan werken, of schrap de uitkomst.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "uitkomst-onderwezen"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report outcomes that no lesson names."""
    for module_id, module in project.library.modules.items():
        taught = {outcome for les in module.lessen for outcome in les.leeruitkomsten}
        if taught - {outcome.id for outcome in module.leeruitkomsten}:
            continue  # one of them is misspelled; that is a problem already
        for number, outcome in enumerate(module.leeruitkomsten):
            if outcome.id not in taught:
                at = project.library.locate(("module", module_id), "leeruitkomsten", number, "id")
                yield Problem(at, RULE, f"Geen les werkt aan de leeruitkomst '{outcome.id}'.", "Noem haar bij een les.")
