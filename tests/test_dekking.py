"""Coverage, study load and the glossary as data: what a curriculum committee downloads."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datafiles import Case, each, make_project
from kwartier.compile import compile_site


@each("downloads")
def test_download(case: Case, folder: Path, verify: Callable[[Case, Any], None]) -> None:
    """A data file of the compiled site: a table as its rows of cells, JSON as data."""
    make_project(folder, case)
    assert compile_site(folder).fouten == []
    raw = (folder / ".kwartier" / "docs" / case.data["file"]).read_bytes()
    if case.data["file"].endswith(".json"):
        verify(case, json.loads(raw))
        return
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    verify(case, [dict(zip(table[0], row, strict=True)) for row in table[1:]])
