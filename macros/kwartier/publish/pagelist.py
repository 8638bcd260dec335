"""``versie.json``: the pages of a version by address, and former addresses, with which a reader goes to another version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from kwartier.addresses import page_uri, public_url
from kwartier.library import Library

NAME = "versie.json"
FORMAT = 1
_KINDS = ("module", "begrip", "casus", "kader", "instrument", "leerroute")


def pages(site: Path) -> list[str]:
    """The address of every page of a built site, relative to its top; ``""`` is the home page."""
    files = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    return sorted(_address(file) for file in files if file != "404.html")


def moves(library: Library, existing: list[str]) -> dict[str, str]:
    """Former address to the present one, from every ``verplaatst_van``; of a module also all that is below it.

    Addresses are written as in ``existing``: a folder, or a file that ends in ``.html``.
    """
    known = set(existing)
    found = {}
    for old, new in _moved_pages(library):
        folder = _address(new.removesuffix(".md") + ("" if new.endswith("/index.md") else "/index") + ".html")
        if folder in known:
            found[public_url("", old)] = folder
        else:
            found[old.removesuffix(".md") + ".html"] = new.removesuffix(".md") + ".html"
    return dict(sorted(found.items()))


def dump(version: str, addresses: list[str], moved: Mapping[str, str]) -> bytes:
    """The file for a version."""
    data = {"formaat": FORMAT, "versie": version, "paginas": addresses, "verplaatst": dict(moved)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def forwards(addresses: list[str], moved: Mapping[str, str]) -> dict[str, str]:
    """Where every address leads that a link may have: a page to itself, a former address to the present page."""
    found = {page: page for page in addresses}
    for _ in range(3):  # a lesson that moved, of a module that moved
        for old, new in moved.items():
            for page, target in list(found.items()):
                if page == new or (new.endswith("/") and page.startswith(new)):
                    found.setdefault(old + page.removeprefix(new), target)
    return dict(sorted(found.items()))


def _address(file: str) -> str:
    return file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file


def _moved_pages(library: Library) -> Iterator[tuple[str, str]]:
    """Former and present source path of the page of every item and lesson that moved."""
    for soort in _KINDS:
        for item_id, item in library.of_kind(soort).items():
            for old in item.verplaatst_van:
                yield page_uri((soort, old)), page_uri((soort, item_id))
    for module_id, module in library.modules.items():
        for les in module.lessen:
            for old in les.verplaatst_van:
                former, _, old_les = old.rpartition("/")
                yield page_uri(("module", former or module_id), old_les), page_uri(("module", module_id), les.id)
