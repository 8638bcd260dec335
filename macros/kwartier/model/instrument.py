"""An instrument: a worksheet with one of six layouts (``glossary/instrumenten/<id>.yml``)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kwartier.model.base import (
    BegripId,
    Bronverwijzing,
    DocentMarkdown,
    Id,
    KaderItemRef,
    Markdown,
    Minuten,
    Onderdeel,
    Regel,
    content_error,
    first_repeat,
)

VoorbeeldWaarde = Regel | tuple[Regel, ...]


class Veld(Onderdeel):
    """Something to write down: a prompt with help."""

    id: Id
    titel: Regel
    vraag: Markdown | None = Field(None, description="De vraag boven het schrijfvak.")
    hulp: Markdown | None = Field(None, description="Voorbeeld of aanwijzing onder de vraag.")


class Uitspraak(Onderdeel):
    """Something to score on the scale."""

    id: Id
    tekst: Markdown
    groep: Regel | None = Field(None, description="Onderdeel van het profiel waar de uitspraak bij hoort.")
    kader: KaderItemRef | None = None


class _Instrument(Onderdeel):
    titel: Regel
    samenvatting: Markdown = Field(description="Eén zin: waarvoor je dit gebruikt.")
    toelichting: Markdown | None = Field(None, description="Waar het vandaan komt en hoe je het gebruikt.")
    duur: Minuten | None = Field(None, description="Hoe lang invullen ongeveer duurt.")
    samen: Regel | None = Field(None, description="Met wie je het invult.")
    vooraf: tuple[Veld, ...] = Field((), description="Velden boven het werkblad, bijvoorbeeld 'Over wie gaat het?'.")
    nabespreking: tuple[Markdown, ...] = Field((), description="Vragen om na het invullen over te praten.")
    voorbeeld: dict[str, VoorbeeldWaarde] = Field({}, description="Ingevuld voorbeeld: veld-id en tekst.")
    begrippen: tuple[BegripId, ...] = ()
    kaders: tuple[KaderItemRef, ...] = ()
    bron: Bronverwijzing | None = Field(None, description="Waar het instrument vandaan komt.")
    docent: DocentMarkdown | None = None
    verplaatst_van: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _distinct_ids(self) -> Self:
        for name in type(self).model_fields:
            value = getattr(self, name)
            ids = [one.id for one in value if isinstance(one, Veld | Uitspraak)] if isinstance(value, tuple) else []
            again = first_repeat(ids)
            if again is not None:
                raise content_error(f"Onder '{name}' komt het id '{ids[again]}' twee keer voor.", name, again, "id")
        return self


class Kolommen(_Instrument):
    """Columns that are filled in a set order, which need not be the reading order."""

    layout: Literal["kolommen"]
    kolommen: Annotated[tuple[Veld, ...], Field(min_length=2, max_length=8)] = Field(
        description="Kolommen van links naar rechts."
    )
    invullen: Literal["links-naar-rechts", "rechts-naar-links"] = "links-naar-rechts"


class Stappen(_Instrument):
    """Steps that are taken one after the other."""

    layout: Literal["stappen"]
    stappen: Annotated[tuple[Veld, ...], Field(min_length=2)]


class Schaalpunt(Onderdeel):
    """A point of the scale and what it means."""

    waarde: Annotated[int, Field(ge=0, le=10)]
    label: Regel


class Schaal(_Instrument):
    """Statements that are scored on one scale; the scores together are a profile."""

    layout: Literal["schaal"]
    schaal: Annotated[tuple[Schaalpunt, ...], Field(min_length=2, max_length=11)]
    uitspraken: Annotated[tuple[Uitspraak, ...], Field(min_length=3)]

    @model_validator(mode="after")
    def _distinct_points(self) -> Self:
        again = first_repeat(point.waarde for point in self.schaal)
        if again is not None:
            raise content_error("Deze waarde staat al in de schaal.", "schaal", again, "waarde")
        return self


class Matrix(_Instrument):
    """A table with a writing space in every cell."""

    layout: Literal["matrix"]
    rijen: Annotated[tuple[Veld, ...], Field(min_length=2)]
    kolommen: Annotated[tuple[Veld, ...], Field(min_length=2, max_length=6)]


class Netwerk(_Instrument):
    """People around someone: closeness, direction of support, and formal or informal."""

    layout: Literal["netwerk"]
    midden: Regel = Field(description="Wie in het midden staat.")
    kringen: Annotated[tuple[Veld, ...], Field(min_length=2, max_length=5)] = Field(
        description="Nabijheid, van binnen naar buiten."
    )
    soorten: Annotated[tuple[Veld, ...], Field(min_length=2, max_length=5)] = Field(
        description="Soorten relaties, bijvoorbeeld informeel en formeel."
    )
    steun: Annotated[tuple[Veld, ...], Field(min_length=2, max_length=5)] = Field(
        description="Richting van de steun: geeft, krijgt, wederzijds, onder spanning."
    )


class Vergelijking(_Instrument):
    """Two or more courses of action: costs that add up, and beside them what cannot be counted."""

    layout: Literal["vergelijking"]
    wegen: Annotated[tuple[Veld, ...], Field(min_length=2, max_length=4)] = Field(
        description="De handelwijzen die je vergelijkt."
    )
    kosten: Annotated[tuple[Veld, ...], Field(min_length=1)] = Field(
        description="Posten in euro's; per handelwijze opgeteld."
    )
    woorden: Annotated[tuple[Veld, ...], Field(min_length=1)] = Field(
        description="Wat niet te tellen is en in woorden blijft."
    )


Instrument = Annotated[
    Kolommen | Stappen | Schaal | Matrix | Netwerk | Vergelijking,
    Field(discriminator="layout"),
]
"""An instrument of any layout; ``layout`` tells which."""
