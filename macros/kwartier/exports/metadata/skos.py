"""The glossary as SKOS (W3C Recommendation of 18 August 2009), in Turtle and in JSON-LD: the same statements twice.

A conceptie is a ``scopeNote`` that begins with its voice and ends with its source, as SKOS has no place for who says it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kwartier.addresses import page_uri, public_url
from kwartier.catalogue import flat
from kwartier.model import Begrip
from kwartier.pages import citations
from kwartier.pages.glossary import PERSPECTIEVEN, stemmen
from kwartier.project import Project

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_LANGUAGE = {"altLabel", "prefLabel", "definition", "note", "scopeNote", "title"}
"""Properties whose values are Dutch text; an English term is an ``altLabel`` of its own."""
Node = dict[str, Any]


def json_ld(project: Project) -> Node:
    """The glossary as JSON-LD."""
    words = {
        name: {"@id": ("dct:" if name == "title" else "skos:") + name, "@language": "nl"} for name in sorted(_LANGUAGE)
    }
    links = ("inScheme", "topConceptOf", "broader", "related")
    context = {"skos": _SKOS, "dct": _DCT, "source": "dct:source", **words}
    context |= {one: {"@id": f"skos:{one}", "@type": "@id"} for one in links}
    return {"@context": context, "@graph": [_scheme(project), *_concepts(project)]}


def turtle(project: Project) -> bytes:
    """The glossary as Turtle."""
    blocks = [f"@prefix skos: <{_SKOS}> .\n@prefix dct: <{_DCT}> .\n"]
    for node in [_scheme(project), *_concepts(project)]:
        lines = [f"<{node['@id']}> a {node['@type']}"]
        for name, value in node.items():
            if not name.startswith("@"):
                prefix = "dct" if name in {"title", "source"} else "skos"
                listed = value if isinstance(value, list) else [value]
                lines.append(f"  {prefix}:{name} " + ", ".join(_value(name, one) for one in listed))
        blocks.append(" ;\n".join(lines) + " .\n")
    return "\n".join(blocks).encode()


def _value(name: str, value: Any) -> str:
    """A value in Turtle; the escapes of a JSON string are among those of Turtle."""
    if isinstance(value, dict):
        return f"{json.dumps(value['@value'], ensure_ascii=False)}@{value['@language']}"
    if name in _LANGUAGE:
        return f"{json.dumps(value, ensure_ascii=False)}@nl"
    return json.dumps(value, ensure_ascii=False) if name == "source" else f"<{value}>"


def _scheme(project: Project) -> Node:
    return {
        "@id": _scheme_id(project),
        "@type": "skos:ConceptScheme",
        "title": f"Begrippen van {project.settings.site_name}",
    }


def _scheme_id(project: Project) -> str:
    site_url = project.settings.site_url
    return public_url(site_url, "begrippen/index.md") if site_url else "urn:kwartier:begrippen"


def _id(project: Project, term_id: str) -> str:
    site_url = project.settings.site_url
    return public_url(site_url, page_uri(("begrip", term_id))) if site_url else f"urn:kwartier:begrip:{term_id}"


def _concepts(project: Project) -> list[Node]:
    terms = project.library.begrippen
    related: dict[str, set[str]] = {one: set() for one in terms}
    for term_id, term in terms.items():
        for other in term.verwant:  # SKOS: what is broader cannot be related as well (S27)
            if other in terms and other not in _broader(terms, term_id) and term_id not in _broader(terms, other):
                related[term_id].add(other)
                related[other].add(term_id)
    return [_concept(project, term_id, term, sorted(related[term_id])) for term_id, term in sorted(terms.items())]


def _broader(terms: Mapping[str, Begrip], term_id: str) -> set[str]:
    """Every term that is broader than a term, directly or by steps."""
    found: set[str] = set()
    waiting = [term_id]
    while waiting:
        new = {one for one in terms[waiting.pop()].breder if one in terms} - found
        found |= new
        waiting += new
    return found


def _concept(project: Project, term_id: str, term: Begrip, related: list[str]) -> Node:
    sources = dict.fromkeys([*(one.bron for one in term.bronnen), *(one.bron.bron for one in term.concepties)])
    labels: list[Any] = [one for one in term.alle_vormen if one != term.term]
    labels += [{"@value": term.engels, "@language": "en"}] if term.engels else []
    node: Node = {
        "@id": _id(project, term_id),
        "@type": "skos:Concept",
        "inScheme": _scheme_id(project),
        "topConceptOf": None if term.breder else _scheme_id(project),
        "prefLabel": term.term,
        "altLabel": labels,
        "definition": flat(term.definitie),
        "scopeNote": [_note(project, one) for one in stemmen(term)],
        "note": flat(term.spanning),
        "broader": [_id(project, one) for one in term.breder],
        "related": [_id(project, one) for one in related],
        "source": [citations.kort(project.library.bronnen[one]) for one in sources if one in project.library.bronnen],
    }
    return {key: value for key, value in node.items() if value not in (None, "", [])}


def _note(project: Project, conceptie: Any) -> str:
    voice = PERSPECTIEVEN[conceptie.perspectief] + (f", {conceptie.wie}" if conceptie.wie else "")
    bron = project.library.bronnen.get(conceptie.bron.bron)
    parts = [citations.kort(bron) if bron else conceptie.bron.bron, conceptie.bron.plaats]
    return f"{voice}: {flat(conceptie.tekst)} ({', '.join(one for one in parts if one)})"
