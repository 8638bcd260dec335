"""A source with the field names of CSL-JSON (``glossary/bronnen.yml``).

Names and meanings follow the CSL data schema (citationstyles.org, csl-data.json), so that records can be pasted from a
reference manager; ``issued`` is simplified to a year or an ISO date.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from kwartier.model.base import Datum, Id, Onderdeel, Regel, content_error


def _web_address(value: str) -> str:
    """An address that can stand on a page as a link, and nothing else."""
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise content_error("Een webadres begint met https:// en heeft geen spaties, aanhalingstekens of punthaken.")
    return value


def _doi(value: str) -> str:
    if not re.fullmatch(r"(?:https://doi\.org/)?10\.[^\s<>\"]+", value):
        raise content_error("Een DOI begint met 10. en heeft geen spaties, bijvoorbeeld 10.1000/182.")
    return value


class Naam(Onderdeel):
    """A person (``family``, ``given``) or an organisation (``literal``)."""

    family: Regel | None = None
    given: Regel | None = None
    non_dropping_particle: Regel | None = Field(
        None, alias="non-dropping-particle", description="Tussenvoegsel: de, van der."
    )
    literal: Regel | None = Field(None, description="Naam van een organisatie.")

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.family is None) == (self.literal is None):
            raise content_error("Geef een persoon 'family' (en 'given'), een organisatie 'literal'; niet beide.")
        return self


class Bron(Onderdeel):
    """A publication."""

    id: Id = Field(description="Sleutel waarmee je de bron aanhaalt, bijvoorbeeld kwesties2016.")
    type: Literal[
        "book",
        "chapter",
        "report",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "thesis",
        "webpage",
        "speech",
        "legislation",
    ]
    title: Regel
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = Field(
        None,
        description="Taal van de titel als die niet Nederlands is: en, de, fr. Een schermlezer spreekt haar dan goed uit.",
    )
    author: tuple[Naam, ...] = ()
    editor: tuple[Naam, ...] = ()
    issued: Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")] = Field(
        description="Jaar, of datum als jjjj-mm-dd."
    )
    publisher: Regel | None = None
    publisher_place: Regel | None = Field(None, alias="publisher-place")
    container_title: Regel | None = Field(
        None, alias="container-title", description="Titel van het tijdschrift of boek waar het in staat."
    )
    volume: Regel | None = None
    issue: Regel | None = None
    page: Regel | None = None
    number: Regel | None = Field(None, description="Nummer van een rapport.")
    genre: Regel | None = Field(None, description="Soort, bijvoorbeeld proefschrift of lectorale rede.")
    edition: Regel | None = None
    isbn: Regel | None = Field(None, alias="ISBN")
    doi: Annotated[Regel, AfterValidator(_doi)] | None = Field(None, alias="DOI")
    url: Annotated[Regel, AfterValidator(_web_address)] | None = Field(None, alias="URL")
    accessed: Datum | None = None
    note: Regel | None = Field(None, description="Opmerking voor lezers van de bronnenlijst.")
    verplaatst_van: tuple[Id, ...] = ()

    @property
    def doi_adres(self) -> str | None:
        """The address that leads to the publication by its DOI, which may be given as such an address."""
        return f"https://doi.org/{self.doi.removeprefix('https://doi.org/')}" if self.doi else None
