"""De wegingen van een rubric zijn samen honderd procent.

Heeft een criterium een `weging`, dan zijn alle wegingen samen 100. Een criterium zonder weging ernaast is een voorwaarde en telt niet mee. Geldt een leeruitkomst alleen voor mbo of hbo, dan tellen de criteria per niveau.

**Zo los je het op:** pas de wegingen aan, of laat ze overal weg.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "weging-telt-op"
SEVERITY = "waarschuwing"


def check(project: Project) -> Iterator[Problem]:
    """Add up the weights of each rubric, for each level that the module is for."""
    for module_id, module in project.library.modules.items():
        criteria = module.toetsing.criteria if module.toetsing else ()
        if not any(one.weging for one in criteria):
            continue
        level = {one.id: one.niveau for one in module.leeruitkomsten}
        totals = {
            stroom: sum(one.weging or 0 for one in criteria if level.get(one.leeruitkomst) in {None, stroom})
            for stroom in dict.fromkeys(niveau.stroom for niveau in module.niveaus)
        }
        if set(totals.values()) != {100}:
            per_level = ", ".join(f"{total} voor {stroom}" for stroom, total in totals.items())
            if len(set(totals.values())) == 1:
                told, hint = str(next(iter(totals.values()))), "Maak er samen 100 van."
            else:
                told = per_level
                hint = "Laat de weging weg bij wat maar voor een van beide geldt: dan is het een voorwaarde."
            at = project.library.locate(("module", module_id), "toetsing", "criteria")
            yield Problem(at, RULE, f"De wegingen tellen op tot {told}.", hint)
