"""The colour of a site: one that an institution chose, made readable in the light and the dark scheme.

Contrast is that of WCAG 2.2 (w3.org/TR/WCAG22, "contrast ratio" and "relative luminance"); text needs 4.5:1.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

ENOUGH = 4.5
HEX = re.compile(r"#[0-9a-fA-F]{6}")
ACCENT = "#0d4f4b"
"""The colour of a site that chose none."""

LIGHT = ("#fcfbf8", "#f4f1ea")
DARK = ("#151a1b", "#1e2526")
"""What text in the accent colour stands on in each scheme: ``--kw-papier`` and ``--kw-vlak`` in ``assets/stijl/1-basis.css``."""


@dataclass(frozen=True)
class Accent:
    """The accent in the light and in the dark scheme."""

    licht: str
    donker: str


def accent(colour: str) -> Accent:
    """The colour itself where it can be read, else the nearest darker (light scheme) or lighter one (dark scheme)."""
    return Accent(_readable(colour, LIGHT, -1), _readable(colour, DARK, 1))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def css(colour: str) -> str:
    """The rules that give a site this colour."""
    found = accent(colour)

    def rule(selector: str, value: str) -> str:
        names = "".join(f"--kw-{name}:{value};" for name in ("accent", "module", "leerroute", "les"))
        return f"{selector}{{{names}}}"

    light = rule(':root,[data-md-color-scheme="default"]', found.licht)
    return light + rule('[data-md-color-scheme="slate"]', found.donker)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _readable(colour: str, backgrounds: tuple[str, ...], way: int) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    found = colour.lower()
    for _ in range(200):
        if min(contrast(found, one) for one in backgrounds) >= ENOUGH:
            break
        lightness = min(1.0, max(0.0, lightness + way * 0.005))
        channels = colorsys.hls_to_rgb(hue, lightness, saturation)
        found = "#" + "".join(f"{round(one * 255):02x}" for one in channels)
    return found
