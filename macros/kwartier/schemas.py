"""JSON Schemas of the YAML kinds, generated from the model (JSON Schema 2020-12, as yaml-language-server reads it)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from kwartier.model import Begrip, Bron, Casus, Instrument, Kader, Leerroute, Module, Thema, Vraag
from kwartier.model.catalogus import Catalogus

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

OUTPUT: dict[str, tuple[Any, str]] = {"catalogus": (Catalogus, "Catalogus")}
"""The same for files that Kwartier makes and other programs read."""


def all_schemas() -> dict[str, str]:
    """Per file name the text of the schema."""
    return {f"{name}.schema.json": _schema(kind, title) for name, (kind, title) in (SCHEMAS | OUTPUT).items()}


def _schema(kind: Any, title: str) -> str:
    schema = TypeAdapter(kind).json_schema(by_alias=True)
    for definition in schema.get("$defs", {}).values():
        definition.pop("title", None)
        definition.pop("description", None)
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


@dataclass(frozen=True)
class Veld:
    """A field as the handbook lists it; ``vorm`` says in a few words what its value looks like."""

    naam: str
    verplicht: bool
    vorm: str
    uitleg: str


def field_groups(name: str) -> list[tuple[str, list[Veld]]]:
    """Per class of one kind of file (its own name first) the fields, in the order of the model.

    Raises ``TypeError`` with a Dutch sentence when there is no such kind.
    """
    known = SCHEMAS | OUTPUT
    if name not in known:
        raise TypeError(f"de soort '{name}' bestaat niet; kies uit: {', '.join(known)}")
    schema = json.loads(_schema(*known[name]))
    definitions = schema.pop("$defs", {})
    top = schema if "properties" in schema else None
    groups = [(name, _fields(top, definitions))] if top else []
    for key, definition in definitions.items():
        if "properties" in definition:
            tag = next((one["const"] for one in definition["properties"].values() if "const" in one), None)
            groups.append((tag or _title(key), _fields(definition, definitions)))
    return groups


def _title(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _fields(schema: dict[str, Any], definitions: dict[str, Any]) -> list[Veld]:
    required = set(schema.get("required", ()))
    return [
        Veld(name, name in required, _form(prop, definitions), prop.get("description", ""))
        for name, prop in schema["properties"].items()
    ]


def _form(prop: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What a value looks like, in Dutch."""
    if "anyOf" in prop:
        return _form(next(one for one in prop["anyOf"] if one.get("type") != "null"), definitions)
    if "$ref" in prop:
        target = prop["$ref"].rsplit("/", 1)[-1]
        definition = definitions[target]
        return ", ".join(definition["enum"]) if "enum" in definition else f"velden van {_title(target)}"
    if "const" in prop:
        return str(prop["const"])
    if "enum" in prop:
        return "ja of nee" if True in prop["enum"] else ", ".join(map(str, prop["enum"]))
    if prop.get("type") == "array":
        return "lijst: " + _form(prop.get("items", {}), definitions)
    if "oneOf" in prop:
        return "een van de soorten"
    words = {"integer": "getal", "number": "getal", "object": "velden", "string": "tekst"}
    if prop.get("format") == "date":
        return "datum"
    return words.get(str(prop.get("type")), "tekst")
