"""Het ingevulde voorbeeld van een instrument past op het werkblad.

Onder `voorbeeld` staat per veld een tekst. De sleutel is het id van het veld. Bij een matrix is dat `rij/kolom`, bij een vergelijking
`handelwijze/post`, bij een schaal de uitspraak met een waarde van de schaal. Bij een netwerk heten de mensen `persoon-1`,
`persoon-2` enzovoort, met als tekst `naam | kring | soort | steun`.

**Zo los je het op:** neem een bestaand id over.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.instruments import PERSOON, person, writing_places
from kwartier.model.instrument import Instrument, Netwerk, Schaal
from kwartier.project import Project
from kwartier.text.problems import Problem, did_you_mean

RULE = "voorbeeld-past"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Compare the keys and values of every example with what the worksheet holds."""
    library = project.library
    for instrument_id, instrument in library.instrumenten.items():
        places = writing_places(instrument)
        for key, value in instrument.voorbeeld.items():
            text = value if isinstance(value, str) else "\n".join(value)
            if isinstance(instrument, Netwerk) and key.startswith(PERSOON):
                problem = _person(instrument, text)
            elif key not in places:
                hint = did_you_mean(key, places) or "Bekend zijn: " + ", ".join(list(places)[:12]) + "."
                problem = f"Het werkblad heeft geen veld '{key}'.", hint
            else:
                problem = _score(instrument, text) if key not in {one.id for one in instrument.vooraf} else None
            if problem:
                yield Problem(library.locate(("instrument", instrument_id), "voorbeeld", key, key=True), RULE, *problem)


def _person(instrument: Netwerk, text: str) -> tuple[str, str] | None:
    parts = person(text)
    if len(parts) != 4 or not parts[0]:
        return "Een persoon schrijf je als 'naam | kring | soort | steun'.", ""
    for name, value, fields in zip(
        ("kring", "soort", "steun"),
        parts[1:],
        (instrument.kringen, instrument.soorten, instrument.steun),
        strict=True,
    ):
        ids = [one.id for one in fields]
        if value not in ids:
            hint = did_you_mean(value, ids) or "Bekend zijn: " + ", ".join(ids) + "."
            return f"'{value}' is geen {name} van dit instrument.", hint
    return None


def _score(instrument: Instrument, text: str) -> tuple[str, str] | None:
    if not isinstance(instrument, Schaal):
        return None
    points = [str(point.waarde) for point in instrument.schaal]
    return None if text in points else (f"'{text}' staat niet op de schaal.", f"Kies uit: {', '.join(points)}.")
