"""The pages of what modules share: frameworks, instruments, and the list of sources."""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.addresses import BRONNEN, page_uri
from kwartier.pages import citations
from kwartier.pages.context import Page, PageContext, Site
from kwartier.texts import sentences


def pages(site: Site) -> Iterator[Page]:
    """A page per framework and instrument, and one of all sources."""
    yield from _frameworks(site)
    yield from _instruments(site)
    if site.project.library.bronnen:
        yield _sources(site)


def _frameworks(site: Site) -> Iterator[Page]:
    index = site.project.index
    for kader_id, kader in site.project.library.kaders.items():
        sleutel = ("kader", kader_id)
        context = PageContext(site, page_uri(sleutel), "glossary/kaders")
        refs = [f"{kader_id}/{item.id}" for item in kader.items]
        per_item = {
            item.id: context.vermeldingen(index.gebruik.get(("kaderitem", ref), []))
            for item, ref in zip(kader.items, refs, strict=True)
        }
        whole = [*index.gebruik.get(("kaderitem", kader_id), []), *index.gebruik.get(sleutel, [])]
        yield context.page(
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


def _instruments(site: Site) -> Iterator[Page]:
    index = site.project.index
    for instrument_id, instrument in site.project.library.instrumenten.items():
        sleutel = ("instrument", instrument_id)
        context = PageContext(site, page_uri(sleutel), "glossary/instrumenten")
        yield context.page(
            "instrument.md",
            titel=instrument.titel,
            omschrijving=" ".join(sentences(instrument.samenvatting)),
            soort="instrument",
            bron=f"glossary/instrumenten/{instrument_id}.yml",
            instrument=instrument,
            gebruik=context.vermeldingen(index.gebruik.get(sleutel, [])),
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
