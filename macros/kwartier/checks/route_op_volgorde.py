"""Een leerroute zet voorkennis vooraan.

Vraagt een module een andere als voorkennis, dan komt die andere eerder in de route, of staat hij onder `veronderstelt`.

**Zo los je het op:** verander de volgorde, voeg de module toe, of noem haar onder `veronderstelt`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "route-op-volgorde"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report steps of which the prior knowledge did not come before, and modules that come twice."""
    library = project.library
    for route_id, route in library.leerroutes.items():
        if any(stap.module not in library.modules for stap in route.modules):
            continue  # a step is misspelled or cannot be read; that is a problem already
        done = set(route.veronderstelt)
        seen: set[str] = set()
        for number, stap in enumerate(route.modules):
            wrong: list[tuple[str, str]] = []
            if stap.module in seen:
                wrong.append((f"De module '{stap.module}' staat twee keer in deze route.", "Laat er een staan."))
            for need in library.modules[stap.module].voorkennis.modules:
                if need in library.modules and need not in done:
                    message = f"'{stap.module}' vraagt '{need}' als voorkennis, en die komt er niet voor."
                    wrong.append((message, f"Zet '{need}' eerder in de route of onder 'veronderstelt'."))
            for message, hint in wrong:
                at = library.locate(("leerroute", route_id), "modules", number, "module")
                yield Problem(at, RULE, message, hint)
            done.add(stap.module)
            seen.add(stap.module)
