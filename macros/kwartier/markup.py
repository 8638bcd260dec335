"""Find what matters in author's Markdown, with offsets: macro calls, explicit terms, links, images and headings.

A macro call is written ``{{ naam("tekst", sleutel="tekst") }}``. Only calls of known macros with literal values are macros;
every other pair of braces is text, so LaTeX and templates in a lesson stay what they are. Calls are read with Python's own
literal parser and never evaluated, which is the whole of their security.
"""

from __future__ import annotations

import ast
import html
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markdown.extensions.toc import slugify, unique

from kwartier.text.problems import did_you_mean


@dataclass(frozen=True)
class Parameter:
    """A value that a macro takes; ``soort`` is the kind of item that it names, ``keuze`` the words that it can be."""

    naam: str
    soort: str | None = None
    verplicht: bool = False
    keuze: tuple[str, ...] = ()


def _macro(*parameters: Parameter) -> tuple[Parameter, ...]:
    return parameters


_TEKST = Parameter("tekst")

MACROS: dict[str, tuple[Parameter, ...]] = {
    "begrip": _macro(Parameter("id", "begrip", True), _TEKST),
    "casus": _macro(
        Parameter("id", "casus", True), _TEKST, Parameter("deel", keuze=("situatie", "geheel")), Parameter("vragen")
    ),
    "module": _macro(Parameter("id", "module", True), _TEKST),
    "les": _macro(Parameter("module", "module", True), Parameter("les", "les", True), _TEKST),
    "leerroute": _macro(Parameter("id", "leerroute", True), _TEKST),
    "kader": _macro(Parameter("id", "kaderitem", True), _TEKST),
    "instrument": _macro(Parameter("id", "instrument", True), _TEKST),
    "bron": _macro(Parameter("sleutel", "bron", True), Parameter("plaats")),
    "modules": _macro(Parameter("thema", "thema"), Parameter("niveau"), Parameter("max_uren")),
    "leerroutes": _macro(),
    "vraag": _macro(Parameter("id", "vraag", True)),
    "leeruitkomsten": _macro(Parameter("module", "module", True)),
    "dekking": _macro(Parameter("kader", "kader", True), Parameter("leerroute", "leerroute")),
    "regels": _macro(),
    "velden": _macro(Parameter("soort", verplicht=True)),
}
"""The macros that authors can use, with their parameters in order."""

BLOCK_MACROS = frozenset({"vraag", "modules", "leerroutes", "leeruitkomsten", "dekking", "regels", "velden"})
"""Macros that give a list or table and stand alone in their paragraph."""


def is_block(naam: str, waarden: Mapping[str, object]) -> bool:
    """Whether a macro call gives blocks instead of words in a sentence: a case is shown when a part of it is asked."""
    return naam in BLOCK_MACROS or (naam == "casus" and not {"deel", "vragen"}.isdisjoint(waarden))


def ids_in(value: object) -> list[str]:
    """The ids in a value such as ``"eerste-vraag, tweede-vraag"``."""
    return [part for one in str(value or "").split(",") if (part := one.strip())]


@dataclass(frozen=True)
class MacroCall:
    """A macro call in a text; ``fout`` holds message and hint when it cannot be used as written."""

    start: int
    end: int
    naam: str
    waarden: dict[str, str | int]
    fout: tuple[str, str] | None = None


@dataclass(frozen=True)
class TermMark:
    """``[[vorm]]``, ``[[vorm|tekst]]`` or, with ``uit``, ``[[!tekst]]``: an explicit link or non-link to the glossary."""

    start: int
    end: int
    vorm: str
    tekst: str
    uit: bool


@dataclass(frozen=True)
class Link:
    """A Markdown link or image; ``start`` and ``end`` enclose its target only."""

    start: int
    end: int
    doel: str
    tekst: str
    beeld: bool


@dataclass(frozen=True)
class Heading:
    """An ATX heading with the anchor that Python-Markdown gives it."""

    start: int
    niveau: int
    tekst: str
    anker: str


_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=indent)(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_INDENTED_CODE = re.compile(
    r"((?:\A|^(?![ \t]|[-*+][ \t]|\d+[.)][ \t]|\[\^)(?=[^\n]*\S)[^\n]*\n)(?:[ \t]*\n)+)((?:(?: {4}|\t)[^\n]*(?:\n|\Z))+)",
    re.MULTILINE,
)
"""Four spaces after a blank line are code, unless the line before belongs to a list or footnote, which goes on."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BRACES = re.compile(r"\{\{(?P<inner>[^{}\n]{0,300}(?:\n[^{}\n]{0,300}){0,3})\}\}")
_OPENING = re.compile(rf"\{{\{{\s*(?P<naam>{'|'.join(MACROS)})\s*\(")
"""The start of a call of a known macro, whether or not it ends well."""
_TERM = re.compile(r"\[\[(?P<uit>!)?(?P<vorm>[^\[\]|\n]+?)(?:\\?\|(?P<tekst>[^\[\]\n]+))?\]\](?!\()")
_LINK = re.compile(
    r"(?P<beeld>!?)\[(?P<tekst>(?:[^\[\]\\\n]|\\.|\n(?!\n)|\[(?:[^\[\]\\\n]|\\.)*\](?:\([^()\n]*\))?)*)\]"
    r"\([ \t]*(?:<(?P<haken>[^<>\n]+)>|(?P<doel>[^()\s<>]+(?:\([^()\s]*\))?(?:[ ]+[^()\s<>\"']+)*))"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*\)"
)
_REFERENCE = re.compile(r"^ {0,3}\[(?P<tekst>[^\]\^\n][^\]\n]*)\]:[ \t]*<?(?P<doel>[^\s<>]+)>?", re.MULTILINE)
_HEADING = re.compile(r"^(?:[ ]{0,3}>[ ]?|[ ]*(?:[-*+]|\d+\.)[ ]+)*(?P<hekjes>#{1,6})(?P<tekst>.*)$", re.MULTILINE)
_UNDERLINE = re.compile(r"\n(?P<streep>=+|-+)[ ]*(?=\n|\Z)")
_INLINE_MARK = re.compile(r"[!\[<`*_&]")
_ATTRIBUTES = re.compile(r"[ \t]+\{:?[ \t]*(?P<attr>[^{}\n]*)\}[ \t]*$")


def mask(text: str) -> str:
    """The text with code and comments blanked by spaces, so that offsets stay the same."""
    if "`" in text or "\n    " in text or "<!--" in text or "~~~" in text or "\n\t" in text:
        return _masked(text)
    return text


@lru_cache(maxsize=4096)
def _masked(text: str) -> str:
    """The same for a text that may hold either; it is asked several times in a row what is in a text."""
    text = _without_code(text)
    return _COMMENT.sub(_blank, text) if "<!--" in text else text


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of every HTML comment outside code: a note of the author to the author."""
    if "<!--" in text:
        for match in _COMMENT.finditer(_without_code(text)):
            yield match.span()


def _blank(match: re.Match[str]) -> str:
    return _blanked(match.group())


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _without_code(text: str) -> str:
    """The text with code blanked by spaces; inline code last, as its blanks could look like an indented line."""
    if "```" in text or "~~~" in text:
        text = _FENCE.sub(_blank, text)
    if "\n    " in text or "\n\t" in text:
        text = _INDENTED_CODE.sub(lambda match: match[1] + _blanked(match[2]), text)
    return _INLINE_CODE.sub(_blank, text) if "`" in text else text


def indented_code(text: str) -> Iterator[int]:
    """Where a part begins that is code because its lines go in four spaces or a tab."""
    if "\n    " in text or "\n\t" in text:
        text = _FENCE.sub(_blank, text) if "```" in text or "~~~" in text else text
        yield from (match.start(2) for match in _INDENTED_CODE.finditer(text) if match[2].strip())


def macro_calls(text: str) -> Iterator[MacroCall]:
    """Every macro call in ``text``, right or wrong, in order."""
    if "{{" not in text:
        return
    masked = mask(text)
    pairs = {match.start(): match for match in _BRACES.finditer(masked)}
    starts = {match.start(): match["naam"] for match in _OPENING.finditer(masked)}
    for start in sorted({*pairs, *starts}):
        if start not in pairs:
            yield MacroCall(start, start + 2, starts[start], {}, _badly_written(starts[start]))
        elif parsed := _parse(pairs[start]["inner"].strip()):
            name, values, fout = parsed
            yield MacroCall(start, pairs[start].end(), name, values, fout)


_Parsed = tuple[str, dict[str, str | int], tuple[str, str] | None]


@lru_cache(maxsize=16384)
def _parse(inner: str) -> _Parsed | None:
    """What stands between double braces: name, values and what is wrong; ``None`` when it is no macro call."""
    name = re.match(r"[^\W\d]\w*", inner)
    if name is None:
        return None
    macro = name.group()
    rest = inner[name.end() :].lstrip()
    if macro not in MACROS:
        suggestion = did_you_mean(macro, MACROS)
        if rest.startswith("(") or (not rest and suggestion):
            hint = suggestion or "Bekend zijn: " + ", ".join(sorted(MACROS)) + "."
            return macro, {}, (f"De macro '{macro}' bestaat niet.", hint)
        return None
    if not rest.startswith("("):
        return macro, {}, (f"De macro '{macro}' heeft geen haakjes.", f"Schrijf bijvoorbeeld {_example(macro)}.")
    call = _call(macro + rest)
    if call is None:
        straight = re.sub("[‘’‚]", "'", re.sub("[“”„]", '"', rest))
        if straight != rest and _call(macro + straight) is not None:
            hint = f"Schrijf rechte: {{{{ {macro}{straight} }}}}."
            return macro, {}, ("In deze macro staan gekrulde aanhalingstekens.", hint)
        return macro, {}, _badly_written(macro)
    return _bind(macro, *call)


def _call(written: str) -> tuple[list[object], list[tuple[str, object]]] | None:
    """The values of a call, by position and by name; ``None`` when it is no call with literal values."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an unknown escape such as \\d in a value is only text
            tree = ast.parse(written, mode="eval").body
        if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
            return None
        positional = [ast.literal_eval(argument) for argument in tree.args]
        return positional, [(keyword.arg or "**", ast.literal_eval(keyword.value)) for keyword in tree.keywords]
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _badly_written(macro: str) -> tuple[str, str]:
    hint = f"Schrijf bijvoorbeeld {_example(macro)}, met elke waarde tussen aanhalingstekens."
    return "Deze macro is niet goed geschreven.", hint


def _example(macro: str) -> str:
    """How the macro is written with what it cannot do without."""
    needed = ", ".join(f'"{parameter.naam}"' for parameter in MACROS[macro] if parameter.verplicht)
    return f"{{{{ {macro}({needed}) }}}}"


def _bind(macro: str, positional: list[object], named: list[tuple[str, object]]) -> _Parsed:
    """Give each value its parameter."""
    names = [parameter.naam for parameter in MACROS[macro]]
    possible = "Mogelijk zijn: " + (", ".join(names) or "geen") + "."
    fout: tuple[str, str] | None = None
    if len(positional) > len(names):
        fout = (f"De macro '{macro}' krijgt te veel waarden.", possible)
    values: dict[str, str | int] = {}
    given = dict(zip(names, positional, strict=False))
    for key, value in named:
        if key in given:
            fout = (f"De macro '{macro}' krijgt '{key}' twee keer.", "Laat de waarde een keer staan.")
        given[key] = value
    for key, value in given.items():
        if key not in names:
            fout = (f"De macro '{macro}' kent '{key}' niet.", did_you_mean(key, names) or possible)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            values[key] = value
        else:
            fout = (f"De waarde van '{key}' is geen tekst.", "Zet de waarde tussen aanhalingstekens.")
    for parameter in MACROS[macro]:
        value = values.get(parameter.naam)
        if parameter.keuze and value is not None and value not in parameter.keuze:
            words = ", ".join(parameter.keuze)
            hint = did_you_mean(str(value), parameter.keuze) or f"Kies uit: {words}."
            fout = (f"De waarde '{value}' van '{parameter.naam}' kan niet.", hint)
    missing = [one.naam for one in MACROS[macro] if one.verplicht and not str(given.get(one.naam, "")).strip()]
    if missing and fout is None:
        fout = (f"De macro '{macro}' mist '{missing[0]}'.", f"Schrijf bijvoorbeeld {_example(macro)}.")
    return macro, values, fout


def term_marks(text: str) -> Iterator[TermMark]:
    """Every explicit term link or non-link in ``text``, in order."""
    if "[[" not in text:
        return
    for match in _TERM.finditer(mask(text)):
        vorm = match["vorm"].strip()
        yield TermMark(match.start(), match.end(), vorm, (match["tekst"] or vorm).strip(), bool(match["uit"]))


def links(text: str) -> Iterator[Link]:
    """Every link and image with a target in ``text``, reference definitions included."""
    if "](" not in text and "]:" not in text:
        return
    masked = mask(text)
    yield from _links(masked, 0)
    for match in _REFERENCE.finditer(masked):
        yield Link(match.start("doel"), match.end("doel"), match["doel"], match["tekst"], False)


def _links(masked: str, offset: int) -> Iterator[Link]:
    """The links of ``masked``, which stands at ``offset``; an image in the words of a link comes first."""
    for match in _LINK.finditer(masked):
        if "](" in match["tekst"]:
            yield from _links(match["tekst"], offset + match.start("tekst"))
        group = "haken" if match["haken"] else "doel"
        start, end = offset + match.start(group), offset + match.end(group)
        yield Link(start, end, match[group], match["tekst"], bool(match["beeld"]))


def headings(text: str) -> list[Heading]:
    """The headings of ``text`` with their anchors, as the toc extension of Python-Markdown makes them."""
    if "#" not in text and "\n=" not in text and "\n-" not in text:
        return []
    masked = mask(text)
    found = []
    place = masked.find("#")
    while place >= 0:  # most lines have none, and the pattern would be tried on each
        match = _HEADING.match(masked, masked.rfind("\n", 0, place) + 1)
        if match is not None:
            found.append((match.start("hekjes"), len(match["hekjes"]), match.span("tekst")))
        end = masked.find("\n", place)
        place = masked.find("#", end) if end >= 0 else -1
    for match in _UNDERLINE.finditer(masked):
        first = masked.rfind("\n", 0, match.start()) + 1
        above = masked[masked.rfind("\n", 0, max(first - 1, 0)) + 1 : first]
        if not above.strip() and masked[first : match.start()].strip() and masked[first] not in "#>":
            found.append((first, 1 if match["streep"][0] == "=" else 2, (first, match.start())))
    used: set[str] = set()
    result = []
    for start, level, (first, last) in sorted(found):
        title = text[first:last].strip().rstrip("#").rstrip()
        anchor = ""
        if attributes := _ATTRIBUTES.search(title):
            title = title[: attributes.start()]
            ids = re.findall(r"#([\w-]+)", attributes["attr"])
            anchor = ids[-1] if ids else ""
        words = _words(title)
        anchor = anchor or unique(slugify(words, "-"), used)
        used.add(anchor)
        result.append(Heading(start, level, words, anchor))
    return result


def _words(title: str) -> str:
    """The words of a heading without their Markdown."""
    if not _INLINE_MARK.search(title):
        return title.strip()
    title = re.sub(r"!\[[^\]]*\]\([^)]*\)|<[^<>]+>|`", "", title)
    title = re.sub(r"\[([^\[\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", title)
    title = re.sub(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1", r"\2", title)
    title = re.sub(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", title)
    return html.unescape(title).strip()
