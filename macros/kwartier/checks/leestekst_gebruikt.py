"""Elk tekstbestand in een modulemap hoort bij een les of toets.

Een Markdownbestand dat nergens genoemd wordt, komt niet op de site. Meestal is een naam veranderd in `module.yml` en niet in de map.

**Zo los je het op:** noem het bestand in `module.yml` bij `tekst` of `opdracht`, of verwijder het.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kwartier.project import Project
from kwartier.text.problems import Location, Problem

RULE = "leestekst-gebruikt"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report Markdown and YAML files in module folders that no module names."""
    library = project.library
    absent = {one.at.file for one in project.problems if one.rule == "bestand-bestaat"}
    for module_id, module in library.modules.items():
        if f"modules/{module_id}/module.yml" in absent:
            continue  # it names a file that is not there: that may be this one, by another name
        folder = project.root / "modules" / module_id
        named = {les.tekst for les in module.lessen} | {"module.yml", module.zelftoets}
        if module.toetsing:
            named.add(module.toetsing.opdracht)
        for name in _files(folder):
            if name not in named:
                at = Location(f"modules/{module_id}/{name}")
                yield Problem(
                    at,
                    RULE,
                    f"De module '{module_id}' gebruikt dit bestand niet.",
                    "Noem het in module.yml of verwijder het.",
                )


def _files(folder: Path) -> list[str]:
    """The Markdown and YAML files below ``folder``, as sorted paths from it; hidden ones are of a program, not of an author."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".")]
        inside = os.path.relpath(base, folder).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        found += [prefix + one for one in names if one.endswith((".md", ".yml", ".yaml")) and not one.startswith(".")]
    return sorted(found)
