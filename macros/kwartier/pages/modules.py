"""The pages of a module: overview, lessons, assessment and self-test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from kwartier.addresses import page_uri
from kwartier.index import belasting, les_uren
from kwartier.library import Library
from kwartier.linkeddata import lesson_node, module_node
from kwartier.markup import mask
from kwartier.model import Les, Module
from kwartier.model.licentie import LICENTIES
from kwartier.model.module import Werkvorm
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.texts import sentences

WERKVORMEN = {
    Werkvorm.VOORKENNIS: "Voorkennis ophalen",
    Werkvorm.UITLEG: "Uitleg",
    Werkvorm.LEZEN: "Lezen",
    Werkvorm.GESPREK: "Gesprek",
    Werkvorm.CASUSBESPREKING: "Casusbespreking",
    Werkvorm.DISCUSSIE: "Discussie",
    Werkvorm.GROEPSOPDRACHT: "Groepsopdracht",
    Werkvorm.TWEETALLEN: "In tweetallen",
    Werkvorm.ZELFSTANDIG: "Zelfstandig werken",
    Werkvorm.ROLLENSPEL: "Rollenspel",
    Werkvorm.INSTRUMENT: "Werken met een instrument",
    Werkvorm.VELDWERK: "Veldwerk",
    Werkvorm.PRESENTATIE: "Presentatie",
    Werkvorm.REFLECTIE: "Reflectie",
    Werkvorm.ZELFTOETS: "Zelftoets",
    Werkvorm.PAUZE: "Pauze",
    Werkvorm.AFSLUITING: "Afsluiting",
}
"""The forms of work as readers see them."""

STATUSSEN = {
    "concept": "concept",
    "in-review": "wordt nagekeken",
    "gevalideerd": "nagekeken en vastgesteld",
    "gearchiveerd": "gearchiveerd",
}
"""The states of a module as readers see them."""

_EXERCISE = re.compile(r"^(?P<fence>/{3,})[ \t]*opdracht\b.*?^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL)


def pages(site: Site) -> Iterator[Draft]:
    """All pages of all modules."""
    for module_id, module in site.project.library.modules.items():
        sleutel = ("module", module_id)
        yield Draft(page_uri(sleutel), partial(_overview, site, module_id, module))
        for number, les in enumerate(module.lessen):
            yield Draft(page_uri(sleutel, les.id), partial(_lesson, site, module_id, module, number))
        if module.toetsing:
            yield Draft(page_uri(sleutel, "toets"), partial(_assessment, site, module_id, module))
        if site.project.library.zelftoetsen.get(module_id):
            yield Draft(page_uri(sleutel, "zelftoets"), partial(_selftest, site, module_id, module))


def navigation(site: Site, module_id: str, module: Module) -> dict[str, Any]:
    """The local navigation of a module, for the sidebar."""
    sleutel = ("module", module_id)
    entries = [[page_uri(sleutel), "Over deze module"]]
    entries += [[page_uri(sleutel, les.id), f"{number}. {les.titel}"] for number, les in enumerate(module.lessen, 1)]
    if site.project.library.zelftoetsen.get(module_id):
        entries.append([page_uri(sleutel, "zelftoets"), "Zelftoets"])
    if module.toetsing:
        entries.append([page_uri(sleutel, "toets"), "Toets"])
    if any(les.programma for les in module.lessen):
        entries.append([page_uri(sleutel, "lesplan"), "Lesplan"])
    return {"navigatie": {"titel": module.titel, "items": entries}}


def lesson_text(library: Library, module_id: str, les: Les) -> tuple[str, str]:
    """The reading text of a lesson and the folder that its links start from."""
    file = f"modules/{module_id}/{les.tekst}"
    document = library.teksten.get(file)
    return (document.body if document else ""), file.rpartition("/")[0]


def exercises(library: Library, module_id: str, module: Module) -> list[tuple[Les, tuple[str, ...]]]:
    """Per lesson that has any, its exercises as the author wrote them."""
    found = []
    for les in module.lessen:
        text, _ = lesson_text(library, module_id, les)
        if blocks := _exercises_in(text):
            found.append((les, blocks))
    return found


@lru_cache(maxsize=4096)
def _exercises_in(text: str) -> tuple[str, ...]:
    """The exercises in a reading text; a preview asks of every text after every change whether it has any."""
    return tuple(text[match.start() : match.end()] for match in _EXERCISE.finditer(mask(text)))


def _context(site: Site, module_id: str, part: str = "", file: str = "module.yml") -> PageContext:
    folder = f"modules/{module_id}/{file}".rpartition("/")[0]
    return PageContext(site, page_uri(("module", module_id), part), folder)


def _overview(site: Site, module_id: str, module: Module) -> Page:
    context = _context(site, module_id)
    library = site.project.library
    routes = [
        route_id
        for route_id, route in sorted(library.leerroutes.items())
        if any(one.module == module_id for one in route.modules)
    ]
    return context.page(
        "module.md",
        titel=module.titel,
        omschrijving=" ".join(sentences(module.samenvatting)),
        soort="module",
        bron=f"modules/{module_id}/module.yml",
        kop=navigation(site, module_id, module),
        data=module_node(site.project, module_id, module),
        module=module,
        module_id=module_id,
        thema=library.themas.get(module.thema),
        last=belasting(module),
        lesuren=les_uren,
        routes=routes,
        heeft_plan=any(les.programma for les in module.lessen),
        heeft_opdrachten=bool(exercises(library, module_id, module)),
        vervolg=site.project.index.vervolg.get(module_id, []),
        vragen=len(library.zelftoetsen.get(module_id, ())),
        licentie=LICENTIES.get(module.licentie, (module.licentie, "")),
        status=STATUSSEN[module.status.value],
    )


def _lesson(site: Site, module_id: str, module: Module, number: int) -> Page:
    les = module.lessen[number]
    library = site.project.library
    file = f"modules/{module_id}/{les.tekst}"
    document = library.teksten.get(file)
    context = _context(site, module_id, les.id)
    body = PageContext(site, context.uri, file.rpartition("/")[0])
    body.geciteerd = context.geciteerd
    neighbours = [
        module.lessen[number - 1] if number else None,
        module.lessen[number + 1] if number + 1 < len(module.lessen) else None,
    ]
    return context.page(
        "les.md",
        titel=les.titel,
        omschrijving=" ".join(sentences(les.samenvatting or module.samenvatting)),
        soort="les",
        bron=file,
        uit=les.begrippen_uit,
        kop=navigation(site, module_id, module),
        data=lesson_node(site.project, module_id, module, les),
        module=module,
        module_id=module_id,
        les=les,
        nummer=number + 1,
        tekst=body.md(document.body) if document else "",
        uitkomsten=[one for one in module.leeruitkomsten if one.id in les.leeruitkomsten],
        werkvormen=WERKVORMEN,
        vorige=neighbours[0],
        volgende=neighbours[1],
        zelftoets=bool(library.zelftoetsen.get(module_id)),
    )


def _assessment(site: Site, module_id: str, module: Module) -> Page:
    assert module.toetsing is not None
    file = f"modules/{module_id}/{module.toetsing.opdracht}"
    document = site.project.library.teksten.get(file)
    context = _context(site, module_id, "toets")
    body = PageContext(site, context.uri, file.rpartition("/")[0])
    body.geciteerd = context.geciteerd
    return context.page(
        "toets.md",
        titel=f"Toets: {module.titel}",
        omschrijving=f"De toets van de module {module.titel}: opdracht en beoordeling.",
        soort="les",
        bron=file,
        kop=navigation(site, module_id, module),
        module=module,
        module_id=module_id,
        toetsing=module.toetsing,
        tekst=body.md(document.body) if document else "",
        uitkomsten={one.id: one for one in module.leeruitkomsten},
    )


def _selftest(site: Site, module_id: str, module: Module) -> Page:
    context = _context(site, module_id, "zelftoets")
    return context.page(
        "zelftoets.md",
        titel=f"Zelftoets: {module.titel}",
        omschrijving=f"Vragen met uitleg bij de module {module.titel}.",
        soort="les",
        bron=f"modules/{module_id}/{module.zelftoets}",
        kop=navigation(site, module_id, module),
        module=module,
        module_id=module_id,
        vragen=site.project.library.zelftoetsen[module_id],
        uitkomsten={one.id: one for one in module.leeruitkomsten},
    )
