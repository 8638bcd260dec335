"""The catalogue of a site: what it holds, for other sites and programs to harvest (``catalogus.json``).

Not written by authors but made by Kwartier. ``formaat`` goes up when a reader of the catalogue would have to change; new
fields may come without that, so a reader should pass over fields that it does not know.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kwartier.model.base import Niveau, Taxonomie


class _Deel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CatalogusLicentie(_Deel):
    """The licence of an item."""

    id: str = Field(description="Naam van de licentie in NL LOM, bijvoorbeeld cc-by-sa-40.")
    naam: str = Field(description="Naam van de licentie voor lezers.")
    adres: str = Field("", description="Waar de licentie staat.")


class CatalogusUitkomst(_Deel):
    """A learning outcome of a module."""

    id: str = Field(description="Blijvend id, uniek binnen de module.")
    tekst: str = Field(description="Wat een student na de module kan.")
    taxonomie: Taxonomie = Field(description="Denkniveau volgens de herziene taxonomie van Bloom.")
    niveau: str | None = Field(None, description="mbo of hbo, als de uitkomst maar voor een van beide geldt.")
    kaders: tuple[str, ...] = Field((), description="Kaderitems waar de uitkomst bij hoort: kader/item.")


class CatalogusLes(_Deel):
    """A lesson of a module."""

    id: str = Field(description="Blijvend id, uniek binnen de module.")
    titel: str = Field(description="Titel van de les.")
    adres: str = Field(description="Waar de les staat.")
    minuten: int = Field(description="Contacttijd in minuten; 0 als die niet is opgegeven.")


class CatalogusItem(_Deel):
    """One item of the site: a module, route, term, case, framework or instrument."""

    soort: Literal["module", "leerroute", "begrip", "casus", "kader", "instrument"] = Field(
        description="Wat voor inhoud dit is."
    )
    id: str = Field(description="Blijvend id, uniek binnen de soort.")
    titel: str = Field(description="Titel, of bij een begrip de term.")
    samenvatting: str = Field(description="Waar het over gaat, in platte tekst.")
    adres: str = Field(description="Waar de pagina staat; zonder site_url gerekend vanaf dit bestand.")
    versie: str = Field(description="Datum van de laatste herziening, of het studiejaar van de site; anders leeg.")
    kenmerk: str = Field(
        description="Zestien tekens die veranderen als de inhoud verandert, en anders gelijk blijven (SHA-256)."
    )
    status: str | None = Field(None, description="Hoever een module is: concept, in-review, gevalideerd, gearchiveerd.")
    niveaus: tuple[Niveau, ...] = Field((), description="Niveaus waarvoor het bedoeld is.")
    nlqf: tuple[int, ...] = Field((), description="Dezelfde niveaus in het NLQF, dat gelijk loopt met het EQF.")
    studielast: float | None = Field(None, description="Studielast in uren.")
    ec: float | None = Field(None, description="Studielast in EC; 28 uur is 1 EC.")
    thema: str | None = Field(None, description="Titel van het thema.")
    leeruitkomsten: tuple[CatalogusUitkomst, ...] = Field((), description="Wat een student na de module kan.")
    lessen: tuple[CatalogusLes, ...] = Field((), description="De lessen van een module, op volgorde.")
    modules: tuple[str, ...] = Field((), description="Ids van de modules van een leerroute, op volgorde.")
    voorkennis: tuple[str, ...] = Field((), description="Ids van de modules die eerst komen.")
    begrippen: tuple[str, ...] = Field((), description="Ids van de begrippen die erbij horen.")
    auteurs: tuple[str, ...] = Field((), description="Wie het gemaakt heeft.")
    licentie: CatalogusLicentie | None = Field(None, description="Wat anderen ermee mogen; alleen bij een module.")


class Catalogus(_Deel):
    """Everything that a site holds."""

    formaat: Literal[1] = Field(1, description="Versie van deze indeling.")
    naam: str = Field(description="Naam van de site.")
    omschrijving: str = Field("", description="Waar de site over gaat.")
    adres: str = Field("", description="Waar de site staat.")
    taal: Literal["nl"] = Field("nl", description="Taal van de inhoud.")
    instelling: str = Field("", description="Wie de site maakt.")
    jaar: str = Field("", description="Studiejaar van deze versie van de site.")
    items: tuple[CatalogusItem, ...] = Field(description="Alle inhoud, per soort op id.")
