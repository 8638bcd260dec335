"""A case vignette with people, a dilemma and optional branching scenes (``docs/casussen/<id>.md``)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from kwartier.model.base import (
    BegripId,
    Bronverwijzing,
    DocentMarkdown,
    Id,
    JaNee,
    KaderItemRef,
    Markdown,
    Niveau,
    Onderdeel,
    Regel,
    Stroom,
    ThemaId,
    content_error,
    first_repeat,
)


class Persoon(Onderdeel):
    """Someone in the case and what this person wants."""

    naam: Regel
    rol: Regel = Field(description="Wie iemand is in dit verhaal.")
    wil: Markdown = Field(description="Wat deze persoon wil.")


class Gevolg(Onderdeel):
    """What a choice means for one person."""

    persoon: Regel = Field(description="Naam van een persoon uit 'personen'.")
    tekst: Markdown


class Keuze(Onderdeel):
    """Something that the student can decide in a scene; every choice has a cost."""

    tekst: Markdown = Field(description="Wat je doet.")
    gevolgen: tuple[Gevolg, ...] = Field((), description="Wat dit betekent, per persoon.")
    naar: Id = Field(description="Id van de volgende scène.")


class Scene(Onderdeel):
    """A moment in the story; without choices it is an ending."""

    id: Id
    titel: Regel
    tekst: Markdown
    keuzes: tuple[Keuze, ...] = Field(
        (), description="Wat de student kan kiezen; zonder keuzes eindigt het verhaal hier."
    )
    terugblik: Markdown | None = Field(None, description="Vraag of gedachte om bij een einde op terug te kijken.")

    @model_validator(mode="after")
    def _looks_back_at_an_end(self) -> Self:
        if self.terugblik and self.keuzes:
            raise content_error("Een terugblik hoort bij een einde, en deze scène gaat met keuzes verder.", "terugblik")
        return self


class CasusVraag(Onderdeel):
    """A question about the case at one level."""

    id: Id
    tekst: Markdown
    niveau: Stroom = Field(description="mbo of hbo.")
    docent: DocentMarkdown | None = Field(
        None, description="Richting van een goed antwoord, alleen in de docenteditie."
    )


class Casus(Onderdeel):
    """A case as its author wrote it; the Markdown below the front matter is the situation."""

    titel: Regel
    samenvatting: Markdown = Field(description="Eén zin voor het overzicht.")
    setting: Regel = Field(description="Waar het speelt, in een paar woorden: wijkteam, buurthuis, dorp.")
    thema: ThemaId
    niveaus: Annotated[tuple[Niveau, ...], Field(min_length=1)]
    personen: Annotated[tuple[Persoon, ...], Field(min_length=1)]
    dilemma: Markdown = Field(description="De vraag waar geen eenvoudig goed antwoord op is.")
    begrippen: tuple[BegripId, ...] = ()
    kaders: tuple[KaderItemRef, ...] = ()
    vragen: tuple[CasusVraag, ...] = ()
    scenes: tuple[Scene, ...] = Field((), description="Keuzeverhaal; de eerste scène is het begin.")
    debrief: DocentMarkdown | None = Field(None, description="Nabespreking voor de docent.")
    bron: Bronverwijzing | None = Field(None, description="Waar de casus vandaan komt.")
    fictief: JaNee = Field(description="ja als de personen verzonnen zijn.")
    begrippen_uit: tuple[BegripId, ...] = Field(
        (), description="Begrippen die in deze tekst niet automatisch gelinkt worden."
    )
    verplaatst_van: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _distinct_ids(self) -> Self:
        for name, key, ids in (
            ("vragen", "id", [one.id for one in self.vragen]),
            ("scenes", "id", [one.id for one in self.scenes]),
            ("personen", "naam", [one.naam for one in self.personen]),
        ):
            again = first_repeat(ids)
            if again is not None:
                raise content_error(f"Onder '{name}' komt '{ids[again]}' twee keer voor.", name, again, key)
        return self
