"""Cases as data: every YAML document below ``tests/cases`` is a test, so adding one adds a test.

A document has a ``name``, what the test needs, and last ``expected``; ``pytest --update`` rewrites that last part.
``known_bug`` says why a case fails for now.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from kwartier.text.problems import Problem

HERE = Path(__file__).parent
CASES = HERE / "cases"
BASE = HERE / "basis"
"""A small project without any problem, which cases extend."""

_DOCUMENT = re.compile(r"^---\n", re.MULTILINE)
_EXPECTED = re.compile(r"^expected:.*\Z", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One YAML document of a case file."""

    file: Path
    number: int
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """What the case shows, in one sentence."""
        return str(self.data["name"])

    @property
    def expected(self) -> Any:
        """What should come out."""
        return self.data.get("expected")

    def rewrite(self, actual: Any) -> None:
        """Replace the expected part of this case in its file, when it is not ``actual`` already."""
        if "expected" in self.data and actual == self.expected:
            return
        documents = _DOCUMENT.split(self.file.read_text(encoding="utf-8"))
        kept = _EXPECTED.sub("", documents[self.number])
        dumped = yaml.dump({"expected": actual}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
        documents[self.number] = f"{kept.rstrip()}\n{dumped}"
        self.file.write_text("---\n".join(documents), encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Text of more than one line as a block, as people write it."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def cases(folder: str) -> list[Case]:
    """All cases in the files below ``tests/cases/<folder>``."""
    found = []
    for file in sorted((CASES / folder).rglob("*.yml")):
        for number, text in enumerate(_DOCUMENT.split(file.read_text(encoding="utf-8"))):
            found.append(Case(file, number, yaml.load(text, Loader=yaml.CSafeLoader)))
    assert found, f"no cases below tests/cases/{folder}"
    return found


def each(folder: str) -> pytest.MarkDecorator:
    """Run a test for every case of a folder; one with a ``known_bug`` must fail until that is solved."""
    parameters = []
    for case in cases(folder):
        name = f"{case.file.relative_to(CASES / folder).with_suffix('')}: {case.name}"
        bug = case.data.get("known_bug")
        marks = [pytest.mark.xfail(strict=True, reason=bug)] if bug else []
        parameters.append(pytest.param(case, id=name, marks=marks))
    return pytest.mark.parametrize("case", parameters)


def make_project(root: Path, case: Case) -> None:
    """The base project, after renaming the folders of ``verplaats``, with the ``files`` of a case: a text, or ``null`` to leave a file out, or for a file of the
    base project the replacements in it (``{old: new}``)."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for source, target in case.data.get("verplaats", {}).items():
        (root / source).rename(root / target)
    for name, content in case.data.get("files", {}).items():
        path = root / name
        if content is None:
            path.unlink()
        elif isinstance(content, dict):
            path.write_text(_replaced(path.read_text(encoding="utf-8"), content), encoding="utf-8")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def _replaced(text: str, replacements: dict[str, str]) -> str:
    for old, new in replacements.items():
        assert text.count(old) == 1, f"{old!r} should stand once in the file of the base project"
        text = text.replace(old, new)
    return text


def rows(problems: Iterable[Problem], expected: Iterable[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Problems as data; a message or hint that contains the expected one counts as equal to it."""
    found = [
        {
            "file": problem.at.file,
            "line": problem.at.line,
            "column": problem.at.column,
            "rule": problem.rule,
            "message": problem.message,
            **({"hint": problem.hint} if problem.hint else {}),
        }
        for problem in problems
    ]
    for row, wanted in zip(found, expected or (), strict=False):
        for part in ("message", "hint"):
            if wanted.get(part) and wanted[part] in row.get(part, ""):
                row[part] = wanted[part]
    return found
