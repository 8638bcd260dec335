"""Een leeruitkomst wordt geoefend en getoetst op haar eigen denkniveau.

Wie moet analyseren, evalueren of creëren, kan dat niet laten zien met alleen gesloten vragen, en leert het niet van alleen uitleg. Bij zo'n uitkomst hoort een
criterium in de rubric of een open vraag, en een les met een werkvorm die dat niveau haalt.

**Zo los je het op:** voeg een criterium, open vraag of werkvorm toe, of kies een lager niveau bij `taxonomie`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.model.base import Taxonomie
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "uitkomst-op-niveau"
SEVERITY = "waarschuwing"


def check(project: Project) -> Iterator[Problem]:
    """Compare the taxonomy level of outcomes with how they are tested and practised."""
    library = project.library
    for module_id, module in library.modules.items():
        if library.is_unreadable("zelftoets", module_id):
            continue
        deep = {one.leeruitkomst for one in module.toetsing.criteria} if module.toetsing else set()
        deep |= {
            one.leeruitkomst
            for one in library.zelftoetsen.get(module_id, ())
            if one.soort == "open" and one.leeruitkomst
        }
        if deep - {outcome.id for outcome in module.leeruitkomsten}:
            continue  # one of them is misspelled; that is a problem already
        for number, outcome in enumerate(module.leeruitkomsten):
            place = (("module", module_id), "leeruitkomsten", number, "taxonomie")
            if outcome.taxonomie.trap >= Taxonomie.ANALYSEREN.trap and outcome.id not in deep:
                message = (
                    f"'{outcome.id}' vraagt {outcome.taxonomie.label}, maar wordt alleen met gesloten vragen getoetst."
                )
                yield Problem(library.locate(*place), RULE, message, "Voeg een criterium of een open vraag toe.")
            forms = [
                part.werkvorm for les in module.lessen if outcome.id in les.leeruitkomsten for part in les.programma
            ]
            reach = max((form.trap for form in forms), default=0)
            if forms and reach < min(outcome.taxonomie.trap, 6):
                message = f"'{outcome.id}' vraagt {outcome.taxonomie.label}, maar geen werkvorm in de les komt zo ver."
                yield Problem(
                    library.locate(*place),
                    RULE,
                    message,
                    "Voeg bijvoorbeeld een groepsopdracht of casusbespreking toe.",
                )
