"""Een lijst is geschreven zoals Markdown haar leest.

Boven een lijst hoort een witregel; zonder die regel komen de punten achter elkaar in de alinea te staan. Een punt onder een ander punt springt vier spaties in. Een bolletje uit een tekstverwerker en `1)` zijn gewone tekst.

**Zo los je het op:** de tip bij de melding zegt wat er moet staan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwartier.markup import mask
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "lijst-geschreven"
SEVERITY = "waarschuwing"

_ITEM = re.compile(r"(?P<indent> *)(?:[-*+]|(?P<number>\d{1,2})\.)[ \t]+(?=[^\s|])")
_NO_ITEM = re.compile("[ \t]*(?P<sign>[•·▪◦●○■\uf0b7]|1\\))[ \t\xa0]")
_MAY_HOLD = re.compile(r"^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]|[•·▪◦●○■\uf0b7]", re.MULTILINE)
_ALONE = re.compile(r"[ \t]*(?:#{1,6}[^#]|/{3})")
"""A heading, and the first and last line of a block: what follows stands apart, without an empty line too."""
_NO_PARAGRAPH = re.compile(r" {0,3}(?:[>|:<{]|\[[^\]\n]*\]:)")
"""The start of a quotation, table, definition, HTML, macro or note, in which we do not look."""

_Line = tuple[int, str]
"""A line with the place of its first character."""


def check(project: Project) -> Iterator[Problem]:
    """Report items that do not become items, or not of the list that they seem to be in: of lines together the first."""
    for text in project.index.texts:
        if _MAY_HOLD.search(text.content):
            above: int | None = None
            for lines in _together(mask(text.content)):
                if wrong := _wrong(lines, above):
                    offset, message, hint = wrong
                    yield Problem(text.locate(offset), RULE, message, hint)
                above = _indent(lines, above)


def _together(content: str) -> Iterator[list[_Line]]:
    """The lines between empty lines; a heading and the border of a block stand alone."""
    lines: list[_Line] = []
    start = 0
    for line in content.split("\n"):
        alone = _ALONE.match(line)
        if lines and (alone or not line.strip()):
            yield lines
            lines = []
        if alone:
            yield [(start, line)]
        elif line.strip():
            lines.append((start, line))
        start += len(line) + 1
    if lines:
        yield lines


def _indent(lines: list[_Line], above: int | None) -> int | None:
    """How far the last item in ``lines`` goes in; ``above``, that of the list above it, when they are part of an item of it."""
    items = [item for _, line in lines if (item := _ITEM.match(line))]
    if items:
        return len(items[-1]["indent"])
    return above if lines[0][1].startswith(("    ", "\t")) else None


def _wrong(lines: list[_Line], above: int | None) -> tuple[int, str, str] | None:
    """Place, message and hint for the first item that goes wrong below a list whose last item goes in ``above``."""
    for start, line in lines:
        if match := _NO_ITEM.match(line):
            instead = "1. " if match["sign"] == "1)" else "- "
            message = f"'{match['sign']}' maakt in Markdown geen lijst."
            return start + match.start("sign"), message, f"Begin een lijstpunt met '{instead}'."
    if _NO_PARAGRAPH.match(lines[0][1]):
        return None
    before = _ITEM.match(lines[0][1])
    for start, line in lines:
        item = _ITEM.match(line)
        if item is None:
            continue
        place, indent = start + item.end("indent"), len(item["indent"])
        if before is None:
            if item["number"] in {None, "1"}:
                message = "Dit lijstpunt komt achter de alinea erboven te staan."
                return place, message, "Zet een witregel boven de lijst."
            continue
        if above is not None and above + 2 <= indent < above // 4 * 4 + 4:
            message = "Dit punt komt niet onder het punt erboven te staan."
            return place, message, "Laat een punt onder een ander punt vier spaties inspringen."
        if above is not None and indent // 4 == above // 4 and (item["number"] is None) != (before["number"] is None):
            message = "Dit punt van een andere lijst wordt bij het punt erboven gelezen."
            return place, message, "Zet een witregel tussen een lijst met cijfers en een lijst zonder."
        above, before = indent, item
    return None
