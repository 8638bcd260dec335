"""Tables and lists as data next to the pages: CSV for a spreadsheet, JSON for programs.

CSV is written for a Dutch spreadsheet: a byte order mark, semicolons and decimal commas. A value that a spreadsheet would
take for a formula gets an apostrophe in front (owasp.org, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

from kwartier import catalogue
from kwartier.addresses import page_uri
from kwartier.index import Index, belasting, route_lessen
from kwartier.library import Library
from kwartier.model import Begrip
from kwartier.model.module import UREN_PER_EC
from kwartier.pages.coverage import uitkomst_rijen
from kwartier.pages.glossary import PERSPECTIEVEN
from kwartier.project import Project
from kwartier.texts import sentences

Cel = str | int | float | bool | None


def downloads(project: Project) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every data file of the site, as (path in the site, what makes its bytes)."""
    library, index = project.library, project.index
    rows = cache(lambda kader_id: list(_dekking(library, index, kader_id)))
    for kader_id in library.kaders:
        yield f"dekking/{kader_id}.csv", partial(_coverage, rows, [kader_id])
    if library.kaders:
        yield "dekking/dekking.csv", partial(_coverage, rows, sorted(library.kaders))
    for route_id in library.leerroutes:
        yield (
            f"leerroutes/{route_id}/uitkomsten.csv",
            lambda route_id=route_id: as_csv(_UITKOMSTEN, _uitkomsten(library, route_id)),  # type: ignore[misc]
        )
    if library.modules:
        yield "dekking/studielast.csv", lambda: as_csv(_STUDIELAST, _studielast(library, index))
    yield "begrippen/begrippen.csv", lambda: as_csv(_BEGRIPPEN, _begrippen(library))
    yield "begrippen/begrippen.json", lambda: _begrippen_json(project)
    yield catalogue.FILE, lambda: catalogue.as_json(catalogue.catalogue(project))


def _coverage(rows: Callable[[str], list[tuple[Cel, ...]]], kaders: Iterable[str]) -> bytes:
    return as_csv(_DEKKING, (row for kader_id in kaders for row in rows(kader_id)))


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cel]]) -> bytes:
    """A table as the bytes of a CSV file."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cel(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _cel(value: Cel) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _vlak(text: str | None) -> str:
    """Markdown as plain text on one line."""
    return " ".join(sentences(text)) if text else ""


_DEKKING = (
    "kader",
    "onderdeel_id",
    "code",
    "onderdeel",
    "module_id",
    "module",
    "leeruitkomsten",
    "onderwezen",
    "onderwezen_in",
    "geoefend",
    "geoefend_in",
    "zelftoets",
    "getoetst",
)


def _dekking(library: Library, index: Index, kader_id: str) -> Iterator[tuple[Cel, ...]]:
    """A row per item and module; an item without cover has one row with empty module."""
    kader = library.kaders[kader_id]
    found = index.dekking(kader_id)
    for item in kader.items:
        start = (kader.titel, item.id, item.code, item.label)
        for een in found[item.id]:
            yield (
                *start,
                een.module,
                library.modules[een.module].titel,
                ", ".join(een.uitkomsten),
                bool(een.onderwezen),
                ", ".join(een.onderwezen),
                een.oefent,
                ", ".join(een.geoefend),
                een.zelftoets,
                een.getoetst,
            )
        if not found[item.id]:
            yield (*start, "", "", "", False, "", False, "", False, False)


_UITKOMSTEN = (
    "nummer",
    "module_id",
    "module",
    "leeruitkomst_id",
    "leeruitkomst",
    "denkniveau",
    "trap",
    "niveau",
    "lessen",
    "toetsvorm",
    "criteria",
    "vragen_zelftoets",
    "kaders",
)


def _uitkomsten(library: Library, route_id: str) -> Iterator[tuple[Cel, ...]]:
    steps = route_lessen(library, library.leerroutes[route_id])
    for number, (module_id, lessons) in enumerate(steps.items(), 1):
        module = library.modules[module_id]
        for row in uitkomst_rijen(library, module_id, lessons):
            yield (
                number,
                module_id,
                module.titel,
                row.uitkomst.id,
                _vlak(row.uitkomst.tekst),
                row.uitkomst.taxonomie.label,
                row.uitkomst.taxonomie.trap,
                row.uitkomst.niveau,
                ", ".join(les.titel for les in row.lessen),
                module.toetsing.vorm if module.toetsing and row.criteria else "",
                row.criteria,
                row.vragen,
                ", ".join(row.uitkomst.kaders),
            )


_STUDIELAST = (
    "module_id",
    "module",
    "les_id",
    "les",
    "niveau",
    "minuten_les",
    "uren_les",
    "uren_zelfstandig",
    "uren_toets",
    "uren_gepland",
    "uren_opgegeven",
    "ec",
)


def _studielast(library: Library, index: Index) -> Iterator[tuple[Cel, ...]]:
    """A row per lesson, and after the lessons of a module one for the whole module."""
    for module_id in index.volgorde[0]:
        module = library.modules[module_id]
        for les in module.lessen:
            home = les.huiswerk.uren if les.huiswerk else 0.0
            contact = les.minuten / 60
            start = (module_id, module.titel, les.id, les.titel, les.niveau, les.minuten)
            yield (*start, contact, float(home), None, contact + home, None, (contact + home) / UREN_PER_EC)
        last = belasting(module)
        yield (
            module_id,
            module.titel,
            "",
            "hele module",
            None,
            sum(les.minuten for les in module.lessen),
            last.contact,
            float(last.huiswerk),
            float(last.toets),
            last.gepland,
            float(last.opgegeven),
            last.opgegeven / UREN_PER_EC,
        )


_BEGRIPPEN = (
    "id",
    "term",
    "afkorting",
    "engels",
    "vormen",
    "definitie",
    "toelichting",
    *(f"betekenis_{one.value}" for one in PERSPECTIEVEN),
    "spanning",
    "verwant",
    "breder",
    "niet_verwarren_met",
    "bronnen",
)


def _begrippen(library: Library) -> Iterator[tuple[Cel, ...]]:
    for term_id, term in sorted(library.begrippen.items()):
        yield (
            term_id,
            term.term,
            term.afkorting,
            term.engels,
            ", ".join(term.vormen),
            _vlak(term.definitie),
            _vlak(term.toelichting),
            *(
                " | ".join(_vlak(one.tekst) for one in term.concepties if one.perspectief is voice)
                for voice in PERSPECTIEVEN
            ),
            _vlak(term.spanning),
            ", ".join(term.verwant),
            ", ".join(term.breder),
            ", ".join(term.verwarren_met),
            ", ".join(dict.fromkeys(one.bron for one in term.bronnen)),
        )


def _begrippen_json(project: Project) -> bytes:
    """All terms as one JSON object; addresses are relative to this file."""
    rows = [_as_object(term_id, term) for term_id, term in sorted(project.library.begrippen.items())]
    data = {"titel": project.settings.site_name, "taal": "nl", "begrippen": rows}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _as_object(term_id: str, term: Begrip) -> dict[str, object]:
    row: dict[str, object] = {
        "id": term_id,
        "adres": page_uri(("begrip", term_id)).removeprefix("begrippen/").removesuffix(".md") + "/",
        "term": term.term,
        "afkorting": term.afkorting,
        "engels": term.engels,
        "vormen": list(term.vormen),
        "definitie": _vlak(term.definitie),
        "toelichting": _vlak(term.toelichting),
        "concepties": [
            {
                "perspectief": one.perspectief.value,
                "wie": one.wie,
                "tekst": _vlak(one.tekst),
                "bron": one.bron.bron,
                "plaats": one.bron.plaats,
            }
            for one in term.concepties
        ],
        "spanning": _vlak(term.spanning),
        "verwant": list(term.verwant),
        "breder": list(term.breder),
        "verwarren_met": list(term.verwarren_met),
        "bronnen": [{"bron": one.bron, "plaats": one.plaats} for one in term.bronnen],
    }
    return {key: value for key, value in row.items() if value not in (None, "", [])}
