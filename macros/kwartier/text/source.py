"""Read YAML and Markdown with front matter, strictly and with positions.

YAML surprises people who do not write it every day: ``no`` becomes a boolean, ``12:30`` a number, a second key with the
same name silently wins, and everything behind `` #`` disappears. Here a plain scalar is text until the model says
otherwise, and each of these traps is a :class:`Problem` with a line and a column instead of a surprise.

Positions are not stored: a clean project never asks for one. :class:`Document` composes its YAML again when a position is
wanted, so that loading costs neither the time nor the memory for millions of marks.
"""

from __future__ import annotations

import marshal
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from sys import intern
from typing import Any

import yaml

from kwartier.text import yaml_errors
from kwartier.text.problems import Location, Problem

MAX_BYTES = 2_000_000
"""A larger content file is refused: no hand-written file comes near, and a bomb would cost minutes."""

MAX_TEXT = 200_000
MAX_LINE = 10_000
MAX_HEADINGS = 500
"""Characters of a Markdown file and of one line of it; ten times the longest that anyone wrote. Markdown in any reader, and
our own patterns, take the square of a length for some texts."""

MAX_DEPTH = 40
"""Deepest nesting that is read; the content model itself needs fewer than ten levels."""

MAX_SAME = 20
"""How many control characters are reported: a damaged file has millions."""

YamlPath = tuple[str | int, ...]
_NOTHING = marshal.dumps(None)


class _Loader(yaml_errors.BASE_LOADER):  # type: ignore[misc]
    """libyaml without guessing of types: a scalar is text, so working out a tag for each would be time for nothing."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """Give every node the same tag, which nobody reads."""
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Nothing to prepare."""

    def ascend_resolver(self) -> None:
        """Nothing to undo."""


_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_UNOPENED = re.compile(
    r"(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\n)*+(?=tit(?:el|le):|[a-z_]+:[^\n]*\n(?:[ \t-][^\n]*\n)*+[a-z_]+:)[a-z_]+:(?:[ \t][^\n]*)?\n"
    r"(?:(?:[a-z_]+:|[ \t]|- |#)[^\n]*\n|\n)*+---[ \t]*(?:\n|\Z)"
)
"""A title, or two fields, as the first thing that is said, and nothing but YAML until the line with dashes that ends it."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff]")
_LOST_LETTER = "\ufffd"
"""What a program shows, and saves, for bytes that are no letter in the encoding with which it opened a file."""
_BLOCK_SCALAR = re.compile(r"(?:^|[:\-]\s+|:\s)[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_ODD_LINE = re.compile("\n[ ]*(?:\t|[\xa0\u2000-\u200a\u202f\u205f\u3000]|[–—•·▪◦*+][ \t\xa0])")
"""Nothing that :func:`_look_of_lines` could find at the begin of a line is in a text without a match, so most files skip that
walk. A pattern that starts with a plain character is looked for several times faster than one with ``^``."""
_LOST_TEXT = re.compile(r"^[ \t]+#(?=[^\s#])")
_SWALLOWED_ITEM = re.compile(r"\n[ \t]*-[ \t]")
_FIELD = re.compile(r"(?<!\S)([a-z_]+):(?=\s|\Z)")
_LISTED = re.compile(r"^(?:[-*+]|\d{1,2}\.)[ \t]+\S", re.MULTILINE)
_WRONG_BULLET = re.compile(r"[–—•·▪◦*+](?=[ \t\xa0])")
_NESTED_ON_LINE = re.compile(r"[-?:][ \t]+[-?:][ \t]")
_UNUSUAL_SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")


@dataclass(eq=False)
class Document:
    """One content file as read: YAML data (every scalar a ``str``) and, for Markdown, the text below the front matter.

    ``file`` is the POSIX path relative to the project folder, ``text`` the whole file with ``\\n`` line ends,
    ``yaml_line`` the line (from 1) at which its YAML starts, ``body`` the Markdown text and ``body_line`` its first line.
    """

    file: str
    text: str
    yaml_line: int = 1
    body: str = ""
    body_line: int = 1
    yaml_text: str = field(default="", repr=False)
    fieldlike: list[tuple[int, int, str, bool]] = field(default_factory=list, repr=False)
    """Lines inside block text that would be a field if they went in less far: line and column in the file, the name, and whether
    no sentence goes on from the line above."""
    _packed: bytes = field(default=_NOTHING, init=False, repr=False)

    @property
    def data(self) -> Any:
        """The YAML data, made anew each time: it is asked for once or twice, which takes microseconds, and kept as objects it
        would be the largest part of what a project takes in memory."""
        return marshal.loads(self._packed)

    @data.setter
    def data(self, value: Any) -> None:
        self._packed = marshal.dumps(value)

    @property
    def readable(self) -> bool:
        """Whether it has data."""
        return self._packed != _NOTHING

    @property
    def jinja(self) -> bool:
        """Whether its front matter asks for Jinja (``render_macros: true``)."""
        data = self.data
        return isinstance(data, dict) and data.get("render_macros") == "true"

    @cached_property
    def nodes(self) -> Any:
        """The composed YAML, made when a position is asked for (``None`` without content)."""
        return yaml.compose(self.yaml_text, Loader=_Loader)

    def locate(self, path: YamlPath = (), *, key: bool = False) -> Location:
        """Where ``path`` stands, or the nearest known place above it; with ``key`` the key instead of its value."""
        node = self.nodes
        mark = node.start_mark if node is not None else None
        for depth, step in enumerate(path):
            found = _child(node, step)
            if found is None:
                break
            key_node, node = found
            mark = key_node.start_mark if key and depth == len(path) - 1 else node.start_mark
        if mark is None:
            return Location(self.file, self.yaml_line, 1)
        return Location(self.file, mark.line + self.yaml_line, mark.column + 1)

    def locate_text(self, path: YamlPath, needle: str, occurrence: int = 0) -> Location:
        """Where the ``occurrence``-th ``needle`` (a piece of one line) stands inside the text at ``path``.

        Folded and quoted YAML text has no simple offset in the file, so the raw lines of the value are searched;
        without a hit the start of the value is the answer.
        """
        node = self.node(path)
        if node is None:
            return self.locate(path)
        lines = self.yaml_text.split("\n")
        start, end = node.start_mark, node.end_mark
        for number in range(start.line, min(end.line, len(lines) - 1) + 1):
            column = start.column if number == start.line else 0
            while (column := lines[number].find(needle, column)) >= 0:
                if occurrence == 0:
                    return Location(self.file, number + self.yaml_line, column + 1)
                occurrence -= 1
                column += 1
        return self.locate(path)

    def path_at(self, at: Location) -> YamlPath:
        """The path of the value in which ``at`` stands."""
        line, column = at.line - self.yaml_line, at.column - 1
        path: list[str | int] = []
        node = self.nodes
        while isinstance(node, yaml.MappingNode | yaml.SequenceNode):
            keyed = isinstance(node, yaml.MappingNode)
            parts = [(key.value, value) for key, value in node.value] if keyed else list(enumerate(node.value))
            for step, part in parts:
                first, last = part.start_mark, part.end_mark
                if (first.line, first.column) <= (line, column) < (last.line, last.column):
                    path.append(step)
                    node = part
                    break
            else:
                break
        return tuple(path)

    def let_go(self) -> None:
        """Forget all but the body, after everything that could ask for a place or for the data did."""
        self.text = self.yaml_text = ""
        self._packed = _NOTHING
        self.__dict__.pop("nodes", None)

    def node(self, path: YamlPath) -> Any:
        """The composed YAML at ``path``; ``None`` when nothing stands there."""
        node = self.nodes
        for step in path:
            found = _child(node, step)
            if found is None:
                return None
            node = found[1]
        return node

    def has(self, path: YamlPath) -> bool:
        """Whether something stands at ``path``, be it an empty value."""
        return self.node(path) is not None

    def locate_body(self, offset: int) -> Location:
        """Where character ``offset`` of ``body`` stands in the file."""
        line = self.body.count("\n", 0, offset)
        column = offset - (self.body.rfind("\n", 0, offset) + 1)
        return Location(self.file, self.body_line + line, column + 1)


def read_yaml(root: Path, file: str) -> tuple[Document | None, list[Problem]]:
    """Read one YAML file; ``None`` when it cannot be used at all. ``file`` is relative to ``root``."""
    text, problems = read_text(root, file)
    if text is None:
        return None, problems
    document = Document(file, text, yaml_text=text)
    problems += _parse(document)
    return (document if document.readable else None), problems


def read_markdown(root: Path, file: str) -> tuple[Document | None, list[Problem]]:
    """Read one Markdown file with optional YAML front matter (``data`` is ``{}`` without)."""
    text, problems = read_text(root, file)
    if text is None:
        return None, problems
    if too_long := _too_long(file, text):
        return None, [*problems, too_long]
    match = _FRONT_MATTER.match(text)
    if match is None:
        if half := _half_front_matter(file, text):
            return None, [*problems, half]
        document = Document(file, text, body=text)
        document.data = {}
        return document, problems
    document = Document(
        file,
        text,
        yaml_line=2,
        body=text[match.end() :],
        body_line=text.count("\n", 0, match.end()) + 1,
        yaml_text=match.group(1),
    )
    if not match.group(1).strip():
        document.data = {}
        return document, problems
    problems += _parse(document)
    return (document if document.readable else None), problems


def _half_front_matter(file: str, text: str) -> Problem | None:
    """The problem of front matter of which one of the two lines with dashes is not there, or not at its place."""
    if re.match(r"---[ \t]*\n", text):
        message = "De kop van dit bestand begint met '---' maar wordt niet afgesloten."
        return Problem(Location(file), "yaml-leesbaar", message, "Zet na de laatste regel van de kop weer '---'.")
    if _UNOPENED.match(text):
        message = "De kop van dit bestand begint niet met '---' op de eerste regel."
        hint = "Laat het bestand beginnen met een regel '---'."
        return Problem(Location(file), "yaml-leesbaar", message, hint)
    return None


def _too_long(file: str, text: str) -> Problem | None:
    """The problem of a Markdown file that is too long, or that has a line without end."""
    if len(text) > MAX_TEXT:
        message = f"Deze tekst heeft meer dan {MAX_TEXT // 1000}.000 tekens."
        return Problem(Location(file), "bestand-leesbaar", message, "Verdeel de inhoud over meer bestanden.")
    if text.count("\n#") > MAX_HEADINGS:
        message = f"Deze tekst heeft meer dan {MAX_HEADINGS} koppen."
        return Problem(Location(file), "bestand-leesbaar", message, "Verdeel de inhoud over meer bestanden.")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            message = f"Deze regel heeft meer dan {MAX_LINE // 1000}.000 tekens."
            return Problem(Location(file, number), "bestand-leesbaar", message, "Verdeel de regel in alinea's.")
    return None


def read_text(root: Path, file: str) -> tuple[str | None, list[Problem]]:
    """Read one UTF-8 file with ``\\n`` line ends; ``None`` and a problem when that is not possible."""
    start = Location(file)
    try:
        path = root / file
        if path.stat().st_size > MAX_BYTES:
            message = f"Dit bestand is groter dan {MAX_BYTES // 1_000_000} MB."
            return None, [Problem(start, "bestand-leesbaar", message, "Verdeel de inhoud over meer bestanden.")]
        raw = path.read_bytes()
    except OSError as error:
        message = f"Dit bestand kan niet gelezen worden: {error.strerror or error}."
        return None, [
            Problem(start, "bestand-leesbaar", message, "Kijk of het bestand bestaat en of je het mag lezen.")
        ]
    problems = []
    if raw.startswith(b"\xef\xbb\xbf"):
        message = "Dit bestand begint met een onzichtbaar BOM-teken."
        problems.append(
            Problem(start, "bestand-utf8", message, "Sla het bestand op als 'UTF-8' en niet als 'UTF-8 met BOM'.")
        )
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        at = Location(file, before.count(b"\n") + 1, column)
        message = "Dit bestand is niet in UTF-8 opgeslagen."
        hint = "Open het opnieuw met de codering die het heeft (vaak Windows-1252), en sla het dan op als UTF-8."
        return None, [*problems, Problem(at, "bestand-utf8", message, hint)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        message = "Dit bestand is leeg."
        return None, [*problems, Problem(start, "bestand-niet-leeg", message, "Vul het bestand of verwijder het.")]
    for match in islice(_CONTROL.finditer(text), MAX_SAME):
        message = f"Hier staat een onzichtbaar stuurteken (U+{ord(match.group()):04X})."
        hint = "Verwijder het teken; het komt vaak mee bij plakken uit een tekstverwerker."
        problems.append(Problem(_at(file, text, match.start(), 1), "geen-stuurtekens", message, hint))
    if len(problems) and _CONTROL.search(text):
        return None, problems
    if _LOST_LETTER in text:
        message = "Hier is een letter verloren gegaan: het bestand is met een verkeerde codering geopend en opgeslagen."
        hint = f"Schrijf op de plaats van elk '{_LOST_LETTER}' de letter opnieuw."
        problems.append(Problem(_at(file, text, text.index(_LOST_LETTER), 1), "bestand-utf8", message, hint))
    return text, problems


def _at(file: str, text: str, offset: int, first_line: int) -> Location:
    line = text.count("\n", 0, offset)
    return Location(file, first_line + line, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _parse(document: Document) -> list[Problem]:
    """Compose the YAML of ``document`` into plain data; on any problem that makes it unusable ``data`` stays ``None``."""
    problems = _look_of_lines(document)
    text = document.yaml_text
    if text.count("[") + text.count("{") > 2000 or " " * 200 in text or _NESTED_ON_LINE.search(text):
        problems += too_deep(document)  # before composing: libyaml's composer recurses in C
    if problems:  # they also break the structure: one clear sentence is enough
        return problems
    try:
        node = yaml.compose(document.yaml_text, Loader=_Loader)
    except yaml.YAMLError as error:
        return [yaml_errors.translate(error, document.file, document.yaml_text, document.yaml_line)]
    if node is None or _is_empty(node):
        message = "Dit bestand heeft geen inhoud: alleen commentaar of witregels."
        at = Location(document.file, document.yaml_line)
        return [Problem(at, "bestand-niet-leeg", message, "Vul het bestand of verwijder het.")]
    walker = _Walker(document)
    data = walker.value(node)
    special = _special_tokens(document, node)
    if walker.readable and not special:
        document.data = data
    return walker.problems + special


def _look_of_lines(document: Document) -> list[Problem]:
    """Traps that can be seen in the raw lines outside block text: tabs, odd spaces, bullets from a word processor."""
    problems: list[Problem] = []
    text = document.yaml_text
    if not (_ODD_LINE.search("\n" + text) or ":\xa0" in text or ":\u202f" in text):
        return problems
    block_indent: int | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines):
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        if block_indent is not None:
            if not line.strip() or indent > block_indent:
                continue
            block_indent = None
        at = Location(document.file, number + document.yaml_line, indent + 1)
        if stripped.startswith("\t"):
            message = "Deze regel springt in met een tab."
            problems.append(Problem(at, "geen-tabs", message, "Gebruik spaties; twee per niveau."))
        elif match := _UNUSUAL_SPACE.match(stripped):
            message = f"Deze regel springt in met een bijzondere spatie (U+{ord(match.group()):04X})."
            problems.append(Problem(at, "gewone-spaties", message, "Vervang de inspringing door gewone spaties."))
        elif _WRONG_BULLET.match(stripped) and _continues_list(lines, number, indent):
            message = f"Dit lijstpunt begint met '{stripped[0]}' in plaats van een koppelteken."
            problems.append(Problem(at, "lijst-met-koppelteken", message, "Begin een lijstpunt met '- '."))
        elif match := re.match(r"-?\s*[\w-]+:(?=[\xa0\u202f])", stripped):
            at = Location(at.file, at.line, indent + match.end() + 1)
            message = "Na deze dubbele punt staat een bijzondere spatie."
            problems.append(Problem(at, "gewone-spaties", message, "Vervang het teken door een gewone spatie."))
        if _BLOCK_SCALAR.search(line):
            prefix = re.match(r"(?:-\s+)*", stripped)
            dashes = prefix.group() if prefix else ""
            keyed = re.match(r"[^\s#]+.*?:\s", stripped[len(dashes) :])
            block_indent = indent + len(dashes) if keyed else indent + max(len(dashes) - 2, 0)
    return problems


def _continues_list(lines: list[str], number: int, indent: int) -> bool:
    """Whether line ``number``, which starts with a dash or bullet, is a list item and not the rest of a sentence."""
    previous = next((lines[one] for one in range(number - 1, -1, -1) if lines[one].strip()), "")
    stripped = previous.lstrip(" ")
    same_indent = len(previous) - len(stripped) == indent
    return previous.rstrip().endswith(":") or (same_indent and re.match(r"[-–—•·▪◦*+][ \t\xa0]", stripped) is not None)


def _special_tokens(document: Document, node: Any) -> list[Problem]:
    """Anchors, aliases and tags; inside a text of ``node``, the composed YAML, these characters are text."""
    found = _signs(document.yaml_text)
    if not found:
        return []
    if all(_in_text(node, place) for place in found):
        return []
    names = {
        "AnchorToken": "een anker ('&')",
        "AliasToken": "een verwijzing naar een anker ('*')",
        "TagToken": "een YAML-tag ('!')",
    }
    problems = []
    for token in yaml.scan(document.yaml_text, Loader=_Loader):
        name = names.get(type(token).__name__)
        if name is not None:
            mark = token.start_mark
            at = Location(document.file, mark.line + document.yaml_line, mark.column + 1)
            message = f"Hier staat {name}; dat leest Kwartier niet."
            hint = "Is het gewone tekst? Zet de hele waarde dan tussen aanhalingstekens."
            problems.append(Problem(at, "yaml-eenvoudig", message, hint))
    return problems


def _signs(text: str) -> list[int]:
    """Where a ``&``, ``*`` or ``!`` stands that could begin a value."""
    found = []
    for sign in "&*!":
        place = text.find(sign)
        while place >= 0:
            if text[place - 1 : place] in " \n[{," and (sign == "!" or not text[place + 1 : place + 2].isspace()):
                found.append(place)
            place = text.find(sign, place + 1)
    return found


def _in_text(node: Any, place: int) -> bool:
    """Whether the character at ``place`` is part of a text, after its first character: an anchor or tag comes before a text."""
    for _ in range(MAX_DEPTH + 2):  # an alias can make a node hold itself
        if isinstance(node, yaml.ScalarNode):
            return bool(node.start_mark.index < place)
        parts = chain.from_iterable(node.value) if isinstance(node, yaml.MappingNode) else node.value
        node = next((one for one in parts if one.start_mark.index <= place < one.end_mark.index), None)
        if node is None:
            break
    return False


def too_deep(document: Document) -> list[Problem]:
    """The problem of YAML that is nested deeper than :data:`MAX_DEPTH`, found without composing it."""
    depth = 0
    try:
        for event in yaml.parse(document.yaml_text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    mark: Any = event.start_mark
                    at = Location(document.file, mark.line + document.yaml_line, mark.column + 1)
                    message = f"Deze YAML is dieper genest dan {MAX_DEPTH} niveaus."
                    return [Problem(at, "yaml-diepte", message, "Maak de opbouw platter.")]
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        pass  # the parse error itself is reported by the caller
    return []


class _Walker:
    """Turn composed nodes into plain data and collect the traps that only nodes show."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.yaml_text.split("\n")
        self.problems: list[Problem] = []
        self.readable = True
        self.aliases = "&" in document.yaml_text
        self.comments = " #" in document.yaml_text or "\t#" in document.yaml_text
        self.seen: set[int] = set()

    def value(self, node: Any, depth: int = 0) -> Any:
        if self.aliases:
            if id(node) in self.seen:  # an alias; its token is reported, and a bomb of them is not walked
                return ""
            self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if self.comments and node.style not in ("|", ">"):
                self.lost_text(node)
            if not node.style and node.end_mark.line > node.start_mark.line:
                self.swallowed_item(node)
            if node.style in ("|", ">"):
                self.block_text(node)
            if node.style == '"' and (sign := _CONTROL.search(node.value)):
                message = f"Hier staat met een escape een stuurteken (U+{ord(sign[0]):04X})."
                self.problem(node, "geen-stuurtekens", message, "Haal wat er met '\\' geschreven is weg.")
            return node.value
        if depth > MAX_DEPTH:
            message = f"Deze YAML is dieper genest dan {MAX_DEPTH} niveaus."
            self.problem(node, "yaml-diepte", message, "Maak de opbouw platter.")
            self.readable = False
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth + 1)
        return [self.value(child, depth + 1) for child in node.value]

    def mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                message = "Hier leest YAML een groep of lijst waar een veld hoort."
                hint = "Begint de tekst met '{' of '['? Zet de hele waarde dan tussen aanhalingstekens."
                self.problem(key, "yaml-eenvoudig", message, hint)
                self.readable = False
                continue
            name = intern(str(key.value))  # a project has a few hundred keys, each of them thousands of times
            if name in result:
                self.problem(
                    key,
                    "veld-eenmaal",
                    f"Het veld '{name}' staat hier voor de tweede keer.",
                    "Voeg de twee samen of verwijder er een.",
                )
                continue
            if _is_empty(value):
                if not self.lost_text(value):
                    self.problem(key, "waarde-ingevuld", *self.no_value(key))
                continue
            result[name] = self.value(value, depth)
        return result

    def no_value(self, key: yaml.ScalarNode) -> tuple[str, str]:
        """Message and hint for a key without a value, or for what a comma between braces made into one."""
        end = key.end_mark
        if not self.lines[end.line][end.column :].lstrip().startswith((",", "}")):
            return f"Achter '{key.value}:' staat niets.", "Vul een waarde in of haal de regel weg."
        hint = "Hoort de komma bij de tekst? Zet de hele waarde tussen aanhalingstekens; decimalen krijgen een punt."
        return f"Door de komma leest YAML '{key.value}' als een veld zonder waarde.", hint

    def lost_text(self, node: yaml.ScalarNode) -> bool:
        """Report text behind ``node`` that its author may not have meant as a comment; tell whether there is any."""
        end = node.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        match = _LOST_TEXT.match(rest)
        if match is None:
            return False
        at = Location(self.document.file, end.line + self.document.yaml_line, end.column + match.end())
        message = "Alles vanaf dit hekje valt weg, omdat YAML het als commentaar leest."
        hint = "Hoort het bij de tekst? Zet de hele waarde tussen aanhalingstekens. Is het commentaar? Zet een spatie na '#'."
        self.problems.append(Problem(at, "tekst-blijft-heel", message, hint))
        return True

    def swallowed_item(self, node: yaml.ScalarNode) -> None:
        """Report a list item that the text of ``node``, which has more than one line, took in."""
        start, end = node.start_mark, node.end_mark
        raw = "\n".join([self.lines[start.line][start.column :], *self.lines[start.line + 1 : end.line + 1]])
        match = _SWALLOWED_ITEM.search(raw)
        if match is None:
            return
        line = start.line + raw.count("\n", 0, match.end())
        at = Location(self.document.file, line + self.document.yaml_line, len(match.group()) - 2)
        message = "Dit lijstpunt wordt bij de regel erboven gelezen, omdat het anders inspringt."
        hint = "Zet alle koppeltekens van een lijst recht onder elkaar."
        self.problems.append(Problem(at, "lijst-recht-onder-elkaar", message, hint))

    def block_text(self, node: yaml.ScalarNode) -> None:
        """Note what in the lines of a text behind ``|`` or ``>`` its author may have meant otherwise."""
        listed, named = node.style == ">" and _LISTED.search(node.value), _FIELD.search(node.value)
        if not listed and not named:
            return
        first, end = node.start_mark.line + 1, node.end_mark
        lines = self.lines[first : end.line + (end.column > 0)]
        indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
        lines = [line[indent:] for line in lines]
        if named:
            self.fieldlike(first, lines, indent)
        if listed:
            self.folded_item(first, lines, indent)

    def fieldlike(self, first: int, lines: list[str], indent: int) -> None:
        """Note the lines outside code that begin as a field does."""
        fence, before = False, ""
        for number, line in enumerate(lines, start=first + self.document.yaml_line):
            fence ^= line.lstrip().startswith(("```", "~~~"))
            match = None if fence else _FIELD.match(line)
            if match:
                alone = not before or (not before[-1].isalnum() and before[-1] not in ",;-")
                self.document.fieldlike.append(
                    (number, indent + 1, match[1], alone or _FIELD.match(before) is not None)
                )
            before = line.strip() or before

    def folded_item(self, first: int, lines: list[str], indent: int) -> None:
        """Report a list in lines behind ``>``, which makes one line of lines below each other, and no empty line of an empty line."""
        items = dict.fromkeys(number for number, line in enumerate(lines) if _LISTED.match(line))
        first_item = min(items, default=0)
        for number in items:
            above = [line for line in lines[max(number - 2, 0) : number] if line.strip()]
            begins = above and above[-1].rstrip().endswith(":")
            beside = number - 1 in items and (number < 2 or not lines[number - 2].strip())
            spaced = first_item > 0 and number - 2 in items and not lines[number - 1].strip()
            if begins or beside or spaced:
                at = Location(self.document.file, first + number + self.document.yaml_line, indent + 1)
                message = "Dit lijstpunt komt achter de regel erboven te staan, want na '>' worden regels één regel."
                self.problems.append(Problem(at, "lijst-recht-onder-elkaar", message, "Schrijf '|' in plaats van '>'."))
                return

    def problem(self, node: yaml.Node, rule: str, message: str, hint: str) -> None:
        mark = node.start_mark
        at = Location(self.document.file, mark.line + self.document.yaml_line, mark.column + 1)
        self.problems.append(Problem(at, rule, message, hint))


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The (key, value) nodes below ``node`` at ``step``; for a list item both are the item."""
    if isinstance(node, yaml.MappingNode) and isinstance(step, str):
        for key, value in node.value:
            if getattr(key, "value", None) == step:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    return None
