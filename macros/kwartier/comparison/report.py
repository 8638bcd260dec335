"""A comparison as text for a terminal, as Markdown for a committee, and as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from kwartier.comparison.compare import Change, Comparison, ItemChange, Wat
from kwartier.comparison.words import Alinea
from kwartier.model.base import SOORTEN

KOPPEN = {
    "module": "Modules",
    "begrip": "Begrippen",
    "casus": "Casussen",
    "kader": "Kaders",
    "instrument": "Instrumenten",
    "bron": "Bronnen",
    "leerroute": "Leerroutes",
    "thema": "Thema's",
}
"""Heading of each kind."""

WOORDEN: dict[Wat, str] = {"nieuw": "nieuw", "weg": "weg", "verplaatst": "verplaatst", "gewijzigd": "gewijzigd"}
"""What happened to an item, in the order in which a summary counts it."""


def groups(comparison: Comparison) -> Iterator[tuple[str, list[ItemChange]]]:
    """The kinds in which something changed, with what changed."""
    for soort in SOORTEN:
        if found := comparison.of_kind(soort):
            yield soort, found


def counted(items: list[ItemChange]) -> str:
    """How many items are new, gone, moved and changed: ``2 nieuw, 1 weg, 5 gewijzigd``."""
    counts = {what: sum(item.wat == what for item in items) for what in WOORDEN}
    return ", ".join(f"{count} {WOORDEN[what]}" for what, count in counts.items() if count)


def as_text(comparison: Comparison, oud: str, nieuw: str) -> str:
    """Everything that changed, item by item; words that went stand in ``[-…-]``, words that came in ``{+…+}``."""
    blocks = [f"Van {oud} naar {nieuw}."]
    for soort, items in groups(comparison):
        blocks.append(f"{KOPPEN[soort]}: {counted(items)}")
        for item in items:
            lines = [f"  {item.titel} [{item.wat}]" + (f": {item.betekenis}" if item.betekenis else "")]
            for change in item.veranderingen:
                lines.append(f"    {_head(change)}")
                lines += [f"      {_marked(one, '[-', '-]', '{+', '+}')}" for one in change.woorden]
            blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, *_unread(comparison), _closing(comparison)]) + "\n"


def as_markdown(comparison: Comparison, oud: str, nieuw: str) -> str:
    """A document for a committee: a table of counts, then per kind what changed and what it means."""
    parts = [f"# Wat is er veranderd: van {oud} naar {nieuw}"]
    found = list(groups(comparison))
    if found:
        head = "| | " + " | ".join(WOORDEN.values()) + " |\n|---|" + "---:|" * len(WOORDEN)
        rows = [
            f"| {KOPPEN[soort]} | " + " | ".join(str(sum(one.wat == what for one in items)) for what in WOORDEN) + " |"
            for soort, items in found
        ]
        parts.append("\n".join([head, *rows]))
    for soort, items in found:
        parts.append(f"## {KOPPEN[soort]}")
        for item in items:
            parts.append(f"### {_plain(item.titel)} ({item.wat})")
            if item.betekenis:
                parts.append(_plain(item.betekenis))
            lines = [line for change in item.veranderingen for line in _markdown_lines(change)]
            if lines:
                parts.append("\n".join(lines))
    return "\n\n".join([*parts, *_unread(comparison), _closing(comparison)]) + "\n"


def _markdown_lines(change: Change) -> Iterator[str]:
    meaning = f": {_plain(change.betekenis)}" if change.betekenis else ""
    yield f"- **{_plain(change.waar)}** ({change.wat}){meaning}"
    for paragraph in change.woorden:
        safe = tuple(type(one)(one.soort, _plain(one.tekst)) for one in paragraph)
        yield f"    - {_marked(safe, '~~', '~~', '**', '**')}"


def as_json(comparison: Comparison, oud: str, nieuw: str) -> str:
    """The same as data, with the Dutch names that the handbook gives."""
    data: dict[str, Any] = {
        "oud": oud,
        "nieuw": nieuw,
        "onderdelen": [
            {
                "soort": item.sleutel[0],
                "id": item.sleutel[1],
                "titel": item.titel,
                "wat": item.wat,
                "vroeger": item.vroeger,
                "betekenis": item.betekenis,
                "veranderingen": [
                    {
                        "pad": list(change.pad),
                        "waar": change.waar,
                        "wat": change.wat,
                        "voor": change.voor,
                        "na": change.na,
                        "betekenis": change.betekenis,
                        "docent": change.docent,
                        "woorden": [[[part.soort, part.tekst] for part in one] for one in change.woorden],
                    }
                    for change in item.veranderingen
                ],
            }
            for item in comparison.items
        ],
        "onvergelijkbaar": [{"kant": side, "bestand": file} for side, file in comparison.onvergelijkbaar],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _head(change: Change) -> str:
    return f"{change.waar} [{change.wat}]" + (f": {change.betekenis}" if change.betekenis else "")


def _marked(paragraph: Alinea, gone: str, gone_end: str, came: str, came_end: str) -> str:
    marks = {"gelijk": ("", ""), "weg": (gone, gone_end), "erbij": (came, came_end)}
    return " ".join(f"{marks[one.soort][0]}{one.tekst}{marks[one.soort][1]}" for one in paragraph)


def _plain(text: str) -> str:
    """Text that stays as it is inside Markdown."""
    return re.sub(r"([\\`*_~\[\]<>#|])", r"\\\1", " ".join(text.split()))


def _unread(comparison: Comparison) -> list[str]:
    sides = {"oud": "oude", "nieuw": "nieuwe"}
    lines = [f"- {file} (in de {sides[side]} versie)" for side, file in comparison.onvergelijkbaar]
    return ["Deze bestanden zijn niet te lezen en dus niet vergeleken:\n\n" + "\n".join(lines)] if lines else []


def _closing(comparison: Comparison) -> str:
    total = counted(list(comparison.items))
    return f"Samen: {total}." if total else "Er is niets veranderd aan de inhoud."


FORMATS: dict[str, Callable[[Comparison, str, str], str]] = {
    "tekst": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
"""The formats of ``kwartier vergelijk``."""
