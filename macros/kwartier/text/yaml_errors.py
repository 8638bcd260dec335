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
        "Schrijf 'sleutel: waarde', met een spatie na de dubbele punt; een vervolgregel springt verder in dan haar sleutel.",
    ),
    (
        r"found character (?:.* )?that cannot start any token",
        "Dit teken mag in YAML niet aan het begin van een waarde staan.",
        _QUOTE_IT,
    ),
    (
        r"while parsing a block mapping|did not find expected key",
        "Hier klopt de inspringing niet.",
        "Zet de sleutels van een blok recht onder elkaar.",
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
        r"while parsing a quoted scalar",
        "Een schuine streep terug heeft tussen dubbele aanhalingstekens een eigen betekenis.",
        "Gebruik enkele aanhalingstekens, of schrijf de schuine streep dubbel.",
    ),
    (
        r"while scanning a quoted scalar|found unexpected end of stream",
        "Hier begint tekst tussen aanhalingstekens die niet goed wordt afgesloten.",
        "Sluit af met hetzelfde aanhalingsteken; binnen enkele aanhalingstekens schrijf je een apostrof dubbel ('').",
    ),
    (
        r"while scanning (?:an alias|an anchor)|found undefined alias|found duplicate anchor",
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
        r"mapping keys are not allowed|while parsing a (?:block|flow) node",
        "Een waarde mag niet met dit leesteken beginnen.",
        _QUOTE_IT,
    ),
    (
        r"block sequence entries are not allowed",
        "Een lijst kan niet op dezelfde regel beginnen als haar sleutel.",
        "Begin de lijst op de volgende regel.",
    ),
]


_EARLIER_MARK = ("while scanning a quoted scalar", "while scanning a simple key", "while scanning an a")
"""Errors that libyaml notices later than where the author made them: their context has the place."""


def translate(error: yaml.YAMLError, file: str, text: str, first_line: int) -> Problem:
    """The Dutch problem for a parser ``error`` in ``text``, whose first line is ``first_line`` of ``file``."""
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    if mark is None or context.startswith(_EARLIER_MARK):
        mark = getattr(error, "context_mark", None)
    english = f"{context} {getattr(error, 'problem', None) or ''}"
    if mark is None:
        return Problem(Location(file, first_line), RULE, *_sentence(english))
    at = Location(file, mark.line + first_line, mark.column + 1)
    line = text.split("\n")[mark.line] if mark.line <= text.count("\n") else ""
    if line[mark.column : mark.column + 1] == "\t":
        return Problem(at, "geen-tabs", "Hier staat een tab waar YAML een spatie verwacht.", "Gebruik spaties.")
    return Problem(at, RULE, *(_text_behind(english, line[: mark.column].rstrip()) or _sentence(english)))


def _text_behind(english: str, before: str) -> tuple[str, str] | None:
    """Message and hint when a value seems complete at a quote or bracket, but text follows it."""
    if "did not find expected key" not in english:
        return None
    if before.endswith(("'", '"')):
        hint = "Zet de hele waarde tussen aanhalingstekens; binnen enkele schrijf je een apostrof dubbel ('')."
        return "Achter dit aanhalingsteken staat nog tekst.", hint
    if before.endswith(("]", "}")):
        return "Achter dit haakje staat nog tekst.", "Een waarde met haken vooraan is voor YAML een lijst. " + _QUOTE_IT
    return None


def _sentence(english: str) -> tuple[str, str]:
    for pattern, message, hint in _KNOWN:
        if re.search(pattern, english):
            return message, hint
    return "Dit is geen geldige YAML.", "Vergelijk deze regel met een voorbeeld uit het handboek."
