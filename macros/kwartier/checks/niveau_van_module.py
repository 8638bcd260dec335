"""Wat alleen voor mbo of hbo is, hoort bij een niveau van de module.

Staat er bij een les, een onderdeel, een leeruitkomst of een vraag `niveau: mbo`, dan is er bij `niveaus` van de module een mbo-niveau; anders is het voor geen enkele student van deze module.

**Zo los je het op:** haal `niveau` weg, of voeg het niveau toe aan de module.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.model.module import Module
from kwartier.project import Project
from kwartier.text.problems import Problem
from kwartier.text.source import YamlPath

RULE = "niveau-van-module"
SEVERITY = "waarschuwing"


def check(project: Project) -> Iterator[Problem]:
    """Compare the level of each part with those of its module."""
    library = project.library
    for module_id, module in library.modules.items():
        known = {niveau.stroom for niveau in module.niveaus}
        questions = library.zelftoetsen.get(module_id, ())
        found = [(("module", module_id), path, stroom) for path, stroom in _levels(module)]
        found += [(("zelftoets", module_id), (n,), one.niveau) for n, one in enumerate(questions) if one.niveau]
        for sleutel, path, stroom in found:
            if stroom not in known:
                message = f"Dit is alleen voor {stroom}, terwijl de module geen {stroom}-niveau heeft."
                hint = f"Haal 'niveau' weg, of voeg bij 'niveaus' van de module een {stroom}-niveau toe."
                yield Problem(library.locate(sleutel, *path, "niveau"), RULE, message, hint)


def _levels(module: Module) -> Iterator[tuple[YamlPath, str]]:
    """Where in a module a level is chosen, and which."""
    for number, outcome in enumerate(module.leeruitkomsten):
        if outcome.niveau:
            yield ("leeruitkomsten", number), outcome.niveau
    for number, les in enumerate(module.lessen):
        if les.niveau:
            yield ("lessen", number), les.niveau
        for part, deel in enumerate(les.programma):
            if deel.niveau:
                yield ("lessen", number, "programma", part), deel.niveau
