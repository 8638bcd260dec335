"""A small line chart as SVG: both axes logarithmic, each line named at its end, so that no colour has to be told apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 560, 420
LEFT, RIGHT, TOP, BOTTOM = 46, 226, 28, 44
"""Room around the lines, in units of the picture; the names stand at the right."""
BETWEEN = 17
"""Height of a line of text."""


@dataclass(frozen=True)
class Colours:
    """The colours of a scheme, those of ``assets/stijl/1-basis.css``."""

    paper: str
    ink: str
    quiet: str
    rule: str
    accent: str


SCHEMES = {
    "licht": Colours("#fcfbf8", "#1f2a2c", "#556164", "#d8d3c7", "#0d4f4b"),
    "donker": Colours("#151a1b", "#e9e7e1", "#a9b4b4", "#3b4543", "#86d3c7"),
}


@dataclass(frozen=True)
class Series:
    """A line: its name, its points by rising x, and whether the chart is about it."""

    name: str
    points: Sequence[tuple[float, float]]
    ours: bool = False


def chart(series: Sequence[Series], across: str, up: str, colours: Colours) -> str:
    """The chart; ``across`` and ``up`` say what the axes are. All values are above zero."""
    xs = sorted({x for one in series for x, _ in one.points})
    ys = [y for one in series for _, y in one.points]
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    place = _scale(xs[0], max(xs[-1], xs[0] * 1.1), LEFT, WIDTH - RIGHT)
    height = _scale(10**low, 10 ** max(high, low + 1), HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="system-ui, sans-serif" font-size="14" fill="{colours.ink}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.paper}"/>',
        f'<text y="14" fill="{colours.quiet}">{escape(up)}</text>',
        f'<text x="{LEFT}" y="{HEIGHT - 6}" fill="{colours.quiet}">{escape(across)}</text>',
    ]
    for power in range(low, max(high, low + 1) + 1):
        y = height(10**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{colours.rule}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{_number(10**power)}</text>')
    for x in xs:
        parts.append(f'<path d="M{place(x):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{colours.rule}"/>')
        parts.append(f'<text x="{place(x):.1f}" y="{HEIGHT - 25}" text-anchor="middle">{_number(x)}</text>')
    ordered = sorted(series, key=lambda one: one.ours)  # ours on top
    ends = _spread([height(one.points[-1][1]) for one in ordered])
    for one, end in zip(ordered, ends, strict=True):
        parts += _line(one, [(place(x), height(y)) for x, y in one.points], end, colours)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(one: Series, points: list[tuple[float, float]], end: float, colours: Colours) -> list[str]:
    """The line, a mark at each point, its name, and a thin line between the last point and the name."""
    colour, width, weight = (colours.accent, 3, "bold") if one.ours else (colours.quiet, 1.5, "normal")
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    x, y = points[-1]
    name = WIDTH - RIGHT + 24
    return [
        f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>',
        *(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{width + 1}" fill="{colour}"/>' for px, py in points),
        f'<path d="M{x:.1f} {y:.1f}L{name - 4} {end:.1f}" stroke="{colour}" stroke-dasharray="2 3" fill="none"/>',
        f'<text x="{name}" y="{end + 5:.1f}" fill="{colour}" font-weight="{weight}">{escape(one.name)}</text>',
    ]


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Where a value stands on a logarithmic axis."""
    return lambda value: start + (end - start) * math.log(value / low) / math.log(high / low)


def _spread(wanted: list[float]) -> list[float]:
    """Heights for names, near the wanted ones, in their order, and never closer than a line of text."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    found = sorted(wanted)
    for _ in range(200):  # push neighbours apart until all have room
        for at in range(1, len(found)):
            short = BETWEEN - (found[at] - found[at - 1])
            if short > 0.01:
                found[at - 1] -= short / 2
                found[at] += short / 2
    placed = [0.0] * len(wanted)
    for at, height in zip(order, found, strict=True):
        placed[at] = height
    return placed


def _number(value: float) -> str:
    """A number as Dutch readers write it."""
    return f"{value:,.0f}".replace(",", ".") if value >= 1 else f"{value:g}".replace(".", ",")
