"""A theme that groups modules and cases (``glossary/themas.yml``)."""

from __future__ import annotations

from pydantic import Field

from kwartier.model.base import Id, Markdown, Onderdeel, Regel


class Thema(Onderdeel):
    """A subject area of the curriculum."""

    id: Id
    titel: Regel
    omschrijving: Markdown = Field(description="Eén zin: waar dit thema over gaat.")
