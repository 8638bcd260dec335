"""Walk an item and find its references, Markdown texts and file names, with their place.

Fields say what they are in their annotation (:class:`Verwijzing`, :class:`Opmaak`, :class:`Bestandsnaam`). Which fields of a
class matter is worked out once per class, so that walking thousands of items stays cheap.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from kwartier.model.base import Bestandsnaam, Opmaak, Verwijzing

YamlPath = tuple[str | int, ...]
Marker = Verwijzing | Opmaak | Bestandsnaam


def marked(item: BaseModel) -> Iterator[tuple[YamlPath, Marker, str]]:
    """Every marked text in ``item``, as (path in the YAML, marker, value), in the order of the model."""
    yield from _walk(item, ())


def _walk(item: BaseModel, path: YamlPath) -> Iterator[tuple[YamlPath, Marker, str]]:
    for name, key, marker, nested in _plan(type(item)):
        value = getattr(item, name)
        if value is None or value == ():
            continue
        here = (*path, key)
        if isinstance(value, tuple):
            for number, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from _walk(one, (*here, number))
                elif marker is not None:
                    yield (*here, number), marker, one
        elif isinstance(value, BaseModel):
            if nested:
                yield from _walk(value, here)
        elif marker is not None:
            yield here, marker, value


@cache
def _plan(cls: type[BaseModel]) -> tuple[tuple[str, str, Marker | None, bool], ...]:
    """Per field of ``cls`` worth visiting: attribute, YAML key, marker of its text, and whether items hang below it."""
    plan = []
    for name, field in cls.model_fields.items():
        found = [m for m in field.metadata if isinstance(m, Verwijzing | Opmaak | Bestandsnaam)]
        found += _markers(field.annotation)
        nested = _holds_models(field.annotation)
        if found or nested:
            plan.append((name, field.alias or name, found[0] if found else None, nested))
    return tuple(plan)


def _markers(annotation: Any) -> list[Marker]:
    if get_origin(annotation) is Annotated:
        base, *extra = get_args(annotation)
        return [m for m in extra if isinstance(m, Verwijzing | Opmaak | Bestandsnaam)] + _markers(base)
    return [marker for part in get_args(annotation) for marker in _markers(part)]


def _holds_models(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_models(part) for part in get_args(annotation))
