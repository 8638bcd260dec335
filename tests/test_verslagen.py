"""What ``kwartier controleer`` prints, in each of its formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from datafiles import Case, cases, each
from kwartier.reporters import REPORTERS
from kwartier.text.problems import Location, Problem


@each("verslagen")
def test_report(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    for name, text in case.data.get("files", {}).items():
        (tmp_path / name).write_bytes(text.encode())
    found = [
        (
            one["ernst"],
            Problem(
                Location(one["file"], one.get("line", 1), one.get("column", 1)),
                one["rule"],
                one["message"],
                one.get("hint", ""),
            ),
        )
        for one in case.data["problems"]
    ]
    verify(case, REPORTERS[case.data["format"]](found, tmp_path))


def test_every_format_has_a_case() -> None:
    assert {case.data["format"] for case in cases("verslagen")} == REPORTERS.keys()
