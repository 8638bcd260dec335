"""A sheet with what the form of a national repository asks about each module, to copy from or to import."""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.addresses import page_uri
from kwartier.catalogue import flat
from kwartier.exports.job import Job
from kwartier.model.licentie import LICENTIES
from kwartier.pages.downloads import Cel, as_csv

_HEAD = (
    "titel",
    "beschrijving",
    "trefwoorden",
    "adres",
    "auteurs",
    "uitgever",
    "datum",
    "versie",
    "taal",
    "onderwijsniveau",
    "vakgebied",
    "soort_materiaal",
    "doelgroep",
    "studielast_uren",
    "licentie",
    "kosten",
    "bestanden",
)


def sheet(job: Job) -> bytes:
    """A row per module."""
    return as_csv(_HEAD, _rows(job))


def _rows(job: Job) -> Iterator[tuple[Cel, ...]]:
    for module_id in job.modules:
        module = job.library.modules[module_id]
        terms = [job.library.begrippen[one].term for one in module.kernbegrippen if one in job.library.begrippen]
        yield (
            f"{module.titel}: {module.ondertitel}" if module.ondertitel else module.titel,
            flat(module.samenvatting),
            ", ".join(terms),
            job.url(page_uri(("module", module_id))),
            ", ".join(module.auteurs),
            job.project.settings.instelling,
            module.herzien.isoformat(),
            job.project.settings.jaar or module.herzien.isoformat(),
            "Nederlands",
            ", ".join(level.label for level in module.niveaus),
            job.project.settings.vakgebied,
            "lesmodule",
            "student",
            module.studielast,
            LICENTIES.get(module.licentie, (module.licentie, ""))[0],
            "gratis",
            f"{module_id}-nl-lom.xml",
        )
