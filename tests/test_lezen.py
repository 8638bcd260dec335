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


def raw(case: Case) -> bytes:
    """The bytes of the file: ``yaml`` or ``markdown`` is a text, or pieces of text of which some are repeated."""
    source = case.data.get("yaml", case.data.get("markdown"))
    pieces = [source] if isinstance(source, str) else source
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
    actual: dict[str, Any] = {"data": document.data if document else None}
    if document and not is_yaml:
        actual |= {"body": document.body, "body_line": document.body_line}
    found = rows(problems, (case.expected or {}).get("problems"))
    actual["problems"] = [{key: value for key, value in row.items() if key != "file"} for row in found]
    verify(case, actual)
