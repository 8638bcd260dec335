"""Items as linked data for search engines and repositories: schema.org in JSON-LD, inside the pages that are about them.

A block of type ``application/ld+json`` is data: no browser runs it, so it needs no leave of a Content-Security-Policy.
It stands in the compiled Markdown, so every host gives it. Properties: schema.org, types ``LearningResource``,
``Course``, ``DefinedTerm`` and ``DefinedTermSet`` (version 29). Text for lecturers is never in it.
"""

from __future__ import annotations

import json
from typing import Any

from kwartier.addresses import page_uri, public_url
from kwartier.catalogue import flat
from kwartier.model import Begrip, Les, Module
from kwartier.model.base import Niveau
from kwartier.model.licentie import LICENTIES
from kwartier.project import Project

Node = dict[str, Any]
_TERMS = "begrippen/index.md"


def script(node: Node) -> str:
    """The block of a page. ``<`` and ``&`` are written as escapes, so nothing in it can end the block or become HTML."""
    text = json.dumps(document(node), ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{text}</script>'


def document(node: Node) -> Node:
    """Linked data that stands by itself: with its context, and without what is empty."""
    return {"@context": "https://schema.org", **_filled(node)}


def module_node(project: Project, module_id: str, module: Module) -> Node:
    """A module as a course that is a learning resource; ``datePublished`` is the day of its last revision.

    Authors are a credit line, since content does not say which of them are people and which are groups.
    """
    assessed = {criterium.leeruitkomst for criterium in module.toetsing.criteria} if module.toetsing else set()
    library, url, instelling = project.library, _urls(project), project.settings.instelling
    return {
        "@type": ["LearningResource", "Course"],
        "@id": url("module", module_id),
        "identifier": module_id,
        "name": module.titel,
        "alternativeHeadline": module.ondertitel,
        "description": flat(module.samenvatting),
        "inLanguage": "nl",
        "datePublished": module.herzien.isoformat(),
        "creativeWorkStatus": module.status.value,
        "license": LICENTIES.get(module.licentie, (module.licentie, module.licentie))[1].removesuffix("deed.nl"),
        "creditText": ", ".join(module.auteurs),
        "provider": {"@type": "Organization", "name": instelling} if instelling else None,
        "keywords": [library.begrippen[one].term for one in module.kernbegrippen if one in library.begrippen],
        "educationalLevel": [_level(one) for one in module.niveaus],
        "educationalAlignment": _alignments(project, module),
        "teaches": [
            {"@type": "DefinedTerm", "@id": f"_:{one.id}", "termCode": one.id, "name": flat(one.tekst)}
            for one in module.leeruitkomsten
        ],
        "assesses": [{"@id": f"_:{one.id}"} for one in module.leeruitkomsten if one.id in assessed],
        "competencyRequired": [
            {"@type": "DefinedTerm", "@id": url("begrip", one), "name": library.begrippen[one].term}
            for one in module.voorkennis.begrippen
            if one in library.begrippen
        ],
        "coursePrerequisites": [
            {"@type": "Course", "@id": url("module", one), "name": library.modules[one].titel}
            for one in module.voorkennis.modules
            if one in library.modules
        ],
        "learningResourceType": "lesmodule",
        "timeRequired": f"PT{module.studielast}H",
        "audience": {"@type": "EducationalAudience", "educationalRole": "student"},
        "isAccessibleForFree": True,
    }


def lesson_node(project: Project, module_id: str, module: Module, les: Les) -> Node:
    """A lesson as a part of its module."""
    url = _urls(project)
    return {
        "@type": "LearningResource",
        "url": url("module", module_id, les.id),
        "name": les.titel,
        "description": flat(les.samenvatting),
        "inLanguage": "nl",
        "isPartOf": {"@type": "Course", "@id": url("module", module_id), "name": module.titel},
        "position": module.lessen.index(les) + 1,
        "learningResourceType": "les",
        "timeRequired": f"PT{les.minuten}M" if les.minuten else None,
        "isAccessibleForFree": True,
    }


def term_node(project: Project, term_id: str, term: Begrip) -> Node:
    """A term of the glossary."""
    url = _urls(project)
    return {
        "@type": "DefinedTerm",
        "@id": url("begrip", term_id),
        "termCode": term_id,
        "name": term.term,
        "alternateName": [one for one in (term.afkorting, term.engels) if one],
        "description": flat(term.definitie),
        "inDefinedTermSet": public_url(project.settings.site_url, _TERMS) if project.settings.site_url else None,
    }


def glossary_node(project: Project) -> Node:
    """The glossary as a set; each term is described on its own page and points here."""
    address = public_url(project.settings.site_url, _TERMS) if project.settings.site_url else None
    return {
        "@type": "DefinedTermSet",
        "@id": address,
        "url": address,
        "name": f"Begrippen van {project.settings.site_name}",
        "inLanguage": "nl",
    }


def whole_glossary(project: Project) -> Node:
    """The glossary with all its terms, as a file of its own."""
    terms = [term_node(project, one, term) for one, term in sorted(project.library.begrippen.items())]
    for term in terms:
        term.pop("inDefinedTermSet")
    return document({**glossary_node(project), "hasDefinedTerm": terms})


def _urls(project: Project) -> Any:
    """Gives addresses of items; without a ``site_url`` there are none, since an address in data must be whole."""
    site_url = project.settings.site_url

    def url(soort: str, item_id: str, part: str = "") -> str | None:
        return public_url(site_url, page_uri((soort, item_id), part)) if site_url else None

    return url


def _level(niveau: Niveau) -> Node:
    return {"@type": "DefinedTerm", "name": niveau.label, "termCode": f"NLQF {niveau.nlqf}"}


def _alignments(project: Project, module: Module) -> list[Node]:
    """Each framework with the items that an outcome names, in the order of the outcomes."""
    found: dict[str, list[str]] = {}
    for ref in dict.fromkeys(ref for one in module.leeruitkomsten for ref in one.kaders):
        pair = project.library.kaderitem(ref)
        if pair is not None:
            kader, item = pair
            found.setdefault(kader.titel, []).append(item.label if item else kader.titel)
    return [
        {"@type": "AlignmentObject", "alignmentType": "teaches", "educationalFramework": name, "targetName": targets}
        for name, targets in found.items()
    ]


def _filled(value: Any) -> Any:
    """The same without what is empty."""
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items() if one not in (None, "", [])}
    return [_filled(one) for one in value] if isinstance(value, list) else value
