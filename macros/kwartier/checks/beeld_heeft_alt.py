"""Elke afbeelding heeft een beschrijving.

Wie de afbeelding niet ziet, leest of hoort de tekst tussen de rechte haken: `![Drie kringen rond een naam](netwerk.svg)`. Een bestandsnaam is geen beschrijving.

**Zo los je het op:** schrijf in één zin wat de afbeelding laat zien.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwartier.markup import links, mask
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "beeld-heeft-alt"
SEVERITY = "fout"

_WITHOUT_ALT = re.compile(r"!\[\s*\]\[[^\]\n]+\]|<img\b(?![^>]*\balt\s*=)[^>]*>", re.IGNORECASE)
"""An image by reference without a description, and an HTML image without ``alt`` (an empty one is a decoration)."""


def check(project: Project) -> Iterator[Problem]:
    """Report images without a description, or with a file name for one."""
    for text in project.index.texts:
        if "![" in text.content or "<img" in text.content:
            for match in _WITHOUT_ALT.finditer(mask(text.content)):
                hint = "Beschrijf wat er te zien is."
                yield Problem(text.locate(match.start()), RULE, "Deze afbeelding heeft geen beschrijving.", hint)
        for link in links(text.content):
            if not link.beeld:
                continue
            if not link.tekst.strip():
                yield Problem(
                    text.locate(link.start),
                    RULE,
                    "Deze afbeelding heeft geen beschrijving.",
                    "Schrijf tussen [ en ] wat er te zien is.",
                )
            elif re.fullmatch(r"[\w-]+\.(?:png|jpe?g|svg|gif|webp)", link.tekst.strip(), re.IGNORECASE):
                yield Problem(
                    text.locate(link.start), RULE, "De beschrijving is een bestandsnaam.", "Schrijf wat er te zien is."
                )
