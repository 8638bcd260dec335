"""Voorkennis loopt niet in een kring.

Als module A module B als voorkennis vraagt, en B (via andere modules) weer A, kan niemand beginnen.

**Zo los je het op:** haal een van de verwijzingen onder `voorkennis: modules` weg.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "voorkennis-zonder-kring"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report one cycle, at the module in it that comes first by name."""
    _, cycle = project.index.volgorde
    if not cycle:
        return
    ring = cycle[:-1]
    first = ring.index(min(ring))
    ring = [*ring[first:], *ring[:first]]
    names = " vraagt ".join(f"'{one}'" for one in reversed([*ring, ring[0]]))
    owner = ring[0]
    needs = project.library.modules[owner].voorkennis.modules
    at = project.library.locate(("module", owner), "voorkennis", "modules", needs.index(ring[-1]))
    yield Problem(at, RULE, f"De voorkennis loopt in een kring: {names}.", "Haal een van deze verwijzingen weg.")
