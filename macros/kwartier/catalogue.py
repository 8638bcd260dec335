"""The catalogue: every item of a site with what others need to find, judge and reuse it (:mod:`kwartier.model.catalogus`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from kwartier.addresses import page_uri, public_url
from kwartier.index import stap_uren
from kwartier.library import Sleutel
from kwartier.model.catalogus import Catalogus, CatalogusItem, CatalogusLes, CatalogusLicentie, CatalogusUitkomst
from kwartier.model.licentie import LICENTIES
from kwartier.model.module import UREN_PER_EC, Module
from kwartier.project import Project
from kwartier.texts import sentences

FILE = "catalogus.json"
"""Where the catalogue stands in a site."""
KINDS = ("module", "leerroute", "begrip", "casus", "kader", "instrument")


def catalogue(project: Project) -> Catalogus:
    """The catalogue of the edition that ``project`` is set to; no edition's catalogue holds text for lecturers."""
    settings = project.settings
    return Catalogus(
        naam=settings.site_name,
        omschrijving=settings.site_description,
        adres=settings.site_url,
        instelling=settings.instelling,
        jaar=settings.jaar,
        items=tuple(_items(project)),
    )


def as_json(found: Catalogus) -> bytes:
    """The catalogue as the bytes of its file: what is empty is left out, the same content gives the same bytes."""
    data = found.model_dump(mode="json", exclude_defaults=True) | {"formaat": found.formaat, "taal": found.taal}
    order = list(Catalogus.model_fields)
    data = {key: data[key] for key in order if key in data}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def flat(text: str | None) -> str:
    """Markdown as plain text on one line."""
    return " ".join(sentences(text)) if text else ""


def _items(project: Project) -> Iterator[CatalogusItem]:
    marks = _marks(project)
    for soort in KINDS:
        for item_id, item in sorted(project.library.of_kind(soort).items()):
            sleutel = (soort, item_id)
            yield CatalogusItem(
                soort=soort,
                id=item_id,
                titel=item.term if soort == "begrip" else item.titel,
                samenvatting=flat(item.definitie if soort == "begrip" else item.samenvatting),
                adres=public_url(project.settings.site_url, page_uri(sleutel)),
                kenmerk=marks[sleutel],
                **({"versie": project.settings.jaar} | _more(project, sleutel, item)),
            )


def _more(project: Project, sleutel: Sleutel, item: Any) -> dict[str, Any]:
    """What one kind of item has and others have not."""
    soort, item_id = sleutel
    if soort == "module":
        return _module(project, item_id, item)
    if soort == "leerroute":
        hours = sum(stap_uren(project.library, stap) for stap in item.modules)
        modules = tuple(dict.fromkeys(stap.module for stap in item.modules))
        return {"modules": modules, "voorkennis": item.veronderstelt, **_load(hours), **_levels(item)}
    if soort == "begrip":
        return {"begrippen": tuple(dict.fromkeys([*item.breder, *item.verwant]))}
    if soort == "casus":
        return {"begrippen": item.begrippen, "thema": _theme(project, item.thema), **_levels(item)}
    if soort == "instrument":
        return {"begrippen": item.begrippen}
    return {"versie": item.versie or project.settings.jaar}


def _module(project: Project, module_id: str, module: Module) -> dict[str, Any]:
    name, address = LICENTIES.get(module.licentie, (module.licentie, ""))
    return {
        "versie": module.herzien.isoformat(),
        "status": module.status.value,
        "thema": _theme(project, module.thema),
        "leeruitkomsten": tuple(
            CatalogusUitkomst(
                id=one.id, tekst=flat(one.tekst), taxonomie=one.taxonomie, niveau=one.niveau, kaders=one.kaders
            )
            for one in module.leeruitkomsten
        ),
        "lessen": tuple(
            CatalogusLes(
                id=les.id,
                titel=les.titel,
                adres=public_url(project.settings.site_url, page_uri(("module", module_id), les.id)),
                minuten=les.minuten,
            )
            for les in module.lessen
        ),
        "voorkennis": module.voorkennis.modules,
        "begrippen": module.kernbegrippen,
        "auteurs": module.auteurs,
        "licentie": CatalogusLicentie(id=module.licentie, naam=name, adres=address),
        **_load(module.studielast),
        **_levels(module),
    }


def _theme(project: Project, thema_id: str) -> str | None:
    thema = project.library.themas.get(thema_id)
    return thema.titel if thema else None


def _load(hours: float) -> dict[str, float]:
    return {"studielast": hours, "ec": round(hours / UREN_PER_EC, 2)}


def _levels(item: Any) -> dict[str, Any]:
    return {"niveaus": item.niveaus, "nlqf": tuple(level.nlqf for level in item.niveaus)}


def _marks(project: Project) -> dict[Sleutel, str]:
    """Per item a mark of what readers see of it: its fields, texts and questions, without what is for lecturers only."""
    pieces = {
        sleutel: [f"{path}={value}" for path, value in _values(item.model_dump(mode="json"), "")]
        for sleutel, item in project.library.items()
    }
    for text in project.index.texts:
        if not text.docent and text.owner in pieces:
            pieces[text.owner].append(f"{text.path or text.file}\n{text.content}")
    return {sleutel: sha256("\n\n".join(one).encode()).hexdigest()[:16] for sleutel, one in pieces.items()}


def _values(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in {"docent", "debrief"}:
                yield from _values(one, f"{path}/{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _values(one, f"{path}/{number}")
    elif value is not None:
        yield path, value
