"""The overview of each kind: all modules, routes, terms, cases, frameworks and instruments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from kwartier.addresses import FOLDERS
from kwartier.index import stap_uren
from kwartier.linkeddata import glossary_node
from kwartier.model import Casus
from kwartier.model.base import Niveau
from kwartier.pages.context import Draft, Page, PageContext, Site


def pages(site: Site) -> Iterator[Draft]:
    """One overview per kind; kinds without items have a page that says so."""
    library = site.project.library
    yield Draft("modules/index.md", partial(_modules, site))
    yield Draft("leerroutes/index.md", partial(_routes, site))
    yield Draft("begrippen/index.md", partial(_terms, site))
    yield Draft("casussen/index.md", partial(_cases, site))
    text = "Indelingen uit beleid en onderzoek waar modules naar verwijzen."
    yield Draft("kaders/index.md", partial(_shared, site, "kader", library.kaders, "Kaders", text))
    text = "Werkbladen om alleen of samen in te vullen."
    tools = library.instrumenten
    yield Draft("instrumenten/index.md", partial(_shared, site, "instrument", tools, "Instrumenten", text))


def _modules(site: Site) -> Page:
    library = site.project.library
    context = PageContext(site, "modules/index.md", "docs/modules")
    ordered = [(one, library.modules[one]) for one in site.project.index.volgorde[0]]
    return context.page(
        "overzicht/modules.md",
        titel="Modules",
        omschrijving="Alle modules, te kiezen op niveau, thema en studielast.",
        soort="module",
        bron="modules",
        modules=ordered,
        themas=[
            (one, thema) for one, thema in library.themas.items() if any(module.thema == one for _, module in ordered)
        ],
        niveaus=[level for level in Niveau if any(level in module.niveaus for _, module in ordered)],
    )


def _routes(site: Site) -> Page:
    library = site.project.library
    context = PageContext(site, "leerroutes/index.md", "docs/leerroutes")
    routes = [
        (one, route, sum(stap_uren(library, stap) for stap in route.modules))
        for one, route in sorted(library.leerroutes.items())
    ]
    return context.page(
        "overzicht/leerroutes.md",
        titel="Leerroutes",
        omschrijving="Wegen door de modules, per doelgroep.",
        soort="leerroute",
        bron="modules/leerroutes",
        routes=routes,
    )


def _shared(site: Site, soort: str, items: Mapping[str, Any], title: str, text: str) -> Page:
    folder = FOLDERS[soort]
    context = PageContext(site, f"{folder}/index.md", f"glossary/{folder}")
    return context.page(
        f"overzicht/{folder}.md",
        titel=title,
        omschrijving=text,
        soort=soort,
        bron=f"glossary/{folder}",
        items=sorted(items.items(), key=lambda pair: pair[1].titel.casefold()),
    )


def _cases(site: Site) -> Page:
    library = site.project.library
    cases = list(library.casussen.values())
    context = PageContext(site, "casussen/index.md", "docs/casussen")
    used = {kader_id for casus in cases for kader_id in kaders_van(casus)}
    return context.page(
        "overzicht/casussen.md",
        titel="Casussen",
        omschrijving="Situaties uit de praktijk, met mensen, wat zij willen en een dilemma.",
        soort="casus",
        bron="docs/casussen",
        casussen=sorted(library.casussen.items(), key=lambda pair: pair[1].titel.casefold()),
        themas=library.themas,
        themas_hier=[one for one in library.themas if any(casus.thema == one for casus in cases)],
        kaders_hier=sorted(
            ((one, kader) for one, kader in library.kaders.items() if one in used),
            key=lambda pair: pair[1].titel.casefold(),
        ),
        kaders_van=kaders_van,
        settings=setting_words(casus.setting for casus in cases),
    )


def kaders_van(casus: Casus) -> list[str]:
    """The frameworks that a case refers to, whole or by an item."""
    return list(dict.fromkeys(ref.partition("/")[0] for ref in casus.kaders))


def setting_words(settings: Iterable[str]) -> list[str]:
    """Words of six letters or more that come back in the settings of cases, to choose from: ``Amsterdam``, ``wijkteam``."""
    found: dict[str, list[str]] = {}
    for setting in settings:
        for word in {word.casefold(): word for word in re.findall(r"[^\W\d_]{6,}", setting)}.values():
            found.setdefault(word.casefold(), []).append(word)
    return sorted((min(spelled, key=str.swapcase) for spelled in found.values() if len(spelled) > 1), key=str.casefold)


def letter(term: str) -> str:
    """The letter under which a term stands: its first letter without accent, or ``#``."""
    first = unicodedata.normalize("NFKD", term.lstrip("'’"))[:1].upper()
    return first if first.isalpha() else "#"


def _terms(site: Site) -> Page:
    library = site.project.library
    ordered = sorted(library.begrippen.items(), key=lambda pair: (letter(pair[1].term), pair[1].term.casefold()))
    context = PageContext(site, "begrippen/index.md", "glossary/begrippen")
    return context.page(
        "overzicht/begrippen.md",
        titel="Begrippen",
        omschrijving="Woorden uit het sociaal werk, en wat verschillende partijen ermee bedoelen.",
        soort="begrip",
        bron="glossary/begrippen",
        data=glossary_node(site.project),
        letters=[(one, list(group)) for one, group in groupby(ordered, key=lambda pair: letter(pair[1].term))],
        aantal=len(ordered),
        meerduidig=sum(len(term.concepties) > 1 for _, term in ordered),
    )
