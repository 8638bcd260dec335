"""The pages of what modules share: frameworks, instruments, and the list of sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kwartier.addresses import BRONNEN, page_uri
from kwartier.model import Instrument, Kader
from kwartier.pages import citations
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.texts import sentences


def pages(site: Site) -> Iterator[Draft]:
    """A page per framework and instrument, and one of all sources."""
    library = site.project.library
    for kader_id, kader in library.kaders.items():
        yield Draft(page_uri(("kader", kader_id)), partial(_framework, site, kader_id, kader))
    for instrument_id, instrument in library.instrumenten.items():
        yield Draft(page_uri(("instrument", instrument_id)), partial(_instrument, site, instrument_id, instrument))
    if library.bronnen:
        yield Draft(BRONNEN, partial(_sources, site))


def _framework(site: Site, kader_id: str, kader: Kader) -> Page:
    index, sleutel = site.project.index, ("kader", kader_id)
    context = PageContext(site, page_uri(sleutel), "glossary/kaders")
    refs = [f"{kader_id}/{item.id}" for item in kader.items]
    per_item = {
        item.id: context.vermeldingen(index.gebruik.get(("kaderitem", ref), []))
        for item, ref in zip(kader.items, refs, strict=True)
    }
    whole = [*index.gebruik.get(("kaderitem", kader_id), []), *index.gebruik.get(sleutel, [])]
    return context.page(
        "kader.md",
        titel=kader.titel,
        omschrijving=" ".join(sentences(kader.samenvatting)),
        soort="kader",
        bron=f"glossary/kaders/{kader_id}.yml",
        kader=kader,
        kader_id=kader_id,
        per_item=per_item,
        dekking=index.dekking(kader_id),
        gebruik=context.vermeldingen(whole),
    )


def _instrument(site: Site, instrument_id: str, instrument: Instrument) -> Page:
    sleutel = ("instrument", instrument_id)
    context = PageContext(site, page_uri(sleutel), "glossary/instrumenten")
    return context.page(
        "instrument.md",
        titel=instrument.titel,
        omschrijving=" ".join(sentences(instrument.samenvatting)),
        soort="instrument",
        bron=f"glossary/instrumenten/{instrument_id}.yml",
        instrument=instrument,
        gebruik=context.vermeldingen(site.project.index.gebruik.get(sleutel, [])),
    )


def _sources(site: Site) -> Page:
    index = site.project.index
    context = PageContext(site, BRONNEN, "glossary")
    bronnen = sorted(site.project.library.bronnen.values(), key=citations.sorteersleutel)
    used = {bron.id: context.vermeldingen(index.gebruik.get(("bron", bron.id), [])) for bron in bronnen}
    return context.page(
        "bronnen.md",
        titel="Bronnen",
        omschrijving="Alle bronnen van deze site, en waar ze gebruikt worden.",
        soort="bron",
        bron="glossary/bronnen.yml",
        bronnen=[(bron, citations.volledig(bron)) for bron in bronnen],
        gebruik=used,
    )
