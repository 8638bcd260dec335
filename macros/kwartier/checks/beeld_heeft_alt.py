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

_REFERENCE = re.compile(r"!\[([^\[\]\n]*)\]\[[^\[\]\n]*\]")
_HTML = re.compile(r"<(?:img|area)\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"[\w-]+\.(?:png|jpe?g|svg|gif|webp)|afbeelding|plaatje|foto|figuur|beeld|schermafbeelding|image|picture",
    re.IGNORECASE,
)


def check(project: Project) -> Iterator[Problem]:
    """Report images without a description, or with one that says nothing; an HTML image may say that it is a decoration."""
    for text in project.index.texts:
        for offset, alt in _images(text.content):
            if not alt.strip():
                message, hint = "Deze afbeelding heeft geen beschrijving.", "Beschrijf wat er te zien is."
            elif re.search(r"\.\w+$", alt.strip()) and _SAYS_NOTHING.fullmatch(alt.strip()):
                message, hint = "De beschrijving is een bestandsnaam.", "Schrijf wat er te zien is."
            elif _SAYS_NOTHING.fullmatch(alt.strip()):
                message, hint = f"De beschrijving '{alt.strip()}' zegt niets.", "Schrijf wat er te zien is."
            else:
                continue
            yield Problem(text.locate(offset), RULE, message, hint)


def _images(content: str) -> Iterator[tuple[int, str]]:
    """The place and description of every image; an HTML image that is marked as a decoration is left out."""
    if "![" in content:
        yield from ((link.start, link.tekst) for link in links(content) if link.beeld)
        yield from ((match.start(), match[1]) for match in _REFERENCE.finditer(mask(content)))
    if "<" in content:
        for match in _HTML.finditer(mask(content)):
            alt = _ALT.search(match[0])
            if alt is None:
                yield match.start(), ""
            elif words := alt[1] or alt[2] or alt[3]:
                yield match.start(), words
