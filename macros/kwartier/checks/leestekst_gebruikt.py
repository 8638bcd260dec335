"""Elk tekstbestand in een modulemap hoort bij een les of toets.

Een Markdownbestand dat nergens genoemd wordt, komt niet op de site. Meestal is een naam veranderd in `module.yml` en niet in de map.

**Zo los je het op:** noem het bestand in `module.yml` bij `tekst` of `opdracht`, of verwijder het.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Location, Problem

RULE = "leestekst-gebruikt"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report Markdown and YAML files in module folders that no module names."""
    library = project.library
    for module_id, module in library.modules.items():
        folder = project.root / "modules" / module_id
        named = {les.tekst for les in module.lessen} | {"module.yml", module.zelftoets}
        if module.toetsing:
            named.add(module.toetsing.opdracht)
        for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.y*ml")]):
            name = path.relative_to(folder).as_posix()
            if name not in named:
                at = Location(path.relative_to(project.root).as_posix())
                yield Problem(
                    at,
                    RULE,
                    f"De module '{module_id}' gebruikt dit bestand niet.",
                    "Noem het in module.yml of verwijder het.",
                )
