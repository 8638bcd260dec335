"""The page of a case vignette."""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.addresses import page_uri
from kwartier.pages.context import Page, PageContext, Site
from kwartier.texts import sentences


def pages(site: Site) -> Iterator[Page]:
    """A page per case."""
    library, index = site.project.library, site.project.index
    for casus_id, casus in library.casussen.items():
        sleutel = ("casus", casus_id)
        file = f"docs/casussen/{casus_id}.md"
        context = PageContext(site, page_uri(sleutel), "docs/casussen")
        yield context.page(
            "casus.md",
            titel=casus.titel,
            omschrijving=" ".join(sentences(casus.samenvatting)),
            soort="casus",
            bron=file,
            uit=casus.begrippen_uit,
            casus=casus,
            thema=library.themas.get(casus.thema),
            tekst=context.md(library.teksten[file].body),
            gebruik=context.vermeldingen(index.gebruik.get(sleutel, [])),
        )
