"""Opmaak komt aan zoals ze bedoeld is.

Een teken te veel of te weinig, en Markdown maakt er iets anders van: tekens die een student hoort te lezen als opmaak staan dan letterlijk op de pagina, of een deel van een tabel valt weg.

**Zo los je het op:** de tip bij de melding zegt wat er moet staan. Meer over opmaak staat bij *Een leestekst schrijven*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwartier.blocks import BLOKKEN
from kwartier.markup import MACROS, indented_code, mask
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "opmaak-geschreven"
SEVERITY = "waarschuwing"

Finding = tuple[int, str, str]
"""Offset in the text, message and hint."""

_SIGNS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "#",
        re.compile(r"^ {1,3}(?P<at>#{1,6}[ ]\S)", re.MULTILINE),
        "Voor deze kop staat een spatie, zodat ze gewone tekst blijft.",
        "Laat de regel beginnen met het hekje.",
    ),
    (
        "{",
        re.compile(rf"(?<!\{{)(?P<at>\{{(?:[ ]\{{)?[ ]*(?:{'|'.join(MACROS)})[ ]*\()"),
        "Deze macro begint niet met twee accolades naast elkaar.",
        "Schrijf {{ ervoor en }} erachter.",
    ),
    (
        "[[",
        re.compile(r"(?P<at>\[\[[^\[\]\n]+\](?![\](\[]))"),
        "Achter dit begrip staat één haak in plaats van twee.",
        "Schrijf [[begrip]].",
    ),
    (
        "] ",
        re.compile(r"\](?P<at>[ \t]+)\((?:https?://|www\.|mailto:|[^()\s]+\.(?:md|png|jpe?g|svg|webp|pdf)\))"),
        "Door de spatie tussen ']' en '(' wordt dit geen link.",
        "Haal de spatie weg.",
    ),
    (
        ")[",
        re.compile(r"(?P<at>\([^()\n]+\)\[(?:https?://|www\.)[^\]\n]+\])"),
        "Bij deze link staan de haken andersom.",
        "Schrijf [tekst](adres).",
    ),
    (
        ") ",
        re.compile(r"\]\([^()\n]+\)(?P<at>[ \t]+)\{[ \t]*(?:[.#]\w|\w+=)"),
        "Door de spatie voor '{' blijft dit gewone tekst.",
        "Haal de spatie weg.",
    ),
    (
        "{",
        re.compile(r"\{[^{}\n]*=(?P<at>[“”„‘’])[^{}\n]*\}"),
        "Tussen deze accolades staan gekrulde aanhalingstekens.",
        'Schrijf rechte: "',
    ),
    (
        "**",
        re.compile(r"(?<![^\s(])(?P<at>\*\*)[ \t]+[^*\n]+\*\*(?!\*)"),
        "Door de spatie achter de sterretjes wordt dit niet vet.",
        "Zet de sterretjes tegen de woorden aan.",
    ),
    (
        "[^",
        re.compile(r"^ {0,3}(?P<at>\[\^[^\[\]\s]{1,80}\])[ \t]+\S", re.MULTILINE),
        "Achter deze voetnoot hoort een dubbele punt.",
        "Schrijf [^1]: en dan de tekst van de noot.",
    ),
)
_STROKE = re.compile(r"\n(?:--|==)")
_SETEXT = re.compile(r"(?:\A|\n[ \t]*\n)[^\n#>|-][^\n]*[.!?:;,][*_)\"'”’]*[ \t]*\n(?P<at>-{2,}|={2,})[ \t]*(?=\n|\Z)")
_BLOCK = re.compile(rf"^[ \t]*(?P<at>(?://|\\{{2,3}})[ \t]*(?:{'|'.join(BLOKKEN)})\b)", re.MULTILINE)
_NOTE = re.compile(r"\[\^(?P<naam>[^\[\]\s]{1,80})\](?P<colon>:?)")
_BOLD = re.compile(r"(?<!\\)(?:(?<=\S)\*\*|\*\*(?=\S))")
_RULE_OF_STARS = re.compile(r"^[ \t]*(?:\*[ \t]*){3,}$", re.MULTILINE)
_SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_CELLS = re.compile(r"(?<!\\)\|")


def check(project: Project) -> Iterator[Problem]:
    """Look in each text for what Markdown makes something else of than it looks like."""
    for text in project.index.texts:
        if not text.jinja:
            for offset, message, hint in sorted(_wrong(text.content)):
                yield Problem(text.locate(offset), RULE, message, hint)


def _wrong(content: str) -> Iterator[Finding]:
    for offset in indented_code(content):
        message = "Deze regel springt vier spaties of een tab in, en wordt daardoor code."
        yield offset, message, "Laat de regel aan de kantlijn beginnen; code zet je tussen twee regels met ```."
    content = mask(content)
    for sign, pattern, message, hint in _SIGNS:
        if sign in content:
            yield from ((match.start("at"), message, hint) for match in pattern.finditer(content))
    if _STROKE.search(content):
        for match in _SETEXT.finditer(content):
            yield (
                match.start("at"),
                "Deze streep maakt van de regel erboven een kop.",
                "Zet een witregel boven de streep.",
            )
    if "//" in content or "\\\\" in content:
        for match in _BLOCK.finditer(content):
            yield (
                match.start("at"),
                "Een blok begint met drie schuine strepen.",
                "Schrijf /// voor de soort van het blok.",
            )
    if "**" in content:
        yield from _bold(content)
    if "[^" in content:
        yield from _notes(content)
    if "|" in content:
        yield from _tables(content)


def _bold(content: str) -> Iterator[Finding]:
    """Bold text that is not closed in its paragraph."""
    content = _RULE_OF_STARS.sub(lambda match: " " * len(match[0]), content)
    start = 0
    for part in re.split(r"(\n[ \t]*\n)", content):
        stars = [match.start() for match in _BOLD.finditer(part)]
        if len(stars) % 2:
            yield (
                start + stars[-1],
                "Deze vette tekst wordt niet gesloten.",
                "Zet ** ook achter de laatste vette letter.",
            )
        start += len(part)


def _notes(content: str) -> Iterator[Finding]:
    """Footnotes without a text, and texts of a footnote that nothing points to."""
    named: dict[str, int] = {}
    told: dict[str, int] = {}
    for match in _NOTE.finditer(content):
        at_begin = not content[content.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        (told if match["colon"] and at_begin else named).setdefault(match["naam"], match.start())
    for name in told.keys() - named.keys():
        message = f"Naar voetnoot '{name}' verwijst niets, dus niemand leest haar."
        yield told[name], message, f"Zet [^{name}] in de tekst, of haal de noot weg."
    for name in named.keys() - told.keys():
        yield named[name], f"Voetnoot '{name}' heeft geen tekst.", f"Zet onderaan een regel die begint met [^{name}]:"


def _tables(content: str) -> Iterator[Finding]:
    """Tables that are no table, and rows of which something falls away."""
    start = 0
    lines: list[tuple[int, str]] = []
    for line in [*content.split("\n"), ""]:
        if line.strip() and not line.lstrip().startswith("///"):
            lines.append((start, line.strip()))
        elif lines:
            yield from _table(lines)
            lines = []
        start += len(line) + 1


def _table(lines: list[tuple[int, str]]) -> Iterator[Finding]:
    rows = [number for number, (_, line) in enumerate(lines) if line.startswith("|") and line.count("|") > 1]
    if not rows:
        return
    first = rows[0]
    start, head = lines[first]
    under = lines[first + 1][1] if first + 1 < len(lines) else ""
    if not _SEPARATOR.fullmatch(under):
        hint = "Zet onder de eerste rij bijvoorbeeld | --- | --- |, en geen witregels tussen de rijen."
        yield start, "Dit wordt geen tabel: onder de koppen ontbreekt de regel met streepjes.", hint
    elif first:
        yield start, "Dit wordt geen tabel, want er staat een regel tekst tegenaan.", "Zet een witregel boven de tabel."
    elif _count(under) != _count(head):
        message = (
            f"Dit wordt geen tabel: de regel met streepjes heeft {_count(under)} vakken, de koppen {_count(head)}."
        )
        yield lines[first + 1][0], message, "Geef elke kop een vak met streepjes."
    else:
        for at, line in lines[first + 2 :]:
            if _count(line) > _count(head):
                message = "Deze rij heeft meer vakken dan er koppen zijn; wat erbuiten valt, komt niet op de pagina."
                yield at, message, "Haal een vak weg, of schrijf een staand streepje in een tekst als \\|."


def _count(row: str) -> int:
    return len(_CELLS.split(row.removeprefix("|").removesuffix("|")))
