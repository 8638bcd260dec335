"""What does not fit the model, in Dutch: pydantic's errors as a path in the file, a rule, a sentence and a hint."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kwartier.text.problems import did_you_mean

YamlPath = tuple[str | int, ...]

_TAGS = ("soort", "layout")
"""Fields that choose the class of a union; pydantic puts their value into its path, which the file does not have."""

_DATE = "Schrijf een datum als jjjj-mm-dd, bijvoorbeeld 2026-09-01."
_COLON = "Door een dubbele punt of '{' leest YAML hier velden. Zet de hele waarde tussen rechte aanhalingstekens."
_LISTED = "Is het tekst met een lijst? Zet '|' achter de dubbele punt. Begint de tekst met '['? Zet haar tussen aanhalingstekens."
_FIELDS = "Schrijf op de volgende regels 'naam: waarde', ingesprongen."
_NUMBER = "Schrijf cijfers, met een punt voor decimalen."


@dataclass(frozen=True)
class FieldError:
    """One thing wrong in an item; ``path`` is its place in the file, the key of it when ``at_key``."""

    path: YamlPath
    rule: str
    message: str
    hint: str = ""
    at_key: bool = False


def field_errors(adapter: TypeAdapter[Any], data: Any, error: ValidationError) -> Iterator[FieldError]:
    """Everything in ``error``, once per place; what only follows from another error is left out."""
    details = error.errors(include_url=False)
    seen: set[tuple[str, YamlPath]] = set()
    for detail in details:
        if detail["type"] == "too_short" and _has_error_inside(detail["loc"], details):
            continue  # a list that is too short only because its items are wrong is not a second problem
        found = _field_error(adapter, data, detail)
        place = (found.rule, found.path)
        if found.rule != "veld-klopt" or place not in seen:  # a value that fits no member of a union is one problem
            yield found
        seen.add(place)


def _has_error_inside(loc: tuple[str | int, ...], details: list[Any]) -> bool:
    return any(len(one["loc"]) > len(loc) and one["loc"][: len(loc)] == loc for one in details)


def _field_error(adapter: TypeAdapter[Any], data: Any, detail: Any) -> FieldError:
    kind, context, value = detail["type"], detail.get("ctx", {}), detail.get("input")
    path = _file_path(data, detail["loc"], kind) + tuple(context.get("pad", ()))
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if kind == "missing":
        return FieldError(path, "veld-verplicht", f"Het veld '{name}' ontbreekt.", f"Voeg '{name}:' toe.")
    if kind == "extra_forbidden":
        message = f"Het veld '{name}' bestaat hier niet."
        return FieldError(path, "veld-bekend", message, _field_hint(adapter, data, path), at_key=True)
    if kind == "union_tag_not_found":
        tag = str(context["discriminator"]).strip("'")
        return FieldError((*path, tag), "veld-verplicht", f"Het veld '{tag}' ontbreekt.", f"Voeg '{tag}:' toe.")
    if kind == "union_tag_invalid":
        tag = str(context["discriminator"]).strip("'")
        return _unknown_value((*path, tag), tag, value[tag], str(context["expected_tags"]))
    if kind in {"enum", "literal_error"}:
        return _unknown_value(path, name, value, str(context.get("expected", "")))
    label = f"'{name}'" if name else "Dit onderdeel"
    if name and isinstance(path[-1], int):
        label = f"Een punt van '{name}'"
    if name == "bron" and kind == "model_type" and isinstance(value, str):
        hint = f'Schrijf {{bron: {value}, plaats: "p. 1"}}, of laat de plaats weg: {{bron: {value}}}.'
        return FieldError(path, "veld-klopt", "'bron' hoort een bron en een plaats te noemen.", hint)
    message, hint = _sentence(kind, label, context, value) or (str(detail["msg"]), "")
    return FieldError(path, "veld-klopt", message, hint)


def _unknown_value(path: YamlPath, name: str, value: Any, expected: str) -> FieldError:
    """A value that is not in a fixed list; ``expected`` is pydantic's enumeration of that list."""
    if not isinstance(value, str):
        return FieldError(path, "veld-klopt", f"'{name}' hoort tekst te zijn.", "Schrijf één waarde, zonder haken.")
    options = re.findall(r"'([^']+)'", expected)
    apart = re.split(r"[\s;/]+", value.strip())
    if len(apart) > 1 and set(apart) <= set(options):
        hint = f"Zet komma's tussen de waarden: {name}: [{', '.join(apart)}]."
        return FieldError(path, "waarde-bekend", f"'{value}' is geen waarde voor '{name}'.", hint)
    longer = [one for one in options if one.startswith(f"{value.casefold()}-")]
    hint = "" if len(longer) > 1 else did_you_mean(value, options)
    hint = hint or "Kies uit: " + ", ".join(longer or options) + "."
    return FieldError(path, "waarde-bekend", f"'{value}' is geen waarde voor '{name}'.", hint)


def _sentence(kind: str, label: str, context: dict[str, Any], value: Any) -> tuple[str, str] | None:
    """Message and hint for the simple kinds of errors; ``None`` for our own, whose message is Dutch already."""
    if kind == "inhoud":
        return None
    if kind == "id" and value.strip():
        slug = _slug(value)
        hint = f"Schrijf bijvoorbeeld '{slug}'." if slug else "Kies een kort woord."
        return f"'{value.strip()}' is geen id: alleen kleine letters, cijfers en koppeltekens.", hint
    number = next((f"{context[key]:g}" for key in ("ge", "gt", "le", "lt") if key in context), "")
    sentences: dict[str, tuple[str, str]] = {
        "id": (f"{label} is leeg.", "Vul het veld in of haal de regel weg."),
        "ja_nee": (f"{label} hoort ja of nee te zijn.", "Schrijf ja of nee."),
        "string_type": (
            f"{label} hoort tekst te zijn.",
            _COLON if isinstance(value, dict) else _LISTED,
        ),
        "string_too_short": (f"{label} is leeg.", "Vul het veld in of haal de regel weg."),
        "string_pattern_mismatch": (
            f"{label} heeft niet de goede vorm.",
            "Schrijf een jaar (2020) of een datum (2020-03-01)."
            if "\\d{4}" in context.get("pattern", "")
            else "Schrijf kader/item, bijvoorbeeld acht-bakens/direct-erop-af.",
        ),
        "int_parsing": (f"{label} hoort een heel getal te zijn.", "Schrijf alleen cijfers."),
        "int_type": (f"{label} hoort een heel getal te zijn.", "Schrijf alleen cijfers."),
        "float_parsing": (f"{label} hoort een getal te zijn.", _NUMBER),
        "float_type": (f"{label} hoort een getal te zijn.", _NUMBER),
        "date_type": (f"{label} hoort een datum te zijn.", _DATE),
        "tuple_type": (
            f"{label} hoort een lijst te zijn.",
            "Zet achter elk koppelteken een spatie."
            if isinstance(value, str) and value.startswith("-")
            else "Schrijf [een, twee], of per regel '- een'.",
        ),
        "dict_type": (f"{label} hoort velden te hebben.", _FIELDS),
        "model_type": (f"{label} hoort velden te hebben.", _FIELDS),
        "model_attributes_type": (f"{label} hoort velden te hebben.", _FIELDS),
        "too_short": (f"{label} heeft minstens {_parts(context.get('min_length'))}.", "Vul de lijst aan."),
        "too_long": (f"{label} heeft hoogstens {_parts(context.get('max_length'))}.", "Maak de lijst korter."),
        "greater_than_equal": (f"{label} hoort minstens {number} te zijn.", ""),
        "greater_than": (f"{label} hoort groter dan {number} te zijn.", ""),
        "less_than_equal": (f"{label} hoort hoogstens {number} te zijn.", ""),
    }
    return sentences.get(kind, (f"{label} klopt niet.", "Vergelijk met een voorbeeld uit het handboek."))


def _parts(number: Any) -> str:
    return "één onderdeel" if number == 1 else f"{number} onderdelen"


def _slug(value: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", value) if not unicodedata.combining(char))
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _file_path(data: Any, loc: tuple[str | int, ...], kind: str) -> YamlPath:
    """The path in the file: without the tags and class names that pydantic puts into its own path."""
    path: list[str | int] = []
    tagged = False
    for step in loc:
        if isinstance(data, dict) and not tagged and any(data.get(tag) == step for tag in _TAGS):
            tagged = True
            continue
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif kind != "missing" or step != loc[-1]:
            continue
        path.append(step)
        tagged = False
    return tuple(path)


def _field_hint(adapter: TypeAdapter[Any], data: Any, path: YamlPath) -> str:
    """What helps with the unknown field at the end of ``path``."""
    name = str(path[-1])
    known = known_fields(adapter, data, path[:-1])
    block = reduce(lambda one, step: one[step], path[:-1], data)
    free = [one for one in known if one not in block]
    suggestion = did_you_mean(name, free)
    if suggestion:
        return suggestion
    if any(name in known_fields(adapter, data, path[:depth]) for depth in range(len(path) - 1)):
        return f"'{name}' hoort bij een hoger niveau: laat de regel minder ver inspringen."
    if free:
        return "Er kan nog bij: " + ", ".join(free) + "."
    return "Alles wat hier kan, staat er al; haal deze regel weg." if known else ""


def known_fields(adapter: TypeAdapter[Any], data: Any, path: YamlPath) -> list[str]:
    """The field names that fit at ``path``, found in the JSON Schema of the model."""
    schema = adapter.json_schema(by_alias=True)
    definitions = schema.get("$defs", {})

    def resolve(node: Any, value: Any) -> Any:
        while True:
            if "$ref" in node:
                node = definitions[node["$ref"].rsplit("/", 1)[-1]]
            elif "discriminator" in node:
                mapping = node["discriminator"]["mapping"]
                tag = value.get(node["discriminator"]["propertyName"]) if isinstance(value, dict) else None
                node = {"$ref": mapping[tag]} if tag in mapping else {}
            elif "anyOf" in node:
                node = next((one for one in node["anyOf"] if one.get("type") != "null"), {})
            else:
                return node

    node = resolve(schema, data)
    for step in path:
        data = data[step]
        node = resolve(
            node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {}), data
        )
    return sorted(node.get("properties", {}))
