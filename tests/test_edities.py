"""Editions: what is for lecturers only stands nowhere in what students get, and all of it in what lecturers get."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from datafiles import Case, cases, make_project
from kwartier.load import KINDS
from kwartier.model.base import Opmaak
from kwartier.model.fields import marked
from kwartier.project import read_project
from sites import run_kwartier

pytestmark = pytest.mark.slow
CASE = cases("edities")[0]
MARK = re.compile(r"Geheim (van (?:de|het) \w+)")


def build(root: Path, case: Case, *options: str) -> Path:
    """The site of an edition; its project folder is above it."""
    make_project(root, case)
    done = run_kwartier("bouw", "--map", str(root), *options, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


def contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder with its name and bytes as text; what is packed is unpacked."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("latin-1")
            yield file.relative_to(folder).as_posix(), text


def lecturer_fields() -> list[str]:
    """Every field of the content model that only lecturers read, as kind and path."""
    found = {f"{kind.soort}.{path}" for kind in KINDS for path in _lecturer_paths(kind.type)}
    return sorted(found)


def _lecturer_paths(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            marks = [*info.metadata, *(meta for part in get_args(info.annotation) for meta in get_args(part))]
            if any(isinstance(mark, Opmaak) and mark.docent for mark in marks):
                yield name
            yield from (f"{name}.{path}" for path in _lecturer_paths(info.annotation))
    else:
        for part in get_args(annotation):
            yield from _lecturer_paths(part)


def test_the_case_marks_every_field_for_lecturers(tmp_path: Path) -> None:
    make_project(tmp_path, CASE)
    marks = {
        ".".join([kind, *(str(step) for step in path if isinstance(step, str))])
        for (kind, _), item in read_project(tmp_path).library.items()
        for path, marker, text in marked(item)
        if isinstance(marker, Opmaak) and marker.docent and MARK.search(text)
    }
    assert sorted(marks) == CASE.expected["velden"] == lecturer_fields()


def test_nothing_for_lecturers_is_in_what_students_get(tmp_path: Path) -> None:
    site = build(tmp_path, CASE)
    for folder in (site, tmp_path / ".kwartier" / "docs"):
        found = {f"{name}: {mark}" for name, text in contents(folder) for mark in MARK.findall(text)}
        assert found == set()
        names = [name for name, _ in contents(folder)]
        assert [name for name in names if "uitwerking" in name or "docent" in name.split("/")] == []
        assert any(name.endswith("plattegrond.png") for name in names)


def test_lecturers_get_all_of_it(tmp_path: Path) -> None:
    site = build(tmp_path, CASE, "--editie", "docent")
    marks = {mark for _, text in contents(site) for mark in MARK.findall(text)}
    assert sorted(marks) == CASE.expected["merktekens"]
