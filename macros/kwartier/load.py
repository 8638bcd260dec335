"""Walk the content folders and turn every file into an item, or into problems with a place."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache, reduce
from itertools import islice
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter, ValidationError

from kwartier.library import ALLE, Library, Place, Sleutel
from kwartier.model import Begrip, Bron, Casus, Instrument, Kader, Leerroute, Module, Thema, Vraag
from kwartier.model.base import ID_PATTERN, Onderdeel
from kwartier.model.errors import field_errors, known_fields
from kwartier.text.problems import Location, Problem, did_you_mean
from kwartier.text.reading import Read, read_document, read_many, without_garbage_collection
from kwartier.text.source import MAX_SAME, Document, YamlPath
from kwartier.tree import Stamp


@dataclass(frozen=True)
class Kind:
    """One kind of file: where it lives, what it becomes."""

    soort: str
    folder: str
    pattern: str
    type: Any
    bundle: bool = False
    """Whether the file holds a list of items, each with its own ``id``."""


KINDS: tuple[Kind, ...] = (
    Kind("thema", "glossary", "themas.yml", Thema, bundle=True),
    Kind("bron", "glossary", "bronnen.yml", Bron, bundle=True),
    Kind("begrip", "glossary/begrippen", "*.yml", Begrip),
    Kind("kader", "glossary/kaders", "*.yml", Kader),
    Kind("instrument", "glossary/instrumenten", "*.yml", Instrument),
    Kind("casus", "docs/casussen", "*.md", Casus),
    Kind("module", "modules", "*/module.yml", Module),
    Kind("leerroute", "modules/leerroutes", "*.yml", Leerroute),
)
"""The folders of a project, as the handbook describes them."""

_ADAPTERS: dict[str, TypeAdapter[Any]] = {kind.soort: TypeAdapter(kind.type) for kind in KINDS}
_VRAAG: TypeAdapter[Any] = TypeAdapter(Vraag)


@dataclass
class Shelf:
    """What was read before, for a preview: a file that has not changed is not read again, and gives the same objects.

    ``stamps`` tells of every file, before each time of reading, by what one sees that it changed; a file without a stamp is
    always read.
    """

    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    files: dict[str, tuple[Stamp, Read]] = field(default_factory=dict)
    items: WeakKeyDictionary[Document, dict[tuple[str, YamlPath], tuple[Any, list[Problem]]]] = field(
        default_factory=WeakKeyDictionary
    )

    def get(self, file: str) -> Read | None:
        """A file that was read before and is as it was."""
        stamp, read = self.files.get(file, (None, None))
        return read if stamp is not None and stamp == self.stamps.get(file) else None

    def put(self, file: str, read: Read) -> None:
        """Keep what was read."""
        if file in self.stamps:
            self.files[file] = self.stamps[file], read

    def sweep(self) -> None:
        """Forget files that are gone."""
        self.files = {file: kept for file, kept in self.files.items() if file in self.stamps}


@dataclass
class _Loading:
    root: Path
    shelf: Shelf
    items: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind.soort: {} for kind in KINDS})
    zelftoetsen: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    teksten: dict[str, Document] = field(default_factory=dict)
    places: dict[Sleutel, Place] = field(default_factory=dict)
    onleesbaar: set[Sleutel] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    read: dict[str, Read] = field(default_factory=dict)
    """Files that were read ahead."""

    def take(self, file: str) -> Read:
        """A file as read; each is asked for once."""
        read = self.shelf.get(file)
        if read is None:
            read = self.read.pop(file, None) or read_document(self.root, file)
            self.shelf.put(file, read)
        return read

    def validate(self, soort: str, adapter: TypeAdapter[Any], place: Place, data: Any = None) -> Any | None:
        """The typed item at ``place``, with its problems noted; the one made before when its document is the same.

        ``data`` is what stands there; all data of the document when it is left out.
        """
        known = self.shelf.items.setdefault(place.document, {})
        key = (soort, place.prefix)
        if key not in known:
            problems: list[Problem] = []
            data = place.document.data if data is None else data
            known[key] = validate(adapter, data, place, problems), problems
        item, problems = known[key]
        self.problems += problems
        return item


def load(root: Path, shelf: Shelf | None = None) -> tuple[Library, list[Problem]]:
    """Read all content below ``root``; what cannot be read is left out of the library and explained in the problems."""
    loading = _Loading(root, shelf or Shelf())
    with without_garbage_collection():
        _load_all(loading)
    library = Library(
        modules=loading.items["module"],
        begrippen=loading.items["begrip"],
        casussen=loading.items["casus"],
        kaders=loading.items["kader"],
        instrumenten=loading.items["instrument"],
        bronnen=loading.items["bron"],
        leerroutes=loading.items["leerroute"],
        themas=loading.items["thema"],
        zelftoetsen=loading.zelftoetsen,
        teksten=loading.teksten,
        places=loading.places,
        onleesbaar=frozenset(loading.onleesbaar),
    )
    loading.shelf.sweep()
    return library, sorted(set(loading.problems))


def _load_all(loading: _Loading) -> None:
    root = loading.root
    found = [(kind, file) for kind in KINDS for file in files_of(root, kind)]
    # files behind a link are not read ahead: _safe looks where they lead
    usual = [file for file in _in_modules(root) if file.endswith((".md", "/zelftoets.yml"))]
    ahead = [*(file for _, file in found), *usual]
    loading.read = read_many(root, [file for file in ahead if loading.shelf.get(file) is None])
    for kind, file in found:
        _load_file(loading, kind, file)
    for module_id, module in loading.items["module"].items():
        _load_module_files(loading, module_id, module)
    _load_pages(loading)
    loading.problems += _misplaced(root)


def files_of(root: Path, kind: Kind) -> list[str]:
    """The files of one kind, as sorted POSIX paths relative to ``root``; ``index.md`` is a page, not a case."""
    found = (path.relative_to(root).as_posix() for path in (root / kind.folder).glob(kind.pattern) if path.is_file())
    return sorted(file for file in found if not file.endswith("/index.md") and "/." not in file)


def _in_modules(root: Path) -> Iterator[str]:
    """The files of modules and of the folders in them; links are left out."""
    with suppress(OSError):
        for module in os.scandir(root / "modules"):
            for entry in os.scandir(module) if module.is_dir(follow_symlinks=False) else ():
                inside = os.scandir(entry) if entry.is_dir(follow_symlinks=False) else ()
                for one in (entry, *inside):
                    if one.is_file(follow_symlinks=False):
                        yield f"modules/{module.name}/" + (one.name if one is entry else f"{entry.name}/{one.name}")


def _load_file(loading: _Loading, kind: Kind, file: str) -> None:
    document, problems = loading.take(file)
    loading.problems += problems
    if kind.bundle:
        _load_bundle(loading, kind, document)
        return
    item_id = Path(file).parent.name if kind.soort == "module" else Path(file).stem
    if not ID_PATTERN.fullmatch(item_id):
        message = f"De naam '{item_id}' is geen goed id: alleen kleine letters, cijfers en koppeltekens."
        loading.problems.append(Problem(Location(file), "id-geldig", message, "Hernoem het bestand of de map."))
        return
    if document is None:
        loading.onleesbaar.add((kind.soort, item_id))
        return
    if file.endswith(".md") and not document.data:
        message = "Boven een casus hoort een kop met haar gegevens, tussen twee regels met '---'."
        hint = "Begin het bestand met '---', dan de velden, en dan weer '---'."
        loading.problems.append(Problem(Location(file), "veld-verplicht", message, hint))
        loading.onleesbaar.add((kind.soort, item_id))
        return
    place = Place(document)
    item = loading.validate(kind.soort, _ADAPTERS[kind.soort], place)
    if item is None:
        loading.onleesbaar.add((kind.soort, item_id))
        return
    loading.items[kind.soort][item_id] = item
    loading.places[kind.soort, item_id] = place
    if file.endswith(".md"):
        loading.teksten[file] = document


def _load_bundle(loading: _Loading, kind: Kind, document: Document | None) -> None:
    if document is None or not isinstance(document.data, list):
        loading.onleesbaar.add((kind.soort, ALLE))
    for item_id, item, place in _entries(loading, kind.soort, _ADAPTERS[kind.soort], document):
        loading.items[kind.soort][item_id] = item
        loading.places[kind.soort, item_id] = place


def _entries(
    loading: _Loading, soort: str, adapter: TypeAdapter[Any], document: Document | None
) -> Iterator[tuple[str, Any, Place]]:
    """The valid entries of a file that holds a list of things with an ``id``."""
    if document is None:
        return
    if not isinstance(document.data, list):
        at = document.locate()
        loading.problems.append(
            Problem(at, "veld-klopt", "Dit bestand hoort een lijst te zijn.", "Begin elk onderdeel met '- id: ...'.")
        )
        return
    seen: set[str] = set()
    for number, data in enumerate(document.data):
        place = Place(document, (number,))
        item_id = data.get("id") if isinstance(data, dict) else None
        if isinstance(item_id, str) and item_id in seen:
            message = f"Het id '{item_id}' komt in dit bestand twee keer voor."
            loading.problems.append(
                Problem(place.locate("id"), "id-uniek", message, "Geef een van de twee een ander id.")
            )
            continue
        if isinstance(item_id, str):
            seen.add(item_id)
        item = loading.validate(soort, adapter, place, data)
        if item is not None:
            yield item.id, item, place
        elif isinstance(item_id, str):
            loading.onleesbaar.add((soort, item_id))


def _load_module_files(loading: _Loading, module_id: str, module: Module) -> None:
    """Read the files that a module names; a missing one is a problem at the place of its name."""
    place = loading.places["module", module_id]
    folder = f"modules/{module_id}"
    named: list[tuple[YamlPath, str]] = [(("lessen", n, "tekst"), les.tekst) for n, les in enumerate(module.lessen)]
    if module.toetsing:
        named.append((("toetsing", "opdracht"), module.toetsing.opdracht))
    for path, name in named:
        file = _safe(loading, place, path, folder, name, ".md")
        if file is None or file in loading.teksten:
            continue
        document, problems = loading.take(file)
        loading.problems += problems
        if document is not None:
            loading.teksten[file] = document
            if document.data:
                message = "Een leestekst heeft geen kop tussen '---'."
                hint = "Zet titel, leeruitkomsten en andere gegevens in module.yml."
                loading.problems.append(Problem(Location(file), "leestekst-zonder-kop", message, hint))
    if module.zelftoets:
        _load_questions(loading, module_id, _safe(loading, place, ("zelftoets",), folder, module.zelftoets, ".yml"))


def _load_questions(loading: _Loading, module_id: str, file: str | None) -> None:
    """Read a self-test; when not all of it could be read, what it tests is not known."""
    document, problems = loading.take(file) if file else (None, [])
    loading.problems += problems
    questions = tuple(item for _, item, _ in _entries(loading, "vraag", _VRAAG, document))
    if document is None or len(questions) < len(document.data):
        loading.onleesbaar.add(("zelftoets", module_id))
    if document is not None:
        loading.zelftoetsen[module_id] = questions
        loading.places["zelftoets", module_id] = Place(document)


def _safe(loading: _Loading, place: Place, path: YamlPath, folder: str, name: str, suffix: str) -> str | None:
    """The file that ``name`` points to inside ``folder``; a problem when it leaves the folder or does not exist."""
    leaves = (
        name.startswith("/") or ".." in name.split("/") or not name.isprintable() or not {"\\", ":"}.isdisjoint(name)
    )
    if leaves or not name.endswith(suffix):
        message = f"'{name}' is geen {suffix}-bestand in de map van deze module."
        hint = f"Schrijf het pad vanaf {folder}/, met schuine strepen." if leaves else f"De uitgang is {suffix}."
        loading.problems.append(Problem(place.locate(*path), "bestand-bestaat", message, hint))
        return None
    file = f"{folder}/{name}"
    if file in loading.read or loading.shelf.get(file):
        return file
    target = loading.root / file
    inside = os.path.realpath(target).startswith(os.path.realpath(loading.root / folder) + os.sep)
    if not inside or not os.path.isfile(target):  # noqa: PTH113 - a name may be too long for a file
        there = [p.relative_to(loading.root / folder).as_posix() for p in (loading.root / folder).rglob(f"*{suffix}")]
        if inside and os.path.isfile(f"{target}.txt"):  # noqa: PTH113
            hint = f"Er is wel '{name}.txt'; haal '.txt' van de naam af."
        else:
            hint = did_you_mean(name, there) or f"Maak het bestand {file}."
        message = f"Het bestand '{name}' bestaat niet."
        loading.problems.append(Problem(place.locate(*path), "bestand-bestaat", message, hint))
        return None
    return file


def _load_pages(loading: _Loading) -> None:
    """Read the hand-written pages below docs/; cases are already there."""
    docs = loading.root / "docs"
    for path in sorted(docs.rglob("*.md")):
        file = path.relative_to(loading.root).as_posix()
        if "/." in file:
            continue  # MkDocs makes no page of a hidden file, or of one in a hidden folder
        if file in loading.teksten or (file.startswith("docs/casussen/") and not file.endswith("/index.md")):
            continue
        document, problems = loading.take(file)
        loading.problems += problems
        if document is not None:
            loading.teksten[file] = document
            loading.problems += _not_text(document)


def _not_text(document: Document) -> Iterator[Problem]:
    """What a page says about itself, and other pages show, that is a list or a block instead of a text."""
    for key in ("title", "description"):
        value = document.data.get(key) if isinstance(document.data, dict) else None
        if isinstance(value, list | dict):
            hint = "Zet haar op één regel, tussen aanhalingstekens."
            yield Problem(
                document.locate((key,)), "veld-klopt", f"De waarde van '{key}' hoort een tekst te zijn.", hint
            )


_IN_GLOSSARY = frozenset({"begrippen", "kaders", "instrumenten", "bronnen.yml", "themas.yml"})

_EXPECTED: tuple[tuple[str, Callable[[Path], bool], str], ...] = (
    (
        "glossary",
        lambda p: p.name in _IN_GLOSSARY,
        "In glossary/ staan begrippen/, kaders/, instrumenten/, bronnen.yml en themas.yml.",
    ),
    ("glossary/begrippen", lambda p: p.suffix == ".yml", "Een begrip is een .yml-bestand."),
    ("glossary/kaders", lambda p: p.suffix == ".yml", "Een kader is een .yml-bestand."),
    ("glossary/instrumenten", lambda p: p.suffix == ".yml", "Een instrument is een .yml-bestand."),
    ("modules/leerroutes", lambda p: p.suffix == ".yml", "Een leerroute is een .yml-bestand."),
    (
        "docs/casussen",
        lambda p: p.suffix not in {".yml", ".yaml", ".markdown", ".txt"} and not any(p.rglob("*.md")),
        "Een casus is een .md-bestand, rechtstreeks in docs/casussen/.",
    ),
)


def _misplaced(root: Path) -> list[Problem]:
    """Files and folders that look like content but would be ignored without a word."""
    problems = []
    for folder, fits, hint in _EXPECTED:
        for path in sorted((root / folder).glob("*")):
            if path.name.startswith(".") or fits(path) or _NOT_UTF8.search(path.name):
                continue
            file = path.relative_to(root).as_posix()
            message = "Deze map wordt niet gelezen." if path.is_dir() else "Dit bestand wordt niet gelezen."
            problems.append(Problem(Location(file), "bestand-op-zijn-plaats", message, hint))
    problems += _names(root)
    for path in sorted((root / "modules").glob("*")):
        if (
            path.is_dir()
            and path.name != "leerroutes"
            and not path.name.startswith(".")
            and not (path / "module.yml").is_file()
        ):
            file = path.relative_to(root).as_posix()
            message = "In deze map staat geen module.yml, dus er is geen module."
            problems.append(
                Problem(Location(file), "bestand-op-zijn-plaats", message, "Maak er een met 'kwartier nieuw module'.")
            )
    return problems


_NOT_IN_ADDRESS = frozenset("#?%\\") | frozenset(map(chr, range(32)))
"""What has another meaning in the address of a page."""


_NOT_UTF8 = re.compile("[\udc80-\udcff]")
"""What Python shows of the bytes in a name that are no UTF-8."""


def _names(root: Path) -> list[Problem]:
    """Names that cannot stand in an address, or that are one name on Windows and macOS, where one of two would be lost."""
    problems = []
    for top in ("docs", "modules", "glossary"):
        for folder, folders, names in os.walk(root / top):
            folders[:] = [one for one in folders if not one.startswith(".")]
            seen: dict[str, str] = {}
            for name in sorted([*folders, *names]):
                plain = name if name.isascii() else unicodedata.normalize("NFC", name)
                twin = seen.setdefault(plain.casefold(), name)
                if twin == name and _NOT_IN_ADDRESS.isdisjoint(name) and not _NOT_UTF8.search(name):
                    continue
                file = (Path(folder) / name).relative_to(root).as_posix()
                if _NOT_UTF8.search(name):
                    file = _NOT_UTF8.sub("\ufffd", file)
                    message = "De naam van dit bestand of deze map is niet in UTF-8 geschreven."
                    hint = "Hernoem het, het liefst met alleen kleine letters, cijfers en koppeltekens."
                    problems.append(Problem(Location(file), "bestand-op-zijn-plaats", message, hint))
                if not _NOT_IN_ADDRESS.isdisjoint(name):
                    message = "In deze naam staat een teken dat niet in een adres kan (# ? % \\ of een stuurteken)."
                    hint = "Hernoem het bestand of de map."
                    problems.append(Problem(Location(file), "bestand-op-zijn-plaats", message, hint))
                if twin != name:
                    message = f"Deze naam verschilt alleen in hoofdletters of in de vorm van een accent van '{twin}'."
                    hint = "Op Windows en macOS is dat hetzelfde bestand; hernoem een van de twee."
                    problems.append(Problem(Location(file), "bestand-op-zijn-plaats", message, hint))
    return problems


def validate(adapter: TypeAdapter[Any], data: Any, place: Place, problems: list[Problem]) -> Any | None:
    """The typed item for ``data``; ``None`` with all its problems added when it does not fit the model."""
    item, errors = None, []
    try:
        item = adapter.validate_python(data)
    except ValidationError as error:
        errors = list(islice(field_errors(adapter, data, error), MAX_SAME))
    missing = {one.path for one in errors if one.rule == "veld-verplicht"}
    swallowed = dict(_swallowed(adapter, data, place, missing)) if place.document.fieldlike else {}
    problems += swallowed.values()
    for one in errors:
        if one.path not in missing:
            at = place.locate(*one.path, key=one.at_key)
        elif place.has(*one.path) or one.path in swallowed:
            continue  # the key is there, and that it has no value, or is read as text, was reported
        else:
            at = place.locate(*one.path[:-1])
        problems.append(Problem(at, one.rule, one.message, one.hint))
    return item


def _swallowed(
    adapter: TypeAdapter[Any], data: Any, place: Place, missing: Container[YamlPath]
) -> Iterator[tuple[YamlPath, Problem]]:
    """The fields of an item that became part of the text above them, each with the problem that tells of it.

    A field that could be left out may be a word of a sentence, unless that ended on the line above.
    """
    depth = len(place.prefix)
    for path, at, name, alone in _fields_in_text(place.document):
        if path[:depth] != place.prefix or len(path) <= depth:
            continue
        *above, text = path[depth:]
        try:
            block = reduce(lambda one, step: one[step], above, data)
        except (LookupError, TypeError):
            continue  # below a key that is there twice, which was reported
        if (*above, name) in missing or (
            alone and name not in block and name in known_fields(adapter, data, tuple(above))
        ):
            message = f"Het veld '{name}' springt te ver in: het wordt gelezen als tekst van '{text}'."
            yield (*above, name), Problem(at, "veld-op-zijn-plaats", message, f"Zet '{name}:' recht onder '{text}:'.")


@lru_cache(maxsize=8)
def _fields_in_text(document: Document) -> tuple[tuple[YamlPath, Location, str, bool], ...]:
    """The lines of :attr:`Document.fieldlike` that name a field of the model, with the path of the text that they are in."""
    found = []
    for line, column, name, alone in document.fieldlike:
        if name in _field_names():  # else a word; finding where it stands takes longer than reading the file
            at = Location(document.file, line, column)
            found.append((document.path_at(at), at, name, alone))
    return tuple(found)


@cache
def _field_names() -> frozenset[str]:
    """The name of every field of the model."""
    names: set[str] = set()
    classes = Onderdeel.__subclasses__()
    for model in classes:
        names.update(one.alias or name for name, one in model.model_fields.items())
        classes += model.__subclasses__()
    return frozenset(names)
