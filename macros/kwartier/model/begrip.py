"""A term of the glossary with its *concepties*: what different parties make of one word (``glossary/begrippen/<id>.yml``)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from kwartier.model.base import BegripId, Bronverwijzing, Id, JaNee, Markdown, Onderdeel, Regel


class Perspectief(StrEnum):
    """Whose view a conceptie is."""

    BELEID = "beleid"
    PROFESSIONAL = "professional"
    BURGER = "burger"
    ONDERZOEK = "onderzoek"
    ONDERWIJS = "onderwijs"


class Linken(StrEnum):
    """Whether words in a text become a link to the term by themselves."""

    AUTOMATISCH = "automatisch"
    HANDMATIG = "handmatig"
    NOOIT = "nooit"


class Conceptie(Onderdeel):
    """What one party makes of the word, and where that was said."""

    perspectief: Perspectief = Field(
        description="Wiens kijk dit is: beleid, professional, burger, onderzoek of onderwijs."
    )
    wie: Regel | None = Field(None, description="Naam van de partij, als dat preciezer is dan het perspectief.")
    tekst: Markdown = Field(description="Wat deze partij met het woord bedoelt.")
    bron: Bronverwijzing = Field(description="Waar dat staat.")


class Begrip(Onderdeel):
    """A word, its definition, and the meanings that it has for different parties."""

    term: Regel = Field(description="Het woord zoals het in de lijst staat, met kleine letter tenzij het een naam is.")
    vormen: tuple[Regel, ...] = Field(
        (), description="Andere vormen die hierheen linken: meervoud, verbuiging, spelling, synoniem."
    )
    afkorting: Regel | None = Field(None, description="Afkorting die ook als vorm telt, bijvoorbeeld MSS.")
    engels: Regel | None = Field(None, description="Engelse term.")
    definitie: Markdown = Field(description="Eén zin; deze zin verschijnt als voorproefje in teksten.")
    toelichting: Markdown | None = Field(None, description="Uitleg met een voorbeeld.")
    concepties: tuple[Conceptie, ...] = Field((), description="Wat verschillende partijen van het woord maken.")
    spanning: Markdown | None = Field(None, description="Waar de concepties botsen, in één of twee zinnen.")
    verwant: tuple[BegripId, ...] = Field((), description="Begrippen die erbij horen.")
    breder: tuple[BegripId, ...] = Field((), description="Begrippen waar dit een deel of soort van is.")
    verwarren_met: tuple[BegripId, ...] = Field((), description="Begrippen die er vaak mee verward worden.")
    bronnen: tuple[Bronverwijzing, ...] = Field((), description="Bronnen van definitie en toelichting.")
    linken: Linken = Field(Linken.AUTOMATISCH, description="automatisch, handmatig of nooit.")
    hoofdlettergevoelig: JaNee = Field(
        False, description="ja als alleen de precieze schrijfwijze telt, zoals bij Wmo of BOOT."
    )
    verplaatst_van: tuple[Id, ...] = Field((), description="Eerdere ids van dit begrip.")

    @property
    def alle_vormen(self) -> tuple[str, ...]:
        """The term, its abbreviation and its other forms, without repeats."""
        first = (self.term, self.afkorting) if self.afkorting else (self.term,)
        return tuple(dict.fromkeys((*first, *self.vormen)))
