"""The page of a learning route."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kwartier.addresses import page_uri
from kwartier.index import stap_uren
from kwartier.model import Leerroute
from kwartier.model.module import UREN_PER_EC
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.texts import sentences


def pages(site: Site) -> Iterator[Draft]:
    """A page per route."""
    for route_id, route in site.project.library.leerroutes.items():
        yield Draft(page_uri(("leerroute", route_id)), partial(_route, site, route_id, route))


def _route(site: Site, route_id: str, route: Leerroute) -> Page:
    library = site.project.library
    context = PageContext(site, page_uri(("leerroute", route_id)), "modules/leerroutes")
    stappen = [
        (stap, library.modules[stap.module], stap_uren(library, stap))
        for stap in route.modules
        if stap.module in library.modules
    ]
    total = sum(hours for _, _, hours in stappen)
    return context.page(
        "leerroute.md",
        titel=route.titel,
        omschrijving=" ".join(sentences(route.samenvatting)),
        soort="leerroute",
        bron=f"modules/leerroutes/{route_id}.yml",
        route=route,
        route_id=route_id,
        stappen=stappen,
        totaal=total,
        totaal_ec=total / UREN_PER_EC,
    )
