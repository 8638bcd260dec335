"""Een keuzeverhaal is van begin tot eind te lopen.

Elke scène is vanaf de eerste te bereiken, en vanuit elke scène kom je bij een einde (een scène zonder keuzes).

**Zo los je het op:** verwijs vanuit een keuze naar de scène, of geef een kring een uitgang.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "scenes-lopen-af"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report scenes that nobody reaches and scenes without a way to an ending."""
    for casus_id, casus in project.library.casussen.items():
        if not casus.scenes:
            continue
        ways = {scene.id: [keuze.naar for keuze in scene.keuzes] for scene in casus.scenes}
        if any(target not in ways for targets in ways.values() for target in targets):
            continue  # a choice leads nowhere; that is a problem already
        reached = _closure([casus.scenes[0].id], ways)
        back: dict[str, list[str]] = {one: [] for one in ways}
        for start, targets in ways.items():
            for target in targets:
                back.setdefault(target, []).append(start)
        ends = _closure([one for one, targets in ways.items() if not targets], back)
        for number, scene in enumerate(casus.scenes):
            if scene.id not in reached:
                message, hint = f"Geen keuze leidt naar de scène '{scene.id}'.", "Verwijs ernaar of verwijder haar."
            elif scene.id not in ends:
                message = f"Vanuit de scène '{scene.id}' komt niemand bij een einde."
                hint = "Geef deze kring een uitgang."
            else:
                continue
            at = project.library.locate(("casus", casus_id), "scenes", number, "id")
            yield Problem(at, RULE, message, hint)


def _closure(start: list[str], ways: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(start)
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += ways.get(one, [])
    return found
