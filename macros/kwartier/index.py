"""What follows from all items together: where everything is used, the order of modules, coverage and study load.

Nothing here is stored by authors; it is worked out anew from the library.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import TypeVar

from kwartier.addresses import page_uri
from kwartier.library import Library, Sleutel
from kwartier.markup import MACROS
from kwartier.model import Leerroute, Les, Module
from kwartier.model.base import Verwijzing
from kwartier.model.leerroute import LeerrouteModule
from kwartier.terms import Match, Matcher, TermEntry, matcher_of, searched
from kwartier.texts import NO_SENTENCE, SENTENCE_END, Group, Text, groups, plain, sentences, tidy
from kwartier.workers import side_by_side


@dataclass(frozen=True, slots=True)
class Vermelding:
    """A place where an item is used: the page, its title, and the sentence when it was in running text."""

    owner: Sleutel
    uri: str
    zin: str = ""
    docent: bool = False


@dataclass(frozen=True)
class Belasting:
    """Study load in hours: contact time, homework and assessment, planned; and what the author declared."""

    contact: float
    huiswerk: float
    toets: float
    opgegeven: float

    @property
    def gepland(self) -> float:
        """All planned hours."""
        return self.contact + self.huiswerk + self.toets

    @property
    def verschil(self) -> float:
        """Declared minus planned hours."""
        return self.opgegeven - self.gepland


@dataclass(frozen=True)
class Dekking:
    """Where one framework item occurs in one module.

    Taught in lessons that work on an outcome of the item, practised in parts of a programme and in questions of the
    self-test (``zelftoets``) that name such an outcome, assessed by criteria of the rubric.
    """

    module: str
    uitkomsten: tuple[str, ...]
    onderwezen: tuple[str, ...]
    geoefend: tuple[str, ...]
    zelftoets: bool
    getoetst: bool

    @property
    def oefent(self) -> bool:
        """Whether students practise it, in a lesson or in the self-test."""
        return bool(self.geoefend) or self.zelftoets


def belasting(module: Module) -> Belasting:
    """The study load of a module, planned and declared."""
    return Belasting(
        contact=sum(les.minuten for les in module.lessen) / 60,
        huiswerk=sum(les.huiswerk.uren for les in module.lessen if les.huiswerk),
        toets=(module.toetsing.uren or 0) if module.toetsing else 0,
        opgegeven=module.studielast,
    )


def les_uren(les: Les) -> float:
    """Contact time and homework of a lesson, in hours."""
    return les.minuten / 60 + (les.huiswerk.uren if les.huiswerk else 0)


def stap_uren(library: Library, stap: LeerrouteModule) -> float:
    """Study load of a step of a route: the whole module, or only the lessons that the step names."""
    module = library.modules.get(stap.module)
    if module is None:
        return 0
    if not stap.lessen:
        return module.studielast
    return sum(les_uren(les) for les in module.lessen if les.id in stap.lessen)


def term_entries(library: Library, term_ids: Container[str] | None = None) -> list[TermEntry]:
    """What the linker needs to know of each term, or of those of ``term_ids``, sorted by id."""
    return [
        TermEntry(
            id=term_id,
            uri=page_uri(("begrip", term_id)),
            vormen=term.alle_vormen,
            linken=term.linken.value,
            hoofdlettergevoelig=term.hoofdlettergevoelig,
            definitie=" ".join(sentences(term.definitie)),
            concepties=len(term.concepties),
        )
        for term_id, term in sorted(library.begrippen.items())
        if term_ids is None or term_id in term_ids
    ]


_MANY = 1000
"""From this many items on, looking for all terms on all cores pays."""
Key = TypeVar("Key")
Found = tuple[str, Vermelding]
"""A term, and a place where it is used."""


@dataclass
class Memory:
    """What a preview knows of the state before: only what changed since then is looked at again."""

    groups: dict[Sleutel, Group] = field(default_factory=dict)
    matcher: Matcher | None = None
    sentences: dict[Group, list[tuple[str, list[Found]] | None]] = field(default_factory=dict)
    """Per text of a group the words in which terms were looked for, and what was found; ``None`` to look again."""

    uses: dict[Group, list[tuple[Sleutel, Vermelding]]] = field(default_factory=dict)

    def forget(self, matcher: Matcher, groups: Iterable[Group]) -> None:
        """Forget what was found in texts that are gone, and in texts with a form that terms did not have before, or lost."""
        changed = self.matcher.difference(matcher) if self.matcher else None
        self.sentences = {group: self.sentences[group] for group in groups if group in self.sentences}
        if changed:
            for known in self.sentences.values():
                known[:] = [None if one is None or changed.in_text(one[0]) else one for one in known]
        self.matcher = matcher


@dataclass
class Index:
    """Everything derived from a library; each part is worked out when it is first asked for."""

    library: Library
    memory: Memory | None = None

    @cached_property
    def groups(self) -> list[Group]:
        """All texts of the library per item."""
        memory = self.memory or Memory()
        memory.groups = groups(self.library, memory.groups)
        return list(memory.groups.values())

    @cached_property
    def texts(self) -> list[Text]:
        """All texts of the library."""
        return [text for group in self.groups for text in group.texts]

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher over all terms."""
        return matcher_of(tuple(term_entries(self.library)))

    @cached_property
    def vermeldingen(self) -> dict[str, list[Vermelding]]:
        """Per term every text that uses it, once per page, with the first sentence in which it does."""
        matcher, groups = self.matcher, self.groups  # before processes part, or each would make them
        if self.memory:
            self.memory.forget(matcher, groups)
        found: dict[str, dict[tuple[str, bool], Vermelding]] = defaultdict(dict)
        parts = (
            map(self._found, [groups]) if self.memory or len(groups) < _MANY else side_by_side(self._found, groups, 80)
        )
        uris = {text.uri: text.uri for text in self.texts}  # one of each, whatever process it comes from
        keys = {group.sleutel: group.sleutel for group in groups}
        for term_id, (owner, uri, zin, docent) in chain.from_iterable(parts):
            mention = Vermelding(keys[owner], uris[uri], zin, docent)
            _note(found[term_id], (mention.uri, mention.docent), mention)
        return {term_id: list(places.values()) for term_id, places in found.items()}

    def _found(self, groups: Sequence[Group]) -> list[tuple[str, tuple[Sleutel, str, str, bool]]]:
        """The terms that occur in the texts of some items, each with the values of its mention, once per page of an item.

        Plain values, because they may come from another process.
        """
        found = []
        for group in groups:
            once: dict[tuple[str, str, bool], Vermelding] = {}
            for term_id, mention in (*self._linked(group), *self._sentences(group)):
                _note(once, (term_id, mention.uri, mention.docent), mention)
            found += [(key[0], (one.owner, one.uri, one.zin, one.docent)) for key, one in once.items()]
        return found

    def _linked(self, group: Group) -> Iterator[Found]:
        """The terms that authors linked, by a mark or by a macro."""
        for text, mark in group.marks:
            if term_id := self.matcher.lookup(mark.vorm):
                yield term_id, Vermelding(text.owner, text.uri, docent=text.docent)
        for text in group.texts:
            for call in text.calls:
                if call.fout is None and call.naam == "begrip":
                    yield str(call.waarden["id"]), Vermelding(text.owner, text.uri, docent=text.docent)

    def _sentences(self, group: Group) -> list[Found]:
        """The terms that occur in the texts of an item, each with its first sentence; a term does not mention itself."""
        own = group.sleutel[1] if group.sleutel[0] == "begrip" else None
        known = self.memory.sentences.setdefault(group, [None] * len(group.texts)) if self.memory else None
        if known and None not in known:
            return [one for kept in known if kept for one in kept[1]]
        shown = {
            number: "" if text.jinja else plain(text.content)
            for number, text in enumerate(group.texts)
            if not (known and known[number])
        }
        matches = dict(zip(shown, self.matcher.find_each([*shown.values()]), strict=True))
        found: list[Found] = []
        for number, text in enumerate(group.texts):
            if number in shown:
                here = [
                    (term_id, Vermelding(text.owner, text.uri, sentence, text.docent))
                    for term_id, sentence in first_sentences(shown[number], matches[number])
                    if term_id != own
                ]
                if known:
                    known[number] = searched(shown[number]), here
                found += here
            elif known and (kept := known[number]):
                found += kept[1]
        return found

    @cached_property
    def gebruik(self) -> dict[tuple[str, str], list[Vermelding]]:
        """Per (kind, id) every page that refers to it, by a field or by a macro; ``kaderitem`` ids are ``kader/item``."""
        found: dict[tuple[str, str], dict[tuple[str, bool], Vermelding]] = defaultdict(dict)
        known = self.memory.uses if self.memory else {}
        uses = {group: known.get(group) or list(self._uses(group)) for group in self.groups}
        if self.memory:
            self.memory.uses = uses
        for key, mention in chain.from_iterable(uses.values()):
            found[key].setdefault((mention.uri, mention.docent), mention)
        return {key: list(places.values()) for key, places in found.items()}

    def _uses(self, group: Group) -> Iterator[tuple[Sleutel, Vermelding]]:
        """What an item refers to."""
        for path, marker, value in group.fields:
            if isinstance(marker, Verwijzing) and marker.soort != "leeruitkomst":
                uri = self._field_page(group.sleutel, path)
                yield (marker.soort, value), Vermelding(group.sleutel, uri)
        for text in group.texts:
            for call in text.calls:
                for reference in macro_references(call.naam, call.waarden) if call.fout is None else ():
                    yield reference, Vermelding(text.owner, text.uri, docent=text.docent)

    @cached_property
    def pagina_van(self) -> dict[str, str]:
        """Per content file the page that it becomes."""
        library = self.library
        pages: dict[str, str] = {}
        for sleutel, place in library.places.items():
            if not place.prefix:
                pages[place.document.file] = page_uri(sleutel).partition("#")[0]
        for module_id, module in library.modules.items():
            for les in module.lessen:
                pages[f"modules/{module_id}/{les.tekst}"] = page_uri(("module", module_id), les.id)
            if module.toetsing:
                pages[f"modules/{module_id}/{module.toetsing.opdracht}"] = page_uri(("module", module_id), "toets")
        for file in library.teksten:
            if file.startswith("docs/"):
                pages.setdefault(file, file.removeprefix("docs/"))
        return pages

    def _field_page(self, sleutel: Sleutel, path: tuple[str | int, ...]) -> str:
        soort, item_id = sleutel
        if soort == "module" and path[0] == "lessen" and isinstance(path[1], int):
            return page_uri(sleutel, self.library.modules[item_id].lessen[path[1]].id)
        return page_uri(sleutel).partition("#")[0]

    @cached_property
    def volgorde(self) -> tuple[list[str], list[str]]:
        """Modules with prerequisites first, and the modules of one cycle when there is one (else an empty list)."""
        known = self.library.modules
        graph = {one: [need for need in known[one].voorkennis.modules if need in known] for one in sorted(known)}
        try:
            return list(TopologicalSorter(graph).static_order()), []
        except CycleError as error:
            return sorted(known), list(error.args[1])

    @cached_property
    def vervolg(self) -> dict[str, list[str]]:
        """Per module the modules that ask for it as prior knowledge."""
        found: dict[str, list[str]] = defaultdict(list)
        for module_id, module in sorted(self.library.modules.items()):
            for need in module.voorkennis.modules:
                found[need].append(module_id)
        return dict(found)

    def dekking(self, kader_id: str) -> dict[str, list[Dekking]]:
        """Per item of a framework the modules that cover it. Items without cover are there too."""
        if kader_id not in self._dekkingen:
            self._dekkingen[kader_id] = self._dekking(kader_id, dict.fromkeys(sorted(self.library.modules)))
        return self._dekkingen[kader_id]

    @cached_property
    def _dekkingen(self) -> dict[str, dict[str, list[Dekking]]]:
        """The cover of the frameworks that were asked for: four pages and files ask for each."""
        return {}

    @cached_property
    def _gericht_op(self) -> dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]]:
        """Per framework, of every module that refers to it, the outcomes that do, each with all that it refers to."""
        found: dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]] = defaultdict(lambda: defaultdict(list))
        for module_id, module in self.library.modules.items():
            for one in module.leeruitkomsten:
                for kader_id in {ref.partition("/")[0] for ref in one.kaders}:
                    found[kader_id][module_id].append((one.id, one.kaders))
        return found

    def dekking_in_route(self, kader_id: str, route: Leerroute) -> dict[str, list[Dekking]]:
        """The same for a route; of a module of which the route takes some lessons, only these count."""
        return self._dekking(kader_id, route_lessen(self.library, route))

    def _dekking(self, kader_id: str, chosen: Mapping[str, frozenset[str] | None]) -> dict[str, list[Dekking]]:
        kader = self.library.kaders[kader_id]
        rows: dict[str, list[Dekking]] = {item.id: [] for item in kader.items}
        items = [(item.id, f"{kader_id}/{item.id}") for item in kader.items]
        aiming = self._gericht_op.get(kader_id, {})
        for module_id, lessons in chosen.items():
            for item_id, ref in items if module_id in aiming else ():
                outcomes = tuple([one for one, refs in aiming[module_id] if ref in refs or kader_id in refs])
                if outcomes:
                    found = self._covered(module_id, self.library.modules[module_id], outcomes, lessons)
                    if lessons is None or found.onderwezen or found.geoefend:
                        rows[item_id].append(found)
        return rows

    def _covered(
        self, module_id: str, module: Module, outcomes: tuple[str, ...], lessons: frozenset[str] | None
    ) -> Dekking:
        """The cover by a whole module, or by some ``lessons`` of it; then its tests are not part of the route."""
        wanted = set(outcomes)
        chosen = [les for les in module.lessen if lessons is None or les.id in lessons]
        criteria = {one.leeruitkomst for one in module.toetsing.criteria} if module.toetsing else set()
        asked = {one.leeruitkomst for one in self.library.zelftoetsen.get(module_id, ())}
        return Dekking(
            module=module_id,
            uitkomsten=outcomes,
            onderwezen=tuple(les.id for les in chosen if not wanted.isdisjoint(les.leeruitkomsten)),
            geoefend=tuple(
                les.id for les in chosen if not all(wanted.isdisjoint(one.leeruitkomsten) for one in les.programma)
            ),
            zelftoets=lessons is None and bool(wanted & asked),
            getoetst=lessons is None and bool(wanted & criteria),
        )


def _note(places: dict[Key, Vermelding], key: Key, mention: Vermelding) -> None:
    """Keep the first mention, but rather one with a sentence."""
    if key not in places or (mention.zin and not places[key].zin):
        places[key] = mention


def route_lessen(library: Library, route: Leerroute) -> dict[str, frozenset[str] | None]:
    """Per module of a route the lessons that it takes, or ``None`` for the whole module; unknown modules are left out."""
    found: dict[str, frozenset[str] | None] = {}
    for stap in route.modules:
        if stap.module in library.modules:
            known = found.get(stap.module, frozenset())
            found[stap.module] = known | frozenset(stap.lessen) if stap.lessen and known is not None else None
    return found


def first_sentences(shown: str, matches: Iterable[Match]) -> Iterator[tuple[str, str]]:
    """Per term that was found in a text, as readers see it (:func:`kwartier.texts.plain`), the first sentence with it.

    The sentence is empty for a term in a heading or a table and nowhere else.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for match in matches:
        found[match.id].append(match.start)
    if not found:
        return
    spans = [end.span() for end in SENTENCE_END.finditer(shown)]
    ends = [start for start, _ in spans]
    starts = [0, *(end for _, end in spans)]
    known: dict[int, str] = {}
    for term_id, positions in found.items():
        sentence = ""
        for position in positions:
            number = bisect_right(starts, position) - 1
            if number not in known:
                stop = ends[number] if number < len(ends) else len(shown)
                part = shown[starts[number] : stop]
                known[number] = "" if part.lstrip().startswith(NO_SENTENCE) else tidy(part)
            if sentence := known[number]:
                break
        yield term_id, sentence


def macro_references(name: str, values: dict[str, str | int]) -> list[tuple[str, str]]:
    """The (kind, id) pairs that a macro call refers to; a lesson counts for its module."""
    pairs = []
    for parameter in MACROS[name]:
        value = values.get(parameter.naam)
        if parameter.soort and parameter.soort != "les" and value is not None:
            pairs.append((parameter.soort, str(value)))
    return pairs
