"""Problems as text for people, as JSON for programs, and as annotations for GitHub."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from kwartier.text.problems import Problem

Found = Sequence[tuple[str, Problem]]
"""Pairs of severity (``fout`` or ``waarschuwing``) and problem, sorted."""


def text(found: Found, root: Path) -> str:
    """Every problem with its place, an excerpt with a caret, and a hint; then the count."""
    blocks = []
    for kind, problem in found:
        lines = [f"{problem.at}: {kind} [{problem.rule}]", f"  {problem.message}"]
        lines += _excerpt(root, problem)
        if problem.hint:
            lines.append(f"  Tip: {problem.hint}")
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, summary(found)]) + "\n"


def summary(found: Found) -> str:
    """How many problems there are, in one Dutch sentence."""
    errors = sum(kind == "fout" for kind, _ in found)
    warnings = len(found) - errors
    if not found:
        return "Alles klopt."
    parts = []
    if errors:
        parts.append(f"{errors} {'fout' if errors == 1 else 'fouten'}")
    if warnings:
        parts.append(f"{warnings} {'waarschuwing' if warnings == 1 else 'waarschuwingen'}")
    return " en ".join(parts) + " gevonden."


def _excerpt(root: Path, problem: Problem) -> list[str]:
    """The line that the problem is about, with a caret under its column; nothing when it cannot be shown."""
    try:
        lines = (root / problem.at.file).read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")
        line = lines[problem.at.line - 1]
    except (OSError, UnicodeDecodeError, IndexError):
        return []
    if not line.strip():
        return []
    column = min(problem.at.column, len(line) + 1) - 1
    start = max(0, column - 60)
    shown = "".join(
        "·" if unicodedata.category(char) == "Cc" else char for char in line.expandtabs(1)[start : start + 100]
    )
    number = str(problem.at.line)
    prefix = "…" if start else ""
    width = sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
        for char in line[start:column]
    )
    return [f"  {number} | {prefix}{shown}", f"  {' ' * len(number)} | {' ' * (width + len(prefix))}^"]


def as_json(found: Found, root: Path) -> str:
    """A list of objects with the Dutch names that the handbook gives: bestand, regel, kolom, ernst, id, melding, tip."""
    rows = [
        {
            "bestand": problem.at.file,
            "regel": problem.at.line,
            "kolom": problem.at.column,
            "ernst": kind,
            "id": problem.rule,
            "melding": problem.message,
            "tip": problem.hint,
        }
        for kind, problem in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def github(found: Found, root: Path) -> str:
    """Workflow commands that GitHub Actions shows at the line (docs.github.com, "Workflow commands")."""

    def data(value: str) -> str:
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(value: str) -> str:
        return data(value).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for kind, problem in found:
        command = "error" if kind == "fout" else "warning"
        message = f"{problem.message} {problem.hint}".strip()
        place = (
            f"file={prop(problem.at.file)},line={problem.at.line},col={problem.at.column},title={prop(problem.rule)}"
        )
        lines.append(f"::{command} {place}::{data(message)}")
    return "\n".join([*lines, summary(found)]) + "\n"


REPORTERS: dict[str, Callable[[Found, Path], str]] = {"tekst": text, "json": as_json, "github": github}
"""The formats of ``kwartier controleer``."""
