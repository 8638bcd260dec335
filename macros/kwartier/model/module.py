"""A teaching module: outcomes, lessons with a timed programme, and assessment (``modules/<id>/module.yml``)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from kwartier.model.base import (
    BegripId,
    Bronverwijzing,
    CasusId,
    Datum,
    DocentMarkdown,
    Id,
    InstrumentId,
    KaderItemRef,
    Markdown,
    Minuten,
    ModuleId,
    Niveau,
    Onderdeel,
    Pad,
    Regel,
    Status,
    Stroom,
    Taxonomie,
    ThemaId,
    Uren,
    content_error,
    first_repeat,
)
from kwartier.model.vraag import LeeruitkomstId

UREN_PER_EC = 28
"""Hours of study in one EC (ECTS credit) in the Netherlands: 60 EC are 1680 hours (WHW art. 7.4)."""


class Werkvorm(StrEnum):
    """What students do in a part of a lesson. ``trap`` is the highest taxonomy level that the form usually reaches."""

    VOORKENNIS = "voorkennis"
    UITLEG = "uitleg"
    LEZEN = "lezen"
    GESPREK = "gesprek"
    CASUSBESPREKING = "casusbespreking"
    DISCUSSIE = "discussie"
    GROEPSOPDRACHT = "groepsopdracht"
    TWEETALLEN = "tweetallen"
    ZELFSTANDIG = "zelfstandig"
    ROLLENSPEL = "rollenspel"
    INSTRUMENT = "instrument"
    VELDWERK = "veldwerk"
    PRESENTATIE = "presentatie"
    REFLECTIE = "reflectie"
    ZELFTOETS = "zelftoets"
    PAUZE = "pauze"
    AFSLUITING = "afsluiting"

    @property
    def trap(self) -> int:
        """Highest step of the taxonomy (1-6) that this form usually reaches; 0 for a break."""
        return _TRAP[self]


_TRAP = {
    Werkvorm.PAUZE: 0,
    Werkvorm.VOORKENNIS: 2,
    Werkvorm.UITLEG: 2,
    Werkvorm.LEZEN: 2,
    Werkvorm.AFSLUITING: 2,
    Werkvorm.ZELFTOETS: 3,
    Werkvorm.GESPREK: 4,
    Werkvorm.TWEETALLEN: 4,
    Werkvorm.CASUSBESPREKING: 5,
    Werkvorm.DISCUSSIE: 5,
    Werkvorm.REFLECTIE: 5,
    Werkvorm.ROLLENSPEL: 5,
    Werkvorm.INSTRUMENT: 6,
    Werkvorm.GROEPSOPDRACHT: 6,
    Werkvorm.ZELFSTANDIG: 6,
    Werkvorm.VELDWERK: 6,
    Werkvorm.PRESENTATIE: 6,
}


class Leeruitkomst(Onderdeel):
    """What a student can do after the module."""

    id: Id = Field(description="Blijvend id, uniek binnen de module.")
    tekst: Markdown = Field(description="Wat de student kan, in de je-vorm en met een handelingswerkwoord.")
    taxonomie: Taxonomie = Field(description="Denkniveau volgens de herziene taxonomie van Bloom.")
    kaders: tuple[KaderItemRef, ...] = Field((), description="Kaderitems waar de uitkomst bij hoort: kader/item.")
    niveau: Stroom | None = Field(None, description="mbo of hbo, als de uitkomst maar voor een van beide geldt.")


class Activiteit(Onderdeel):
    """A part of a lesson with a duration; all parts together are the lesson plan."""

    minuten: Minuten = Field(description="Duur in minuten.")
    werkvorm: Werkvorm = Field(description="Wat studenten doen.")
    titel: Regel = Field(description="Korte naam van het onderdeel.")
    tekst: Markdown | None = Field(None, description="Wat er gebeurt: de opdracht voor studenten.")
    casus: CasusId | None = Field(None, description="Casus die hier gebruikt wordt.")
    instrument: InstrumentId | None = Field(None, description="Instrument dat hier gebruikt wordt.")
    leeruitkomsten: tuple[LeeruitkomstId, ...] = Field((), description="Leeruitkomsten waaraan hier gewerkt wordt.")
    materiaal: tuple[Regel, ...] = Field((), description="Wat je klaarlegt.")
    niveau: Stroom | None = Field(None, description="mbo of hbo, als dit onderdeel maar voor een van beide is.")
    docent: DocentMarkdown | None = Field(None, description="Aanwijzing, alleen in de docenteditie.")


class Huiswerk(Onderdeel):
    """What students do outside the lesson."""

    uren: Uren = Field(description="Uren buiten de les.")
    tekst: Markdown = Field(description="Wat de student doet.")


class Les(Onderdeel):
    """A lesson: reading text, a programme and homework."""

    id: Id = Field(description="Blijvend id, uniek binnen de module; wordt het adres van de les.")
    titel: Regel
    samenvatting: Markdown | None = Field(None, description="Eén zin: wat deze les brengt.")
    tekst: Pad = Field(description="Markdownbestand met de leestekst, bijvoorbeeld lessen/1-er-zijn.md.")
    leeruitkomsten: Annotated[tuple[LeeruitkomstId, ...], Field(min_length=1)] = Field(
        description="Leeruitkomsten van deze les."
    )
    kernpunten: tuple[Markdown, ...] = Field(
        (), description="Wat je na de les moet hebben onthouden, in twee tot vijf zinnen."
    )
    duur: Minuten | None = Field(None, description="Contacttijd in minuten; het programma telt daartoe op.")
    programma: tuple[Activiteit, ...] = Field((), description="Onderdelen van de les met hun minuten.")
    huiswerk: Huiswerk | None = None
    niveau: Stroom | None = Field(None, description="mbo of hbo, als de les maar voor een van beide is.")
    docent: DocentMarkdown | None = Field(None, description="Aanwijzingen bij de les, alleen in de docenteditie.")
    begrippen_uit: tuple[BegripId, ...] = Field(
        (), description="Begrippen die in deze tekst niet automatisch gelinkt worden."
    )
    verplaatst_van: tuple[str, ...] = Field((), description="Eerdere adressen van deze les: module/les.")

    @property
    def totalen(self) -> set[int]:
        """Minutes of the programme: more than one number when mbo and hbo, which take place at the same time, differ."""
        streams: set[str | None] = {part.niveau for part in self.programma if part.niveau} or {None}
        return {sum(part.minuten for part in self.programma if part.niveau in {None, one}) for one in streams}

    @property
    def minuten(self) -> int:
        """Contact time in minutes: the programme, for who has the longest, or ``duur`` when there is no programme."""
        return max(self.totalen) or self.duur or 0


class Voorkennis(Onderdeel):
    """What a student should know before starting."""

    modules: tuple[ModuleId, ...] = Field((), description="Modules die eerst komen.")
    begrippen: tuple[BegripId, ...] = Field((), description="Begrippen die bekend zijn.")
    tekst: Markdown | None = Field(None, description="Voorkennis die geen module of begrip is.")


class Beoordeling(Onderdeel):
    """What a student shows at each level of a criterion."""

    onvoldoende: Markdown
    voldoende: Markdown
    goed: Markdown


class Criterium(Onderdeel):
    """A row of the rubric; it assesses one outcome."""

    leeruitkomst: LeeruitkomstId = Field(description="De leeruitkomst die hiermee beoordeeld wordt.")
    titel: Regel | None = Field(None, description="Waar je naar kijkt, in een paar woorden.")
    niveaus: Beoordeling = Field(description="Wat je ziet bij onvoldoende, voldoende en goed.")
    weging: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None,
        description="Gewicht in procenten. Zonder gewicht, naast criteria met: een voorwaarde, minstens voldoende.",
    )


class Toetsing(Onderdeel):
    """How the module is assessed."""

    vorm: Regel = Field(description="Bijvoorbeeld portfolio, verslag, presentatie, gesprek.")
    opdracht: Pad = Field(description="Markdownbestand met de opdracht, bijvoorbeeld toets/opdracht.md.")
    uren: Uren | None = Field(None, description="Uren voor het maken van de toets.")
    criteria: Annotated[tuple[Criterium, ...], Field(min_length=1)] = Field(description="De rubric.")
    docent: DocentMarkdown | None = Field(
        None, description="Aanwijzingen bij het beoordelen, alleen in de docenteditie."
    )


class Module(Onderdeel):
    """A teaching module as its author wrote it."""

    titel: Regel
    ondertitel: Regel | None = None
    samenvatting: Markdown = Field(description="Belofte aan de student, in één of twee zinnen.")
    niveaus: Annotated[tuple[Niveau, ...], Field(min_length=1)] = Field(
        description="Niveaus waarvoor de module bedoeld is."
    )
    studielast: Annotated[int, Field(ge=1, le=1680)] = Field(description="Studielast in uren; 28 uur is 1 EC.")
    thema: ThemaId = Field(description="Thema uit glossary/themas.yml.")
    leeruitkomsten: Annotated[tuple[Leeruitkomst, ...], Field(min_length=1, max_length=12)]
    voorkennis: Voorkennis = Voorkennis()
    kernbegrippen: tuple[BegripId, ...] = Field((), description="Begrippen die in deze module uitgelegd worden.")
    casussen: tuple[CasusId, ...] = ()
    instrumenten: tuple[InstrumentId, ...] = ()
    lessen: Annotated[tuple[Les, ...], Field(min_length=1)]
    zelftoets: Pad | None = Field(None, description="YAML-bestand met vragen, meestal zelftoets.yml.")
    toetsing: Toetsing | None = None
    docent: DocentMarkdown | None = Field(
        None, description="Aanwijzingen bij de hele module, alleen in de docenteditie."
    )
    bronnen: tuple[Bronverwijzing, ...] = ()
    auteurs: Annotated[tuple[Regel, ...], Field(min_length=1)]
    licentie: Id = Field("cc-by-sa-40", description="Licentie, bijvoorbeeld cc-by-40 of cc-by-sa-40.")
    status: Status = Status.CONCEPT
    herzien: Datum = Field(description="Datum van de laatste herziening: jjjj-mm-dd.")
    verplaatst_van: tuple[Id, ...] = Field((), description="Eerdere ids van deze module.")

    @model_validator(mode="after")
    def _distinct_ids(self) -> Self:
        for name, ids in (
            ("leeruitkomsten", [outcome.id for outcome in self.leeruitkomsten]),
            ("lessen", [lesson.id for lesson in self.lessen]),
        ):
            again = first_repeat(ids)
            if again is not None:
                raise content_error(f"Onder '{name}' komt het id '{ids[again]}' twee keer voor.", name, again, "id")
        return self

    @property
    def ec(self) -> float:
        """Study load in EC."""
        return self.studielast / UREN_PER_EC
