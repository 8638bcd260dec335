"""Metadata for repositories, search engines and other programs: NL LOM, schema.org, SKOS, a catalogue and a sheet."""

from __future__ import annotations

import json
from dataclasses import replace

from kwartier import catalogue, linkeddata
from kwartier.exports.job import Job, Report
from kwartier.exports.metadata import nl_lom, sheet, skos
from kwartier.exports.package import write
from kwartier.project import Project


def export(job: Job) -> Report:
    """Per module ``<id>-nl-lom.xml`` and ``<id>.jsonld``; for the whole site the glossary, the catalogue and a sheet."""
    report = Report()
    settings = job.project.settings.model_copy(update={"site_url": job.adres})
    project = Project(job.project.root, settings, job.library)
    job = replace(job, project=project)
    if not job.adres:
        report.loss("mkdocs.yml: site_url", "adres van de site", "er is geen, dus de metadata heeft geen adressen")
    if not (settings.vakgebied and settings.vakgebied_id):
        report.loss(
            "mkdocs.yml: vakgebied en vakgebied_id",
            "vakgebied volgens het onderwijsbegrippenkader",
            "NL LOM zonder vakgebied, dat veel portalen weigeren",
        )
    files: dict[str, bytes] = {}
    for module_id in job.modules:
        module = job.library.modules[module_id]
        files[f"{module_id}-nl-lom.xml"] = nl_lom.record(job, module_id, module)
        node = linkeddata.module_node(project, module_id, module)
        files[f"{module_id}.jsonld"] = as_json(linkeddata.document(node))
    files["begrippen-skos.ttl"] = skos.turtle(project)
    files["begrippen-skos.jsonld"] = as_json(skos.json_ld(project))
    files["begrippen-schema.jsonld"] = as_json(linkeddata.whole_glossary(project))
    files[catalogue.FILE] = catalogue.as_json(catalogue.catalogue(project))
    files["aanmelden.csv"] = sheet.sheet(job)
    for done, (name, data) in enumerate(files.items()):
        job.progress(done, len(files), name)
        report.files.append(write(job.uit / name, data))
    return report


def as_json(data: object) -> bytes:
    """Data as the bytes of a JSON file."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
