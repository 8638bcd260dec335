"""Coverage, study load, cases and the glossary: what the pages and the data files of the knowledge base tell."""

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


@each("kennis")
def test_page(case: Case, folder: Path) -> None:
    """A compiled page has what the case says, and not what it must lack."""
    make_project(folder, case)
    assert compile_site(folder).fouten == []
    page = (folder / ".kwartier" / "docs" / case.data["page"]).read_text(encoding="utf-8")
    assert [text for text in case.data.get("contains", ()) if text not in page] == [], page
    assert [text for text in case.data.get("lacks", ()) if text in page] == [], page
