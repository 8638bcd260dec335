"""Questions of a self-test: seven kinds, each with feedback that explains."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kwartier.model.base import Id, JaNee, Markdown, Onderdeel, Regel, Stroom, Verwijzing

LeeruitkomstId = Annotated[Id, Verwijzing("leeruitkomst")]


class Optie(Onderdeel):
    """An answer that the student can choose."""

    tekst: Markdown = Field(description="Het antwoord dat de student kan kiezen.")
    juist: JaNee = Field(False, description="ja als dit antwoord goed is.")
    feedback: Markdown = Field(description="Waarom dit antwoord goed of niet goed is; ook bij een goed antwoord.")


class _Vraag(Onderdeel):
    id: Id = Field(description="Blijvend id van de vraag, uniek binnen de module.")
    vraag: Markdown = Field(description="De vraag zelf.")
    uitleg: Markdown | None = Field(None, description="Uitleg die na het antwoorden bij de hele vraag verschijnt.")
    hint: Markdown | None = Field(None, description="Een duwtje dat de student kan openen voor het antwoorden.")
    leeruitkomst: LeeruitkomstId | None = Field(None, description="De leeruitkomst waar deze vraag bij hoort.")
    niveau: Stroom | None = Field(None, description="mbo of hbo, als de vraag maar voor een van beide is.")


class Meerkeuze(_Vraag):
    """One right answer out of several."""

    soort: Literal["meerkeuze"]
    opties: Annotated[tuple[Optie, ...], Field(min_length=2, max_length=8)] = Field(
        description="De antwoorden; precies één is juist."
    )

    @model_validator(mode="after")
    def _one_right(self) -> Self:
        right = sum(option.juist for option in self.opties)
        if right != 1:
            raise PydanticCustomError(
                "vraag", f"Een meerkeuzevraag heeft precies één juist antwoord; hier zijn het er {right}."
            )
        return self


class MeerdereAntwoorden(_Vraag):
    """One or more right answers out of several."""

    soort: Literal["meerdere-antwoorden"]
    opties: Annotated[tuple[Optie, ...], Field(min_length=2, max_length=10)] = Field(
        description="De antwoorden; minstens één is juist."
    )

    @model_validator(mode="after")
    def _some_right(self) -> Self:
        if not any(option.juist for option in self.opties):
            raise PydanticCustomError("vraag", "Geen van de antwoorden is juist.")
        return self


class WaarOnwaarFeedback(Onderdeel):
    """What the student reads after each of the two choices."""

    waar: Markdown = Field(description="Feedback voor wie 'waar' kiest.")
    onwaar: Markdown = Field(description="Feedback voor wie 'onwaar' kiest.")


class WaarOnwaar(_Vraag):
    """A statement that is true or not."""

    soort: Literal["waar-onwaar"]
    juist: JaNee = Field(description="waar of onwaar.")
    feedback: WaarOnwaarFeedback


class Paar(Onderdeel):
    """Two things that belong together."""

    links: Markdown
    rechts: Markdown
    feedback: Markdown = Field(description="Waarom deze twee bij elkaar horen.")


class Koppelen(_Vraag):
    """Match what stands left with what stands right; ``afleiders`` stand right without a partner."""

    soort: Literal["koppelen"]
    paren: Annotated[tuple[Paar, ...], Field(min_length=2, max_length=10)]
    afleiders: tuple[Markdown, ...] = Field((), description="Antwoorden rechts die nergens bij horen.")

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        left = [pair.links for pair in self.paren]
        right = [pair.rechts for pair in self.paren] + list(self.afleiders)
        if len(set(left)) < len(left) or len(set(right)) < len(right):
            raise PydanticCustomError(
                "vraag", "Twee keer dezelfde tekst aan één kant: de student kan dan niet goed kiezen."
            )
        return self


class Stap(Onderdeel):
    """One step of an order, written down in the right order."""

    tekst: Markdown
    feedback: Markdown = Field(description="Waarom deze stap hier staat.")


class Volgorde(_Vraag):
    """Put the steps in order; the author writes them in the right order."""

    soort: Literal["volgorde"]
    stappen: Annotated[tuple[Stap, ...], Field(min_length=3, max_length=10)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        texts = [step.tekst for step in self.stappen]
        if len(set(texts)) < len(texts):
            raise PydanticCustomError("vraag", "Twee stappen hebben dezelfde tekst.")
        return self


class Antwoord(Onderdeel):
    """An answer that a student may type; capitals, accents and spaces around do not count."""

    tekst: Regel
    juist: JaNee = True
    feedback: Markdown


class KortAntwoord(_Vraag):
    """A word or a few words, compared with the listed answers."""

    soort: Literal["kort-antwoord"]
    antwoorden: Annotated[tuple[Antwoord, ...], Field(min_length=1)] = Field(
        description="Goede schrijfwijzen, en foute die eigen feedback verdienen."
    )
    anders: Markdown = Field(description="Feedback bij elk ander antwoord.")

    @model_validator(mode="after")
    def _some_right(self) -> Self:
        if not any(answer.juist for answer in self.antwoorden):
            raise PydanticCustomError("vraag", "Geen van de antwoorden is juist.")
        return self


class Open(_Vraag):
    """A question to write about; the model answer appears after the student has written something."""

    soort: Literal["open"]
    modelantwoord: Markdown = Field(description="Verschijnt nadat de student iets heeft geschreven.")
    let_op: tuple[Markdown, ...] = Field((), description="Punten waarop de student het eigen antwoord nakijkt.")


Vraag = Annotated[
    Meerkeuze | MeerdereAntwoorden | WaarOnwaar | Koppelen | Volgorde | KortAntwoord | Open,
    Field(discriminator="soort"),
]
"""A question of any kind; ``soort`` tells which."""
