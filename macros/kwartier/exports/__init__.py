"""Exports: the same content for learning environments, on paper, and for catalogues. One file per format.

A format is a function ``export(job) -> Report`` in :data:`FORMATEN`. It writes into ``job.uit``, says in its report what
it could not carry and what it did instead, and gives the same bytes for the same content.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kwartier.exports import cartridge, metadata, moodle, plainsite, reader, scorm
from kwartier.exports.job import Job, Report


@dataclass(frozen=True)
class Formaat:
    """A format: what it is, in words for lecturers, and the function that makes it."""

    uitleg: str
    export: Callable[[Job], Report]
    kiest: bool = True
    """Whether modules or a route have to be chosen; a format that always carries the whole site takes all of them."""


FORMATEN: dict[str, Formaat] = {
    "cartridge": Formaat("voor Brightspace, Canvas, Moodle en itslearning", cartridge.export),
    "moodle": Formaat("begrippenlijst, vragen en een boek voor Moodle", moodle.export),
    "metadata": Formaat("NL LOM, schema.org, SKOS en een catalogus", metadata.export, kiest=False),
    "scorm": Formaat("SCORM 1.2, met voortgang en score", scorm.export),
    "reader": Formaat("een boek als PDF en EPUB", reader.export),
    "markdown": Formaat("een site die je zonder Kwartier bouwt", plainsite.export, kiest=False),
}
"""The formats of ``kwartier exporteer``, by the name that is typed."""
