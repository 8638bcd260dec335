"""A framework: a named list of items that outcomes, lessons and cases point to (``glossary/kaders/<id>.yml``)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from kwartier.model.base import Bronverwijzing, Id, Markdown, Onderdeel, Regel, content_error, first_repeat


class KaderItem(Onderdeel):
    """One item of a framework; ``label`` is literal, ``toelichting`` is in our own words."""

    id: Id
    code: Regel | None = Field(None, description="Officiële code, bijvoorbeeld B1-K1-W1.")
    label: Regel = Field(description="De naam van het item, letterlijk zoals in de bron.")
    toelichting: Markdown | None = Field(None, description="Uitleg in eigen woorden.")


class Kader(Onderdeel):
    """A framework from a source, or one that an institution adds."""

    titel: Regel
    samenvatting: Markdown = Field(description="Eén zin: wat dit kader ordent.")
    toelichting: Markdown | None = None
    items: Annotated[tuple[KaderItem, ...], Field(min_length=1)]
    bron: Bronverwijzing = Field(description="Waar het kader vandaan komt.")
    versie: Regel | None = Field(None, description="Versie of jaar van het kader.")
    instelling: Regel | None = Field(
        None, description="Instelling waar dit kader geldt, als het geen algemeen kader is."
    )
    verplaatst_van: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _distinct_ids(self) -> Self:
        ids = [item.id for item in self.items]
        again = first_repeat(ids)
        if again is not None:
            raise content_error(f"Onder 'items' komt het id '{ids[again]}' twee keer voor.", "items", again, "id")
        return self
