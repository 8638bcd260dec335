"""Common Cartridge 1.1 (``.imscc``): the one format that Brightspace, Canvas, Moodle and itslearning all take.

Source: IMS Common Cartridge 1.1 and the import code of Moodle 4.5 and Canvas. What importers need and a specification does
not say: the default namespace stands in the first 1024 bytes; links between pages break, so they lead to the published site;
folded text stands open, so no answer is folded; titles of sections get lost, so each title says what it is.

With ``canvas`` the pages become pages of Canvas in place of files. In the lecturer edition what is for lecturers stands on
pages of its own with the role *Instructor*: hidden from students in Moodle, locked in Canvas.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape

from kwartier.exports.course import Part, Texts, drop_title, parts, questions, strip_site_marks, without_answers
from kwartier.exports.fragments import Fragment, Renderer, as_href, classes, inner_html, media_file
from kwartier.exports.job import Job, Report
from kwartier.exports.package import stable_id, write, zipped
from kwartier.exports.qti import assessment, items
from kwartier.model import Casus
from kwartier.model.licentie import LICENTIES
from kwartier.texts import sentences

CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
LOM_RESOURCE = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"
WEB_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
TOPIC = "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_OTHER = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
_CANVAS_KIND = {
    "webcontent": "WikiPage",
    "imswl_xmlv1p1": "ExternalUrl",
    "imsdt_xmlv1p1": "DiscussionTopic",
    _QUIZ: "Quizzes::Quiz",
}


def export(job: Job) -> Report:
    """One ``<naam>.imscc`` per module, or one for the route."""
    report = Report()
    settings = job.project.settings.model_copy(update={"editie": "student"})
    plain = replace(job, project=replace(job.project, settings=settings)) if job.docent else job
    renderer = Renderer(plain, report)
    lecturer = Renderer(job, report) if job.docent and not job.alleen_links else None
    if not job.adres:
        report.loss("alle pagina's", "links naar de site", "weggelaten, want mkdocs.yml heeft geen site_url")
    packages = job.packages()
    for done, (name, title, modules) in enumerate(packages):
        job.progress(done, len(packages), title)
        cartridge = _Cartridge(plain, renderer, lecturer, report, name, title)
        for module_id in modules:
            cartridge.module(module_id)
        report.files.append(write(job.uit / f"{name}.imscc", cartridge.zipped(modules)))
    return report


@dataclass
class _Resource:
    """A file, or a page with its pictures, in the manifest."""

    id: str
    type: str
    files: list[str]
    href: str = ""
    instructor: bool = False
    dependencies: list[str] = field(default_factory=list)


@dataclass
class _Entry:
    """A line in the table of contents; ``url`` of a web link."""

    title: str
    resource: _Resource
    url: str = ""


class _Cartridge:
    """A package being filled, module by module."""

    def __init__(
        self, job: Job, renderer: Renderer, lecturer: Renderer | None, report: Report, name: str, title: str
    ) -> None:
        self.job = job
        self.renderer = renderer
        self.lecturer = lecturer
        self.report = report
        self.name = name
        self.title = title
        self.files: dict[str, bytes] = {}
        self.resources: dict[str, _Resource] = {}
        self.sections: list[tuple[str, str, list[_Entry]]] = []

    def id(self, *parts: str) -> str:
        """A stable id of a part of this package."""
        settings = self.job.project.settings
        return stable_id(settings.site_url or settings.site_name, "cartridge", self.name, *parts)

    def module(self, module_id: str) -> None:
        """Add a module as a section."""
        module = self.job.library.modules[module_id]
        found = self._links(module_id) if self.job.alleen_links else self._module(module_id)
        self.sections.append((self.id("module", module_id), module.titel, list(found)))

    def _links(self, module_id: str) -> Iterator[_Entry]:
        """Everything as links to the site, for who wants one text in one place."""
        for part in parts(self.job, module_id):
            yield self._web_link(part.titel, part.uri)
        if questions(self.job, module_id):
            titel = self.job.library.modules[module_id].titel
            yield self._web_link(f"Zelftoets - {titel}", f"modules/{module_id}/zelftoets.md")

    def _module(self, module_id: str) -> Iterator[_Entry]:
        module = self.job.library.modules[module_id]
        for part in parts(self.job, module_id):
            if part.soort == "toets":
                yield from self._self_test(module_id)
                self.report.loss(part.titel, "opdracht om in te leveren", "als pagina; maak de inlevermap zelf")
            if part.soort == "instrument" and self.job.adres:
                self.report.loss(part.titel, "instrument om op het scherm in te vullen", "als link naar de site")
                yield self._web_link(f"{part.titel} (invullen op de site)", part.uri)
            else:
                yield self._page(part)
            if part.soort == "casus":
                yield from self._case(part)
            if self.lecturer:
                yield from self._for_lecturers(self.lecturer, part)
        if not module.toetsing:
            yield from self._self_test(module_id)
        if self.lecturer and f"modules/{module_id}/lesplan.md" in self.lecturer.job.pages:
            yield self._plan(self.lecturer, module_id)

    # What a section can hold

    def _page(self, part: Part) -> _Entry:
        fragment = self.renderer.page(part.uri)
        casus = self.job.library.casussen.get(part.id) if part.soort == "casus" else None
        if casus and casus.scenes and self.job.adres:
            for scenes in fragment.find("kw-scenes"):
                scenes.clear()
                address = self.job.url(f"{part.uri}#keuzeverhaal")
                etree.SubElement(scenes, "a", {"href": address}).text = "Ga naar het keuzeverhaal op de site"
        if part.soort == "instrument":
            self.report.loss(part.titel, "instrument om op het scherm in te vullen", "als werkblad om af te drukken")
        return self._add_page(part.titel, fragment, self.job, part.uri)

    def _add_page(self, title: str, fragment: Fragment, job: Job, uri: str, *, instructor: bool = False) -> _Entry:
        """A page with its pictures; links lead to the site, since links between pages do not survive an import."""
        name = uri.removesuffix(".md").replace("/", "-") + ("-docent" if instructor else "")
        resource = _Resource(self.id("pagina", name), "webcontent", [], instructor=instructor)
        canvas = self.job.canvas
        drop_title(fragment)
        without_answers(fragment)
        self._unfold(fragment, title)

        def media(target: str) -> str | None:
            file = media_file(job, target)
            if file is None:
                return job.url(target) or None
            path = f"web_resources/{target}" if canvas else f"paginas/bestanden/{target}"
            self.files[path] = file.read_bytes()
            picture = _Resource(self.id("bestand", target), "webcontent", [path], path)
            known = self.resources.get(picture.id)
            picture.instructor = instructor and (known is None or known.instructor)
            self.resources[picture.id] = picture
            if picture.id not in resource.dependencies:
                resource.dependencies.append(picture.id)
            return as_href(f"$IMS-CC-FILEBASE$/{target}" if canvas else f"bestanden/{target}").replace("%24", "$")

        fragment.relink(lambda target: None if target.startswith(f"{uri}#") else job.url(target) or None, media)
        strip_site_marks(fragment.body, ids=True)
        address = job.url(uri)
        more = f'\n<p><a href="{escape(address)}">Deze pagina op de site</a></p>' if address else ""
        path = f"wiki_content/{name}.html" if canvas else f"paginas/{name}.html"
        self.files[path] = _html(title, fragment.html().strip() + more, resource.id if canvas else "", not instructor)
        resource.files, resource.href = [path], path
        self.resources[resource.id] = resource
        return _Entry(title, resource)

    def _unfold(self, fragment: Fragment, title: str) -> None:
        """Open what is folded: learning environments take the folding away and leave the text."""
        for details in fragment.body.iter("details"):
            self.report.loss(title, "uitklapbare tekst", "staat open")
            details.tag = "div"
            for summary in details.findall("summary"):
                summary.tag = "p"
                inside = etree.Element("strong")
                inside.text = summary.text
                inside.extend(list(summary))
                summary.text = None
                summary[:] = [inside]

    def _web_link(self, title: str, uri: str) -> _Entry:
        url = self.job.url(uri)
        ident = self.id("link", title, uri)
        root = etree.Element("webLink", {"xmlns": WEB_LINK})
        etree.SubElement(root, "title").text = title
        etree.SubElement(root, "url", {"href": url, "target": "_blank"})
        resource = self._add_xml(ident, "imswl_xmlv1p1", f"links/{ident}.xml", root)
        return _Entry(title, resource, url)

    def _add_xml(self, ident: str, kind: str, path: str, root: etree.Element) -> _Resource:
        self.files[path] = _document(root)
        resource = _Resource(ident, kind, [path])
        self.resources[ident] = resource
        return resource

    def _case(self, part: Part) -> Iterator[_Entry]:
        """The discussion of a case, and a link to its branching story."""
        casus: Casus = self.job.library.casussen[part.id]
        if casus.scenes:
            if self.job.adres:
                self.report.loss(part.titel, "keuzeverhaal", "als link naar de site")
                yield self._web_link(f"Keuzeverhaal - {casus.titel} (op de site)", f"{part.uri}#keuzeverhaal")
            else:
                self.report.loss(part.titel, "keuzeverhaal", "als tekst onder elkaar")
        fragment = self.renderer.page(part.uri)
        asked = [one for one in fragment.body.iter("div") if "kw-dilemma" in classes(one)]
        lists = _questions_of(fragment)
        fragment.relink(lambda target: self.job.url(target) or None, lambda target: self.job.url(target) or None)
        strip_site_marks(fragment.body, ids=True)
        html = "\n".join(inner_html(one).strip() for one in asked) + "\n" + "\n".join(_lists_html(lists))
        title = f"Bespreek - {casus.titel}"
        ident = self.id("bespreking", part.id)
        root = etree.Element("topic", {"xmlns": TOPIC})
        etree.SubElement(root, "title").text = title
        etree.SubElement(root, "text", {"texttype": "text/html"}).text = html.strip()
        yield _Entry(title, self._add_xml(ident, "imsdt_xmlv1p1", f"besprekingen/{ident}.xml", root))

    def _self_test(self, module_id: str) -> Iterator[_Entry]:
        asked = questions(self.job, module_id)
        if not asked:
            return
        titel = self.job.library.modules[module_id].titel
        title = f"Zelftoets - {titel}"
        ident = self.id("zelftoets", module_id)
        found = list(items(asked, Texts(self.job, self.renderer, module_id), self.report, titel))
        resource = self._add_xml(ident, _QUIZ, f"{ident}/zelftoets.xml", assessment(ident, title, found))
        if self.job.canvas:
            root = etree.Element("quiz", {"xmlns": CANVAS, "identifier": ident})
            for name, value in (("title", title), ("quiz_type", "practice_quiz"), ("allowed_attempts", "-1")):
                etree.SubElement(root, name).text = value
            path = f"{ident}/assessment_meta.xml"
            meta = self._add_xml(self.id("zelftoets-meta", module_id), _OTHER, path, root)
            meta.href = path
            resource.dependencies.append(meta.id)
        yield _Entry(title, resource)

    # For lecturers

    def _for_lecturers(self, lecturer: Renderer, part: Part) -> Iterator[_Entry]:
        """What the lecturer edition says more about a part: its notes; of a case the whole page, for notes per question."""
        if lecturer.job.pages[part.uri].markdown == self.job.pages[part.uri].markdown:
            return
        fragment = lecturer.page(part.uri)
        title = f"Voor de docent - {part.titel}"
        if part.soort != "casus":
            notes = etree.Element("div")
            for parent in fragment.body.iter():
                for one in parent.findall("aside"):
                    if "kw-docent" in classes(one):
                        heading = parent.find("p/strong") if parent.tag == "td" else None
                        if heading is not None:
                            etree.SubElement(notes, "h2").text = "".join(heading.itertext())
                        notes.append(one)
            fragment.body = notes
        yield self._add_page(title, fragment, lecturer.job, part.uri, instructor=True)

    def _plan(self, lecturer: Renderer, module_id: str) -> _Entry:
        uri = f"modules/{module_id}/lesplan.md"
        title = f"Lesplan - {self.job.library.modules[module_id].titel}"
        return self._add_page(title, lecturer.page(uri), lecturer.job, uri, instructor=True)

    # The package

    def zipped(self, modules: tuple[str, ...]) -> bytes:
        """The bytes of the package."""
        if self.job.canvas:
            self._canvas()
        return zipped({"imsmanifest.xml": _document(self._manifest(modules)), **self.files}, ("imsmanifest.xml",))

    def _manifest(self, modules: tuple[str, ...]) -> etree.Element:
        root = etree.Element(
            "manifest",
            {"xmlns": CP, "xmlns:lomm": LOM, "xmlns:lomr": LOM_RESOURCE, "identifier": self.id("manifest")},
        )
        metadata = etree.SubElement(root, "metadata")
        etree.SubElement(metadata, "schema").text = "IMS Common Cartridge"
        etree.SubElement(metadata, "schemaversion").text = "1.1.0"
        self._lom(metadata, modules)
        organizations = etree.SubElement(root, "organizations")
        organization = etree.SubElement(
            organizations, "organization", {"identifier": self.id("inhoud"), "structure": "rooted-hierarchy"}
        )
        top = etree.SubElement(organization, "item", {"identifier": self.id("begin")})
        for ident, title, entries in self.sections:
            section = etree.SubElement(top, "item", {"identifier": ident})
            etree.SubElement(section, "title").text = title
            for number, entry in enumerate(entries):
                item = etree.SubElement(
                    section,
                    "item",
                    {"identifier": self.id("regel", ident, str(number)), "identifierref": entry.resource.id},
                )
                etree.SubElement(item, "title").text = entry.title
        resources = etree.SubElement(root, "resources")
        for one in self.resources.values():
            _add_resource(resources, one)
        return root

    def _lom(self, metadata: etree.Element, modules: tuple[str, ...]) -> None:
        chosen = [self.job.library.modules[one] for one in modules]
        lom = etree.SubElement(metadata, "lomm:lom")
        general = etree.SubElement(lom, "lomm:general")
        _lang(general, "title", self.title)
        etree.SubElement(general, "lomm:language").text = "nl"
        route = self.job.library.leerroutes.get(self.job.leerroute)
        summary = route.samenvatting if route else chosen[0].samenvatting
        _lang(general, "description", " ".join(sentences(summary)))
        for term_id in dict.fromkeys(one for module in chosen for one in module.kernbegrippen):
            _lang(general, "keyword", self.job.library.begrippen[term_id].term)
        life = etree.SubElement(lom, "lomm:lifeCycle")
        contribute = etree.SubElement(life, "lomm:contribute")
        etree.SubElement(etree.SubElement(contribute, "lomm:role"), "lomm:value").text = "author"
        for author in dict.fromkeys(one for module in chosen for one in module.auteurs):
            etree.SubElement(contribute, "lomm:entity").text = author
        date = etree.SubElement(contribute, "lomm:date")
        etree.SubElement(date, "lomm:dateTime").text = max(module.herzien for module in chosen).isoformat()
        rights = etree.SubElement(lom, "lomm:rights")
        restricted = etree.SubElement(rights, "lomm:copyrightAndOtherRestrictions")
        etree.SubElement(restricted, "lomm:value").text = "yes"
        names = [LICENTIES.get(one, (one, "")) for one in dict.fromkeys(module.licentie for module in chosen)]
        _lang(rights, "description", "; ".join(f"{name} {url}".strip() for name, url in names))

    def _canvas(self) -> None:
        """What tells Canvas that this is a course of its own kind: pages become pages, and modules keep their order."""
        root = etree.Element("modules", {"xmlns": CANVAS})
        for place, (ident, title, entries) in enumerate(self.sections, 1):
            module = etree.SubElement(root, "module", {"identifier": ident})
            etree.SubElement(module, "title").text = title
            etree.SubElement(module, "workflow_state").text = "active"
            etree.SubElement(module, "position").text = str(place)
            listed = etree.SubElement(module, "items")
            for number, entry in enumerate(entries, 1):
                item = etree.SubElement(listed, "item", {"identifier": self.id("canvas", ident, str(number))})
                state = "unpublished" if entry.resource.instructor else "active"
                for name, value in (
                    ("content_type", _CANVAS_KIND[entry.resource.type]),
                    ("workflow_state", state),
                    ("title", entry.title),
                    ("identifierref", entry.resource.id),
                    ("url", entry.url),
                    ("position", str(number)),
                    ("indent", "0"),
                ):
                    if value:
                        etree.SubElement(item, name).text = value
        self.files["course_settings/module_meta.xml"] = _document(root)
        self.files["course_settings/canvas_export.txt"] = b"Kwartier\n"
        flag = "course_settings/canvas_export.txt"
        self.resources["canvas"] = _Resource(self.id("canvas"), _OTHER, ["course_settings/module_meta.xml", flag], flag)


def _questions_of(fragment: Fragment) -> list[tuple[str, etree.Element]]:
    """The lists of questions on the page of a case, each with its heading."""
    found, asks, heading = [], False, ""
    for one in fragment.body:
        if one.tag == "h2":
            asks = one.get("id") == "vragen"
        elif one.tag == "h3":
            heading = "".join(one.itertext())
        elif asks and one.tag == "ol":
            found.append((heading, one))
    return found


def _lists_html(lists: list[tuple[str, etree.Element]]) -> Iterator[str]:
    """Lists with their heading as HTML."""
    for heading, one in lists:
        yield f"<h3>{escape(heading, quote=False)}</h3>\n<ol>{inner_html(one)}</ol>"


def _add_resource(resources: etree.Element, one: _Resource) -> None:
    attributes = {"identifier": one.id, "type": one.type}
    if one.href:
        attributes["href"] = as_href(one.href)
    resource = etree.SubElement(resources, "resource", attributes)
    if one.instructor:
        metadata = etree.SubElement(resource, "metadata")
        educational = etree.SubElement(etree.SubElement(metadata, "lomr:lom"), "lomr:educational")
        role = etree.SubElement(educational, "lomr:intendedEndUserRole")
        etree.SubElement(role, "lomr:source").text = "IMSGLC_CC_Rolesv1p1"
        etree.SubElement(role, "lomr:value").text = "Instructor"
    for file in one.files:
        etree.SubElement(resource, "file", {"href": as_href(file)})
    for ident in one.dependencies:
        etree.SubElement(resource, "dependency", {"identifierref": ident})


def _lang(parent: etree.Element, tag: str, text: str) -> None:
    element = etree.SubElement(parent, f"lomm:{tag}")
    etree.SubElement(element, "lomm:string", {"language": "nl"}).text = text


def _html(title: str, body: str, canvas_id: str, published: bool) -> bytes:
    extra = ""
    if canvas_id:
        state = "active" if published else "unpublished"
        extra = (
            f'<meta name="identifier" content="{canvas_id}">\n<meta name="editing_roles" content="teachers">\n'
            f'<meta name="workflow_state" content="{state}">\n'
        )
    return (
        f'<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title, quote=False)}</title>\n{extra}</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def _document(root: etree.Element) -> bytes:
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"
