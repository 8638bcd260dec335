"""The learner's own file: its page, and the two small data files with which the browser finds a learner's work again.

The work itself stays in the browser (``assets/opslag.js``). ``verplaatst.json`` says which items have another id now and
which site this is; ``leerdossier.json`` lists what a learner can do on this site, in the order in which it is offered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from kwartier.addresses import DOSSIER, page_uri
from kwartier.library import Library
from kwartier.pages.context import Draft, Page, PageContext, Site
from kwartier.project import Project
from kwartier.settings import above_versions

FORMAT = 1
"""Format of both data files."""


def pages(site: Site) -> Iterator[Draft]:
    """The page of the learner's own file; what it shows comes from the browser of the reader."""
    yield Draft(DOSSIER, partial(_dossier, site))


def _dossier(site: Site) -> Page:
    context = PageContext(site, DOSSIER, "")
    return context.page(
        "leerdossier.md",
        titel="Mijn leerdossier",
        omschrijving="Wat je las, schreef en invulde. Het staat alleen op jouw apparaat.",
        soort="dossier",
        bron="",
    )


def data_files(project: Project) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The data files of the learner's file at the top of the site, as (name, what makes its bytes)."""
    yield "verplaatst.json", lambda: _as_json({"site": site_id(project), "verplaatst": moved(project.library)})
    yield "leerdossier.json", lambda: _as_json(contents(project))


def _as_json(data: dict[str, Any]) -> bytes:
    return json.dumps({"formaat": FORMAT, **data}, ensure_ascii=False, separators=(",", ":")).encode()


def site_id(project: Project) -> str:
    """What names this site, the same for every academic-year version of it: its address without the year, or its name."""
    settings = project.settings
    name = above_versions(settings.site_url) or settings.site_name
    return re.sub(r"[^a-z0-9]+", "-", name.lower().removeprefix("https://").removeprefix("http://")).strip("-")


def moved(library: Library) -> dict[str, str]:
    """Former ``kind/id`` to the present one, for the items that learners' work hangs on."""
    found = {}
    for module_id, module in library.modules.items():
        for old in module.verplaatst_van:
            found[f"module/{old}"] = f"module/{module_id}"
        for les in module.lessen:
            for old in les.verplaatst_van:
                former = old if "/" in old else f"{module_id}/{old}"
                found[f"les/{former}"] = f"les/{module_id}/{les.id}"
    for instrument_id, instrument in library.instrumenten.items():
        for old in instrument.verplaatst_van:
            found[f"instrument/{old}"] = f"instrument/{instrument_id}"
    return dict(sorted(found.items()))


def contents(project: Project) -> dict[str, Any]:
    """Modules with lessons and questions, instruments and routes; ``pagina`` is a path below the compiled docs folder."""
    library = project.library
    modules = []
    for module_id in project.index.volgorde[0]:
        module = library.modules[module_id]
        sleutel = ("module", module_id)
        modules.append(
            {
                "id": module_id,
                "titel": module.titel,
                "pagina": page_uri(sleutel),
                "lessen": [
                    {"id": les.id, "titel": les.titel, "pagina": page_uri(sleutel, les.id)} for les in module.lessen
                ],
                "vragen": [vraag.id for vraag in library.zelftoetsen.get(module_id, ())],
                "instrumenten": [one for one in module.instrumenten if one in library.instrumenten],
            }
        )
    instruments = [
        {"id": one, "titel": instrument.titel, "pagina": page_uri(("instrument", one))}
        for one, instrument in sorted(library.instrumenten.items())
    ]
    routes = [
        {
            "id": one,
            "titel": route.titel,
            "pagina": page_uri(("leerroute", one)),
            "modules": [[stap.module, list(stap.lessen)] for stap in route.modules if stap.module in library.modules],
        }
        for one, route in sorted(library.leerroutes.items())
    ]
    return {"modules": modules, "instrumenten": instruments, "leerroutes": routes}
