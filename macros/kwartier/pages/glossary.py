"""The page of a term."""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.addresses import page_uri
from kwartier.model.begrip import Perspectief
from kwartier.pages.context import Page, PageContext, Site
from kwartier.texts import sentences

PERSPECTIEVEN = {
    Perspectief.BELEID: "Beleid",
    Perspectief.PROFESSIONAL: "Professional",
    Perspectief.BURGER: "Burger",
    Perspectief.ONDERZOEK: "Onderzoek",
    Perspectief.ONDERWIJS: "Onderwijs",
}
"""The voices of concepties, in the order in which pages show them."""


def pages(site: Site) -> Iterator[Page]:
    """A page per term."""
    library, index = site.project.library, site.project.index
    inverse: dict[str, list[str]] = {}
    for term_id, term in library.begrippen.items():
        for broader in term.breder:
            inverse.setdefault(broader, []).append(term_id)
    order = list(PERSPECTIEVEN)
    for term_id, term in library.begrippen.items():
        sleutel = ("begrip", term_id)
        context = PageContext(site, page_uri(sleutel), "glossary/begrippen")
        mentions = [*index.vermeldingen.get(term_id, []), *index.gebruik.get(sleutel, [])]
        yield context.page(
            "begrip.md",
            titel=term.term,
            omschrijving=" ".join(sentences(term.definitie)),
            soort="begrip",
            bron=f"glossary/begrippen/{term_id}.yml",
            begrip=term,
            concepties=sorted(term.concepties, key=lambda one: order.index(one.perspectief)),
            perspectieven=PERSPECTIEVEN,
            smaller=sorted(inverse.get(term_id, [])),
            gebruik=context.vermeldingen(mentions),
        )
