"""The page *Wat is er veranderd*: this version against the one before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kwartier.addresses import VERANDERD
from kwartier.comparison import ItemChange
from kwartier.comparison.report import KOPPEN, counted
from kwartier.comparison.words import Alinea
from kwartier.model.base import SOORTEN
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.pages.since import anchor, visible
from kwartier.project import Since

MOST = 6
"""How many paragraphs of one text are shown; the rest is counted, and ``kwartier vergelijk`` shows it."""


def pages(site: Site) -> Iterator[Draft]:
    """The page, when there is a version before this one and something changed."""
    since, items = site.project.since, visible(site.project)
    if since is not None and items:
        yield Draft(VERANDERD, partial(_changes, site, since, items))


def _changes(site: Site, since: Since, items: list[ItemChange]) -> Page:
    context = PageContext(site, VERANDERD, "")
    groups = [(soort, [one for one in items if one.sleutel[0] == soort]) for soort in SOORTEN]
    return context.page(
        "veranderd.md",
        titel="Wat is er veranderd",
        omschrijving=f"Wat er nieuw, weg of anders is sinds {since.vorige}, en wat dat betekent.",
        soort="pagina",
        bron="",
        kop={"search": {"exclude": True}},
        vorige=since.vorige,
        jaar=site.project.settings.jaar,
        groepen=[(soort, KOPPEN[soort], found, counted(found)) for soort, found in groups if found],
        onvergelijkbaar=[file for _, file in since.comparison.onvergelijkbaar],
        anker=anchor,
        teksten=_texts,
    )


def _texts(item: ItemChange) -> list[tuple[str, list[Alinea], int]]:
    """Per place the paragraphs that are shown, and how many more there are; a number or a choice is told by its sentence."""
    found: dict[str, list[Alinea]] = {}
    for one in item.veranderingen:
        if not one.betekenis or " " in one.voor + one.na:
            found.setdefault(one.waar, []).extend(one.woorden)
    return [(waar, words[:MOST], max(0, len(words) - MOST)) for waar, words in found.items() if words]
