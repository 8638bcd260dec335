"""The page *Wat is er veranderd*: this version against the one before."""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.addresses import VERANDERD
from kwartier.comparison import Change, ItemChange
from kwartier.comparison.report import KOPPEN, counted
from kwartier.model.base import SOORTEN
from kwartier.pages.context import Page, PageContext, Site
from kwartier.pages.since import anchor, visible

MOST = 6
"""How many paragraphs of one text are shown; the rest is counted, and ``kwartier vergelijk`` shows it."""


def pages(site: Site) -> Iterator[Page]:
    """The page, when there is a version before this one and something changed."""
    since, items = site.project.since, visible(site.project)
    if since is None or not items:
        return
    context = PageContext(site, VERANDERD, "")
    groups = [(soort, [one for one in items if one.sleutel[0] == soort]) for soort in SOORTEN]
    yield context.page(
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
        meeste=MOST,
    )


def _texts(item: ItemChange) -> list[Change]:
    """The changes of which the words are shown; a number or a choice is told by its sentence."""
    told = (one for one in item.veranderingen if one.betekenis and " " not in one.voor + one.na)
    without = set(map(id, told))
    return [one for one in item.veranderingen if one.woorden and id(one) not in without]
