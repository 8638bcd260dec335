"""Styles, scripts and fonts of the site, made ready at build time; nothing is fetched by a reader from another host.

The fonts are Atkinson Hyperlegible (SIL Open Font License 1.1), taken from the package ``fontpkg-atkinson-hyperlegible`` and
cut down to Latin. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from importlib.resources import files
from pathlib import Path

from kwartier.assets import scripts

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
    """Every asset by its name below ``assets/kwartier/``; what took time to make is kept in ``cache``."""
    here = files(__package__)
    assets = {one.name: one.read_bytes() for one in here.iterdir() if one.name.endswith(".svg")}
    modules = {one for names in scripts.BUNDLES.values() for one in names}
    sources = {one: (here / one).read_text(encoding="utf-8") for one in modules}
    styles = sorted((here / "stijl").iterdir(), key=lambda one: one.name)
    css = "\n".join(one.read_text(encoding="utf-8") for one in styles if one.name.endswith(".css"))
    texts = {name: ("text/javascript", scripts.bundle(name, sources)) for name in scripts.BUNDLES}
    assets |= scripts.minified({**texts, "kwartier.css": ("text/css", css)}, cache)
    for name, style in _FONTS.items():
        assets[f"fonts/{name}.woff2"] = _font(style, cache)
    assets["fonts/OFL.txt"] = (files("fontpkg_atkinson_hyperlegible") / "LICENSE").read_bytes()
    return dict(sorted(assets.items()))


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
