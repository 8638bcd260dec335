"""The floors of the package: a file imports only from what stands above it, and only the doors know MkDocs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kwartier

PACKAGE = Path(kwartier.__file__).parent

ORDER = (
    ("workers", "alone", "tree"),
    ("text",),
    ("model",),
    ("schemas",),
    ("instruments",),
    ("library",),
    ("addresses",),
    ("markup",),
    ("load",),
    ("texts",),
    ("terms",),
    ("patterns",),
    ("dutch",),
    ("comparison",),
    ("index",),
    ("inflection", "readability"),
    ("links",),
    ("settings",),
    ("project",),
    ("outgoing",),
    ("blocks",),
    ("safety",),
    ("checks",),
    ("catalogue",),
    ("linkeddata",),
    ("assets", "colour"),
    ("pages",),
    ("newsite", "report"),
    ("search",),
    ("compile",),
    ("compact",),
    ("reporters",),
    ("exchange",),
    ("macros", "plugin", "convert", "render", "preview", "build", "exports", "publish", "visits", "cli"),
)
"""The parts of the package; one imports only from earlier ones, itself and its equals."""

DOORS = frozenset({"plugin", "convert", "render", "preview", "macros", "build", "exports", "publish", "cli"})
FLOOR = {part: floor for floor, parts in enumerate(ORDER) for part in parts}
FILES = sorted(
    path.relative_to(PACKAGE).as_posix()
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py" or path.parent != PACKAGE
)


def part_of(file: str) -> str:
    """The part of the package that a file belongs to."""
    return file.partition("/")[0].removesuffix(".py")


def imports(file: str) -> Iterator[str]:
    """The dotted names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse((PACKAGE / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports by a relative path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", FILES)
def test_a_file_imports_only_from_floors_above_it(file: str) -> None:
    assert part_of(file) in FLOOR, f"give {part_of(file)} a place in the order of {Path(__file__).name}"
    names = (name.split(".") for name in imports(file) if name.startswith("kwartier."))
    parts = {name[1] for name in names if name[1] in FLOOR or (PACKAGE / f"{name[1]}.py").is_file()}
    assert sorted(part for part in parts if FLOOR[part] > FLOOR[part_of(file)]) == []


@pytest.mark.parametrize("file", [file for file in FILES if part_of(file) not in DOORS])
def test_only_the_doors_know_mkdocs(file: str) -> None:
    assert sorted(name for name in imports(file) if name.split(".")[0] in {"mkdocs", "mkdocs_macros", "material"}) == []
