"""The content model: what is wrong with a field is said in Dutch at its place, and full examples of every kind load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from datafiles import BASE, Case, cases, each, make_project, rows
from kwartier.library import Library
from kwartier.load import KINDS, load
from kwartier.model import Vraag


@each("model")
def test_reading_items(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    make_project(tmp_path, case)
    library, problems = load(tmp_path)
    if "show" not in case.data:
        verify(case, rows(problems, case.expected))
        return
    shown = [
        item.model_dump(mode="json", by_alias=True, exclude_unset=True) for item in items(library, case.data["show"])
    ]
    found = rows(problems, (case.expected or {}).get("problems"))
    verify(case, {"problems": found, "item": shown[0] if len(shown) == 1 else shown})


def items(library: Library, address: str) -> tuple[BaseModel, ...]:
    """The item at ``kind/id``, or the questions of a self-test."""
    kind, _, item_id = address.partition("/")
    if kind == "zelftoets":
        return library.zelftoetsen[item_id]
    item = library.find(kind, item_id)
    assert item is not None, f"{address} was not read"
    return (item,)


def test_the_base_project_has_no_problems() -> None:
    assert load(BASE)[1] == []


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[BaseModel]:
    """Every item that a case shows."""
    found: list[BaseModel] = []
    for case in cases("model"):
        if "show" in case.data:
            root = tmp_path_factory.mktemp("voorbeeld")
            make_project(root, case)
            found += items(load(root)[0], case.data["show"])
    return found


def test_every_field_of_the_model_is_read_in_an_example(examples: list[BaseModel]) -> None:
    used = {(type(part), name) for item in examples for part in parts(item) for name in part.model_fields_set}
    known = {(one, name) for kind in [*KINDS, Vraag] for one in classes(kind) for name in one.model_fields}
    assert sorted(f"{one.__name__}.{name}" for one, name in known - used) == []


def parts(value: Any) -> Iterator[BaseModel]:
    """The item itself and everything inside it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from parts(one)


def classes(annotation: Any) -> set[type[BaseModel]]:
    """Every class of the model that can occur in ``annotation`` or below it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        below = [classes(field.annotation) for field in annotation.model_fields.values()]
        return {annotation}.union(*below)
    inner = annotation.type if hasattr(annotation, "type") else None
    return set().union(*(classes(one) for one in ([inner] if inner else get_args(annotation))))
