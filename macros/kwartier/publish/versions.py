"""The list of versions, ``versions.json``, in the format that mike uses and Material reads.

An entry has ``version`` (its folder), ``title``, ``aliases`` and ``properties``. Kwartier keeps in ``properties``: ``hidden`` (not in
the choice of versions), ``bytes`` (size of the folder) and ``bron`` (the commit of the content it was made from). What another
tool wrote in an entry is kept.
"""

from __future__ import annotations

import json
import re
from typing import Any

Version = dict[str, Any]

CONCEPT = "concept"
CURRENT = "huidig"
LIMIT = 1_000_000_000
"""Bytes that GitHub Pages publishes at most: https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits"""
WARN, REFUSE = 0.70, 0.95
"""Parts of the limit at which a publication warns, and is refused."""


def is_version(name: str) -> bool:
    """Whether a version can have this name: an academic year such as ``2026-2027``, or ``concept``."""
    year = re.fullmatch(r"(20\d\d)-(20\d\d)", name)
    return name == CONCEPT or bool(year and int(year[2]) == int(year[1]) + 1)


def parse(data: bytes) -> list[Version]:
    """Read the list; raises ``ValueError`` when it is not one."""
    found = json.loads(data)
    if not isinstance(found, list):
        raise ValueError("not a list")
    for one in found:
        if not (
            isinstance(one, dict)
            and isinstance(one.get("version"), str)
            and isinstance(one.get("aliases", []), list)
            and isinstance(one.get("properties", {}), dict)
        ):
            raise ValueError("not a version")
    return [{"version": "", "title": one["version"], "aliases": [], "properties": {}} | one for one in found]


def dump(versions: list[Version]) -> bytes:
    """Write the list, one version a line, without empty properties."""
    lines = ({key: value for key, value in one.items() if key != "properties" or value} for one in versions)
    return ("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in lines) + "\n]\n").encode()


def find(versions: list[Version], name: str) -> Version | None:
    """The version with this name."""
    return next((one for one in versions if one["version"] == name), None)


def current(versions: list[Version]) -> str:
    """The name of the version that is current; ``""`` when there is none yet."""
    return next((str(one["version"]) for one in versions if CURRENT in one["aliases"]), "")


def becomes_current(versions: list[Version], name: str, *, asked: bool) -> bool:
    """Whether a version will be the current one when it is published.

    It stays what it was, the first year is it, and a newer one when that is ``asked``; an older year never takes over.
    """
    now = current(versions)
    if name == CONCEPT:
        return False
    return not now or now == name or (asked and (not is_version(now) or name > now))


def is_past(versions: list[Version], name: str) -> bool:
    """Whether this is a published year before the current one, which students of that year still use."""
    return name != CONCEPT and find(versions, name) is not None and name < current(versions)


def insert(versions: list[Version], name: str, *, is_current: bool, size: int, source: str) -> list[Version]:
    """The list with a version added or replaced, and sorted: years from new to old, then others, ``concept`` last."""
    facts = {"bytes": size} | ({"bron": source} if source else {}) | ({"hidden": True} if name == CONCEPT else {})
    title = name.capitalize() if name == CONCEPT else name
    entry = {"version": name, "title": title, "aliases": [CURRENT] if is_current else [], "properties": facts}
    others = [one for one in versions if one["version"] != name]
    if is_current:
        others = [{**one, "aliases": [alias for alias in one["aliases"] if alias != CURRENT]} for one in others]
    return sorted([entry, *others], key=_place)


def _place(version: Version) -> tuple[int, int]:
    name = version["version"]
    if name == CONCEPT:
        return 2, 0
    return (0, -int(name[:4])) if is_version(name) else (1, 0)
