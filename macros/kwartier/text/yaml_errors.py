"""Translate libyaml's English parser errors into one Dutch sentence with a remedy.

The English texts are libyaml's (scanner.c, parser.c); an unknown one still gets a general sentence, never English.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from kwartier.text.problems import Location, Problem

RULE = "yaml-leesbaar"

BASE_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's reader where it was built in, else PyYAML's own."""

_QUOTE_IT = "Zet de hele waarde tussen aanhalingstekens."

_KNOWN: list[tuple[str, str, str]] = [
    (
        r"mapping values are not allowed",
        "Hier staat een dubbele punt die voor YAML een nieuw veld begint.",
        "Hoort de dubbele punt bij de tekst? " + _QUOTE_IT + " Is het een nieuw veld? Kijk dan naar de inspringing.",
    ),
    (
        r"could not find expected ':'",
        "Hier wordt een veld met een dubbele punt verwacht.",
        "Schrijf 'veld: waarde', met een spatie na de dubbele punt; een vervolgregel springt verder in dan haar veld.",
    ),
    (
        r"found character (?:.* )?that cannot start any token",
        "Dit teken mag in YAML niet aan het begin van een waarde staan.",
        _QUOTE_IT,
    ),
    (
        r"while parsing a block mapping|did not find expected key",
        "Hier klopt de inspringing niet.",
        "Zet de velden van een blok recht onder elkaar.",
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
        "Houd één geheel per bestand; haal '---' of losse tekst tussen de velden weg.",
    ),
    (
        r"mapping keys are not allowed|while parsing a (?:block|flow) node",
        "Een waarde mag niet met dit leesteken beginnen.",
        _QUOTE_IT,
    ),
    (
        r"block sequence entries are not allowed",
        "Een lijst kan niet op dezelfde regel beginnen als haar veld.",
        "Begin de lijst op de volgende regel.",
    ),
]


_KEY = re.compile(r"[ ]*(?:-[ ]+)?[a-z_]+")
_KEY_AND_COLON = re.compile(r"([a-zA-Z_]\w*):(?=\s|$)")

_EARLIER_MARK = ("while scanning a quoted scalar", "while scanning a simple key", "while scanning an a")
"""Errors that libyaml notices later than where the author made them: their context has the place."""


def translate(error: yaml.YAMLError, file: str, text: str, first_line: int) -> Problem:
    """The Dutch problem for a parser ``error`` in ``text``, whose first line is ``first_line`` of ``file``.

    libyaml stops where it no longer understands, which for a quote or bracket that is not closed can be the end of the file.
    The problem names the line on which an author has something to mend.
    """
    context = str(getattr(error, "context", None) or "")
    english = f"{context} {getattr(error, 'problem', None) or ''}"
    mark, above = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    lines = text.split("\n")
    if above is not None and (
        mark is None or context.startswith(_EARLIER_MARK) or _left_open(english, lines, above, mark)
    ):
        mark = above
    if mark is None:
        return Problem(Location(file, first_line), RULE, *_sentence(english))
    at = Location(file, mark.line + first_line, mark.column + 1)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if line[mark.column : mark.column + 1] == "\t":
        return Problem(at, "geen-tabs", "Hier staat een tab waar YAML een spatie verwacht.", "Gebruik spaties.")
    opened = _quote_above(text, mark) if re.search(r"did not find expected (?:key|'-')", english) else None
    if opened is not None:
        at = Location(file, opened.line + first_line, opened.column + 1)
        message = f"Dit aanhalingsteken wordt pas op regel {mark.line + first_line} gesloten, midden in andere tekst."
        hint = "Sluit de tekst af met hetzelfde aanhalingsteken, waar zij ophoudt; binnen enkele schrijf je een apostrof dubbel ('')."
        return Problem(at, RULE, message, hint)
    under = lines[above.line][above.column :] if above is not None and above.line < len(lines) else ""
    return Problem(
        at, RULE, *(_in_line(english, line[: mark.column], line[mark.column :], under) or _sentence(english))
    )


def _left_open(english: str, lines: list[str], above: yaml.Mark, mark: yaml.Mark) -> bool:
    """Whether a list or group between brackets, begun at ``above``, took in a line that goes in no further than its own."""
    depths = [len(lines[one.line]) - len(lines[one.line].lstrip(" ")) for one in (above, mark) if one.line < len(lines)]
    return english.startswith("while parsing a flow") and mark.line > above.line and depths[-1] <= depths[0]


def _quote_above(text: str, mark: yaml.Mark) -> yaml.Mark | None:
    """Where the quoted text begins that ends on the line of ``mark``, when it begins on another."""
    last = None
    try:
        for token in yaml.scan(text, Loader=BASE_LOADER):
            if token.start_mark.index >= mark.index:
                break
            last = token
    except yaml.YAMLError:
        pass  # the text cannot be read to its end, or it would not be here
    if not isinstance(last, yaml.ScalarToken) or last.style not in ("'", '"'):
        return None
    return last.start_mark if last.start_mark.line < last.end_mark.line == mark.line else None


def _in_line(english: str, before: str, after: str, under: str) -> tuple[str, str] | None:
    """What the words around the place of an error tell about its cause: message and hint, ``None`` when they do not.

    ``under`` is the beginning of the list or group that the place is in.
    """
    closed = before.rstrip()
    if "mapping values are not allowed" in english:
        return _colon(before)
    if not re.search(r"while parsing a block|did not find expected (?:key|'-')", english):
        return None
    if closed.endswith(("'", '"')):
        hint = "Zet de hele waarde tussen aanhalingstekens; binnen enkele schrijf je een apostrof dubbel ('')."
        return "Achter dit aanhalingsteken staat nog tekst.", hint
    if closed.endswith(("]", "}")):
        return "Achter dit haakje staat nog tekst.", "Een waarde met haken vooraan is voor YAML een lijst. " + _QUOTE_IT
    if closed:
        return None
    if after.startswith("- "):
        hint = "Zet de koppeltekens van een lijst recht onder elkaar, onder een veld waar niets achter staat."
        return "Dit koppelteken staat niet op zijn plaats.", hint
    if not (match := _KEY_AND_COLON.match(after)):
        return None
    hint = "Zet de velden die bij elkaar horen recht onder elkaar."
    if under.startswith("-"):
        hint = "Laat het minder ver inspringen, recht onder het veld waar deze lijst bij hoort."
        if _KEY_AND_COLON.match(under[1:].lstrip()):
            hint = f"Zet het onder het woord na het koppelteken, of begin een nieuw lijstpunt: '- {match[0]} ...'."
    return f"Het veld '{match[1]}' staat niet recht onder de andere velden.", hint


def _colon(before: str) -> tuple[str, str] | None:
    """Message and hint for a colon that begins a field where none can be, by the words before it on its line."""
    if re.search(r":\s+[“”„‘’‚]", before):
        return (
            "Gekrulde aanhalingstekens zijn voor YAML gewone letters, zodat deze dubbele punt een nieuw veld begint.",
            "Zet de hele waarde tussen rechte aanhalingstekens: \" of '.",
        )
    if _KEY.fullmatch(before.rstrip()):
        name = before.strip(" -")
        return (
            f"Het veld '{name}' springt verder in dan de regel erboven, en wordt daardoor bij die tekst gelezen.",
            f"Zet '{name}:' recht onder het veld erboven. Hoort het bij die tekst? Zet haar dan tussen aanhalingstekens.",
        )
    return None


def _sentence(english: str) -> tuple[str, str]:
    for pattern, message, hint in _KNOWN:
        if re.search(pattern, english):
            return message, hint
    return "Dit is geen geldige YAML.", "Vergelijk deze regel met een voorbeeld uit het handboek."
