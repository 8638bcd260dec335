"""What can be filled in on an instrument, and what its example fills in: the ids under which a learner's work is kept."""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.model.instrument import (
    Instrument,
    Kolommen,
    Matrix,
    Netwerk,
    Schaal,
    Stappen,
    Veld,
    Vergelijking,
)

PERSOON = "persoon-"
"""Beginning of the ids of people in a network: they are numbered from 1, in the order in which they were added."""


def writing_places(instrument: Instrument) -> dict[str, str]:
    """Every id that a filling can hold, with its label; a network holds people as well, see :data:`PERSOON`."""
    return {field.id: field.titel for field in instrument.vooraf} | dict(_layout_places(instrument))


def _layout_places(instrument: Instrument) -> Iterator[tuple[str, str]]:
    match instrument:
        case Kolommen():
            yield from ((field.id, field.titel) for field in instrument.kolommen)
        case Stappen():
            yield from ((field.id, field.titel) for field in instrument.stappen)
        case Schaal():
            yield from ((statement.id, statement.tekst) for statement in instrument.uitspraken)
        case Matrix():
            yield from _pairs(instrument.rijen, instrument.kolommen)
        case Vergelijking():
            yield from _pairs(instrument.wegen, (*instrument.kosten, *instrument.woorden))


def _pairs(first: tuple[Veld, ...], second: tuple[Veld, ...]) -> Iterator[tuple[str, str]]:
    for one in first:
        for other in second:
            yield f"{one.id}/{other.id}", f"{one.titel}: {other.titel}"


def person(text: str) -> tuple[str, ...]:
    """The parts of a person in a network: name, ring, kind of relation and direction of support."""
    return tuple(part.strip() for part in text.split("|"))


def example_rows(instrument: Instrument) -> list[tuple[str, str, str, str]]:
    """The filled-in example as (id, label, text to read, value to fill in), in the order of the worksheet."""
    places = writing_places(instrument)
    order = [*places, *(one for one in instrument.voorbeeld if one not in places)]
    rows = []
    for place in order:
        if place not in instrument.voorbeeld:
            continue
        given = instrument.voorbeeld[place]
        value = "\n".join(given) if isinstance(given, tuple) else given
        label, text = places.get(place, place), value
        if isinstance(instrument, Netwerk) and place.startswith(PERSOON):
            titles = {one.id: one.titel for one in (*instrument.kringen, *instrument.soorten, *instrument.steun)}
            label, *rest = person(value)
            text = ", ".join(titles.get(one, one).lower() for one in rest)
        elif isinstance(instrument, Schaal):
            points = {str(point.waarde): point.label for point in instrument.schaal}
            text = f"{value} ({points[value].lower()})" if value in points else value
        rows.append((place, label, text, value))
    return rows
