"""Where every item has its page: source paths of Markdown pages below the compiled docs folder, never URLs."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from kwartier.library import Sleutel

FOLDERS = {
    "module": "modules",
    "begrip": "begrippen",
    "casus": "casussen",
    "kader": "kaders",
    "instrument": "instrumenten",
    "leerroute": "leerroutes",
}
"""Folder of the pages of each kind."""

BRONNEN = "bronnen.md"
DOSSIER = "mijn-leerdossier.md"
VERANDERD = "wat-is-er-veranderd.md"
GERESERVEERD = frozenset({"index", "toets", "zelftoets", "lesplan", "opdrachten", "alles"})
"""Page names in a module folder that a lesson cannot have."""
_BEZET = {
    "module": frozenset({"kaart", "leerroutes"}),
    "kader": frozenset({"studielast"}),
    "begrip": frozenset({"een-woord-veel-betekenissen"}),
}
"""Per kind the names besides ``index`` that a page or folder of ours has, where an item would have its own."""


def is_taken(soort: str, item_id: str) -> bool:
    """Whether a page of ours stands where an item of kind ``soort`` with this id would have its page."""
    return soort in FOLDERS and (item_id == "index" or item_id in _BEZET.get(soort, ()))


def page_uri(sleutel: Sleutel, part: str = "") -> str:
    """The page of an item; ``part`` is a lesson id, ``toets`` or ``zelftoets`` of a module, or an anchor elsewhere."""
    soort, item_id = sleutel
    if soort == "module":
        return f"modules/{item_id}/{part or 'index'}.md"
    if soort == "bron":
        return f"{BRONNEN}#{item_id}"
    if soort == "thema":
        return f"modules/index.md#{item_id}"
    if soort == "zelftoets":
        return f"modules/{item_id}/zelftoets.md"
    return f"{FOLDERS[soort]}/{item_id}.md" + (f"#{part}" if part else "")


def relative(target: str, page: str) -> str:
    """``target`` as a link from ``page``; both are source paths and the target may have an anchor."""
    path, hash_, anchor = target.partition("#")
    if path == page and anchor:
        return "#" + anchor
    folder, _, name = path.rpartition("/")
    return way(folder, page.rpartition("/")[0]) + name + hash_ + anchor


@lru_cache(maxsize=4096)
def way(folder: str, start: str) -> str:
    """The way from folder ``start`` to ``folder``, with the slash behind it; a site has few pairs of folders and many links."""
    there, here = folder.split("/") if folder else [], start.split("/") if start else []
    same = len(posixpath.commonprefix([there, here]))
    return "../" * (len(here) - same) + "".join([f"{one}/" for one in there[same:]])


def public_url(site_url: str, uri: str) -> str:
    """The address at which readers find the page ``uri``; relative to the site when it has no ``site_url``."""
    path, hash_, anchor = uri.partition("#")
    folder = path.removesuffix(".md")
    folder = folder.removesuffix("index") if folder == "index" or folder.endswith("/index") else f"{folder}/"
    return (site_url.rstrip("/") + "/" if site_url else "") + folder + hash_ + anchor
