"""Styles, scripts and fonts of the site, made ready at build time; nothing is fetched by a reader from another host.

The fonts are Atkinson Hyperlegible (SIL Open Font License 1.1), taken from the package ``fontpkg-atkinson-hyperlegible`` and
cut down to Latin. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from importlib.resources import files
from pathlib import Path

_FONTS = {"regular": "Regular", "bold": "Bold", "italic": "Italic"}
_UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2027),
    0x2032,
    0x2033,
    0x2039,
    0x203A,
    0x20AC,
    0x2190,
    0x2192,
    0x2212,
    0x2248,
    0x2264,
    0x2265,
]
_LAYOUT = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "frac"]


def all_assets(cache: Path) -> dict[str, bytes]:
    """Every asset by its name below ``assets/kwartier/``; cut fonts are kept in ``cache``."""
    here = files(__package__)
    assets = {one.name: one.read_bytes() for one in here.iterdir() if one.name.endswith(".svg")}
    for folder, prefix in ((here, ""), (here / "zoek", "zoek/")):
        scripts = (one for one in folder.iterdir() if one.name.endswith(".js"))
        assets |= {prefix + one.name: slim(one.read_text(encoding="utf-8")).encode() for one in scripts}
    styles = sorted((here / "stijl").iterdir(), key=lambda one: one.name)
    css = "\n".join(one.read_text(encoding="utf-8") for one in styles if one.name.endswith(".css"))
    assets["kwartier.css"] = slim(css).encode()
    for name, style in _FONTS.items():
        assets[f"fonts/{name}.woff2"] = _font(style, cache)
    assets["fonts/OFL.txt"] = (files("fontpkg_atkinson_hyperlegible") / "LICENSE").read_bytes()
    return dict(sorted(assets.items()))


def slim(text: str) -> str:
    """A script or style sheet without the comments that stand on lines of their own, and without indentation.

    That is most of what a minifier saves here (a third), and it cannot change what our code does: no string of ours spans
    lines. No well-kept minifier comes as a wheel for every system that lecturers use.
    """
    text = re.sub(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*$", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def _font(style: str, cache: Path) -> bytes:
    source = (files("fontpkg_atkinson_hyperlegible") / "files" / f"AtkinsonHyperlegible-{style}.ttf").read_bytes()
    key = hashlib.sha256(source + repr((_UNICODES, _LAYOUT)).encode()).hexdigest()[:16]
    kept = cache / f"{style.lower()}-{key}.woff2"
    if kept.is_file():
        return kept.read_bytes()
    from fontTools import subset  # slow to import, and only needed on the first build
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff2", layout_features=_LAYOUT, hinting=False, recalc_timestamp=False)
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_UNICODES)
    cutter.subset(font)
    font.flavor = "woff2"
    target = io.BytesIO()
    font.save(target)
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(target.getvalue())
    return target.getvalue()
