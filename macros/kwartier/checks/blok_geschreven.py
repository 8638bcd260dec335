"""Een blok is geschreven zoals Kwartier het kent, en wordt gesloten.

Een blok in een leestekst begint met `/// opdracht | Titel` en eindigt met een regel met alleen `///`. Een soort die er niet is, blijft
als tekst op de pagina staan; een blok zonder einde neemt de rest van de les mee.

**Zo los je het op:** neem het voorstel over, of zet onder het blok een regel met alleen `///`. Gebruik je in `mkdocs.yml` ook blokken van
`pymdownx.blocks`, dan laat Kwartier andere soorten ongemoeid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwartier.blocks import BLOKKEN
from kwartier.markup import mask
from kwartier.project import Project
from kwartier.text.problems import Problem, did_you_mean

RULE = "blok-geschreven"
SEVERITY = "fout"

_FENCE = re.compile(r"^[ \t]*(/{3,})(.*)$", re.MULTILINE)
_OPENING = re.compile(r"([\w-]+)(?:[ \t]*\|.*)?")
_OTHER_BLOCKS = "pymdownx.blocks"


def check(project: Project) -> Iterator[Problem]:
    """Follow the blocks of every text, one inside the other."""
    settings = project.root / "mkdocs.yml"
    others = settings.is_file() and _OTHER_BLOCKS in settings.read_text(encoding="utf-8", errors="replace")
    for text in project.index.texts:
        if "///" in text.content:
            for offset, message, hint in _wrong(mask(text.content), others):
                yield Problem(text.locate(offset), RULE, message, hint)


def _wrong(content: str, others: bool) -> Iterator[tuple[int, str, str]]:
    """Per mistake its place, message and hint; ``others`` when a block may be of a kind that is not ours."""
    opened: list[tuple[str, int]] = []
    for fence in _FENCE.finditer(content):
        signs, words = fence[1], fence[2].strip()
        if words:
            opened.append((signs, fence.start(1)))
            opening = _OPENING.fullmatch(words)
            if not opening or not (others or opening[1] in BLOKKEN):
                yield fence.start(1), *_not_a_block(signs, words)
        elif all(signs != one for one, _ in opened):
            yield fence.start(1), "Hier eindigt een blok dat nergens begint.", "Haal deze regel weg of begin het blok."
        else:
            while (inner := opened.pop())[0] != signs:
                yield _not_closed(*inner)
    for one in opened:
        yield _not_closed(*one)


def _not_closed(signs: str, start: int) -> tuple[int, str, str]:
    return start, "Dit blok wordt niet gesloten.", f"Zet onder het blok een regel met alleen '{signs}'."


def _not_a_block(signs: str, words: str) -> tuple[str, str]:
    """Message and hint for a first line that begins no block."""
    first, _, rest = words.partition(" ")
    if first in BLOKKEN:
        return (
            "Tussen de soort van een blok en zijn titel hoort een staand streepje.",
            f"Schrijf {signs} {first} | {rest}",
        )
    hint = did_you_mean(first, BLOKKEN) or f"Kies uit: {', '.join(BLOKKEN)}."
    return f"Het blok '{first}' bestaat niet.", hint
