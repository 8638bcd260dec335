"""Elke verwijzing wijst naar iets dat er is.

Een id in een lijst (`kernbegrippen`, `casussen`, `kaders`), een macro (`{{ begrip("...") }}`) of een `[[begrip]]` in de tekst moet
bestaan. Kwartier noemt het id dat er het meest op lijkt.

**Zo los je het op:** neem het voorgestelde id over, of maak het ontbrekende onderdeel met `kwartier nieuw`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kwartier.library import Library
from kwartier.markup import MACROS, ids_in, term_marks
from kwartier.model.base import Niveau, Verwijzing
from kwartier.model.begrip import Linken
from kwartier.project import Project
from kwartier.schemas import OUTPUT, SCHEMAS
from kwartier.text.problems import Problem, did_you_mean

RULE = "verwijzing-bestaat"
SEVERITY = "fout"

NAMEN = {
    "module": "De module",
    "begrip": "Het begrip",
    "casus": "De casus",
    "kader": "Het kader",
    "kaderitem": "Het kaderitem",
    "instrument": "Het instrument",
    "bron": "De bron",
    "leerroute": "De leerroute",
    "thema": "Het thema",
    "leeruitkomst": "De leeruitkomst",
    "les": "De les",
    "vraag": "De vraag",
    "scene": "De scène",
    "persoon": "De persoon",
}
"""Every kind of reference with its article, for sentences."""
_LEVELS = [*(one.value for one in Niveau), "mbo", "hbo"]


def check(project: Project) -> Iterator[Problem]:
    """Follow every reference in fields, questions, scenes, routes, macros and term marks."""
    library = project.library
    for group in project.index.groups:
        for path, marker, value in group.fields:
            if isinstance(marker, Verwijzing):
                problem = _missing(library, marker.soort, value, group.sleutel[1])
                if problem:
                    yield Problem(library.locate(group.sleutel, *path), RULE, *problem)
    yield from _questions(library)
    yield from _scenes(library)
    yield from _routes(library)
    yield from _in_texts(project)


def names_of(library: Library, soort: str, context: str) -> Collection[str]:
    """All names that a reference of kind ``soort`` can have; ``context`` is the module for outcomes and lessons."""
    if soort == "leeruitkomst":
        module = library.modules.get(context)
        return [one.id for one in module.leeruitkomsten] if module else []
    if soort == "les":
        module = library.modules.get(context)
        return [les.id for les in module.lessen] if module else []
    if soort == "vraag":
        return [one.id for one in library.zelftoetsen.get(context, ())]
    if soort == "kaderitem":
        items = [f"{kader_id}/{item.id}" for kader_id, kader in library.kaders.items() for item in kader.items]
        return [*library.kaders, *items]
    return library.of_kind(soort)


def _missing(library: Library, soort: str, value: str, context: str = "") -> tuple[str, str] | None:
    """Message and hint when ``value`` does not exist; ``None`` when it does, or when its file could not be read."""
    names = names_of(library, soort, context)
    if value in names:
        return None
    item_id, _, part = value.partition("/")
    kind = "kader" if soort == "kaderitem" else soort
    if library.is_unreadable(kind, item_id) or (soort == "vraag" and library.is_unreadable("zelftoets", context)):
        return None
    if soort in {"les", "leeruitkomst", "vraag"} and library.is_unreadable("module", context):
        return None
    if soort == "kaderitem" and part and item_id in library.kaders:
        labels = [item.id for item in library.kaders[item_id].items]
        hint = did_you_mean(part, labels) or f"Items van {item_id}: {', '.join(labels)}."
        return f"Het kader '{item_id}' heeft geen item '{part}'.", hint
    return f"{NAMEN[soort]} '{value}' bestaat niet.", did_you_mean(value, names) or _remedy(soort, value, names)


def _remedy(soort: str, value: str, names: Collection[str]) -> str:
    """What an author can do when no name is near: choose one of a few, or make it."""
    if soort == "bron":
        return "Voeg de bron toe aan glossary/bronnen.yml."
    if soort in {"begrip", "casus", "instrument", "kader", "leerroute", "module"}:
        pronoun = "het" if NAMEN[soort].startswith("Het") else "hem" if soort == "casus" else "haar"
        return f"Maak {pronoun} met 'kwartier nieuw {soort} {value}', of haal de verwijzing weg."
    return "Er is: " + ", ".join(sorted(names)[:10]) + "." if names else ""


def _questions(library: Library) -> Iterator[Problem]:
    for module_id, questions in library.zelftoetsen.items():
        place = library.places["zelftoets", module_id]
        for number, question in enumerate(questions):
            if question.leeruitkomst and (
                problem := _missing(library, "leeruitkomst", question.leeruitkomst, module_id)
            ):
                yield Problem(place.locate(number, "leeruitkomst"), RULE, *problem)


def _scenes(library: Library) -> Iterator[Problem]:
    for casus_id, casus in library.casussen.items():
        scenes = [scene.id for scene in casus.scenes]
        people = [persoon.naam for persoon in casus.personen]
        for s, scene in enumerate(casus.scenes):
            for k, keuze in enumerate(scene.keuzes):
                path = ("scenes", s, "keuzes", k)
                if keuze.naar not in scenes:
                    at = library.locate(("casus", casus_id), *path, "naar")
                    yield Problem(at, RULE, f"De scène '{keuze.naar}' bestaat niet.", did_you_mean(keuze.naar, scenes))
                for g, gevolg in enumerate(keuze.gevolgen):
                    if gevolg.persoon not in people:
                        at = library.locate(("casus", casus_id), *path, "gevolgen", g, "persoon")
                        hint = did_you_mean(gevolg.persoon, people) or f"Personen in deze casus: {', '.join(people)}."
                        yield Problem(at, RULE, f"'{gevolg.persoon}' staat niet bij de personen van deze casus.", hint)


def _routes(library: Library) -> Iterator[Problem]:
    for route_id, route in library.leerroutes.items():
        for number, stap in enumerate(route.modules):
            if stap.module not in library.modules:
                continue
            for n, les_id in enumerate(stap.lessen):
                if problem := _missing(library, "les", les_id, stap.module):
                    yield Problem(
                        library.locate(("leerroute", route_id), "modules", number, "lessen", n), RULE, *problem
                    )


def _in_texts(project: Project) -> Iterator[Problem]:
    library, index = project.library, project.index
    terms_unknown = any(soort == "begrip" for soort, _ in library.onleesbaar)
    for text in index.texts:
        for call in text.calls:
            if call.fout:
                continue
            for parameter in MACROS[call.naam]:
                value = call.waarden.get(parameter.naam)
                if parameter.soort is None or value is None:
                    continue
                owner = text.owner[1] if text.owner[0] == "module" else ""
                context = owner if parameter.soort == "vraag" else str(call.waarden.get("module", ""))
                if parameter.soort == "les" and context not in library.modules:
                    continue
                if parameter.soort == "vraag" and not owner:
                    message = "De macro 'vraag' werkt alleen in een tekst van een module."
                    hint = "Zet de vraag in een les, of verwijs naar de zelftoets."
                    yield Problem(text.locate(call.start), RULE, message, hint)
                elif problem := _missing(library, parameter.soort, str(value), context):
                    yield Problem(text.locate(call.start), RULE, *problem)
            if call.naam == "casus" and (casus := library.casussen.get(str(call.waarden.get("id")))):
                known = [one.id for one in casus.vragen]
                for vraag_id in ids_in(call.waarden.get("vragen")):
                    if vraag_id not in known:
                        hint = did_you_mean(vraag_id, known) or f"Vragen van deze casus: {', '.join(known)}."
                        yield Problem(text.locate(call.start), RULE, f"De casus heeft geen vraag '{vraag_id}'.", hint)
            niveau = call.waarden.get("niveau")
            if niveau is not None and niveau not in _LEVELS:
                hint = did_you_mean(str(niveau), _LEVELS) or "Kies uit: " + ", ".join(_LEVELS) + "."
                yield Problem(text.locate(call.start), RULE, f"Het niveau '{niveau}' bestaat niet.", hint)
            soort = str(call.waarden.get("soort", ""))
            if call.naam == "velden" and soort not in SCHEMAS | OUTPUT:
                hint = did_you_mean(soort, SCHEMAS) or "Kies uit: " + ", ".join(SCHEMAS | OUTPUT) + "."
                yield Problem(text.locate(call.start), RULE, f"De soort '{soort}' bestaat niet.", hint)
            uren = str(call.waarden.get("max_uren", "0"))
            if not uren.isdecimal():
                message = f"'{uren}' is geen aantal uren."
                yield Problem(text.locate(call.start), RULE, message, "Schrijf een heel getal, zoals max_uren=28.")
        for mark in () if terms_unknown else term_marks(text.content):
            if not mark.uit and index.matcher.lookup(mark.vorm) is None:
                yield Problem(text.locate(mark.start), RULE, *_unknown_term(library, mark.vorm))


def _unknown_term(library: Library, form: str) -> tuple[str, str]:
    """Why ``[[form]]`` leads nowhere, and what to do."""
    known = {one: term for term in library.begrippen.values() for one in term.alle_vormen}
    if form in known and known[form].linken is Linken.NOOIT:
        hint = "Haal de dubbele haken weg, of zet bij het begrip 'linken: handmatig'."
        return f"Bij het begrip '{known[form].term}' staat 'linken: nooit'.", hint
    hint = did_you_mean(form, known) or "Voeg het begrip toe, of haal de dubbele haken weg."
    return f"Geen begrip heeft de vorm '{form}'.", hint
