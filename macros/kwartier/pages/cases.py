"""The page of a case vignette."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kwartier.addresses import page_uri
from kwartier.model import Casus
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.texts import sentences


def pages(site: Site) -> Iterator[Draft]:
    """A page per case."""
    for casus_id, casus in site.project.library.casussen.items():
        yield Draft(page_uri(("casus", casus_id)), partial(_case, site, casus_id, casus))


def _case(site: Site, casus_id: str, casus: Casus) -> Page:
    library, sleutel = site.project.library, ("casus", casus_id)
    file = f"docs/casussen/{casus_id}.md"
    context = PageContext(site, page_uri(sleutel), "docs/casussen")
    return context.page(
        "casus.md",
        titel=casus.titel,
        omschrijving=" ".join(sentences(casus.samenvatting)),
        soort="casus",
        bron=file,
        uit=casus.begrippen_uit,
        casus=casus,
        thema=library.themas.get(casus.thema),
        tekst=context.md(library.teksten[file].body),
        gebruik=context.vermeldingen(site.project.index.gebruik.get(sleutel, [])),
    )
