"""The building blocks of the content model: the base class, kinds of text, references and enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Onderdeel(BaseModel):
    """Base of every content class: immutable, and an unknown key is an error instead of a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def model_post_init(self, context: Any, /) -> None:
        """Share the names of the fields that were given with every other object that was given the same ones.

        Pydantic keeps a set per object, which takes more memory than all texts of the objects do.
        """
        given = self.model_fields_set
        object.__setattr__(self, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given))


_GIVEN: dict[frozenset[str], set[str]] = {}
"""The names of fields that objects were given, which nothing changes."""


@dataclass(frozen=True)
class Verwijzing:
    """Marks a text field as the id of another item of kind ``soort`` (see :data:`SOORTEN`)."""

    soort: str


@dataclass(frozen=True)
class Opmaak:
    """Marks a text field as Markdown: it is linked to the glossary and its links and macros are checked.

    ``docent`` is true for text that only the lecturer edition shows.
    """

    docent: bool = False


@dataclass(frozen=True)
class Bestandsnaam:
    """Marks a text field as a path relative to the folder of the file that it stands in."""


SOORTEN = ("module", "begrip", "casus", "kader", "instrument", "bron", "leerroute", "thema")
"""Every kind of item, in the order in which reports name them."""


def content_error(message: str, *path: str | int) -> PydanticCustomError:
    """An error with a Dutch ``message`` about what stands at ``path`` inside the item that is being validated."""
    return PydanticCustomError("inhoud", "{melding}", {"melding": message, "pad": path})


def first_repeat(values: Iterable[object]) -> int | None:
    """The number of the first value that was there before."""
    seen: set[object] = set()
    for number, value in enumerate(values):
        if value in seen:
            return number
        seen.add(value)
    return None


ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _identifier(value: Any) -> Any:
    if isinstance(value, str) and not ID_PATTERN.fullmatch(value):
        raise PydanticCustomError("id", "no id")
    return value


def _yes_or_no(value: Any) -> Any:
    words = {"ja": True, "waar": True, "true": True, "nee": False, "onwaar": False, "false": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if isinstance(value, bool):
        return value
    raise PydanticCustomError("ja_nee", "no yes or no")


def _iso_date(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            turned = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", value.strip())
            example = (
                f"hier {turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}" if turned else "bijvoorbeeld 2026-09-01"
            )
            raise content_error(f"Een datum schrijf je als jjjj-mm-dd, {example}.")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise content_error("Deze datum bestaat niet.") from None
    return value


def _path(value: Any) -> Any:
    return value.strip().removeprefix("./") if isinstance(value, str) else value


Id = Annotated[str, BeforeValidator(_identifier), Field(pattern=ID_PATTERN.pattern)]
Regel = Annotated[str, Field(min_length=1)]
"""One line of plain text, such as a name."""
Markdown = Annotated[str, Field(min_length=1), Opmaak()]
"""Markdown text for every reader."""
DocentMarkdown = Annotated[str, Field(min_length=1), Opmaak(docent=True)]
"""Markdown text that only the lecturer edition shows."""
JaNee = Annotated[bool, BeforeValidator(_yes_or_no)]
Datum = Annotated[date, BeforeValidator(_iso_date)]
Pad = Annotated[str, BeforeValidator(_path), Field(min_length=1), Bestandsnaam()]
Minuten = Annotated[int, Field(ge=1, le=600)]
Uren = Annotated[float, Field(gt=0, le=2000)]

ModuleId = Annotated[Id, Verwijzing("module")]
BegripId = Annotated[Id, Verwijzing("begrip")]
CasusId = Annotated[Id, Verwijzing("casus")]
InstrumentId = Annotated[Id, Verwijzing("instrument")]
BronId = Annotated[Id, Verwijzing("bron")]
ThemaId = Annotated[Id, Verwijzing("thema")]
KaderItemRef = Annotated[
    str, Field(pattern=rf"^{ID_PATTERN.pattern}(/{ID_PATTERN.pattern})?$"), Verwijzing("kaderitem")
]
"""``kader/item``, or only ``kader`` when the whole framework is meant."""


class Niveau(StrEnum):
    """Level of education, from mbo level 2 to the hbo master."""

    MBO_2 = "mbo-2"
    MBO_3 = "mbo-3"
    MBO_4 = "mbo-4"
    HBO_AD = "hbo-ad"
    HBO_BACHELOR = "hbo-bachelor"
    HBO_MASTER = "hbo-master"

    @property
    def nlqf(self) -> int:
        """Level in the Dutch qualification framework NLQF, equal to the EQF level (Wet NLQF: mbo 2-4, Ad 5, ba 6, ma 7)."""
        return list(Niveau).index(self) + 2

    @property
    def stroom(self) -> Literal["mbo", "hbo"]:
        """The sector that the level belongs to."""
        return "mbo" if self.value.startswith("mbo") else "hbo"

    @property
    def label(self) -> str:
        """The level as a reader knows it."""
        return {"hbo-ad": "hbo Ad", "hbo-bachelor": "hbo bachelor", "hbo-master": "hbo master"}.get(
            self.value, self.value.replace("-", " ")
        )


class Taxonomie(StrEnum):
    """Level of thinking that an outcome asks for: the revised taxonomy of Bloom (Anderson & Krathwohl, 2001)."""

    ONTHOUDEN = "onthouden"
    BEGRIJPEN = "begrijpen"
    TOEPASSEN = "toepassen"
    ANALYSEREN = "analyseren"
    EVALUEREN = "evalueren"
    CREEREN = "creeren"

    @property
    def trap(self) -> int:
        """Position on the ladder, 1 (onthouden) to 6 (creëren)."""
        return list(Taxonomie).index(self) + 1

    @property
    def label(self) -> str:
        """The level as a reader knows it, with its accent."""
        return "creëren" if self is Taxonomie.CREEREN else self.value


class Status(StrEnum):
    """How far an item is in the life of a curriculum."""

    CONCEPT = "concept"
    IN_REVIEW = "in-review"
    GEVALIDEERD = "gevalideerd"
    GEARCHIVEERD = "gearchiveerd"


Stroom = Literal["mbo", "hbo"]


class Bronverwijzing(Onderdeel):
    """A place in a source: the key of the source and, if it matters, chapter, section or page."""

    bron: BronId = Field(description="Sleutel van de bron in glossary/bronnen.yml.")
    plaats: Regel | None = Field(None, description="Plaats in de bron, bijvoorbeeld 'hoofdstuk 3' of 'p. 12'.")
