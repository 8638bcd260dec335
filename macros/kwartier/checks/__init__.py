"""Rules for content that only show when all items are known; one rule is one file.

A rule module has ``RULE`` (its id), ``SEVERITY`` (the default), a docstring in Dutch that is its section in the handbook,
and ``check(project)`` that yields problems. :data:`CHECKS` is the order in which the handbook lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from multiprocessing import get_context
from types import ModuleType
from typing import Any

from kwartier.checks import (
    beeld_heeft_alt,
    begrip_gebruikt,
    blok_geschreven,
    bron_gebruikt,
    geen_plaatshouder,
    html_veilig,
    id_uniek,
    koppen_op_volgorde,
    leestekst_gebruikt,
    lijst_geschreven,
    link_bestaat,
    linktekst_zegt_waarheen,
    macro_geschreven,
    menu_klopt,
    niveau_van_module,
    opmaak_geschreven,
    programma_telt_op,
    route_op_volgorde,
    scenes_lopen_af,
    studielast_klopt,
    uitkomst_getoetst,
    uitkomst_onderwezen,
    uitkomst_op_niveau,
    verwijzing_bestaat,
    voorbeeld_past,
    voorkennis_zonder_kring,
    vorm_eenmaal,
    weging_telt_op,
)
from kwartier.checks.lezen import LEESREGELS
from kwartier.project import Project
from kwartier.settings import Ernst
from kwartier.text.problems import Location, Problem, did_you_mean
from kwartier.text.reading import without_garbage_collection
from kwartier.text.source import read_text
from kwartier.workers import cores, forks

CHECKS: tuple[ModuleType, ...] = (
    verwijzing_bestaat,
    macro_geschreven,
    blok_geschreven,
    lijst_geschreven,
    opmaak_geschreven,
    link_bestaat,
    html_veilig,
    linktekst_zegt_waarheen,
    menu_klopt,
    beeld_heeft_alt,
    koppen_op_volgorde,
    id_uniek,
    voorkennis_zonder_kring,
    uitkomst_onderwezen,
    uitkomst_getoetst,
    uitkomst_op_niveau,
    niveau_van_module,
    programma_telt_op,
    weging_telt_op,
    studielast_klopt,
    leestekst_gebruikt,
    route_op_volgorde,
    scenes_lopen_af,
    voorbeeld_past,
    vorm_eenmaal,
    begrip_gebruikt,
    bron_gebruikt,
    geen_plaatshouder,
)
"""Every rule over the whole library."""

DEFAULT_SEVERITY: dict[str, Ernst] = {**dict.fromkeys(LEESREGELS, "fout"), **{one.RULE: one.SEVERITY for one in CHECKS}}
"""The severity of each rule when a site sets nothing."""


def all_problems(project: Project) -> list[Problem]:
    """Everything that is wrong with the content, sorted by place; rules that are switched off are left out."""
    found: set[Problem] = set(project.problems)
    severities = project.settings.ernst
    for rule in severities:
        if rule not in DEFAULT_SEVERITY:
            hint = did_you_mean(rule, DEFAULT_SEVERITY)
            message = f"De regel '{rule}' bestaat niet."
            found.add(Problem(_in_settings(project, rule), "instelling-bekend", message, hint))
    with without_garbage_collection():
        for problems in _run(project, [one for one in CHECKS if severities.get(one.RULE) != "uit"]):
            found.update(problems)
    return sorted(problem for problem in found if severity(project, problem) != "uit")


_MANY = 20_000
"""From this many texts on, another process for the rules pays (about 200 modules)."""


def _run(project: Project, rules: list[ModuleType]) -> Iterator[list[Problem]]:
    """What the rules find, in processes beside each other when there is much to look at.

    The other processes are forks: they see what was read without copying it. All take the next rule from one list, this process
    too: one process less is a hundred megabytes less. Rules share all texts with the calls in them, so these are made before
    the fork; where there is no fork, the rules run one after another.
    """
    count = cores()
    if count < 2 or len(project.index.texts) < _MANY:
        yield from (list(one.check(project)) for one in rules)
        return
    for text in project.index.texts:
        text.calls  # noqa: B018 (kept on the text)
    _ = project.index.gebruik, project.index.matcher
    heavy_first = sorted(rules, key=lambda one: one.RULE not in _HEAVY)
    taken = get_context("fork").Value("i", 0)
    with forks(count - 1, _share, project, heavy_first, taken) as pool:
        others = [pool.submit(_work) for _ in range(count - 1)]
        _share(project, heavy_first, taken)
        try:
            yield _work()
        finally:
            _shared.clear()
        yield from (one.result() for one in others)


_HEAVY = frozenset({"begrip-gebruikt", "verwijzing-bestaat", "html-veilig"})
"""The rules that read every text: they start first, so that no core waits for them at the end."""
_shared: list[Any] = []
"""What the processes of one run share: the project, the rules, and how many of these are taken."""


def _share(*values: Any) -> None:
    _shared[:] = values


def _work() -> list[Problem]:
    """What the rules find that this process takes, one after another until none is left."""
    project, rules, taken = _shared
    found: list[Problem] = []
    while True:
        with taken.get_lock():
            number = taken.value
            taken.value += 1
        if number >= len(rules):
            return found
        found += rules[number].check(project)


def _in_settings(project: Project, rule: str) -> Location:
    """Where ``mkdocs.yml`` names a rule."""
    text, _ = read_text(project.root, "mkdocs.yml")
    for number, line in enumerate((text or "").split("\n"), start=1):
        if match := re.search(rf"(?<![\w-]){re.escape(rule)}(?=['\"]?\s*:)", line):
            return Location("mkdocs.yml", number, match.start() + 1)
    return Location("mkdocs.yml")


def severity(project: Project, problem: Problem) -> Ernst:
    """How serious a problem is in this project."""
    return project.settings.ernst.get(problem.rule, DEFAULT_SEVERITY.get(problem.rule, "fout"))
