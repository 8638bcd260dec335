"""A learning route: an ordered list of modules for an audience (``modules/leerroutes/<id>.yml``)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kwartier.model.base import DocentMarkdown, Id, Markdown, ModuleId, Niveau, Onderdeel, Regel


class LeerrouteModule(Onderdeel):
    """A module in a route, whole or only some of its lessons."""

    module: ModuleId
    lessen: tuple[Id, ...] = Field((), description="Alleen deze lessen; leeg is de hele module.")
    periode: Regel | None = Field(None, description="Wanneer, bijvoorbeeld 'week 1-3' of 'dagdeel 1'.")
    toelichting: Markdown | None = Field(None, description="Waarom deze module hier staat.")


class Leerroute(Onderdeel):
    """A way through the modules; loads are summed and prerequisites must come first."""

    titel: Regel
    samenvatting: Markdown
    doelgroep: Regel
    niveaus: Annotated[tuple[Niveau, ...], Field(min_length=1)]
    modules: Annotated[tuple[LeerrouteModule, ...], Field(min_length=1)]
    studielast: Annotated[float, Field(gt=0)] | None = Field(
        None, description="Studielast in uren; moet kloppen met de som van de modules."
    )
    veronderstelt: tuple[ModuleId, ...] = Field((), description="Modules die de doelgroep al kent.")
    toelichting: Markdown | None = None
    docent: DocentMarkdown | None = None
    verplaatst_van: tuple[Id, ...] = ()
