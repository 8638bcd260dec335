"""Pages that bring together what a module or a route spreads over its lessons: to plan, to practise, to print, to learn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kwartier.addresses import page_uri
from kwartier.markup import headings
from kwartier.model import Leerroute, Les, Module
from kwartier.model.licentie import LICENTIES
from kwartier.model.module import Activiteit
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.pages.modules import WERKVORMEN, exercises, lesson_text, navigation

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ANCHOR = re.compile(r"#([\w-]+)(?=[^{}\n]*\}[ \t]*$)", re.MULTILINE)


@dataclass(frozen=True)
class Planned:
    """A part of a lesson with its place on the clock, in minutes from the start of the lesson."""

    deel: Activiteit
    van: int
    tot: int


def pages(site: Site) -> Iterator[Draft]:
    """Per module the lesson plan, all exercises and the whole on one page; per route what to remember."""
    library = site.project.library
    for module_id, module in library.modules.items():
        sleutel = ("module", module_id)
        if any(les.programma for les in module.lessen):
            yield Draft(page_uri(sleutel, "lesplan"), partial(_plan, site, module_id, module))
        found = exercises(library, module_id, module)
        if found:
            yield Draft(page_uri(sleutel, "opdrachten"), partial(_exercises, site, module_id, module, found))
        yield Draft(page_uri(sleutel, "alles"), partial(_whole, site, module_id, module))
    for route_id, route in library.leerroutes.items():
        yield Draft(f"leerroutes/{route_id}/kernpunten.md", partial(_key_points, site, route_id, route))


def planned(les: Les) -> list[Planned]:
    """The programme on the clock; parts for mbo and for hbo run beside each other, and what follows waits for both."""
    clock = {"mbo": 0, "hbo": 0}
    rows = []
    for deel in les.programma:
        streams = [deel.niveau] if deel.niveau else list(clock)
        start = max(clock[one] for one in streams)
        for one in streams:
            clock[one] = start + deel.minuten
        rows.append(Planned(deel, start, start + deel.minuten))
    return rows


def _plan(site: Site, module_id: str, module: Module) -> Page:
    context = PageContext(site, page_uri(("module", module_id), "lesplan"), f"modules/{module_id}")
    return context.page(
        "lesplan.md",
        titel=f"Lesplan: {module.titel}",
        omschrijving=f"Wat er in de lessen van {module.titel} gebeurt, met tijden en materiaal.",
        soort="les",
        bron=f"modules/{module_id}/module.yml",
        kop=navigation(site, module_id, module),
        module=module,
        module_id=module_id,
        lessen=[(number, les, planned(les)) for number, les in enumerate(module.lessen, 1) if les.programma],
        werkvormen=WERKVORMEN,
        klok=clock,
    )


def clock(minutes: int) -> str:
    """Minutes since the start of a lesson, as ``1:05``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def _exercises(site: Site, module_id: str, module: Module, found: list[tuple[Les, tuple[str, ...]]]) -> Page:
    context = PageContext(site, page_uri(("module", module_id), "opdrachten"), f"modules/{module_id}")
    per_lesson = []
    for les, blocks in found:
        _, folder = lesson_text(site.project.library, module_id, les)
        body = _inside(context, folder)
        per_lesson.append((les, [body.md(one) for one in blocks]))
    return context.page(
        "opdrachten.md",
        titel=f"Opdrachten: {module.titel}",
        omschrijving=f"Alle opdrachten van de module {module.titel} bij elkaar.",
        soort="les",
        bron=f"modules/{module_id}/module.yml",
        kop={**navigation(site, module_id, module), "search": {"exclude": True}},
        module=module,
        module_id=module_id,
        lessen=per_lesson,
    )


def _whole(site: Site, module_id: str, module: Module) -> Page:
    library = site.project.library
    context = PageContext(site, page_uri(("module", module_id), "alles"), f"modules/{module_id}")
    lessons = []
    for number, les in enumerate(module.lessen, 1):
        text, folder = lesson_text(library, module_id, les)
        lessons.append((number, les, _inside(context, folder).md(as_part(text, les.id))))
    assignment = ""
    if module.toetsing:
        file = f"modules/{module_id}/{module.toetsing.opdracht}"
        document = library.teksten.get(file)
        assignment = _inside(context, file.rpartition("/")[0]).md(as_part(document.body if document else "", "toets"))
    return context.page(
        "alles.md",
        titel=f"{module.titel}: alles op één pagina",
        omschrijving=f"De hele module {module.titel} om te lezen of af te drukken.",
        soort="les",
        bron=f"modules/{module_id}/module.yml",
        uit=None,  # to print or to read from begin to end; each lesson has its terms on its own page
        kop={**navigation(site, module_id, module), "search": {"exclude": True}},
        module=module,
        module_id=module_id,
        lessen=lessons,
        opdracht=assignment,
        licentie=LICENTIES.get(module.licentie, (module.licentie, ""))[0],
    )


def as_part(text: str, name: str) -> str:
    """A text as part of a longer page: headings one level down, its anchors and footnotes marked with ``name``."""
    anchors = set(_ANCHOR.findall(text))
    pieces, position = [], 0
    for heading in headings(text):
        pieces += [text[position : heading.start], "#" if heading.niveau < 6 else ""]
        position = heading.start
    text = "".join([*pieces, text[position:]])
    text = _ANCHOR.sub(rf"#{name}-\1", text)
    for anchor in anchors:
        text = text.replace(f"](#{anchor})", f"](#{name}-{anchor})")
    return _FOOTNOTE.sub(rf"[^{name}-\1]", text)


def _inside(context: PageContext, folder: str) -> PageContext:
    """The same page, for a text that was written in another folder; what it cites counts for the page."""
    body = PageContext(context.site, context.uri, folder)
    body.geciteerd = context.geciteerd
    return body


def _key_points(site: Site, route_id: str, route: Leerroute) -> Page:
    library = site.project.library
    context = PageContext(site, f"leerroutes/{route_id}/kernpunten.md", "modules/leerroutes")
    steps = []
    for stap in route.modules:
        module = library.modules.get(stap.module)
        if module is None:
            continue
        lessons = [les for les in module.lessen if not stap.lessen or les.id in stap.lessen]
        wanted = {one for les in lessons for one in les.leeruitkomsten}
        outcomes = [one for one in module.leeruitkomsten if not stap.lessen or one.id in wanted]
        steps.append((stap.module, module, outcomes, [les for les in lessons if les.kernpunten]))
    return context.page(
        "kernpunten.md",
        titel=f"Om te onthouden: {route.titel}",
        omschrijving=f"Alle leeruitkomsten en kernpunten van de leerroute {route.titel}.",
        soort="leerroute",
        bron=f"modules/leerroutes/{route_id}.yml",
        kop={"search": {"exclude": True}},
        route=route,
        route_id=route_id,
        stappen=steps,
    )
