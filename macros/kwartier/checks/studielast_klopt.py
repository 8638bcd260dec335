"""De studielast is geloofwaardig en klopt met wat er gepland is.

Contacttijd, huiswerk en toets samen wijken hoogstens een tiende (en altijd minstens een uur) af van `studielast`. Een module telt 2 tot 280 uur. De studielast van een
leerroute is de som van haar modules.

**Zo los je het op:** pas `studielast` aan, of de uren van huiswerk en toets.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.index import belasting, stap_uren
from kwartier.model import Module
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "studielast-klopt"
SEVERITY = "waarschuwing"


def hours(value: float) -> str:
    """Hours as a Dutch reader writes them: 28, 2,5."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def check(project: Project) -> Iterator[Problem]:
    """Compare declared with planned hours, for modules and routes."""
    library = project.library
    for module_id, module in library.modules.items():
        problem = _wrong(module)
        if problem:
            yield Problem(library.locate(("module", module_id), "studielast"), RULE, *problem)
    for route_id, route in library.leerroutes.items():
        if any(stap.module not in library.modules for stap in route.modules):
            continue
        total = sum(stap_uren(library, stap) for stap in route.modules)
        if route.studielast is not None and abs(total - route.studielast) > 1:
            at = library.locate(("leerroute", route_id), "studielast")
            message = (
                f"De modules van deze route zijn samen {hours(total)} uur, opgegeven is {hours(route.studielast)} uur."
            )
            yield Problem(at, RULE, message, f"Zet bij studielast {hours(total).replace(',', '.')}.")


def _wrong(module: Module) -> tuple[str, str] | None:
    """Message and hint when a study load is not plausible or differs from what is planned."""
    if not 2 <= module.studielast <= 280:
        return f"Een studielast van {module.studielast} uur is niet geloofwaardig.", "Schrijf uren; 28 uur is 1 EC."
    load = belasting(module)
    if not load.gepland or abs(load.verschil) <= max(1.0, module.studielast / 10):
        return None
    message = (
        f"Gepland is {hours(load.gepland)} uur (les {hours(load.contact)}, huiswerk {hours(load.huiswerk)}, "
        f"toets {hours(load.toets)}), opgegeven is {module.studielast} uur."
    )
    return message, "Pas de studielast aan, of de uren van huiswerk en toets."
