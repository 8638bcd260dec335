"""A drawing of what comes before what, as lines in the margin of a list: one small SVG per row.

Every module that others need gets a lane from its own row down to the last row that needs it. Lanes that do not overlap
share a column. Rows may have any height: each drawing is stretched to the height of its row, and the lines meet. What
the lines say stands in words in each row, so the drawing is for the eye only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STEP = 14
"""Distance between lanes, in the units of the drawing (one unit is a sixteenth of the type size)."""
_BEND = 10
_MIDDLE = 50


@dataclass(frozen=True)
class Drawing:
    """Per id the SVG of its row, and the width of all of them."""

    rows: dict[str, str]
    width: int


@dataclass(frozen=True)
class _Lane:
    source: int
    targets: tuple[int, ...]
    column: int

    @property
    def last(self) -> int:
        return self.targets[-1]


def lanes(order: Sequence[str], needs: Mapping[str, Sequence[str]]) -> Drawing:
    """Draw ``needs`` (per id what comes directly before it) along ``order``; lines that follow from others are left out."""
    place = {one: at for at, one in enumerate(order)}
    drawn = _lanes(place, _without_detours(order, needs, place))
    width = (max((lane.column for lane in drawn), default=-1) + 2) * STEP
    return Drawing({one: _row(at, drawn, width) for one, at in place.items()}, width)


def _without_detours(
    order: Sequence[str], needs: Mapping[str, Sequence[str]], place: Mapping[str, int]
) -> dict[str, list[int]]:
    """Per id the rows that need it directly, not by way of another one that they need as well."""
    before: dict[str, set[str]] = {}
    found: dict[str, list[int]] = {}
    for one in order:
        earlier = [need for need in needs[one] if place[need] < place[one]]
        indirect = {far for need in earlier for far in before[need]}
        before[one] = indirect | set(earlier)
        for need in earlier:
            if need not in indirect:
                found.setdefault(need, []).append(place[one])
    return found


def _lanes(place: Mapping[str, int], targets: Mapping[str, list[int]]) -> list[_Lane]:
    """Give short lanes the columns next to the list, so that long ones go round them."""
    taken: list[list[tuple[int, int]]] = []
    found = []
    for one, rows in sorted(targets.items(), key=lambda pair: (pair[1][-1] - place[pair[0]], place[pair[0]])):
        start, stop = place[one], rows[-1]
        column = next(
            (at for at, spans in enumerate(taken) if all(stop < left or right < start for left, right in spans)),
            len(taken),
        )
        if column == len(taken):
            taken.append([])
        taken[column].append((start, stop))
        found.append(_Lane(start, tuple(rows), column))
    return found


def _row(row: int, drawn: Sequence[_Lane], width: int) -> str:
    """The lines in one row, from the top (0) to the bottom (100); the dot of the row stands at the right, half-way."""
    node = width - STEP // 2
    paths = []
    for lane in sorted(drawn, key=lambda one: -one.column):
        x = node - (lane.column + 1) * STEP
        if row == lane.source:
            paths.append((lane, f"M{node} {_MIDDLE}H{x + _BEND}Q{x} {_MIDDLE} {x} {_MIDDLE + _BEND}V100"))
        if lane.source < row < lane.last:
            paths.append((lane, f"M{x} 0V100"))
        if row in lane.targets:
            top = 0 if row == lane.last else _MIDDLE - _BEND
            paths.append((lane, f"M{x} {top}V{_MIDDLE - _BEND}Q{x} {_MIDDLE} {x + _BEND} {_MIDDLE}H{node}"))
    lines = "".join(f'<path class="kw-lijn kw-lijn--{lane.column % 3}" d="{path}"/>' for lane, path in paths)
    size = f'viewBox="0 0 {width} 100" width="{width / 16:g}em" preserveAspectRatio="none"'
    return f'<svg {size} aria-hidden="true" focusable="false">{lines}</svg>'
