"""What a change means for a curriculum, in one Dutch sentence: one small function per kind of change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kwartier.comparison.snapshot import Snapshot
from kwartier.library import Sleutel
from kwartier.model.base import Niveau, Taxonomie

STEMMEN = {
    "beleid": "het beleid",
    "professional": "de professional",
    "burger": "de burger",
    "onderzoek": "het onderzoek",
    "onderwijs": "het onderwijs",
}
"""The voices of concepties as a sentence names them."""

ANY = "*"
ORDER = "#volgorde"
"""Last step of the place of a change in the order of a list; no field and no id is called so."""


@dataclass(frozen=True)
class Both:
    """The two moments that are compared."""

    old: Snapshot
    new: Snapshot

    def title(self, soort: str, item_id: str) -> str:
        """The title of an item at either moment; its id when it is nowhere."""
        item = self.new.items.get((soort, item_id)) or self.old.items.get((soort, item_id)) or {}
        found = item.get("titel") or item.get("term")
        return found if isinstance(found, str) else item_id


@dataclass(frozen=True)
class Pair:
    """One item before and after, and all that is around it."""

    both: Both
    sleutel: Sleutel
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class _Seen:
    """One change, as the functions below get it."""

    pair: Pair
    pad: tuple[str, ...]
    wat: str
    voor: str
    na: str

    @property
    def came(self) -> bool:
        return self.wat == "nieuw"

    @property
    def gone(self) -> bool:
        return self.wat == "weg"


def meaning(pair: Pair, pad: tuple[str, ...], wat: str, voor: str, na: str) -> str:
    """What a change means; empty when the change speaks for itself."""
    seen = _Seen(pair, pad, wat, voor, na)
    for soort, pattern, say in _RULES:
        fits = soort == pair.sleutel[0] and len(pattern) == len(pad)
        if fits and all(part in {ANY, step} for part, step in zip(pattern, pad, strict=True)):
            return say(seen)
    return ""


def members(item: Any, *names: str) -> list[dict[str, Any]]:
    """The members of a list inside an item; nothing when an older content model has something else there."""
    for name in names[:-1]:
        item = item.get(name) if isinstance(item, dict) else None
    found = item.get(names[-1]) if isinstance(item, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _words(item: Any, *names: str) -> list[str]:
    for name in names:
        item = item.get(name) if isinstance(item, dict) else None
    return [one for one in item if isinstance(one, str)] if isinstance(item, list) else []


def number(value: Any) -> float | None:
    """A number as an author wrote it."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def shown(value: float) -> str:
    """A number in Dutch, without needless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _more(seen: _Seen, what: str, unit: str) -> str:
    a, b = number(seen.voor), number(seen.na)
    if a is None or b is None or a == b:
        return ""
    sign = "+" if b > a else "−"
    return f"{what} gaat van {shown(a)} naar {shown(b)} {unit} ({sign}{shown(abs(b - a))})."


def _plural(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


# ---- modules ----


def _outcome(seen: _Seen) -> str:
    if seen.came:
        assessed = _criteria(seen.pair.after, seen.pad[1])
        return "Een nieuwe leeruitkomst; " + ("zij wordt getoetst." if assessed else "geen criterium toetst haar nog.")
    return "Deze leeruitkomst hoort niet meer bij de module." if seen.gone else ""


def _criteria(module: dict[str, Any], outcome: str) -> int:
    return sum(one.get("leeruitkomst") == outcome for one in members(module, "toetsing", "criteria"))


def _criterion(seen: _Seen) -> str:
    before, after = seen.pair.before, seen.pair.after
    side = after if seen.came else before
    outcomes = {str(one.get("leeruitkomst")) for one in members(side, "toetsing", "criteria")}
    outcome = next((one for one in outcomes if seen.pad[2] == one or seen.pad[2].startswith(one + ", ")), "")
    if not outcome:
        return ""
    if seen.came:
        return "" if _criteria(before, outcome) else f"Leeruitkomst '{outcome}' wordt nu getoetst."
    if outcome not in {one.get("id") for one in members(after, "leeruitkomsten")}:
        return ""
    return "" if _criteria(after, outcome) else f"Leeruitkomst '{outcome}' wordt niet meer getoetst."


def _assessment(seen: _Seen) -> str:
    if seen.came:
        return "De module wordt nu getoetst."
    return "De module heeft geen toets meer; geen enkele leeruitkomst wordt nog getoetst." if seen.gone else ""


def _taxonomy(seen: _Seen) -> str:
    ladder = [one.value for one in Taxonomie]
    if seen.voor not in ladder or seen.na not in ladder:
        return ""
    way = "omhoog" if ladder.index(seen.na) > ladder.index(seen.voor) else "omlaag"
    return f"Het denkniveau gaat {way}: van {Taxonomie(seen.voor).label} naar {Taxonomie(seen.na).label}."


def _level(seen: _Seen) -> str:
    value = seen.na or seen.voor
    label = Niveau(value).label if value in [one.value for one in Niveau] else value
    return f"Nu ook voor {label}." if seen.came else f"Niet meer voor {label}."


def _framework(seen: _Seen) -> str:
    ref = seen.na or seen.voor
    kader_id, _, item_id = ref.partition("/")
    for snapshot in (seen.pair.both.new, seen.pair.both.old):
        for one in members(snapshot.items.get(("kader", kader_id)), "items"):
            if one.get("id") == item_id and one.get("label"):
                ref = one["label"]
    title = seen.pair.both.title("kader", kader_id)
    return f"Telt {'nu' if seen.came else 'niet meer'} mee voor '{ref}' ({title})."


def _prior(seen: _Seen) -> str:
    if seen.came:
        return f"Wie aan deze module begint, doet nu eerst '{seen.na}'."
    return f"'{seen.voor}' is niet meer nodig om te beginnen."


def _lesson(seen: _Seen) -> str:
    if seen.came:
        lessons = {str(one.get("id")): one for one in members(seen.pair.after, "lessen")}
        former = _words(lessons.get(seen.pad[1]), "verplaatst_van")
        other = next((one.partition("/")[0] for one in former if "/" in one), "")
        if other and other != seen.pair.sleutel[1]:
            return f"Deze les komt uit de module '{seen.pair.both.title('module', other)}'."
        return "Een les erbij."
    if seen.gone:
        home = lesson_successor(seen.pair.both.new, seen.pair.sleutel[1], seen.pad[1])
        return (
            f"Deze les staat nu in de module '{seen.pair.both.title('module', home)}'." if home else "Deze les vervalt."
        )
    return ""


def lesson_successor(new: Snapshot, module_id: str, les_id: str) -> str:
    """The module that a lesson moved to; empty when it went nowhere."""
    for (soort, other), item in sorted(new.items.items()):
        if soort == "module" and any(
            f"{module_id}/{les_id}" in _words(one, "verplaatst_van") for one in members(item, "lessen")
        ):
            return other
    return ""


def _taught(seen: _Seen) -> str:
    outcome = seen.na or seen.voor
    taught = any(outcome in _words(one, "leeruitkomsten") for one in members(seen.pair.after, "lessen"))
    if seen.came:
        return f"Deze les werkt nu ook aan '{outcome}'."
    return f"Deze les werkt niet meer aan '{outcome}'." if taught else f"Geen enkele les werkt nog aan '{outcome}'."


def _question(seen: _Seen) -> str:
    return "Een vraag erbij." if seen.came else "Deze vraag vervalt." if seen.gone else ""


# ---- what modules share ----


def _conceptie(seen: _Seen) -> str:
    voice = seen.pad[1].partition(",")[0].partition(" (")[0]
    name = STEMMEN.get(voice, f"'{voice}'")
    count = sum(
        one.get("perspectief") == voice
        for one in members(seen.pair.before if seen.came else seen.pair.after, "concepties")
    )
    if seen.came:
        return "" if count else f"Voor het eerst staat er een conceptie van {name}."
    return "" if count else f"Er staat geen conceptie van {name} meer."


def _form(seen: _Seen) -> str:
    return "Dit woord linkt nu ook hierheen." if seen.came else "Dit woord linkt niet meer hierheen."


def _linking(seen: _Seen) -> str:
    words = {
        "automatisch": "Het woord wordt voortaan vanzelf een link.",
        "handmatig": "Het woord wordt alleen nog een link waar een auteur dat wil.",
        "nooit": "Het woord wordt nergens meer een link.",
    }
    return words.get(seen.na or "automatisch", "")


def _framework_item(seen: _Seen) -> str:
    ref = f"{seen.pair.sleutel[1]}/{seen.pad[1]}"
    side = seen.pair.both.new if seen.came else seen.pair.both.old
    count = sum(
        ref in _words(outcome, "kaders")
        for (soort, _), item in side.items.items()
        if soort == "module"
        for outcome in members(item, "leeruitkomsten")
    )
    if seen.came:
        return (
            f"{_plural(count, 'leeruitkomst werkt', 'leeruitkomsten werken')} eraan."
            if count
            else ("Nog geen leeruitkomst werkt eraan.")
        )
    return f"{_plural(count, 'leeruitkomst hoorde', 'leeruitkomsten hoorden')} hierbij." if count else ""


def _field_gone(seen: _Seen) -> str:
    return "Wat iemand hier eerder invulde, heeft geen plek meer." if seen.gone else ""


def _in_route(seen: _Seen) -> str:
    if seen.came:
        return "Deze module hoort nu bij de route."
    return "Deze module hoort niet meer bij de route." if seen.gone else ""


_Rule = tuple[str, tuple[str, ...], Callable[[_Seen], str]]
_RULES: tuple[_Rule, ...] = (
    ("module", ("lessen", ORDER), lambda one: "De lessen komen in een andere volgorde."),
    ("leerroute", ("modules", ORDER), lambda one: "De modules komen in een andere volgorde."),
    ("module", ("studielast",), lambda one: _more(one, "De studielast", "uur")),
    ("module", ("niveaus", ANY), _level),
    ("module", ("leeruitkomsten", ANY), _outcome),
    ("module", ("leeruitkomsten", ANY, "taxonomie"), _taxonomy),
    ("module", ("leeruitkomsten", ANY, "kaders", ANY), _framework),
    ("module", ("voorkennis", "modules", ANY), _prior),
    ("module", ("lessen", ANY), _lesson),
    ("module", ("lessen", ANY, "duur"), lambda one: _more(one, "De les", "minuten")),
    ("module", ("lessen", ANY, "huiswerk", "uren"), lambda one: _more(one, "Het huiswerk", "uur")),
    ("module", ("lessen", ANY, "leeruitkomsten", ANY), _taught),
    ("module", ("toetsing",), _assessment),
    ("module", ("toetsing", "uren"), lambda one: _more(one, "De toets", "uur")),
    ("module", ("toetsing", "criteria", ANY), _criterion),
    ("module", ("toetsing", "criteria", ANY, "weging"), lambda one: _more(one, "Het gewicht", "procent")),
    ("module", ("zelftoets", ANY), _question),
    ("module", ("zelftoets", ANY, "juist"), lambda one: "Een ander antwoord is nu goed."),
    ("module", ("zelftoets", ANY, ANY, ANY, "juist"), lambda one: "Een ander antwoord is nu goed."),
    ("begrip", ("definitie",), lambda one: "Het voorproefje in alle teksten verandert mee."),
    ("begrip", ("concepties", ANY), _conceptie),
    ("begrip", ("vormen", ANY), _form),
    ("begrip", ("linken",), _linking),
    ("kader", ("items", ANY), _framework_item),
    ("instrument", ("layout",), lambda one: "Wat iemand eerder invulde, past niet meer in dit werkblad."),
    ("instrument", (ANY, ANY), _field_gone),
    ("leerroute", ("modules", ANY), _in_route),
    ("leerroute", ("studielast",), lambda one: _more(one, "De studielast", "uur")),
)
"""Per kind and place what a change means; the first that fits speaks."""


# ---- whole items ----


def item_meaning(both: Both, sleutel: Sleutel, wat: str) -> str:
    """What it means that an item is there, gone, or changed by what happened around it."""
    soort, item_id = sleutel
    if soort == "leerroute":
        return _route_hours(both, item_id) if wat == "gewijzigd" else ""
    if wat == "gewijzigd":
        return ""
    side = both.new if wat == "nieuw" else both.old
    if soort == "module":
        routes = [_quoted(both, key) for key, item in _all(side, "leerroute") if _step(item, item_id)]
        asked = [
            _quoted(both, key) for key, item in _all(side, "module") if item_id in _words(item, "voorkennis", "modules")
        ]
        hours = number(side.items[sleutel].get("studielast"))
        parts = [f"{shown(hours)} uur studielast" + (" erbij" if wat == "nieuw" else " minder")] if hours else []
        if routes:
            parts.append(("in leerroute " if wat == "nieuw" else "ook weg uit leerroute ") + " en ".join(routes))
        if asked and wat == "weg":
            parts.append("was voorkennis voor " + " en ".join(asked))
        return _sentence("; ".join(parts))
    field = {"begrip": "kernbegrippen", "casus": "casussen", "instrument": "instrumenten"}.get(soort)
    users = [_quoted(both, key) for key, item in _all(side, "module") if field and item_id in _words(item, field)]
    if not users:
        return ""
    return _sentence(("Gebruikt in " if wat == "nieuw" else "Was in gebruik bij ") + " en ".join(users))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "." if text else ""


def _quoted(both: Both, sleutel: Sleutel) -> str:
    return f"'{both.title(*sleutel)}'"


def _all(snapshot: Snapshot, soort: str) -> Iterator[tuple[Sleutel, dict[str, Any]]]:
    return ((key, item) for key, item in sorted(snapshot.items.items()) if key[0] == soort)


def _step(route: dict[str, Any], module_id: str) -> bool:
    return any(one.get("module") == module_id for one in members(route, "modules"))


def _route_hours(both: Both, route_id: str) -> str:
    """How much longer or shorter a route became by its modules; whole modules only, like the load that authors declare."""
    hours = []
    for snapshot in (both.old, both.new):
        route = snapshot.items[("leerroute", route_id)]
        steps = members(route, "modules")
        if any(one.get("lessen") for one in steps):
            return ""
        keys = [("module", str(one.get("module"))) for one in steps]
        loads = [number(snapshot.items[key].get("studielast")) for key in keys if key in snapshot.items]
        if None in loads or any(key in snapshot.onleesbaar for key in keys):
            return ""
        hours.append(sum(load or 0 for load in loads))
    before, after = hours
    if before == after:
        return ""
    return f"De route wordt {shown(abs(after - before))} uur {'langer' if after > before else 'korter'}: {shown(after)} uur."
