"""Reading: what authors write comes through as written, and every trap of YAML is one problem with its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datafiles import Case, each, rows
from kwartier.text.source import read_markdown, read_yaml

SECONDS = 2.0
"""Processor time that reading one file may take, however it was made to be slow."""


def source(case: Case) -> Any:
    """What the case puts in a file: a text, or pieces of text of which some are repeated."""
    return case.data.get("yaml", case.data.get("markdown"))


def is_generated(case: Case) -> bool:
    """Whether the file is too large to write its data into the case."""
    return not isinstance(source(case), str)


def raw(case: Case) -> bytes:
    """The bytes of the file."""
    pieces = source(case) if is_generated(case) else [source(case)]
    text = "".join(piece if isinstance(piece, str) else piece["repeat"] * piece["times"] for piece in pieces)
    return text.encode(case.data.get("encoding", "utf-8"))


@each("lezen")
def test_reading(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    is_yaml = "yaml" in case.data
    file = "les.yml" if is_yaml else "les.md"
    (tmp_path / file).write_bytes(raw(case))
    start = time.process_time()
    document, problems = (read_yaml if is_yaml else read_markdown)(tmp_path, file)
    assert time.process_time() - start < SECONDS
    shown = rows(sorted(problems), (case.expected or {}).get("problems"))
    shown = [{key: value for key, value in row.items() if key != "file"} for row in shown]
    if is_generated(case):
        verify(case, {"readable": document is not None, "count": len(shown), "problems": shown[:2]})
        return
    actual: dict[str, Any] = {"data": document.data if document else None}
    if document and not is_yaml:
        actual |= {"body": document.body, "body_line": document.body_line}
    verify(case, actual | {"problems": shown})
