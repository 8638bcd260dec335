"""Where a relative link in an author's file leads: to a page of the site or to a file that goes along."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path

from kwartier.index import Index

GENERATED = frozenset(
    {
        "modules/index.md",
        "modules/kaart.md",
        "dekking/index.md",
        "dekking/studielast.md",
        "dekking/dekking.csv",
        "dekking/studielast.csv",
        "begrippen/een-woord-veel-betekenissen.md",
        "begrippen/begrippen.csv",
        "begrippen/begrippen.json",
        "leerroutes/index.md",
        "begrippen/index.md",
        "casussen/index.md",
        "kaders/index.md",
        "instrumenten/index.md",
        "bronnen.md",
        "mijn-leerdossier.md",
    }
)
"""Overview pages and data files that Kwartier makes and authors may link to from docs/."""


@dataclass(frozen=True)
class Target:
    """The place of a link in the compiled site, and the author's file behind it (``None`` for a generated page)."""

    uri: str
    file: str | None


def resolve(root: Path, index: Index, folder: str, path: str) -> Target | None:
    """The target of the relative ``path`` in a file in ``folder``; ``None`` when there is nothing."""
    file = posixpath.normpath(posixpath.join(folder, path))
    if file.startswith(".."):
        return None
    uri = index.pagina_van.get(file)
    if uri:
        return Target(uri, file)
    if file.startswith("docs/"):
        page = file.removeprefix("docs/")
        if page in GENERATED or page in index.pagina_van.values() or _belongs_to_item(index, page):
            return Target(page, None)
    if os.path.isfile(root / file) and file.partition("/")[0] in {"docs", "modules"}:  # noqa: PTH113 - a name may be too long for a file
        return Target(file.removeprefix("docs/"), file)
    return None


def _belongs_to_item(index: Index, page: str) -> bool:
    """Whether this is the coverage of a framework or the outcomes of a route."""
    folder, _, rest = page.partition("/")
    if folder == "dekking":
        return posixpath.splitext(rest)[0] in index.library.kaders
    return folder == "leerroutes" and rest in {f"{one}/uitkomsten.md" for one in index.library.leerroutes}
