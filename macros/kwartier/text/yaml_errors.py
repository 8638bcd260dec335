"""Translate libyaml's English parser errors into one Dutch sentence with a remedy.

The English texts are libyaml's (scanner.c, parser.c); an unknown one still gets a general sentence, never English.
"""

from __future__ import annotations

import re

import yaml

from kwartier.text.problems import Location, Problem

RULE = "yaml-leesbaar"

_QUOTE_IT = "Zet de hele waarde tussen aanhalingstekens."

_KNOWN: list[tuple[str, str, str]] = [
    (
        r"mapping values are not allowed",
        "Hier staat een dubbele punt die YAML als nieuwe sleutel leest.",
        "Hoort de dubbele punt bij de tekst? "
        + _QUOTE_IT
        + " Is het een nieuwe sleutel? Kijk dan naar de inspringing.",
    ),
    (
        r"could not find expected ':'",
        "Hier wordt een sleutel met een dubbele punt verwacht.",
        "Schrijf 'sleutel: waarde', of laat een vervolgregel verder inspringen dan de sleutel.",
    ),
    (
        r"found character .* that cannot start any token|found unexpected '%'",
        "Dit teken mag in YAML niet aan het begin van een waarde staan.",
        _QUOTE_IT,
    ),
    (
        r"while parsing a block mapping|did not find expected key",
        "Hier klopt de inspringing niet, of er staat tekst achter een aanhalingsteken.",
        "Zet de sleutels van een blok recht onder elkaar; staat er een deel tussen aanhalingstekens, zet dan de hele waarde ertussen.",
    ),
    (
        r"while parsing a block collection|did not find expected '-' indicator",
        "Deze lijst gaat verder zonder koppelteken of met een andere inspringing.",
        "Zet alle koppeltekens van een lijst recht onder elkaar.",
    ),
    (
        r"while parsing a flow sequence|while parsing a flow mapping",
        "Deze lijst of groep tussen haken wordt niet goed afgesloten.",
        "Kijk of elke '[' een ']' en elke '{' een '}' heeft; zet tekst met haken of komma's tussen aanhalingstekens.",
    ),
    (
        r"while scanning a quoted scalar|found unexpected end of stream|unknown escape character",
        "Hier begint tekst tussen aanhalingstekens die niet goed wordt afgesloten.",
        "Sluit af met hetzelfde aanhalingsteken; binnen enkele aanhalingstekens schrijf je een apostrof dubbel ('').",
    ),
    (
        r"while scanning (?:an alias|an anchor)|did not find expected alphabetic",
        "Een waarde mag niet met '*' of '&' beginnen.",
        _QUOTE_IT,
    ),
    (
        r"while scanning a block scalar",
        "Na '|' of '>' mag op dezelfde regel geen tekst staan.",
        "Zet de tekst op de volgende regel, ingesprongen; begint een waarde met '>' of '|', zet haar tussen aanhalingstekens.",
    ),
    (
        r"while scanning a (?:tag|directive)|undefined tag handle|parsing a tag",
        "Een waarde mag niet met '!' of '%' beginnen.",
        _QUOTE_IT,
    ),
    (
        r"expected a single document|expected <document start>|did not find expected <document start>",
        "Na dit punt begint volgens YAML een tweede document of klopt de opbouw niet.",
        "Houd één geheel per bestand; haal '---' of losse tekst tussen de sleutels weg.",
    ),
    (
        r"block sequence entries are not allowed",
        "Een lijst kan niet op dezelfde regel beginnen als haar sleutel.",
        "Begin de lijst op de volgende regel.",
    ),
]


def translate(error: yaml.YAMLError, file: str, text: str, first_line: int) -> Problem:
    """The Dutch problem for a parser ``error`` in ``text``, whose first line is ``first_line`` of ``file``."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    english = " ".join(str(part) for part in (getattr(error, "context", ""), getattr(error, "problem", "")) if part)
    if getattr(error, "context", "") == "while scanning a quoted scalar" and error.context_mark is not None:  # type: ignore[attr-defined]
        mark = error.context_mark  # type: ignore[attr-defined]
    at = Location(file, mark.line + first_line, mark.column + 1) if mark else Location(file, first_line)
    for pattern, message, hint in _KNOWN:
        if re.search(pattern, english):
            return Problem(at, RULE, message, hint)
    return Problem(at, RULE, "Dit is geen geldige YAML.", "Vergelijk deze regel met een voorbeeld uit het handboek.")
