"""The JSON Schemas for editors: up to date, in Dutch, and right about every content file of this repository."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Result
from datafiles import BASE
from kwartier.schemas import SCHEMAS, all_schemas
from sites import ROOT

WHERE = {
    "module": "modules/*/module.yml",
    "zelftoets": "modules/*/zelftoets.yml",
    "leerroute": "modules/leerroutes/*.yml",
    "begrip": "glossary/begrippen/*.yml",
    "kader": "glossary/kaders/*.yml",
    "instrument": "glossary/instrumenten/*.yml",
    "bronnen": "glossary/bronnen.yml",
    "themas": "glossary/themas.yml",
    "casus": "docs/casussen/*.md",
}
"""Per schema the files that it is for."""


@cache
def schema(name: str) -> dict[str, Any]:
    return dict(json.loads(all_schemas()[f"{name}.schema.json"]))


def files(name: str, root: Path = ROOT) -> list[Path]:
    return [file for file in sorted(root.glob(WHERE[name])) if file.name != "index.md"]


class EditorLoader(yaml.CSafeLoader):
    """YAML 1.2 as the language server of an editor reads it: ``no`` and a date are text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def read(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    return yaml.load(text.split("---\n")[1] if file.suffix == ".md" else text, Loader=EditorLoader)


# The files


def test_the_schemas_in_the_repository_are_up_to_date() -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs" / "schemas").glob("*.json")}
    assert kept == all_schemas(), "run 'kwartier schemas' and look at what changed"


def test_kwartier_writes_them(tmp_path: Path, kwartier: Callable[..., Result]) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Proef\n", encoding="utf-8")
    assert kwartier("schemas", "--map", tmp_path).code == 0
    written = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "docs" / "schemas").iterdir()}
    assert written == all_schemas()


def test_the_editor_knows_which_schema_is_for_which_file() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    for name, files_of_kind in WHERE.items():
        if files_of_kind.endswith(".yml"):
            globs = settings["yaml.schemas"][f"docs/schemas/{name}.schema.json"]
            patterns = [globs] if isinstance(globs, str) else globs
            assert set(files(name)) <= {file for one in patterns for file in ROOT.glob(one)}


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_an_editor_shows_is_dutch(name: str) -> None:
    shown = [node["description"] for node in nodes(schema(name)) if isinstance(node.get("description"), str)]
    assert shown
    assert [
        text for text in shown if re.search(r"\b(the|whether|whose|with|from|what|how|an?d? item)\b", text, re.I)
    ] == []


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(one)


# What they say about content


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_editor_has_no_complaint_about_the_content(name: str) -> None:
    checked = [*files(name), *files(name, BASE)]
    assert checked
    found = {file.name: list(complaints(schema(name), read(file))) for file in checked}
    assert {file: wrong for file, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("name", "change", "complaint"),
    [
        ("begrip", {"definitie": None}, "definitie"),
        ("begrip", {"defenitie": "Zo."}, "defenitie"),
        ("begrip", {"linken": "soms"}, "linken"),
        ("begrip", {"vormen": "buurten"}, "vormen"),
        ("module", {"studielast": "veel"}, "studielast"),
        ("module", {"niveaus": ["mbo-9"]}, "niveaus/0"),
        ("casus", {"fictief": "misschien"}, "fictief"),
    ],
)
def test_an_editor_complains_about_a_mistake(name: str, change: dict[str, Any], complaint: str) -> None:
    data = {**read(files(name, BASE)[0]), **change}
    data = {key: value for key, value in data.items() if value is not None}
    assert [one.partition(":")[0] for one in complaints(schema(name), data)] == [complaint]


TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def complaints(rule: Any, value: Any, path: str = "", root: Any = None) -> Iterator[str]:
    """What is wrong with a value: the part of JSON Schema that our schemas use, and nothing else."""
    root = rule if root is None else root
    unknown = rule.keys() - KEYWORDS
    assert not unknown, f"this check does not know {unknown}"
    if "$ref" in rule:
        yield from complaints(root["$defs"][rule["$ref"].rpartition("/")[2]], value, path, root)
    if "anyOf" in rule or "oneOf" in rule:
        tried = [list(complaints(one, value, path, root)) for one in rule.get("anyOf", rule.get("oneOf"))]
        if all(tried):
            yield from min(tried, key=len)
    if "const" in rule and value != rule["const"]:
        yield f"{path}: is not {rule['const']}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{path}: is not one of {rule['enum']}"
    if "type" in rule and (not isinstance(value, TYPES[rule["type"]]) or (rule["type"] != "boolean" and value is True)):
        yield f"{path}: is not a {rule['type']}"
    elif isinstance(value, str):
        if "pattern" in rule and not re.search(rule["pattern"], value):
            yield f"{path}: does not match {rule['pattern']}"
        if len(value) < rule.get("minLength", 0) or len(value) > rule.get("maxLength", 10**9):
            yield f"{path}: wrong length"
    elif isinstance(value, list):
        if len(value) < rule.get("minItems", 0) or len(value) > rule.get("maxItems", 10**9):
            yield f"{path}: wrong number"
        for number, one in enumerate(value):
            yield from complaints(rule.get("items", {}), one, f"{path}/{number}".lstrip("/"), root)
    elif isinstance(value, dict):
        yield from _object(rule, value, path, root)
    elif isinstance(value, int | float):
        low, high = rule.get("minimum", value), rule.get("maximum", value)
        if not low <= value <= high or value <= rule.get("exclusiveMinimum", value - 1):
            yield f"{path}: out of range"


def _object(rule: Any, value: dict[str, Any], path: str, root: Any) -> Iterator[str]:
    fields = rule.get("properties", {})
    for name in rule.get("required", ()):
        if name not in value:
            yield f"{path}/{name}: is missing".lstrip("/")
    for name, one in value.items():
        below = f"{path}/{name}".lstrip("/")
        if name in fields:
            yield from complaints(fields[name], one, below, root)
        elif rule.get("additionalProperties") is False:
            yield f"{below}: is not a field"
        elif isinstance(rule.get("additionalProperties"), dict):
            yield from complaints(rule["additionalProperties"], one, below, root)


KEYWORDS = frozenset(
    [
        "$schema",
        "$defs",
        "$ref",
        "anyOf",
        "oneOf",
        "discriminator",
        "const",
        "enum",
        "type",
        "pattern",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "items",
        "properties",
        "required",
        "additionalProperties",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "format",
        "title",
        "description",
        "default",
        "propertyNames",
        "examples",
    ]
)
