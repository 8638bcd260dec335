"""The page of a term."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kwartier.addresses import page_uri
from kwartier.linkeddata import term_node
from kwartier.model import Begrip, Conceptie
from kwartier.model.begrip import Perspectief
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.texts import sentences

PERSPECTIEVEN = {
    Perspectief.BELEID: "Beleid",
    Perspectief.PROFESSIONAL: "Professional",
    Perspectief.BURGER: "Burger",
    Perspectief.ONDERZOEK: "Onderzoek",
    Perspectief.ONDERWIJS: "Onderwijs",
}
"""The voices of concepties, in the order in which pages show them."""


BETEKENISSEN = "begrippen/een-woord-veel-betekenissen.md"


def pages(site: Site) -> Iterator[Draft]:
    """A page per term, and one with all terms that mean different things to different parties."""
    yield from _terms(site)
    yield Draft(BETEKENISSEN, partial(_meanings, site))


def stemmen(term: Begrip) -> list[Conceptie]:
    """The concepties of a term in the order in which pages show the voices."""
    order = list(PERSPECTIEVEN)
    return sorted(term.concepties, key=lambda one: order.index(one.perspectief))


def _terms(site: Site) -> Iterator[Draft]:
    library = site.project.library
    smaller: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    confused: dict[str, list[str]] = {}
    for term_id, term in library.begrippen.items():
        for listed, targets in ((smaller, term.breder), (near, term.verwant), (confused, term.verwarren_met)):
            for target in targets:
                listed.setdefault(target, []).append(term_id)
    for term_id, term in library.begrippen.items():
        mixed_up = _both_ways(term.verwarren_met, confused.get(term_id, []))
        related = _both_ways(term.verwant, near.get(term_id, []), without=mixed_up)
        make = partial(_term, site, term_id, term, sorted(smaller.get(term_id, [])), related, mixed_up)
        yield Draft(page_uri(("begrip", term_id)), make)


def _term(site: Site, term_id: str, term: Begrip, smaller: list[str], related: list[str], mixed_up: list[str]) -> Page:
    index, sleutel = site.project.index, ("begrip", term_id)
    context = PageContext(site, page_uri(sleutel), "glossary/begrippen")
    mentions = [*index.vermeldingen.get(term_id, []), *index.gebruik.get(sleutel, [])]
    return context.page(
        "begrip.md",
        titel=term.term,
        omschrijving=" ".join(sentences(term.definitie)),
        soort="begrip",
        bron=f"glossary/begrippen/{term_id}.yml",
        data=term_node(site.project, term_id, term),
        begrip=term,
        concepties=stemmen(term),
        perspectieven=PERSPECTIEVEN,
        smaller=smaller,
        verwant=related,
        verwarren=mixed_up,
        gebruik=context.vermeldingen(mentions),
    )


def _both_ways(own: tuple[str, ...], others: list[str], without: list[str] | None = None) -> list[str]:
    """A relation that holds both ways: first what this term names, then the terms that name this one."""
    return [one for one in dict.fromkeys([*own, *sorted(others)]) if one not in (without or ())]


def _meanings(site: Site) -> Page:
    library = site.project.library
    context = PageContext(site, BETEKENISSEN, "glossary/begrippen")
    chosen = [(term_id, term, stemmen(term)) for term_id, term in library.begrippen.items() if len(term.concepties) > 1]
    return context.page(
        "overzicht/betekenissen.md",
        titel="Eén woord, veel betekenissen",
        omschrijving="Woorden waarmee verschillende partijen iets anders bedoelen, met de stemmen naast elkaar.",
        soort="begrip",
        bron="glossary/begrippen",
        uit=None,  # the page is about what they mean
        begrippen=sorted(chosen, key=lambda row: row[1].term.casefold()),
        perspectieven=PERSPECTIEVEN,
        instrumenten=library.instrumenten,
    )
