"""Find what matters in author's Markdown, with offsets: macro calls, explicit terms, links, images and headings.

A macro call is written ``{{ naam("tekst", sleutel="tekst") }}``. Only calls of known macros with literal values are macros;
every other pair of braces is text, so LaTeX and templates in a lesson stay what they are. Calls are read with Python's own
literal parser and never evaluated, which is the whole of their security.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markdown.extensions.toc import slugify_unicode, unique

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
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BRACES = re.compile(r"\{\{(?P<inner>[^{}\n]{0,300}(?:\n[^{}\n]{0,300}){0,3})\}\}")
_TERM = re.compile(r"\[\[(?P<uit>!)?(?P<vorm>[^\[\]|\n]+)(?:\|(?P<tekst>[^\[\]\n]+))?\]\]")
_LINK = re.compile(
    r"(?P<beeld>!?)\[(?P<tekst>(?:[^\[\]\n]|\\.|\n(?!\n))*)\]\([ \t]*<?(?P<doel>[^()\s<>]+(?:\([^()\s]*\))?)>?(?:[ \t]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*\)"
)
_REFERENCE = re.compile(r"^ {0,3}\[(?P<tekst>[^\]\n]+)\]:[ \t]*<?(?P<doel>[^\s<>]+)>?", re.MULTILINE)
_HEADING = re.compile(r"^(?P<hekjes>#{1,6})[ \t]+(?P<tekst>.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?P<attr>[^{}\n]*)\}[ \t]*$")


@lru_cache(maxsize=4096)
def mask(text: str) -> str:
    """The text with code and comments blanked by spaces, so that offsets stay the same."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    if "`" in text or "~~~" in text:
        text = _INLINE_CODE.sub(blank, _FENCE.sub(blank, text))
    return _COMMENT.sub(blank, text) if "<!--" in text else text


def macro_calls(text: str) -> Iterator[MacroCall]:
    """Every macro call in ``text``, right or wrong, in order."""
    if "{{" not in text:
        return
    for match in _BRACES.finditer(mask(text)):
        call = _read_call(match)
        if call is not None:
            yield call


def _read_call(match: re.Match[str]) -> MacroCall | None:
    inner = match["inner"].strip()
    parsed = _parse(inner)
    if parsed is None:
        return None
    name, values, fout = parsed
    return MacroCall(match.start(), match.end(), name, values, fout)


_Parsed = tuple[str, dict[str, str | int], tuple[str, str] | None]


@lru_cache(maxsize=16384)
def _parse(inner: str) -> _Parsed | None:
    """What stands between double braces: name, values and what is wrong; ``None`` when it is no macro call."""
    name = re.match(r"[^\W\d]\w*", inner)
    if name is None:
        return None
    macro = name.group()
    rest = inner[name.end() :].lstrip()
    example = f'Schrijf bijvoorbeeld {{{{ {macro}("id") }}}}'
    if not rest.startswith("("):
        suggestion = did_you_mean(macro, MACROS)
        if macro in MACROS or (not rest and suggestion):
            return macro, {}, (f"De macro '{inner}' heeft geen haakjes.", f"{example}.")
        return None
    if macro not in MACROS:
        hint = did_you_mean(macro, MACROS) or "Bekend zijn: " + ", ".join(sorted(MACROS)) + "."
        return macro, {}, (f"De macro '{macro}' bestaat niet.", hint)
    if re.search("[“”„]|[(,=]\\s*[‘’]", rest):
        straight = re.sub("[“”„]", '"', rest)
        return (
            macro,
            {},
            ("In deze macro staan gekrulde aanhalingstekens.", f"Schrijf rechte: {{{{ {macro}{straight} }}}}."),
        )
    try:
        tree = ast.parse(macro + rest, mode="eval").body
        if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
            raise ValueError("no call")
        positional = [ast.literal_eval(argument) for argument in tree.args]
        named = {keyword.arg or "**": ast.literal_eval(keyword.value) for keyword in tree.keywords}
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return (
            macro,
            {},
            ("Deze macro is niet goed geschreven.", f"{example}, met elke waarde tussen aanhalingstekens."),
        )
    return _bind(macro, positional, named)


def _bind(macro: str, positional: list[object], named: dict[str, object]) -> _Parsed:
    """Give each value its parameter."""
    names = [parameter.naam for parameter in MACROS[macro]]
    possible = "Mogelijk zijn: " + (", ".join(names) or "geen") + "."
    fout: tuple[str, str] | None = None
    if len(positional) > len(names):
        fout = (f"De macro '{macro}' krijgt te veel waarden.", possible)
    values: dict[str, str | int] = {}
    given = dict(zip(names, positional, strict=False)) | named
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
    missing = [parameter.naam for parameter in MACROS[macro] if parameter.verplicht and parameter.naam not in given]
    if missing and fout is None:
        fout = (f"De macro '{macro}' mist '{missing[0]}'.", f'Schrijf bijvoorbeeld {{{{ {macro}("{missing[0]}") }}}}.')
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
    for match in _LINK.finditer(masked):
        yield Link(match.start("doel"), match.end("doel"), match["doel"], match["tekst"], bool(match["beeld"]))
    for match in _REFERENCE.finditer(masked):
        yield Link(match.start("doel"), match.end("doel"), match["doel"], match["tekst"], False)


def headings(text: str) -> list[Heading]:
    """The ATX headings of ``text`` with their anchors, as the toc extension of Python-Markdown makes them."""
    used: set[str] = set()
    result = []
    for match in _HEADING.finditer(mask(text)):
        title = text[match.start("tekst") : match.end("tekst")]
        anchor = ""
        if attributes := _ATTRIBUTES.search(title):
            title = title[: attributes.start()]
            ids = re.findall(r"#([\w-]+)", attributes["attr"])
            anchor = ids[-1] if ids else ""
        plain = re.sub(r"[*_`]", "", title)
        anchor = anchor or unique(slugify_unicode(plain, "-"), used)
        used.add(anchor)
        result.append(Heading(match.start(), len(match["hekjes"]), plain, anchor))
    return result
