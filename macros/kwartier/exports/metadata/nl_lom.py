"""A module as a record of NL LOM, in the binding IMS Learning Resource Meta-Data 1.2.4.

Source: NL LOM (``nl_lom_v1p0``) with its vocabularies at purl.edustandaard.nl; level ids are those of the
Onderwijsbegrippenkader. The national portal for hbo passes over a record without a level whose name begins with ``HBO``.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from kwartier.addresses import page_uri
from kwartier.catalogue import flat
from kwartier.exports.job import Job
from kwartier.model import Module
from kwartier.model.base import Status
from kwartier.model.licentie import LICENTIES

_NAMESPACE = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_PURL = "http://purl.edustandaard.nl/"
_VOCABULARY = {
    "aggregationlevel": f"{_PURL}vdex_aggregationlevel_czp_20060628.xml",
    "status": f"{_PURL}vdex_status_lomv1p0_20060628.xml",
    "role": f"{_PURL}vdex_lifecycle_contribute_role_lomv1p0_20060628.xml",
    "learningresourcetype": f"{_PURL}vdex_learningresourcetype_czp_20060628.xml",
    "intendedenduserrole": f"{_PURL}vdex_intendedenduserrole_lomv1p0_20060628.xml",
    "context": f"{_PURL}vdex_context_czp_20060628.xml",
    "cost": f"{_PURL}vdex_cost_lomv1p0_20060628.xml",
    "copyrightandotherrestrictions": "https://purl.edustandaard.nl/copyrightsandotherrestrictions_nllom_20180530",
    "purpose": f"{_PURL}vdex_classification_purpose_czp_20060628.xml",
}
_LEVELS = {
    "hbo": ("HBO", "be140797-803f-4b9e-81cc-5572c711e09c"),
    "mbo": ("MBO", "f3ac3fbb-5eae-49e0-8494-0a44855fff25"),
}
"""Per sector the name and id of its level in the Onderwijsbegrippenkader."""
_CONTEXTS = {"hbo": "HBO", "mbo": "BVE"}
_STATES = {
    Status.CONCEPT: "draft",
    Status.IN_REVIEW: "draft",
    Status.GEVALIDEERD: "final",
    Status.GEARCHIVEERD: "unavailable",
}
_COURSE = "3"
"""Aggregation level of a module: a set of lessons that forms one course."""


def record(job: Job, module_id: str, module: Module) -> bytes:
    """The record of a module as an XML file."""
    root = etree.Element("lom", {"xmlns": _NAMESPACE})
    _general(root, job, module_id, module)
    _lifecycle(root, module)
    meta = etree.SubElement(root, "metametadata")
    for scheme in ("LOMv1.0", "nl_lom_v1p0"):
        etree.SubElement(meta, "metadatascheme").text = scheme
    technical = etree.SubElement(root, "technical")
    etree.SubElement(technical, "format").text = "text/html"
    address = job.url(page_uri(("module", module_id)))
    if address:
        etree.SubElement(technical, "location").text = address
    _educational(root, module)
    rights = etree.SubElement(root, "rights")
    _chosen(rights, "cost", "no")
    _chosen(rights, "copyrightandotherrestrictions", module.licentie)
    name, where = LICENTIES.get(module.licentie, (module.licentie, ""))
    _text(rights, "description", f"{name} {where}".strip())
    _classifications(root, job, module)
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def _general(root: etree.Element, job: Job, module_id: str, module: Module) -> None:
    general = etree.SubElement(root, "general")
    _text(general, "title", f"{module.titel} : {module.ondertitel}" if module.ondertitel else module.titel)
    entry = etree.SubElement(general, "catalogentry")
    etree.SubElement(entry, "catalog").text = "URI"
    _text(entry, "entry", job.url(page_uri(("module", module_id))) or f"urn:kwartier:module:{module_id}", "x-none")
    etree.SubElement(general, "language").text = "nl"
    _text(general, "description", flat(module.samenvatting))
    for term_id in module.kernbegrippen:
        if term_id in job.library.begrippen:
            _text(general, "keyword", job.library.begrippen[term_id].term)
    _chosen(general, "aggregationlevel", _COURSE)


def _lifecycle(root: etree.Element, module: Module) -> None:
    lifecycle = etree.SubElement(root, "lifecycle")
    _text(lifecycle, "version", module.herzien.isoformat(), "x-none")
    _chosen(lifecycle, "status", _STATES[module.status])
    for author in module.auteurs:
        contribute = etree.SubElement(lifecycle, "contribute")
        _chosen(contribute, "role", "author")
        entity = etree.SubElement(contribute, "centity")
        etree.SubElement(entity, "vcard").text = _vcard(author)
        date = etree.SubElement(contribute, "date")
        etree.SubElement(date, "datetime").text = module.herzien.isoformat()


def _vcard(name: str) -> str:
    """A name as vCard 3.0 (RFC 2426), in which a backslash, comma and semicolon are escaped."""
    escaped = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{escaped}\nN:{escaped}\nEND:VCARD"


def _educational(root: etree.Element, module: Module) -> None:
    educational = etree.SubElement(root, "educational")
    _chosen(educational, "learningresourcetype", "informatiebron")
    _chosen(educational, "intendedenduserrole", "learner")
    for sector in _sectors(module):
        _chosen(educational, "context", _CONTEXTS[sector])
    time = etree.SubElement(educational, "typicallearningtime")
    etree.SubElement(time, "datetime").text = f"PT{module.studielast}H"


def _classifications(root: etree.Element, job: Job, module: Module) -> None:
    """The discipline, which is a setting of the site, and the levels."""
    settings = job.project.settings
    if settings.vakgebied and settings.vakgebied_id:
        _classification(root, "discipline", [(settings.vakgebied, settings.vakgebied_id)])
    _classification(root, "educational level", [_LEVELS[sector] for sector in _sectors(module)])


def _classification(root: etree.Element, purpose: str, taxons: list[tuple[str, str]]) -> None:
    classification = etree.SubElement(root, "classification")
    _chosen(classification, "purpose", purpose)
    for name, taxon_id in taxons:
        path = etree.SubElement(classification, "taxonpath")
        _text(path, "source", f"{_PURL}begrippenkader", "x-none")
        taxon = etree.SubElement(path, "taxon")
        etree.SubElement(taxon, "id").text = taxon_id
        _text(taxon, "entry", name)


def _sectors(module: Module) -> list[str]:
    return [one for one in _LEVELS if any(level.stroom == one for level in module.niveaus)]


def _text(parent: etree.Element, tag: str, text: str, language: str = "nl") -> None:
    element = etree.SubElement(parent, tag)
    etree.SubElement(element, "langstring", {"xml:lang": language}).text = text


def _chosen(parent: etree.Element, tag: str, value: str) -> None:
    """A value from the vocabulary of an element."""
    element = etree.SubElement(parent, tag)
    _text(element, "source", _VOCABULARY[tag], "x-none")
    _text(element, "value", value, "x-none")
