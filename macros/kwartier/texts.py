"""Every piece of Markdown in the library as one stream, whether it is a file or a field in YAML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import BaseModel

from kwartier.addresses import page_uri
from kwartier.library import Library, Place, Sleutel
from kwartier.markup import MacroCall, TermMark, macro_calls, mask, term_marks
from kwartier.model.base import Opmaak
from kwartier.model.fields import Marker, marked
from kwartier.text.problems import Location
from kwartier.text.source import Document, YamlPath


@dataclass(eq=False, slots=True)
class Text:
    """A piece of Markdown, of which a large project has a hundred thousand; nothing changes it.

    ``owner`` is the item that it belongs to (``("pagina", file)`` for a hand-written page), ``uri`` the page on which it
    appears, ``docent`` whether only lecturers see it, ``path`` its place in YAML (``None`` when it is a file's body).
    """

    owner: Sleutel
    uri: str
    content: str
    docent: bool
    document: Document
    path: YamlPath | None = None
    _calls: tuple[MacroCall, ...] | None = field(default=None, init=False, repr=False)

    @property
    def file(self) -> str:
        """The author's file, relative to the project folder."""
        return self.document.file

    @property
    def jinja(self) -> bool:
        """Whether this page is a template, whose words are not those that a reader sees."""
        return self.path is None and self.document.jinja

    @property
    def calls(self) -> tuple[MacroCall, ...]:
        """The macro calls in this text."""
        if self._calls is None:
            self._calls = tuple(macro_calls(self.content)) if "{{" in self.content else ()
        return self._calls

    @property
    def folder(self) -> str:
        """The folder that relative links in this text start from."""
        return posixpath.dirname(self.document.file)

    def locate(self, offset: int) -> Location:
        """Where character ``offset`` of ``content`` was written."""
        if self.path is None:
            return self.document.locate_body(offset)
        needle = re.split(r"\s", self.content[offset : offset + 60], maxsplit=1)[0] or self.content[offset : offset + 1]
        occurrence = self.content.count(needle, 0, offset)
        return self.document.locate_text(self.path, needle, occurrence)


_Files = list[tuple[str, Document]]
"""The (page, file) pairs of an item."""


@dataclass(frozen=True, eq=False)
class Group:
    """All texts of one item, or of one hand-written page, with the references in its fields.

    ``made_of`` are the objects that they come from; as long as these are the same ones, so is the group.
    """

    sleutel: Sleutel
    fields: list[tuple[YamlPath, Marker, str]]
    texts: tuple[Text, ...]
    made_of: tuple[object, ...]

    @cached_property
    def marks(self) -> list[tuple[Text, TermMark]]:
        """The terms that authors linked by hand."""
        return [(text, mark) for text in self.texts for mark in term_marks(text.content) if not mark.uit]

    def is_of(self, parts: tuple[object, ...]) -> bool:
        """Whether the group was made of these very objects."""
        return len(parts) == len(self.made_of) and all(
            one is other for one, other in zip(parts, self.made_of, strict=True)
        )


def groups(library: Library, before: Mapping[Sleutel, Group]) -> dict[Sleutel, Group]:
    """The texts of every item in order, then of the hand-written pages; ``before`` are groups of which any that still hold are kept."""
    found: dict[Sleutel, Group] = {}
    seen: set[str] = set()
    for sleutel, item in library.items():
        place = library.places[sleutel]
        files = [
            (uri, library.teksten[file]) for uri, file in _files(library, sleutel, place) if file in library.teksten
        ]
        seen.update(document.file for _, document in files)
        test = library.places["zelftoets", sleutel[1]].document if _has_test(library, sleutel) else None
        parts = (item, place.document, test, *(document for _, document in files))
        kept = before.get(sleutel)
        found[sleutel] = kept if kept and kept.is_of(parts) else _group(library, sleutel, item, files, parts)
    for file, document in library.teksten.items():
        if file not in seen and file.startswith("docs/"):
            page = ("pagina", file)
            text = Text(page, file.removeprefix("docs/"), document.body, False, document)
            kept = before.get(page)
            found[page] = kept if kept and kept.is_of((document,)) else Group(page, [], (text,), (document,))
    return found


def _has_test(library: Library, sleutel: Sleutel) -> bool:
    return sleutel[0] == "module" and sleutel[1] in library.zelftoetsen


def _group(library: Library, sleutel: Sleutel, item: BaseModel, files: _Files, parts: tuple[object, ...]) -> Group:
    fields = list(marked(item))
    return Group(sleutel, fields, tuple(_texts(library, sleutel, fields, files)), parts)


def _texts(
    library: Library, sleutel: Sleutel, fields: list[tuple[YamlPath, Marker, str]], files: _Files
) -> Iterator[Text]:
    """Per item its YAML fields, its files, its self-test."""
    place = library.places[sleutel]
    own = page_uri(sleutel).partition("#")[0]
    for path, marker, value in fields:
        if isinstance(marker, Opmaak):
            uri = _module_uri(library, sleutel[1], path, own) if sleutel[0] == "module" else own
            yield Text(sleutel, uri, value, marker.docent, place.document, place.prefix + path)
    seen: set[str] = set()
    for uri, document in files:
        if document.file not in seen:
            seen.add(document.file)
            yield Text(sleutel, uri, document.body, False, document)
    if _has_test(library, sleutel):
        uri, document = page_uri(sleutel, "zelftoets"), library.places["zelftoets", sleutel[1]].document
        for number, vraag in enumerate(library.zelftoetsen[sleutel[1]]):
            for path, marker, value in marked(vraag):
                if isinstance(marker, Opmaak):
                    yield Text(sleutel, uri, value, marker.docent, document, (number, *path))


def _module_uri(library: Library, module_id: str, path: YamlPath, own: str) -> str:
    """The page that shows the field of a module at ``path``; ``own`` is the page of the module itself."""
    if path[0] == "lessen" and isinstance(path[1], int):
        return page_uri(("module", module_id), library.modules[module_id].lessen[path[1]].id)
    return page_uri(("module", module_id), "toets") if path[0] == "toetsing" else own


def _files(library: Library, sleutel: Sleutel, place: Place) -> Iterator[tuple[str, str]]:
    """The (page, file) pairs of an item that has Markdown files of its own."""
    soort, item_id = sleutel
    if soort == "casus":
        yield page_uri(sleutel), place.document.file
    if soort == "module":
        module = library.modules[item_id]
        for les in module.lessen:
            yield page_uri(sleutel, les.id), f"modules/{item_id}/{les.tekst}"
        if module.toetsing:
            yield page_uri(sleutel, "toets"), f"modules/{item_id}/{module.toetsing.opdracht}"


_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^)]*\)")
_TERM = re.compile(r"\[\[!?(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_CALL = re.compile(r"\{\{\s*[\w]+\s*\((?P<args>[^{}]*)\)\s*\}\}")
_TAG = re.compile(r"<[^<>\n]+>")
_LINE_START = re.compile(r"\n[ \t]*(?:>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+|/{3,}.*)")
_EMPHASIS = re.compile(r"[*_](?:(?<!\w[*_])[*_]{0,2}(?=\S)|(?<=\S[*_])[*_]{0,2}(?!\w))")
"""One to three marks with a word behind and none before, or the other way round; looked for by the first mark, which is quicker."""
_HEADING = re.compile(r"\n[ \t]*#{1,6}[ \t]+([^\n]*)")
_ROW = re.compile(r"\n[ \t]*\|([ \t:|-]*(?=\n|\Z))?([^\n]*)")
NO_SENTENCE = "\x02"
"""What :func:`plain` puts before a heading and before a row of a table, which have words and are no sentence."""
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’”)]*\s+(?=[\"'‘“(]*[A-ZÀ-Þ0-9])|\n\s*\n|(?<=:)\n|\n(?=[\x01\x02])")


def plain(content: str) -> str:
    """The words that a reader sees: Markdown marks, macro calls and code taken out; paragraphs stay apart.

    This goes over every text of a project several times, so nothing is looked for that cannot be there.
    """
    text = mask(content)
    if "{{" in text:
        text = _CALL.sub(lambda match: _call_text(match["args"]), text)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _TERM.sub(r"\1", text)))
    if "<" in text:
        text = _TAG.sub("", text)
    text = f"\n{text}"
    if "#" in text:
        text = _HEADING.sub("\n\x02\\1\n\x01", text)
    if "|" in text:
        text = _ROW.sub(lambda row: "" if row[1] else f"\n\x02{row[2]}\n\x01", text)
    text = _LINE_START.sub("\n\x01", text)[1:]
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub("", text)
    return text.replace("|", " ")


def _call_text(arguments: str) -> str:
    """The link text that an author gave to a macro as second value; a citation has none."""
    parts = re.findall(r"\"([^\"]*)\"", arguments)
    return parts[-1] if len(parts) > 1 and "tekst" in arguments else ""


def tidy(sentence: str) -> str:
    """A sentence on one line, without the gaps that a citation leaves behind."""
    return (
        " ".join(sentence.replace("\x01", " ").replace(NO_SENTENCE, " ").split()).replace(" .", ".").replace(" ,", ",")
    )


def sentences(content: str) -> list[str]:
    """The sentences of a Markdown text as a reader sees them."""
    return [one for part in SENTENCE_END.split(plain(content)) if (one := tidy(part))]
