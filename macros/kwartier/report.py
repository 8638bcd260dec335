"""The author's report: what could be better about the content, without anything being wrong.

Unlike a check a report never stops anything. :func:`make` works it out, :func:`as_text` writes it for people and
:func:`as_json` for programs, with the Dutch names that the handbook gives.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kwartier.addresses import page_uri
from kwartier.index import Index, first_sentences, term_entries
from kwartier.inflection import likely_forms
from kwartier.library import Library
from kwartier.model import Casus
from kwartier.pages.coverage import Stand
from kwartier.project import Project
from kwartier.readability import Leesbaarheid, measure
from kwartier.terms import Matcher, TermEntry
from kwartier.texts import Text, plain, sentences


@dataclass(frozen=True)
class Kernbegrip:
    """A key term of a module that no lesson of it contains."""

    module: str
    begrip: str


@dataclass(frozen=True)
class Eenzijdig:
    """A term with one conceptie: whose it is, and which sources of the term say nothing about another voice yet."""

    begrip: str
    perspectief: str
    bronnen: tuple[str, ...]


@dataclass(frozen=True)
class Vorm:
    """A form that is likely to belong to a term and occurs in the texts, but is not listed."""

    begrip: str
    vorm: str
    aantal: int
    bestand: str
    zin: str


@dataclass(frozen=True)
class Gat:
    """What a framework lacks, over all modules."""

    kader: str
    wat: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Lestekst:
    """Length and readability of a lesson."""

    les: str
    woorden: int
    score: float | None


@dataclass(frozen=True)
class Leestekst:
    """Length and readability of the lessons of a module."""

    module: str
    woorden: int
    woorden_per_zin: float
    score: float | None
    niveau: str
    mbo: bool
    lessen: tuple[Lestekst, ...]


@dataclass(frozen=True)
class Keuzeverhaal:
    """The graph of a branching case: per scene its id, title and choices (next scene, text); ``kortste`` counts choices."""

    casus: str
    scenes: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    eindes: int
    kortste: int
    onbereikbaar: tuple[str, ...]


@dataclass(frozen=True)
class Verslag:
    """Everything in the report, in the order in which it is written."""

    ongebruikt: tuple[str, ...]
    kernbegrippen: tuple[Kernbegrip, ...]
    zonder_bron: tuple[str, ...]
    eenzijdig: tuple[Eenzijdig, ...]
    vormen: tuple[Vorm, ...]
    dekking: tuple[Gat, ...]
    leesbaarheid: tuple[Leestekst, ...]
    keuzeverhalen: tuple[Keuzeverhaal, ...]


def make(project: Project) -> Verslag:
    """Work out the report of a project."""
    library, index = project.library, project.index
    return Verslag(
        ongebruikt=tuple(_unused(library, index)),
        kernbegrippen=tuple(_key_terms(library, index)),
        zonder_bron=tuple(
            term_id for term_id, term in sorted(library.begrippen.items()) if not term.bronnen and not term.concepties
        ),
        eenzijdig=tuple(_one_sided(library)),
        vormen=tuple(_missing_forms(library, index)),
        dekking=tuple(_gaps(library, index)),
        leesbaarheid=tuple(_reading(library, index)),
        keuzeverhalen=tuple(_story(one, casus) for one, casus in sorted(library.casussen.items()) if casus.scenes),
    )


def _unused(library: Library, index: Index) -> Iterator[str]:
    """Terms that nothing outside the glossary uses."""
    for term_id in sorted(library.begrippen):
        places = [*index.vermeldingen.get(term_id, ()), *index.gebruik.get(("begrip", term_id), ())]
        if all(one.owner[0] == "begrip" for one in places):
            yield term_id


def _key_terms(library: Library, index: Index) -> Iterator[Kernbegrip]:
    for module_id, module in sorted(library.modules.items()):
        lessons = {page_uri(("module", module_id), les.id) for les in module.lessen}
        for term_id in module.kernbegrippen:
            places = {one.uri for one in index.vermeldingen.get(term_id, ()) if not one.docent}
            if lessons.isdisjoint(places):
                yield Kernbegrip(module_id, term_id)


def _one_sided(library: Library) -> Iterator[Eenzijdig]:
    for term_id, term in sorted(library.begrippen.items()):
        if len(term.concepties) == 1:
            own = term.concepties[0]
            others = dict.fromkeys(one.bron for one in term.bronnen if one.bron != own.bron.bron)
            yield Eenzijdig(term_id, own.perspectief.value, tuple(others))


def _missing_forms(library: Library, index: Index) -> Iterator[Vorm]:
    """Look for likely forms of every term with the same matcher that links, so that listed and longer forms win."""
    entries = term_entries(library)
    candidates = list(_candidates(entries, index.matcher))
    matcher = Matcher([*entries, *candidates])
    form_of = {one.id: one for one in candidates}
    found: dict[str, list[tuple[Text, str]]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for text in index.texts:
        shown = plain(text.content)
        matches = list(matcher.find(shown))
        for match in matches:
            if match.id in form_of:
                counts[match.id] += 1
        for term_id, sentence in first_sentences(shown, matches):
            if term_id in form_of:
                found[term_id].append((text, sentence))
    for key in sorted(found, key=lambda one: (form_of[one].uri, -counts[one], one)):
        text, sentence = found[key][0]
        yield Vorm(form_of[key].uri, form_of[key].vormen[0], counts[key], text.file, sentence)


def _candidates(entries: Iterable[TermEntry], matcher: Matcher) -> Iterator[TermEntry]:
    """A made-up entry per likely form that no term owns; its ``uri`` is the id of the term that it is a form of."""
    seen: set[str] = set()
    for entry in entries:
        if entry.linken != "automatisch":
            continue
        forms = {form for known in entry.vormen for form in likely_forms(known)}
        for form in sorted(forms):
            if form not in seen and matcher.lookup(form) is None:
                seen.add(form)
                exact = entry.hoofdlettergevoelig
                yield TermEntry(f"{entry.id}\n{form}", entry.id, (form,), hoofdlettergevoelig=exact)


def _gaps(library: Library, index: Index) -> Iterator[Gat]:
    for kader_id, kader in sorted(library.kaders.items()):
        for words, items in Stand(kader, index.dekking(kader_id)).gaten:
            yield Gat(kader_id, words, tuple(item.id for item in items))


def _reading(library: Library, index: Index) -> Iterator[Leestekst]:
    for module_id, module in sorted(library.modules.items()):
        total = Leesbaarheid(0, 0, 0)
        lessons = []
        for les in module.lessen:
            document = library.teksten.get(f"modules/{module_id}/{les.tekst}")
            one = measure(document.body) if document else Leesbaarheid(0, 0, 0)
            total += one
            lessons.append(Lestekst(les.id, one.woorden, _rounded(one.score)))
        yield Leestekst(
            module_id,
            total.woorden,
            round(total.woorden_per_zin, 1),
            _rounded(total.score),
            total.niveau,
            any(one.startswith("mbo") for one in module.niveaus),
            tuple(lessons),
        )


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def _story(casus_id: str, casus: Casus) -> Keuzeverhaal:
    ways = {scene.id: [keuze.naar for keuze in scene.keuzes] for scene in casus.scenes}
    depth = {casus.scenes[0].id: 0}
    todo = [casus.scenes[0].id]
    for one in todo:
        for target in ways.get(one, []):
            if target not in depth:
                depth[target] = depth[one] + 1
                todo.append(target)
    ends = [one for one, targets in ways.items() if not targets]
    return Keuzeverhaal(
        casus_id,
        tuple(
            (
                scene.id,
                scene.titel,
                tuple((keuze.naar, " ".join(sentences(keuze.tekst))) for keuze in scene.keuzes),
            )
            for scene in casus.scenes
        ),
        eindes=len(ends),
        kortste=min((depth[one] for one in ends if one in depth), default=0),
        onbereikbaar=tuple(one for one in ways if one not in depth),
    )


def as_json(report: Verslag) -> str:
    """The report as one JSON object."""
    data: dict[str, Any] = asdict(report)
    for story in data["keuzeverhalen"]:
        story["scenes"] = [
            {"id": one, "titel": title, "keuzes": [{"naar": to, "tekst": text} for to, text in choices]}
            for one, title, choices in story["scenes"]
        ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_text(report: Verslag, library: Library) -> str:
    """The report for people, one part after another."""
    terms = {term_id: term.term for term_id, term in library.begrippen.items()}
    parts = [
        _part("Begrippen die nergens voorkomen", [terms[one] for one in report.ongebruikt]),
        _part(
            "Kernbegrippen die in geen les van hun module staan",
            [f"{one.module}: {terms.get(one.begrip, one.begrip)}" for one in report.kernbegrippen],
        ),
        _part("Begrippen zonder bron", [terms[one] for one in report.zonder_bron]),
        _part(
            "Begrippen met één stem",
            [
                f"{terms[one.begrip]} (alleen {one.perspectief}"
                + (f"; kijk nog in {', '.join(one.bronnen)}" if one.bronnen else "")
                + ")"
                for one in report.eenzijdig
            ],
        ),
        _part(
            "Vormen die misschien ontbreken",
            [
                f"{terms[one.begrip]}: {one.vorm} ({one.aantal} keer, eerst in {one.bestand})\n      {_short(one.zin)}"
                for one in report.vormen
            ],
        ),
        _part(
            "Gaten in de dekking", [f"{one.kader}: {one.wat.lower()}: {', '.join(one.items)}" for one in report.dekking]
        ),
        _part("Leesbaarheid (Flesch-Douma, hoger is makkelijker)", _reading_lines(report.leesbaarheid)),
        _part("Keuzeverhalen", [_story_lines(one) for one in report.keuzeverhalen]),
    ]
    return "\n".join(parts)


def _part(title: str, lines: list[str]) -> str:
    head = f"{title} ({len(lines)})" if lines else f"{title}: geen"
    return "\n".join([head, *(f"  - {line}" for line in lines)]) + "\n"


def _short(sentence: str, length: int = 100) -> str:
    return sentence if len(sentence) <= length else sentence[:length].rsplit(" ", 1)[0] + " …"


def _number(value: float | None) -> str:
    return "geen tekst" if value is None else f"{value:.1f}".replace(".", ",")


def _reading_lines(found: tuple[Leestekst, ...]) -> list[str]:
    """A line a module, and the mean of modules for mbo beside that of modules for hbo only: the first should be easier."""
    lines = [_reading_line(one) for one in found]
    for words, chosen in (
        ("voor mbo", [one for one in found if one.mbo]),
        ("voor hbo", [one for one in found if not one.mbo]),
    ):
        scores = [one.score for one in chosen if one.score is not None]
        if scores:
            modules = "1 module" if len(scores) == 1 else f"{len(scores)} modules"
            lines.append(f"gemiddeld {words}: {_number(sum(scores) / len(scores))} ({modules})")
    return lines


def _reading_line(one: Leestekst) -> str:
    lessons = ", ".join(f"{les.les} {les.woorden}" for les in one.lessen)
    return (
        f"{one.module}: {_number(one.score)}, {one.niveau}; {_number(one.woorden_per_zin)} woorden per zin\n"
        f"      woorden per les: {lessons}"
    )


def _story_lines(one: Keuzeverhaal) -> str:
    ends = f"{one.eindes} {'einde' if one.eindes == 1 else 'eindes'}"
    lines = [
        f"{one.casus}: {len(one.scenes)} scènes, {ends}, kortste weg {one.kortste} {'keuze' if one.kortste == 1 else 'keuzes'}"
    ]
    for scene_id, title, choices in one.scenes:
        mark = " (onbereikbaar)" if scene_id in one.onbereikbaar else "" if choices else " (einde)"
        lines.append(f"      {scene_id}: {title}{mark}")
        lines += [f"        → {target}: {_short(text, 70)}" for target, text in choices]
    return "\n".join(lines)
