"""Blocks for lesson texts: ``/// opdracht | Titel`` ... ``///``, on top of ``pymdownx.blocks``.

The kinds are the vocabulary of a lesson, not of layout; ``mbo`` and ``hbo`` mark a part that is meant for one level only.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

BLOKKEN = {
    "opdracht": "Opdracht",
    "voorbeeld": "Voorbeeld",
    "verdieping": "Verdieping",
    "let-op": "Let op",
    "mbo": "Voor mbo",
    "hbo": "Voor hbo",
}
"""Each kind of block with the label that readers see above it."""


class _LesBlok(Block):
    """A section with a label and an optional title of its own."""

    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Make the section; its first paragraph carries the label and the title."""
        level = self.NAME in {"mbo", "hbo"}
        section = etree.SubElement(parent, "section", {"class": f"kw-blok kw-blok--{self.NAME}"})
        if level:
            section.set("data-niveau", self.NAME)
        title = etree.SubElement(section, "p", {"class": "kw-blok-titel"})
        label = etree.SubElement(title, "span", {"class": "kw-blok-soort"})
        label.text = BLOKKEN[self.NAME]
        if self.argument:
            label.tail = " "
            text = etree.SubElement(title, "strong")
            text.text = self.argument
        return section


class LesBlokken(BlocksExtension):
    """Python-Markdown extension ``kwartier.blocks``."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 - name set by pymdownx
        """Register one block class per kind."""
        for name in BLOKKEN:
            block_mgr.register(
                type(f"Blok{name.title().replace('-', '')}", (_LesBlok,), {"NAME": name}), self.getConfigs()
            )


def makeExtension(*args: Any, **kwargs: Any) -> LesBlokken:  # noqa: N802 - name set by Python-Markdown
    """Entry point of Python-Markdown."""
    return LesBlokken(*args, **kwargs)
