"""JSON Schemas of the YAML kinds, generated from the model (JSON Schema 2020-12, as yaml-language-server reads it)."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from kwartier.model import Begrip, Bron, Casus, Instrument, Kader, Leerroute, Module, Thema, Vraag

SCHEMAS: dict[str, tuple[Any, str]] = {
    "module": (Module, "Module"),
    "zelftoets": (tuple[Vraag, ...], "Zelftoets"),
    "begrip": (Begrip, "Begrip"),
    "casus": (Casus, "Kop van een casus"),
    "kader": (Kader, "Kader"),
    "instrument": (Instrument, "Instrument"),
    "leerroute": (Leerroute, "Leerroute"),
    "bronnen": (tuple[Bron, ...], "Bronnen"),
    "themas": (tuple[Thema, ...], "Thema's"),
}
"""Name of each schema file with the type and title behind it."""


def all_schemas() -> dict[str, str]:
    """Per file name the text of the schema."""
    return {f"{name}.schema.json": _schema(kind, title) for name, (kind, title) in SCHEMAS.items()}


def _schema(kind: Any, title: str) -> str:
    schema = TypeAdapter(kind).json_schema(by_alias=True)
    for definition in schema.get("$defs", {}).values():
        definition.pop("title", None)
    _tidy(schema)
    return (
        json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _tidy(node: Any) -> None:
    """Take out what does not help an author: made-up titles and English class docstrings; say ja and nee for booleans."""
    if isinstance(node, list):
        for one in node:
            _tidy(one)
        return
    if not isinstance(node, dict):
        return
    node.pop("title", None) if isinstance(node.get("title"), str) else None
    if node.get("type") == "boolean":
        node.pop("type")
        node["enum"] = ["ja", "nee", "waar", "onwaar", True, False]
    if "properties" in node and isinstance(node.get("description"), str):
        node.pop("description")
    for one in node.values():
        _tidy(one)
