"""The pages for a curriculum committee: coverage of frameworks, outcomes of a route, study load, and the map of modules.

What stands in the tables stands next to them as CSV as well (:mod:`kwartier.pages.downloads`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from kwartier.index import Belasting, Dekking, belasting, route_lessen
from kwartier.library import Library
from kwartier.model import Kader, KaderItem, Leerroute, Leeruitkomst, Les, Module
from kwartier.model.base import Taxonomie
from kwartier.model.module import UREN_PER_EC
from kwartier.pages.context import Draft, Page, PageContext, Site, uren
from kwartier.pages.lanes import lanes

DEKKING = "dekking/index.md"
STUDIELAST = "dekking/studielast.md"
KAART = "modules/kaart.md"


def dekking_uri(kader_id: str) -> str:
    """The page that tells how a framework is covered."""
    return f"dekking/{kader_id}.md"


def uitkomsten_uri(route_id: str) -> str:
    """The page with all outcomes of a route."""
    return f"leerroutes/{route_id}/uitkomsten.md"


@dataclass(frozen=True)
class Stand:
    """How far a framework is covered by a set of modules: per item its rows, and from that the gaps."""

    kader: Kader
    rijen: Mapping[str, list[Dekking]]

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules that cover anything."""
        return frozenset(een.module for item in self.kader.items for een in self.rijen[item.id])

    @cached_property
    def onderwezen(self) -> list[KaderItem]:
        """Items that a lesson teaches."""
        return [item for item in self.kader.items if any(een.onderwezen for een in self.rijen[item.id])]

    @cached_property
    def geoefend(self) -> list[KaderItem]:
        """Items that students practise."""
        return [item for item in self.kader.items if any(een.oefent for een in self.rijen[item.id])]

    @cached_property
    def getoetst(self) -> list[KaderItem]:
        """Items that a rubric assesses."""
        return [item for item in self.kader.items if any(een.getoetst for een in self.rijen[item.id])]

    @property
    def gaten(self) -> list[tuple[str, list[KaderItem]]]:
        """What is missing, as (words, items); nothing when all is there."""
        taught = self.onderwezen
        found = [
            ("Niet onderwezen", [item for item in self.kader.items if item not in taught]),
            ("Wel onderwezen, niet geoefend", [item for item in taught if item not in self.geoefend]),
            ("Wel onderwezen, niet getoetst", [item for item in taught if item not in self.getoetst]),
        ]
        return [(words, items) for words, items in found if items]

    @cached_property
    def _cellen(self) -> dict[tuple[str, str], Dekking]:
        return {(item_id, een.module): een for item_id, found in self.rijen.items() for een in found}

    def cel(self, item_id: str, module_id: str) -> Dekking | None:
        """The cover of one item by one module."""
        return self._cellen.get((item_id, module_id))


def woorden(een: Dekking) -> str:
    """A cell in words: ``onderwezen, geoefend en getoetst``."""
    parts = [
        word
        for word, there in (("onderwezen", een.onderwezen), ("geoefend", een.oefent), ("getoetst", een.getoetst))
        if there
    ]
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "alleen genoemd"


def pages(site: Site) -> Iterator[Draft]:
    """Coverage per framework with an overview, outcomes per route, study load, and the map."""
    library = site.project.library
    if library.kaders:
        yield Draft(DEKKING, partial(_overview, site))
    for kader_id, kader in library.kaders.items():
        yield Draft(dekking_uri(kader_id), partial(_framework, site, kader_id, kader))
    for route_id, route in library.leerroutes.items():
        yield Draft(uitkomsten_uri(route_id), partial(_outcomes, site, route_id, route))
    if library.modules:
        yield Draft(STUDIELAST, partial(_load, site))
        yield Draft(KAART, partial(_map, site))


def _overview(site: Site) -> Page:
    library, index = site.project.library, site.project.index
    context = PageContext(site, DEKKING, "glossary/kaders")
    standen = [
        (kader_id, Stand(kader, index.dekking(kader_id)))
        for kader_id, kader in sorted(library.kaders.items(), key=lambda pair: pair[1].titel.casefold())
    ]
    return context.page(
        "dekking/overzicht.md",
        titel="Dekking",
        omschrijving="Per kader: wat de modules ervan onderwijzen, laten oefenen en toetsen, en wat nog ontbreekt.",
        soort="kader",
        bron="glossary/kaders",
        gedekt=[(one, stand) for one, stand in standen if stand.modules],
        ongedekt=[(one, stand) for one, stand in standen if not stand.modules],
        dekking_uri=dekking_uri,
        uitkomsten_uri=uitkomsten_uri,
        routes=sorted(library.leerroutes.items()),
    )


def _framework(site: Site, kader_id: str, kader: Kader) -> Page:
    library, index = site.project.library, site.project.index
    context = PageContext(site, dekking_uri(kader_id), "glossary/kaders")
    stand = Stand(kader, index.dekking(kader_id))
    routes = [
        (route_id, route, Stand(kader, index.dekking_in_route(kader_id, route)))
        for route_id, route in sorted(library.leerroutes.items())
    ]
    elsewhere = [
        *index.gebruik.get(("kader", kader_id), []),
        *index.gebruik.get(("kaderitem", kader_id), []),
        *(one for item in kader.items for one in index.gebruik.get(("kaderitem", f"{kader_id}/{item.id}"), [])),
    ]
    return context.page(
        "dekking/kader.md",
        titel=f"Dekking: {kader.titel}",
        omschrijving=f"Welke modules de onderdelen van {kader.titel} onderwijzen, laten oefenen en toetsen.",
        soort="kader",
        bron=f"glossary/kaders/{kader_id}.yml",
        kader=kader,
        kader_id=kader_id,
        stand=stand,
        modules=[(one, library.modules[one]) for one in index.volgorde[0] if one in stand.modules],
        routes=routes,
        woorden=woorden,
        elders=context.vermeldingen(elsewhere),
    )


@dataclass(frozen=True)
class UitkomstRij:
    """One outcome of a module with where it is taught and how it is assessed, within a route."""

    uitkomst: Leeruitkomst
    lessen: tuple[Les, ...]
    criteria: int
    vragen: int


def uitkomst_rijen(library: Library, module_id: str, lessen: frozenset[str] | None) -> list[UitkomstRij]:
    """The outcomes of a module; with some ``lessen`` only the outcomes that these work on, and no tests."""
    module = library.modules[module_id]
    rows = []
    for outcome in module.leeruitkomsten:
        taught = tuple(
            les for les in module.lessen if outcome.id in les.leeruitkomsten and (lessen is None or les.id in lessen)
        )
        if lessen is not None and not taught:
            continue
        criteria = sum(one.leeruitkomst == outcome.id for one in module.toetsing.criteria) if module.toetsing else 0
        questions = sum(one.leeruitkomst == outcome.id for one in library.zelftoetsen.get(module_id, ()))
        whole = lessen is None
        rows.append(UitkomstRij(outcome, taught, criteria if whole else 0, questions if whole else 0))
    return rows


def _outcomes(site: Site, route_id: str, route: Leerroute) -> Page:
    library = site.project.library
    context = PageContext(site, uitkomsten_uri(route_id), "modules/leerroutes")
    parts = [
        (module_id, library.modules[module_id], uitkomst_rijen(library, module_id, lessons))
        for module_id, lessons in route_lessen(library, route).items()
    ]
    every = [row.uitkomst for _, _, rows in parts for row in rows]
    return context.page(
        "leerroute-uitkomsten.md",
        titel=f"Leeruitkomsten: {route.titel}",
        omschrijving=f"Alle leeruitkomsten van de leerroute {route.titel}, met denkniveau, lessen en toets.",
        soort="leerroute",
        bron=f"modules/leerroutes/{route_id}.yml",
        route=route,
        route_id=route_id,
        delen=parts,
        aantal=len(every),
        trappen=[(one, sum(outcome.taxonomie is one for outcome in every)) for one in Taxonomie],
    )


def verschil_in_woorden(last: Belasting, alleen: Mapping[str, float]) -> str:
    """Why declared and planned hours differ, in one or two sentences; ``alleen`` are hours for mbo or hbo only.

    Nothing when they are equal and every hour is for everyone.
    """
    rest = round(last.verschil, 1)
    if rest > 0:
        sentence = f"{_hoofdletter(uren(rest))} staat niet bij een les of toets ingepland."
    elif rest < 0:
        sentence = f"De planning is {uren(-rest)} langer dan is opgegeven."
    else:
        sentence = ""
    only = [f"{uren(hours)} alleen voor {level}" for level, hours in sorted(alleen.items()) if hours]
    return (sentence + (f" In de planning zit {' en '.join(only)}." if only else "")).strip()


def _hoofdletter(text: str) -> str:
    return text[:1].upper() + text[1:]


def alleen_voor(module: Module) -> dict[str, float]:
    """Hours of lessons, with homework, and of programme parts that are meant for mbo or for hbo only."""
    found: dict[str, float] = {}
    for les in module.lessen:
        if les.niveau:
            hours = les.minuten / 60 + (les.huiswerk.uren if les.huiswerk else 0)
            found[les.niveau] = found.get(les.niveau, 0) + hours
            continue
        for part in les.programma:
            if part.niveau:
                found[part.niveau] = found.get(part.niveau, 0) + part.minuten / 60
    return found


def route_som(library: Library, route: Leerroute) -> tuple[float, float]:
    """Planned and declared hours of all steps of a route; of a part of a module the declared hours are the planned ones."""
    planned = declared = 0.0
    for module_id, lessons in route_lessen(library, route).items():
        module = library.modules[module_id]
        if lessons is None:
            planned += belasting(module).gepland
            declared += module.studielast
        else:
            part = sum(
                les.minuten / 60 + (les.huiswerk.uren if les.huiswerk else 0)
                for les in module.lessen
                if les.id in lessons
            )
            planned += part
            declared += part
    return planned, declared


def _load(site: Site) -> Page:
    library, index = site.project.library, site.project.index
    context = PageContext(site, STUDIELAST, "modules")
    rows = []
    for module_id in index.volgorde[0]:
        module = library.modules[module_id]
        last = belasting(module)
        rows.append((module_id, module, last, verschil_in_woorden(last, alleen_voor(module))))
    routes = [(one, route, *route_som(library, route)) for one, route in sorted(library.leerroutes.items())]
    return context.page(
        "dekking/studielast.md",
        titel="Studielast",
        omschrijving="Minuten, uren en EC per les, module en leerroute; wat gepland is en wat is opgegeven.",
        soort="module",
        bron="modules",
        rijen=rows,
        routes=routes,
        per_ec=UREN_PER_EC,
    )


def _map(site: Site) -> Page:
    library, index = site.project.library, site.project.index
    context = PageContext(site, KAART, "modules")
    order = index.volgorde[0]
    needs = {
        one: [need for need in library.modules[one].voorkennis.modules if need in library.modules] for one in order
    }
    drawing = lanes(order, needs)
    return context.page(
        "overzicht/kaart.md",
        titel="Kaart van de modules",
        omschrijving="Welke module je voor welke andere nodig hebt.",
        soort="module",
        bron="modules",
        rijen=[(one, library.modules[one], drawing.rows[one], needs[one], index.vervolg.get(one, [])) for one in order],
        breedte=drawing.width,
        themas=library.themas,
    )
