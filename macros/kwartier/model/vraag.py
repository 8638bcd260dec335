"""Questions of a self-test: seven kinds, each with feedback that explains."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kwartier.model.base import (
    Id,
    JaNee,
    Markdown,
    Onderdeel,
    Regel,
    Stroom,
    Verwijzing,
    content_error,
    first_repeat,
)

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


def _distinct(field: str, key: str, texts: list[str], message: str) -> None:
    again = first_repeat(texts)
    if again is not None:
        raise content_error(message, field, again, key)


class Meerkeuze(_Vraag):
    """One right answer out of several."""

    soort: Literal["meerkeuze"]
    opties: Annotated[tuple[Optie, ...], Field(min_length=2, max_length=8)] = Field(
        description="De antwoorden; precies één is juist."
    )

    @model_validator(mode="after")
    def _one_right(self) -> Self:
        right = [number for number, option in enumerate(self.opties) if option.juist]
        if len(right) != 1:
            path = ("opties", right[1], "juist") if right else ("opties",)
            raise content_error(
                f"Een meerkeuzevraag heeft precies één juist antwoord; hier zijn het er {len(right)}.", *path
            )
        _distinct("opties", "tekst", [one.tekst for one in self.opties], "Dit antwoord staat er al.")
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
            raise content_error("Geen van de antwoorden is juist.", "opties")
        _distinct("opties", "tekst", [one.tekst for one in self.opties], "Dit antwoord staat er al.")
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
        message = "Deze tekst staat er aan deze kant al: de student kan dan niet goed kiezen."
        right = [pair.rechts for pair in self.paren]
        _distinct("paren", "links", [pair.links for pair in self.paren], message)
        _distinct("paren", "rechts", right, message)
        again = first_repeat([*right, *self.afleiders])
        if again is not None:
            raise content_error(message, "afleiders", again - len(right))
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
    def _orderable(self) -> Self:
        _distinct("stappen", "tekst", [step.tekst for step in self.stappen], "Deze stap staat er al.")
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
            raise content_error("Geen van de antwoorden is juist.", "antwoorden")
        typed = [" ".join(answer.tekst.casefold().split()) for answer in self.antwoorden]
        _distinct("antwoorden", "tekst", typed, "Dit antwoord staat er al; hoofdletters en spaties tellen niet mee.")
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
