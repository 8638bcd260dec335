"""Teksten brengen geen HTML mee die in de browser van een lezer iets kan doen.

Gewone opmaak in HTML mag, zoals `<abbr>`, `<details>` of `<kbd>`. Niet toegestaan zijn scripts, formulieren, ingesloten pagina's, een eigen `style`, attributen zoals `onclick` en adressen die met
`javascript:` of `data:` beginnen. Ook een los `.html`-bestand of een tekening (`.svg`) met een script erin hoort niet bij de inhoud. Zo kan niemand die een tekst aanlevert iets uitvoeren bij een student.

**Zo los je het op:** schrijf het in Markdown, of laat het weg. Vertrouw je alle auteurs van je site? Zet dan in `mkdocs.yml` onder `ernst` de regel `html-veilig` op `uit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwartier.markup import mask
from kwartier.project import Project
from kwartier.safety import Finding, findings, may_hold
from kwartier.text.problems import Location, Problem
from kwartier.text.source import YamlPath
from kwartier.texts import Text

RULE = "html-veilig"
SEVERITY = "fout"
HINT = "Schrijf het in Markdown of laat het weg; het handboek noemt bij 'Regels' wat mag."

_OPENED = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml", ".xml", ".mht", ".mhtml", ".svg"})
_ACTIVE = re.compile(rb"<(?:\w+:)?(?:script|foreignobject|iframe|handler|set|animate)\b|\son\w+\s*=|javascript:", re.I)


def check(project: Project) -> Iterator[Problem]:
    """Judge every text, and every file that goes along to the site as it is."""
    for text in project.index.texts:
        if text.jinja:
            continue  # what such a page becomes is judged where it is rendered
        for finding in _found(_without_calls(text), text.path is not None):
            yield Problem(text.locate(_offset(text, finding)), RULE, message(finding), HINT)
    yield from _lines(project)
    yield from _files(project)


def _lines(project: Project) -> Iterator[Problem]:
    """Judge what is not Markdown but ends up in a page too: titles, names and other lines, in YAML and in the head of a page."""
    texts = {(text.file, text.path) for text in project.index.texts if text.path is not None and may_hold(text.content)}
    library = project.library
    documents = {place.document.file: place.document for place in library.places.values()} | dict(library.teksten)
    for file, document in documents.items():
        for path, value in _strings(document.data):
            if (file, path) not in texts:
                # in the name of a page code is no code everywhere
                for finding in _found(value.replace("`", ""), True):
                    yield Problem(document.locate_text(path, finding[1]), RULE, message(finding), HINT)


def _found(content: str, field: bool) -> list[Finding]:
    """What is wrong with a text; a field may come to stand in a heading or a cell, where attributes have another place."""
    as_heading = findings(f"# {' '.join(content.split())}") if field and "{" in content else ()
    return list(dict.fromkeys([*findings(content), *as_heading]))


def _strings(data: object, above: YamlPath = ()) -> Iterator[tuple[YamlPath, str]]:
    """The texts in data that may hold HTML, each with its place."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if isinstance(value, str):
            if may_hold(value):
                yield (*above, key), value
        else:
            yield from _strings(value, (*above, key))


def _without_calls(text: Text) -> str:
    """The text with a word for every macro: what a macro is given becomes text on the page and never HTML."""
    content = text.content
    for call in reversed(text.calls):
        content = f"{content[: call.start]}macro{content[call.end :]}"
    return content


def message(finding: Finding) -> str:
    """The sentence for the author."""
    return f"Hier staat {finding[0]}, en dat mag niet in een tekst."


def _offset(text: Text, finding: Finding) -> int:
    """Where the text has what was found: outside code when it can be seen there."""
    for content in (mask(text.content), text.content):
        at = content.lower().find(finding[1].lower())
        if at >= 0:
            return at
    return 0


def _files(project: Project) -> Iterator[Problem]:
    """Files that a browser would open as a page, or drawings in which a script stands."""
    for top in ("docs", "modules"):
        for path in sorted(one for one in (project.root / top).rglob("*.*") if one.suffix.lower() in _OPENED):
            if not path.is_file():
                continue
            at = Location(path.relative_to(project.root).as_posix())
            if path.suffix.lower() != ".svg":
                hint = "Maak er een .md-bestand van, of haal het bestand weg."
                yield Problem(at, RULE, "Dit bestand opent in een browser als een eigen pagina.", hint)
            elif _is_active(path.read_bytes()):
                hint = "Bewaar de tekening opnieuw zonder scripts en zonder beweging, of als .png."
                yield Problem(at, RULE, "In deze tekening staat iets dat een browser kan uitvoeren.", hint)


def _is_active(drawing: bytes) -> bool:
    """Whether a drawing holds a script; one in another encoding, with entities or a doctype cannot be judged, so it does."""
    return b"\x00" in drawing or b"<!ENTITY" in drawing.upper() or _ACTIVE.search(drawing) is not None
