"""All content at one moment as plain data, each item with its texts in place, so that any two moments can be compared.

Nothing is validated: content that was written for an older content model has other fields, and those are compared as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kwartier.library import ALLE, Library, Sleutel
from kwartier.load import KINDS, files_of
from kwartier.text.reading import read_document, read_many, without_garbage_collection
from kwartier.text.source import Document

UNREAD = "onleesbaar"
"""Key of what stands in the place of a file that is there and cannot be read: ``{UNREAD: file}``."""

FORMAT = 1
"""Number of the form of :class:`Snapshot`, for those who keep one."""

Read = Callable[[str], Any]


@dataclass(frozen=True)
class Snapshot:
    """Items by kind and id, as their authors wrote them; every scalar is a ``str``.

    A module holds the text of its lessons and assignment in place of the file names, and the questions of its self-test;
    a case holds its story as ``verhaal``. ``onleesbaar`` are the items whose file could not be read, with that file.
    """

    items: Mapping[Sleutel, dict[str, Any]]
    onleesbaar: Mapping[Sleutel, str] = field(default_factory=dict)


def snapshot_of(library: Library) -> Snapshot:
    """The content of a library that was read without problems."""
    items: dict[Sleutel, dict[str, Any]] = {}
    for (soort, item_id), _ in library.items():
        place = library.places[soort, item_id]
        data: Any = place.document.data
        for step in place.prefix:
            data = data[step]
        read = partial(_known, library, item_id)
        items[soort, item_id] = _complete(soort, data, place.document.body, f"modules/{item_id}", read)
    return Snapshot(items)


def _known(library: Library, module_id: str, file: str) -> Any:
    """The content of a file of a module, as the library has it."""
    questions = library.places.get(("zelftoets", module_id))
    return _content(questions.document if questions and file.endswith(".yml") else library.teksten.get(file), file)


def snapshot_of_folder(root: Path) -> Snapshot:
    """The content below a folder, whatever version of the content model it was written for; never raises for content."""
    items: dict[Sleutel, dict[str, Any]] = {}
    onleesbaar: dict[Sleutel, str] = {}
    found = [(kind, file) for kind in KINDS for file in files_of(root, kind)]
    with without_garbage_collection():
        ahead = read_many(root, [file for _, file in found])

    def read(file: str) -> Any:
        path = root / file
        if ".." in path.parts or path.is_symlink() or not path.is_file():
            return file
        document = read_document(root, file)[0]
        if document is None:
            onleesbaar["tekst", file] = file
        return _content(document, file)

    for kind, file in found:
        document = ahead[file][0]
        item_id = Path(file).parent.name if kind.soort == "module" else Path(file).stem
        if kind.bundle:
            entries = document.data if document is not None and isinstance(document.data, list) else None
            if entries is None:
                onleesbaar[kind.soort, ALLE] = file
            for entry in entries or ():
                if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                    items.setdefault((kind.soort, entry["id"]), entry)
        elif document is None or not isinstance(document.data, dict):
            onleesbaar[kind.soort, item_id] = file
        else:
            items[kind.soort, item_id] = _complete(kind.soort, document.data, document.body, f"modules/{item_id}", read)
    return Snapshot(items, onleesbaar)


def _complete(soort: str, data: dict[str, Any], body: str, folder: str, read: Read) -> dict[str, Any]:
    """An item with the content of its files in place of their names; a file that is not there leaves its name."""
    if soort == "casus":
        return {**data, "verhaal": body} if body.strip() else data
    if soort != "module":
        return data

    def content(name: Any) -> Any:
        return read(f"{folder}/{name}") if isinstance(name, str) else name

    whole = dict(data)
    if isinstance(data.get("lessen"), list):
        whole["lessen"] = [
            {**les, "tekst": content(les["tekst"])} if isinstance(les, dict) and "tekst" in les else les
            for les in data["lessen"]
        ]
    if isinstance(data.get("toetsing"), dict) and "opdracht" in data["toetsing"]:
        whole["toetsing"] = {**data["toetsing"], "opdracht": content(data["toetsing"]["opdracht"])}
    if "zelftoets" in data:
        whole["zelftoets"] = content(data["zelftoets"])
    return whole


def _content(document: Document | None, file: str) -> Any:
    """What stands in the place of a file: its text, for YAML its data."""
    if document is None:
        return {UNREAD: file}
    return document.data if file.endswith(".yml") else document.body
