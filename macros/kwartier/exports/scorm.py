"""SCORM 1.2: a module as one unit with its own pages, which reports how far a student came and the score of the self-test.

Source: SCORM 1.2 Run-Time Environment and Content Aggregation Model (ADL, 2001). ``masteryscore`` is left out, since a
self-test is not there to fail: the status becomes *completed* when every page was opened and every question answered.
The pages work without a learning environment too: then nothing is kept.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from html import escape
from pathlib import Path

from kwartier.exports.course import Part, Texts, drop_title, parts, questions, strip_site_marks, without_answers
from kwartier.exports.fragments import Renderer, as_href, media_file
from kwartier.exports.job import Job, Report
from kwartier.exports.package import stable_id, write, zipped
from kwartier.exports.qti import Item, items

_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_ASSETS = Path(__file__).parent / "sco"


def export(job: Job) -> Report:
    """One ``<naam>-scorm.zip`` per module, or one for the route."""
    report = Report()
    renderer = Renderer(job, report)
    packages = job.packages()
    for done, (name, title, modules) in enumerate(packages):
        job.progress(done, len(packages), title)
        report.files.append(write(job.uit / f"{name}-scorm.zip", _package(job, renderer, report, name, title, modules)))
    return report


def _package(job: Job, renderer: Renderer, report: Report, name: str, title: str, modules: Sequence[str]) -> bytes:
    files: dict[str, bytes] = {}
    chapters: dict[str, Part] = {}
    for module_id in modules:
        for part in parts(job, module_id):
            chapters.setdefault(part.uri, part)
    asked = [
        (f"zelftoets-{module_id}", f"Zelftoets - {job.library.modules[module_id].titel}", found)
        for module_id in modules
        if (found := _questions(job, renderer, report, module_id))
    ]
    names = {uri: f"deel-{number}" for number, uri in enumerate(chapters, 1)}
    entries = [(names[uri], part.titel) for uri, part in chapters.items()] + [one[:2] for one in asked]
    bodies = [_chapter(job, renderer, report, part, names, files) for part in chapters.values()]
    bodies += [_test(ident, found) for ident, _, found in asked]
    sections = [
        _section(*entry, body, after) for entry, body, after in zip(entries, bodies, [*entries[1:], None], strict=True)
    ]
    menu = "".join(
        f'<li><a href="#{ident}">{escape(one.removesuffix(f" - {title}"), quote=False)}</a></li>\n'
        for ident, one in entries
    )
    total = sum(len(found) for _, _, found in asked)
    files["index.html"] = (
        f'<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title, quote=False)}</title>\n'
        f'<link rel="stylesheet" href="scorm.css">\n</head>\n<body data-vragen="{total}">\n'
        f'<nav aria-label="Inhoud">\n<details open>\n<summary>{escape(title, quote=False)}</summary>\n<ol>\n{menu}</ol>\n'
        f'</details>\n<p id="stand" role="status"></p>\n</nav>\n<main>\n{"".join(sections)}</main>\n'
        f'<script src="scorm.js"></script>\n</body>\n</html>\n'
    ).encode()
    for asset in ("scorm.js", "scorm.css"):
        files[asset] = (_ASSETS / asset).read_bytes()
    files["imsmanifest.xml"] = _manifest(job, name, title, sorted(files))
    return zipped(files, ("imsmanifest.xml",))


def _section(ident: str, title: str, html: str, after: tuple[str, str] | None) -> str:
    """A part as a page, with at its end the way to the part ``after`` it."""
    onward = (
        f'<p class="verder"><a href="#{after[0]}">Verder met {escape(after[1], quote=False)}</a></p>\n' if after else ""
    )
    return f'<section id="{ident}" data-deel tabindex="-1">\n<h1>{escape(title, quote=False)}</h1>\n{html}\n{onward}</section>\n'


def _chapter(
    job: Job, renderer: Renderer, report: Report, part: Part, names: dict[str, str], files: dict[str, bytes]
) -> str:
    """The page of a part; its anchors are marked with its name, so that all pages can stand in one file."""
    fragment = renderer.page(part.uri)
    drop_title(fragment)
    without_answers(fragment)
    mine = names[part.uri]
    for element in fragment.body.iter():
        if "id" in element.attrib:
            element.set("id", f"{mine}-{element.get('id')}")

    def link(target: str) -> str | None:
        path, _, anchor = target.partition("#")
        if path in names:
            return f"#{names[path]}" + (f"-{anchor}" if anchor else "")
        return job.url(target) or None

    def media(target: str) -> str | None:
        file = media_file(job, target)
        if file is None:
            return job.url(target) or None
        files[f"bestanden/{target}"] = file.read_bytes()
        return as_href(f"bestanden/{target}")

    fragment.relink(link, media)
    strip_site_marks(fragment.body)
    if part.soort == "instrument":
        report.loss(part.titel, "instrument om op het scherm in te vullen", "als werkblad om af te drukken")
    if part.soort == "casus" and job.library.casussen[part.id].scenes:
        report.loss(part.titel, "keuzeverhaal", "als tekst onder elkaar")
    return fragment.html().strip()


def _questions(job: Job, renderer: Renderer, report: Report, module_id: str) -> list[Item]:
    texts = Texts(job, renderer, module_id)
    return list(items(questions(job, module_id), texts, report, job.library.modules[module_id].titel))


def _test(ident: str, found: Sequence[Item]) -> str:
    """The self-test as a form per question; the right answers and feedback stand beside it as data for the script."""
    return "\n".join(_question(f"{ident}-{number}", one) for number, one in enumerate(found, 1))


def _question(ident: str, one: Item) -> str:
    kind = "checkbox" if one.profile == "multiple_response" else "radio"
    if one.choices:
        fields = "\n".join(
            f'<div class="keuze"><input type="{kind}" name="{ident}" id="{ident}-{choice.ident}" value="{choice.ident}">'
            f'<label for="{ident}-{choice.ident}">{_inline(choice.html)}</label></div>'
            for choice in one.choices
        )
    elif one.accepted:
        fields = f'<label>Je antwoord <input type="text" name="{ident}" autocomplete="off"></label>'
    else:
        fields = f'<label>Je antwoord <textarea name="{ident}" rows="6"></textarea></label>'
    data = {
        "goed": [choice.ident for choice in one.choices if choice.right] or [answer for answer, _ in one.accepted],
        "bij": {choice.ident: choice.feedback for choice in one.choices} | dict(one.accepted),
        "uitleg": one.feedback,
    }
    text = escape(json.dumps(data, ensure_ascii=False, sort_keys=True))
    return (
        f'<form class="vraag" id="{ident}" data-antwoord="{text}">\n<fieldset>\n<legend>{escape(one.title, quote=False)}</legend>\n'
        f'{one.html}\n{fields}\n</fieldset>\n<button>Kijk na</button>\n<div class="feedback" aria-live="polite"></div>\n</form>'
    )


def _inline(html: str) -> str:
    """An answer of one paragraph without the paragraph, since a label holds words only."""
    text = html.strip()
    alone = text.startswith("<p>") and text.endswith("</p>") and text.count("<p>") == 1
    return text[3:-4] if alone else text


def _manifest(job: Job, name: str, title: str, files: Sequence[str]) -> bytes:
    settings = job.project.settings
    site = settings.site_url or settings.site_name
    root = etree.Element(
        "manifest",
        {"xmlns": _CP, "xmlns:adlcp": _ADL, "identifier": stable_id(site, "scorm", name), "version": "1.2"},
    )
    metadata = etree.SubElement(root, "metadata")
    etree.SubElement(metadata, "schema").text = "ADL SCORM"
    etree.SubElement(metadata, "schemaversion").text = "1.2"
    organizations = etree.SubElement(root, "organizations", {"default": "inhoud"})
    organization = etree.SubElement(organizations, "organization", {"identifier": "inhoud"})
    etree.SubElement(organization, "title").text = title
    item = etree.SubElement(organization, "item", {"identifier": "geheel", "identifierref": "module"})
    etree.SubElement(item, "title").text = title
    resources = etree.SubElement(root, "resources")
    attributes = {"identifier": "module", "type": "webcontent", "adlcp:scormtype": "sco", "href": "index.html"}
    resource = etree.SubElement(resources, "resource", attributes)
    for file in files:
        etree.SubElement(resource, "file", {"href": as_href(file)})
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"
