"""All content of a project in memory: items by kind and id, their texts, and where each of them was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from kwartier.model import (
    Begrip,
    Bron,
    Casus,
    Instrument,
    Kader,
    KaderItem,
    Leerroute,
    Leeruitkomst,
    Les,
    Module,
    Thema,
    Vraag,
)
from kwartier.text.problems import Location
from kwartier.text.source import Document, YamlPath

Sleutel = tuple[str, str]
"""(kind, id), for instance ``("begrip", "eigen-kracht")``. A zelftoets has its module's id."""

ALLE = "*"
"""Stands for every item of a kind, when a file that holds all of them could not be read."""


@dataclass(frozen=True)
class Place:
    """Where an item was written: its document and the path of the item inside it."""

    document: Document
    prefix: YamlPath = ()

    def locate(self, *path: str | int, key: bool = False) -> Location:
        """The file, line and column of ``path`` inside the item."""
        return self.document.locate((*self.prefix, *path), key=key)

    def has(self, *path: str | int) -> bool:
        """Whether something was written at ``path`` inside the item, be it an empty value."""
        return self.document.has((*self.prefix, *path))


_FIELDS = {
    "module": "modules",
    "begrip": "begrippen",
    "casus": "casussen",
    "kader": "kaders",
    "instrument": "instrumenten",
    "bron": "bronnen",
    "leerroute": "leerroutes",
    "thema": "themas",
}
"""Per kind the field of :class:`Library` that holds it."""


@dataclass(frozen=True)
class Library:
    """Every item that could be read, by id. Relations are ids, never object pointers.

    ``teksten`` holds every Markdown file by its path relative to the project folder: lessons, assignments, cases and
    hand-written pages.
    """

    modules: Mapping[str, Module] = field(default_factory=dict)
    begrippen: Mapping[str, Begrip] = field(default_factory=dict)
    casussen: Mapping[str, Casus] = field(default_factory=dict)
    kaders: Mapping[str, Kader] = field(default_factory=dict)
    instrumenten: Mapping[str, Instrument] = field(default_factory=dict)
    bronnen: Mapping[str, Bron] = field(default_factory=dict)
    leerroutes: Mapping[str, Leerroute] = field(default_factory=dict)
    themas: Mapping[str, Thema] = field(default_factory=dict)
    zelftoetsen: Mapping[str, tuple[Vraag, ...]] = field(default_factory=dict)
    teksten: Mapping[str, Document] = field(default_factory=dict)
    places: Mapping[Sleutel, Place] = field(default_factory=dict)
    onleesbaar: frozenset[Sleutel] = frozenset()
    """Items whose file exists but could not be read: a reference to one is not a second problem."""

    def is_unreadable(self, soort: str, item_id: str) -> bool:
        """Whether there may be such an item in a file that could not be read."""
        return (soort, item_id) in self.onleesbaar or (soort, ALLE) in self.onleesbaar

    def of_kind(self, soort: str) -> Mapping[str, Any]:
        """All items of one kind by id."""
        found: Mapping[str, Any] = getattr(self, _FIELDS[soort])
        return found

    def items(self) -> Iterator[tuple[Sleutel, BaseModel]]:
        """Every item with its key, kind by kind in a fixed order, each kind by id; a zelftoets is not an item."""
        for soort in ("module", "begrip", "casus", "kader", "instrument", "bron", "leerroute", "thema"):
            for item_id, item in sorted(self.of_kind(soort).items()):
                yield (soort, item_id), item

    def find(self, soort: str, item_id: str) -> Any | None:
        """The item, or ``None`` when there is none."""
        return self.of_kind(soort).get(item_id)

    def kaderitem(self, ref: str) -> tuple[Kader, KaderItem | None] | None:
        """The framework, and the item in it, that ``kader/item`` points to; ``None`` when either is missing."""
        kader_id, _, item_id = ref.partition("/")
        kader = self.kaders.get(kader_id)
        if kader is None:
            return None
        if not item_id:
            return kader, None
        for item in kader.items:
            if item.id == item_id:
                return kader, item
        return None

    def les(self, module_id: str, les_id: str) -> Les | None:
        """A lesson of a module."""
        module = self.modules.get(module_id)
        return next((les for les in module.lessen if les.id == les_id), None) if module else None

    def leeruitkomst(self, module_id: str, outcome_id: str) -> Leeruitkomst | None:
        """An outcome of a module."""
        module = self.modules.get(module_id)
        return next((one for one in module.leeruitkomsten if one.id == outcome_id), None) if module else None

    def locate(self, sleutel: Sleutel, *path: str | int, key: bool = False) -> Location:
        """Where ``path`` inside an item was written."""
        return self.places[sleutel].locate(*path, key=key)
