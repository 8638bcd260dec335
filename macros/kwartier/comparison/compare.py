"""Compare two snapshots: which items are new, gone, moved or changed, and in each what changed where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from kwartier.comparison.meaning import ORDER, Both, Pair, item_meaning, meaning
from kwartier.comparison.snapshot import UNREAD, Snapshot
from kwartier.comparison.words import Alinea, alike, differences
from kwartier.library import ALLE, Sleutel
from kwartier.model.base import SOORTEN

Wat = Literal["nieuw", "weg", "verplaatst", "gewijzigd"]
Path = tuple[str, ...]

DOCENT = frozenset({"docent", "debrief"})
"""Fields that only the lecturer edition shows, in every kind."""

_ONNOEMELIJK = frozenset({"id", "verplaatst_van"})
"""Fields that say which thing this is; a change in them is a move, not a change of content."""

_ALTIJD = frozenset({"voorkennis"})
"""Fields that hold nothing but lists: without one, the lists are empty."""

_NAAM = {"docent": "voor de docent", "debrief": "nabespreking voor de docent"}
"""Fields that readers know by another name."""

_WAARHEID = {"waar": "ja", "true": "ja", "onwaar": "nee", "false": "nee"}
"""Other ways to write yes and no."""

_IDENTITY = ("id", "module", "leeruitkomst", "perspectief", "naam", "persoon", "bron", "titel", "tekst", "links")
"""What tells the members of a list apart: the first of these fields that a member has."""
_SECOND = {"leeruitkomst": "titel", "perspectief": "wie", "bron": "plaats"}
"""What tells them apart when the first field is not enough."""

_LEAD = (
    "titel",
    "term",
    "title",
    "label",
    "tekst",
    "vraag",
    "vorm",
    "naam",
    "links",
    "module",
    "bron",
    "family",
    "literal",
    "leeruitkomst",
    "id",
)
"""What stands for a whole thing in one line: the first of these fields that it has."""

_ENKELVOUD = {
    "leeruitkomsten": "leeruitkomst",
    "lessen": "les",
    "criteria": "criterium",
    "concepties": "conceptie",
    "zelftoets": "vraag",
    "programma": "onderdeel",
    "opties": "antwoord",
    "antwoorden": "antwoord",
    "paren": "paar",
    "stappen": "stap",
    "vragen": "vraag",
    "scenes": "scène",
    "keuzes": "keuze",
    "gevolgen": "gevolg",
    "personen": "persoon",
    "items": "item",
    "modules": "module",
    "kolommen": "kolom",
    "rijen": "rij",
    "uitspraken": "uitspraak",
    "bronnen": "bron",
    "kaders": "kader",
    "kernbegrippen": "kernbegrip",
    "begrippen": "begrip",
    "casussen": "casus",
    "instrumenten": "instrument",
    "niveaus": "niveau",
    "vormen": "vorm",
    "kernpunten": "kernpunt",
    "auteurs": "auteur",
    "kringen": "kring",
    "wegen": "weg",
    "vooraf": "veld",
}
_VERWIJST = {
    "kernbegrippen": "begrip",
    "begrippen": "begrip",
    "verwant": "begrip",
    "breder": "begrip",
    "verwarren_met": "begrip",
    "casussen": "casus",
    "casus": "casus",
    "instrumenten": "instrument",
    "instrument": "instrument",
    "modules": "module",
    "module": "module",
    "veronderstelt": "module",
    "thema": "thema",
}
"""Fields that hold the id of an item, with its kind: readers see its title."""


@dataclass(frozen=True)
class Change:
    """One change inside an item.

    ``pad`` is its place by field names and ids (``("leeruitkomsten", "leefwereld", "tekst")``), ``waar`` the same for a
    reader, ``voor`` and ``na`` the text before and after (empty when there was or is none), ``betekenis`` one Dutch
    sentence on what it means (may be empty), ``docent`` whether only lecturers may see it.
    """

    pad: tuple[str, ...]
    waar: str
    wat: Wat
    voor: str
    na: str
    betekenis: str = ""
    docent: bool = False

    @cached_property
    def woorden(self) -> list[Alinea]:
        """The difference word by word."""
        return differences(self.voor, self.na)


@dataclass(frozen=True)
class ItemChange:
    """What happened to one item; ``vroeger`` is its earlier id when it moved."""

    sleutel: Sleutel
    titel: str
    wat: Wat
    betekenis: str = ""
    vroeger: str = ""
    veranderingen: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Everything that changed, kind by kind and by title; ``onvergelijkbaar`` are files that could not be read, per side."""

    items: tuple[ItemChange, ...]
    onvergelijkbaar: tuple[tuple[Literal["oud", "nieuw"], str], ...] = ()

    def of_kind(self, soort: str) -> list[ItemChange]:
        """The changed items of one kind."""
        return [item for item in self.items if item.sleutel[0] == soort]


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """Compare two moments; an item whose file could not be read on one side is not compared but listed."""
    moved = _moved(old, new)
    old = _under_new_names(old, {former: now for now, former in moved.items()})
    both = Both(old, new)
    found: list[ItemChange] = []
    unread = set(old.onleesbaar) | set(new.onleesbaar)
    for sleutel in sorted(set(old.items) | set(new.items)):
        if sleutel in unread or (sleutel[0], ALLE) in unread:
            continue
        change = _item(both, sleutel, moved.get(sleutel, sleutel)[1])
        if change is not None:
            found.append(change)
    order = {soort: number for number, soort in enumerate(SOORTEN)}
    found.sort(key=lambda one: (order[one.sleutel[0]], one.titel.casefold(), one.sleutel))
    files = [("oud", file) for file in old.onleesbaar.values()] + [("nieuw", file) for file in new.onleesbaar.values()]
    return Comparison(tuple(found), tuple(sorted(set(files))))  # type: ignore[arg-type]


def _moved(old: Snapshot, new: Snapshot) -> dict[Sleutel, Sleutel]:
    """Per item that is at another address now its former key."""
    found: dict[Sleutel, Sleutel] = {}
    for (soort, item_id), item in sorted(new.items.items()):
        if (soort, item_id) in old.items:
            continue
        for former in _list(item.get("verplaatst_van")):
            key = (soort, str(former))
            if key in old.items and key not in new.items and key not in found.values():
                found[soort, item_id] = key
                break
    return found


def _under_new_names(old: Snapshot, names: dict[Sleutel, Sleutel]) -> Snapshot:
    """The old content with moved items, and what refers to them, under the ids that they have now."""
    if not names:
        return old

    def value(one: Any, field: str) -> Any:
        if isinstance(one, dict):
            return {key: value(part, key) for key, part in one.items()}
        if isinstance(one, list):
            return [value(part, field) for part in one]
        if field in {"kader", "kaders"} and isinstance(one, str):
            kader_id, slash, item_id = one.partition("/")
            return names.get(("kader", kader_id), ("", kader_id))[1] + slash + item_id
        return names.get((_VERWIJST.get(field, field), one), ("", one))[1] if isinstance(one, str) else one

    return Snapshot({names.get(key, key): value(item, "") for key, item in old.items.items()}, old.onleesbaar)


def _item(both: Both, sleutel: Sleutel, former: str) -> ItemChange | None:
    """What happened to one item, which was called ``former``; ``None`` when nothing did."""
    before, after = both.old.items.get(sleutel), both.new.items.get(sleutel)
    shown = after if after is not None else before or {}
    title = next((shown[name] for name in ("titel", "term", "title") if isinstance(shown.get(name), str)), sleutel[1])
    if before is None or after is None:
        what: Wat = "nieuw" if before is None else "weg"
        return ItemChange(sleutel, title, what, item_meaning(both, sleutel, what))
    follows = item_meaning(both, sleutel, "gewijzigd")
    if before == after and sleutel[1] == former and not follows:
        return None
    pair = Pair(both, sleutel, before, after)
    changes = tuple(
        replace(
            change,
            betekenis=meaning(pair, change.pad, change.wat, change.voor, change.na),
            docent=bool(DOCENT & set(change.pad)),
        )
        for change in _Differ(both, former).differences(before, after)
    )
    if sleutel[1] != former:
        moved = f"Heette eerst '{former}'."
        return ItemChange(sleutel, title, "verplaatst", f"{moved} {follows}".strip(), former, changes)
    return ItemChange(sleutel, title, "gewijzigd", follows, "", changes) if changes or follows else None


def lead(value: Any) -> str:
    """A thing in one line: its title, its text, or what else it is known by."""
    if isinstance(value, dict):
        known = next((value[name] for name in _LEAD if isinstance(value.get(name), str)), None)
        return (
            known.strip()
            if known is not None
            else "; ".join(filter(None, (lead(one) for key, one in value.items() if key not in DOCENT)))
        )
    if isinstance(value, list):
        return "; ".join(one for one in map(lead, value) if one)
    return "" if value is None else str(value).strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@dataclass(frozen=True)
class _Differ:
    """Walks one item at both moments, in the order in which its author wrote the fields."""

    both: Both
    former: str

    def differences(self, old: Any, new: Any, pad: Path = (), waar: Path = ()) -> Iterator[Change]:
        """Every change between two values at one place."""
        if any(isinstance(one, dict) and UNREAD in one for one in (old, new)):
            return
        if pad and pad[-1] in _ALTIJD:
            old, new = old or {}, new or {}
        if isinstance(old, dict) and isinstance(new, dict):
            for key in dict.fromkeys([*new, *old]):
                if key not in _ONNOEMELIJK:
                    listed = isinstance(new.get(key, old.get(key)), list)
                    name = () if listed else (_NAAM.get(key, key.replace("_", " ")),)
                    yield from self.differences(old.get(key), new.get(key), (*pad, key), (*waar, *name))
        elif isinstance(old, list | None) and isinstance(new, list | None):
            yield from self._members(old or [], new or [], pad, waar)
        else:
            yield from self._leaf(old, new, pad, waar)

    def _members(self, old: list[Any], new: list[Any], pad: Path, waar: Path) -> Iterator[Change]:
        field = pad[-1]
        before, after = _paired(old, new)
        if field == "lessen":
            before = _renamed(before, after, self.former)
        kind = _ENKELVOUD.get(field, field.replace("_", " "))
        for key in dict.fromkeys([*after, *before]):
            name = f"{kind} {self._title(after.get(key, before.get(key)), key, field)}".strip()
            yield from self.differences(before.get(key), after.get(key), (*pad, key), (*waar, name))
        if [key for key in before if key in after] != [key for key in after if key in before]:
            voor, na = (
                ", ".join(self._title(one, key, field) or lead(one) for key, one in side.items())
                for side in (before, after)
            )
            yield Change((*pad, ORDER), " · ".join((*waar, f"volgorde van {field}")), "gewijzigd", voor, na)

    def _leaf(self, old: Any, new: Any, pad: Path, waar: Path) -> Iterator[Change]:
        kind = next((_VERWIJST[step] for step in pad[-2:][::-1] if step in _VERWIJST), "")
        before, after = (self.both.title(kind, lead(one)) if kind and one else lead(one) for one in (old, new))
        same = _flat(_WAARHEID.get(before.lower(), before)) == _flat(_WAARHEID.get(after.lower(), after))
        if not same or (old is None) != (new is None):
            what: Wat = "nieuw" if old is None else "weg" if new is None else "gewijzigd"
            yield Change(pad, " · ".join(waar) or pad[-1], what, before, after)

    def _title(self, member: Any, key: str, field: str) -> str:
        """How a member of a list is called for readers; a text needs no name, because it is shown itself."""
        if not isinstance(member, dict):
            return ""
        if field == "modules":
            return f"'{self.both.title('module', key)}'"
        named = member.get("titel") or member.get("label") or member.get("naam")
        if isinstance(named, str):
            return f"'{named}'"
        return "" if len(key) > 40 else f"'{key}'"


def _flat(text: str) -> list[str]:
    """A text by its paragraphs, whatever the width at which its author broke the lines."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _paired(old: list[Any], new: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two lists by what tells their members apart; one that was only reworded is the same member."""
    many = _repeated(old) | _repeated(new)
    before, after = dict(_keyed(old, many)), dict(_keyed(new, many))
    came = [key for key in after if key not in before]
    for key in [key for key in before if key not in after and len(key.split()) > 2]:
        likeness, best = max(((alike(key, other), other) for other in came), default=(0.0, ""))
        if likeness >= 0.4:
            came.remove(best)
            before = {(best if one == key else one): value for one, value in before.items()}
    return before, after


def _keyed(members: list[Any], many: set[str]) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for member in members:
        field, key = _identity(member)
        second = _SECOND.get(field, "")
        if key in many and isinstance(member, dict) and isinstance(member.get(second), str):
            key = f"{key}, {member[second]}"
        seen[key] = seen.get(key, 0) + 1
        yield (key if seen[key] == 1 else f"{key} ({seen[key]})"), member


def _repeated(members: list[Any]) -> set[str]:
    counted = Counter(_identity(one)[1] for one in members)
    return {key for key, count in counted.items() if count > 1}


def _identity(member: Any) -> tuple[str, str]:
    """The field that tells a member of a list apart from the others, and its value on one line."""
    field = next((name for name in _IDENTITY if isinstance(member, dict) and isinstance(member.get(name), str)), "")
    return field, " ".join((member[field] if field else lead(member)).split())


def _renamed(before: dict[str, Any], after: dict[str, Any], module_id: str) -> dict[str, Any]:
    """The old lessons under the id that they have now."""
    now = {
        str(former).rpartition("/")[2]: key
        for key, les in after.items()
        if isinstance(les, dict) and key not in before
        for former in _list(les.get("verplaatst_van"))
        if str(former).rpartition("/")[0] in {"", module_id}
    }
    return {(now[key] if key in now and key not in after else key): les for key, les in before.items()}
