"""Where a relative link in an author's file leads: to a page of the site or to a file that goes along."""

from __future__ import annotations

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
        "begrippen/een-woord-veel-betekenissen.md",
        "leerroutes/index.md",
        "begrippen/index.md",
        "casussen/index.md",
        "kaders/index.md",
        "instrumenten/index.md",
        "bronnen.md",
    }
)
"""Overview pages that Kwartier makes and authors may link to from docs/."""


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
        if page in GENERATED or page in index.pagina_van.values():
            return Target(page, None)
    if (root / file).is_file() and file.partition("/")[0] in {"docs", "modules"}:
        return Target(file.removeprefix("docs/"), file)
    return None
