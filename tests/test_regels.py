"""Every rule: the projects that break it and those that do not, with the exact place, message, hint and severity."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from datafiles import CASES, Case, cases, each, make_project, rows
from kwartier.checks import CHECKS, DEFAULT_SEVERITY, all_problems, severity
from kwartier.checks.lezen import LEESREGELS
from kwartier.project import read_project


def check(case: Case, root: Path) -> list[dict[str, Any]]:
    """What ``kwartier controleer`` finds in the project of a case."""
    make_project(root, case)
    project = read_project(root)
    found = all_problems(project)
    return [
        {**row, "severity": severity(project, problem)}
        for row, problem in zip(rows(found, case.expected), found, strict=True)
    ]


@each("regels")
def test_rule(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    verify(case, check(case, tmp_path))


@each("instellingen")
def test_settings(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    verify(case, check(case, tmp_path))


@each("gevolgen")
def test_one_broken_file_gives_no_problems_elsewhere(
    case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]
) -> None:
    verify(case, check(case, tmp_path))


def test_every_rule_has_a_project_that_breaks_it_and_one_that_does_not() -> None:
    broken, kept = set(), set()
    for case in cases("regels"):
        rule = case.file.relative_to(CASES / "regels").parts[0]
        (broken if rule in {row["rule"] for row in case.expected or ()} else kept).add(rule)
    rules = {one.RULE for one in CHECKS}
    assert broken == rules
    assert kept == rules


def test_every_rule_of_reading_has_a_case() -> None:
    shown = {
        row["rule"]
        for folder in ("lezen", "model", "regels", "instellingen")
        for case in cases(folder)
        for row in (case.expected["problems"] if isinstance(case.expected, dict) else case.expected)
    }
    assert sorted(set(LEESREGELS) - shown) == []
    assert sorted(shown - set(DEFAULT_SEVERITY)) == []


def test_rule_ids_are_unique() -> None:
    ids = [*LEESREGELS, *(one.RULE for one in CHECKS)]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_the_handbook_section_of_a_rule_says_what_should_be_true_and_how_to_solve_it() -> None:
    for one in CHECKS:
        first, *rest = (one.__doc__ or "").splitlines()
        assert first.endswith("."), one.RULE
        assert any(line.startswith("**Zo los je het op:** ") for line in rest), one.RULE
    for rule, sentence in LEESREGELS.items():
        assert sentence.endswith("."), rule
