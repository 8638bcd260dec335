"""A module or a learning route as a book: chapters in reading order, with terms, sources and answers at the back.

A chapter is a page of the site without its furniture. Links inside the book point to ids in the book; what is outside it
is linked to the published site. A book knows neither PDF nor EPUB: both are made from the same chapters.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from kwartier.addresses import BRONNEN, page_uri
from kwartier.catalogue import flat
from kwartier.exports.fragments import Fragment, Renderer, classes, media_file, prune
from kwartier.exports.job import Job, Report
from kwartier.index import stap_uren
from kwartier.library import Sleutel
from kwartier.model import Module
from kwartier.model.licentie import LICENTIES
from kwartier.pages import citations
from kwartier.pages.context import PageContext, Site
from kwartier.pages.glossary import PERSPECTIEVEN, stemmen

Element = etree.Element
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")
_LANDSCAPE = frozenset({"kolommen", "matrix", "vergelijking"})
_WRITING_LINES = 4
"""How many lines there are to write a longer answer on."""
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})
_SUMMARIES = {"Bekijk een ingevuld voorbeeld": "Ingevuld voorbeeld", "Geef me een hint": "Hint:"}
"""What stands above a part that could be folded on the site, and what stands there in a book."""


@dataclass
class Chapter:
    """A chapter: its id in the book, its title, how deep it stands (1 or 2), and its body, a ``section`` with that id."""

    id: str
    titel: str
    niveau: int
    body: Element


@dataclass
class Book:
    """A whole book. ``beelden`` are its pictures by the name that chapters use."""

    sleutel: Sleutel
    titel: str
    ondertitel: str
    belofte: str
    docent: bool
    auteurs: tuple[str, ...]
    herzien: date
    instelling: str
    jaar: str
    adres: str
    licentie: str
    colofon: Element
    chapters: list[Chapter]
    beelden: dict[str, Path]

    @property
    def soort(self) -> str:
        """What the cover calls it."""
        return {"module": "Module", "leerroute": "Leerroute"}[self.sleutel[0]]

    @property
    def uuid(self) -> UUID:
        """The same for the same book, also after a revision."""
        edition = "docent" if self.docent else "student"
        return uuid5(NAMESPACE_URL, "/".join((self.adres, *self.sleutel, edition)))

    @property
    def volle_titel(self) -> str:
        """The title, with the edition when it is not the one for students."""
        return self.titel + (" (docenteditie)" if self.docent else "")


def make_book(job: Job, report: Report, sleutel: Sleutel) -> Book:
    """The book of a module or route; what cannot be on paper goes into the report."""
    return _Maker(job, report).book(sleutel)


class _Maker:
    """Puts one book together."""

    def __init__(self, job: Job, report: Report) -> None:
        self.job = job
        self.report = report
        self.renderer = Renderer(job, report)
        self.site = Site(job.project)
        self.library = job.library
        self.chapters: list[Chapter] = []
        self.at: dict[str, str] = {}  # uri of a page -> id of its chapter
        self.ids: dict[str | None, str] = {}  # id of an element -> id of its chapter
        self.answers: list[Element] = []
        self.terms: dict[str, None] = {}
        self.cited: dict[str, None] = {}
        self.images: dict[str, Path] = {}

    def book(self, sleutel: Sleutel) -> Book:
        """The book of a module or route."""
        if sleutel[0] == "module":
            modules = [self.library.modules[sleutel[1]]]
            self._module(sleutel[1], modules[0], part=False)
        else:
            modules = self._route(sleutel[1])
        self._shared("Casussen", "casus", [one for module in modules for one in module.casussen])
        self._shared("Instrumenten", "instrument", [one for module in modules for one in module.instrumenten])
        self.terms |= dict.fromkeys(one for module in modules for one in module.kernbegrippen)
        self._glossary()
        self._sources()
        self._answers()
        self.ids = {element.get("id"): one.id for one in self.chapters for element in one.body.iter()}
        for chapter in self.chapters:
            self._link(chapter)
        return self._finish(sleutel, modules)

    # Which chapters there are

    def _module(self, module_id: str, module: Module, *, part: bool) -> None:
        """The chapters of a module; as a part of a route they stand one level down."""
        uri = page_uri(("module", module_id))
        title = module.titel if part else "Over deze module"
        values = {"module": module, "module_id": module_id, "titel": title}
        self._add(self._filled("module.md", uri, f"modules/{module_id}", **values), title, 1)
        level = 2 if part else 1
        for number, les in self.job.lessen(module_id):
            self._page(page_uri(("module", module_id), les.id), les.titel, level, kicker=f"Les {number}")
        self._page(page_uri(("module", module_id), "zelftoets"), "Zelftoets", level, answers=module.titel)
        self._page(page_uri(("module", module_id), "toets"), "Toets", level)

    def _route(self, route_id: str) -> list[Module]:
        route = self.library.leerroutes[route_id]
        uri = page_uri(("leerroute", route_id))
        hours = sum(stap_uren(self.library, stap) for stap in route.modules)
        intro = self._filled("leerroute.md", uri, "modules/leerroutes", route=route, uren=hours)
        self._add(intro, "Over deze leerroute", 1)
        for module_id in self.job.modules:
            self._module(module_id, self.library.modules[module_id], part=True)
        return [self.library.modules[one] for one in self.job.modules]

    def _shared(self, title: str, soort: str, ids: list[str]) -> None:
        """Cases or instruments, each once, below a heading of their own."""
        uris = [uri for one in dict.fromkeys(ids) if (uri := page_uri((soort, one))) in self.job.pages]
        if not uris:
            return
        section = etree.Element("section", {"id": title.lower(), "class": "kw-b-deel"})
        etree.SubElement(section, "h1").text = title
        self.chapters.append(Chapter(title.lower(), title, 1, section))
        for uri in uris:
            self._page(uri, self.job.pages[uri].titel, 2)

    def _page(self, uri: str, title: str, level: int, *, kicker: str = "", answers: str = "") -> None:
        """A page of the site as a chapter; none when the site has no such page."""
        if uri in self.job.pages:
            self._add(self.renderer.page(uri), title, level, kicker=kicker, answers=answers)

    def _add(self, fragment: Fragment, title: str, level: int, *, kicker: str = "", answers: str = "") -> None:
        uri = fragment.uri
        name = uri.removesuffix(".md").removesuffix("/index").replace("/", "-")
        section = self._section(fragment, name)
        for element in section.iter():
            if "id" in element.attrib:
                element.set("id", f"{name}--{element.get('id')}")
        section.set("id", name)
        full = f"{kicker}. {title}" if kicker else title
        self._headings(section, title, level, kicker, full)
        if any(element.get("data-layout") in _LANDSCAPE for element in section.iter()):
            section.set("class", "kw-b-liggend")
        self.at[uri] = name
        for link in section.iter("a"):
            self._note(link)
        _number_scenes(section)
        self._questions(section, answers)
        self.chapters.append(Chapter(name, full, level, section))

    # What a chapter looks like

    def _section(self, fragment: Fragment, name: str) -> Element:
        """The text of a page as a section of a book: nothing is folded, and what only the site needs is gone."""
        section = fragment.body
        section.tag = "section"
        section.set("id", name)
        fragment.drop("kw-gebruik", "kw-bronnenlijst")
        prune(section, lambda one: one.get("id") in {"gebruikt-in", "bronnen-van-deze-pagina"})
        for element in list(section.iter()):
            if "kw-begrip" in classes(element):
                element.attrib.pop("title", None)
            if element.tag == "details" and "kw-antwoord" not in classes(element):
                element.tag = "div"
                for summary in element.iter("summary"):
                    summary.tag = "p"
                    summary.set("class", "kw-b-kopje")
                    summary.text = _SUMMARIES.get(summary.text or "", summary.text)
            if "kw-schrijflijnen--veel" in classes(element):
                element.set("class", "kw-b-schrijven")
                for _ in range(_WRITING_LINES):
                    etree.SubElement(element, "div", {"class": "kw-schrijflijnen"})
            if element.tag == "img":
                self._picture(element, fragment)
        return section

    def _questions(self, section: Element, answers: str) -> None:
        """Take hints and answers away from the questions; those of a self-test go to the back under ``answers``."""
        moved: list[Element] = []
        for question in list(section.iter()):
            if "kw-vraag" not in classes(question):
                continue
            name = "antwoord-" + (question.get("data-vraag") or "").replace("/", "-")
            block = etree.Element("div", {"id": name, "class": "kw-b-antwoord"})
            for parent in list(question.iter()):
                for child in list(parent):
                    if classes(child) & {"kw-hint", "kw-antwoord"}:
                        parent.remove(child)
                        block.extend([child] if child.tag == "div" else [one for one in child if one.tag != "summary"])
            pointer = etree.SubElement(question, "p", {"class": "kw-b-wijzer"})
            etree.SubElement(pointer, "a", {"href": f"#{name}"}).text = "Antwoord achterin"
            moved.append(block)
        if moved and answers:
            where = etree.Element("p")
            where.text = "De antwoorden staan "
            etree.SubElement(where, "a", {"href": "#antwoorden"}).text = "achterin"
            where[0].tail = "."
            section.insert(
                next((number for number, one in enumerate(section) if "kw-zelftoets" in classes(one)), 1), where
            )
            heading = etree.Element("h2")
            heading.text = answers
            self.answers += [heading, *moved]

    def _headings(self, section: Element, title: str, level: int, kicker: str, full: str) -> None:
        """Give the chapter its own title, and put all headings as deep as the chapter stands."""
        first = True
        for element in list(section.iter()):
            if isinstance(element.tag, str) and _HEADING.fullmatch(element.tag):
                if first and element.tag == "h1":
                    first = False
                    for child in list(element):
                        element.remove(child)
                    element.text = title
                    element.set("class", "kw-b-kop")
                    element.set("data-kop", full)
                    if kicker:
                        element.text = None
                        label = etree.SubElement(element, "span", {"class": "kw-b-nummer"})
                        label.text, label.tail = f"{kicker} ", title
                element.tag = f"h{min(int(element.tag[1]) + level - 1, 6)}"
        last = 0
        for element in section.iter():  # an author may skip a level; a book for a screen reader may not
            if isinstance(element.tag, str) and _HEADING.fullmatch(element.tag):
                last = min(int(element.tag[1]), last + 1) if last else level
                element.tag = f"h{last}"

    # The back of the book

    def _filled(self, template: str, uri: str, folder: str, **values: Any) -> Fragment:
        """A text of the book itself, from a template; terms in it are not linked by themselves."""
        context = PageContext(self.site, uri, folder)
        return self.renderer.text(context.render(f"boek/{template}", **values), uri)

    def _glossary(self) -> None:
        known = [(one, self.library.begrippen[one]) for one in self.terms if one in self.library.begrippen]
        if not known:
            return
        rows = [(one, term, stemmen(term)) for one, term in sorted(known, key=lambda pair: pair[1].term.casefold())]
        values = {"begrippen": rows, "perspectieven": PERSPECTIEVEN}
        self._back(
            "begrippen", "Begrippen", self._filled("begrippen.md", "begrippen/index.md", "glossary/begrippen", **values)
        )

    def _sources(self) -> None:
        known = [self.library.bronnen[one] for one in self.cited if one in self.library.bronnen]
        if known:
            rows = [(one.id, citations.volledig(one)) for one in sorted(known, key=citations.sorteersleutel)]
            self._back("bronnen", "Bronnen", self._filled("bronnen.md", BRONNEN, "glossary", bronnen=rows))

    def _answers(self) -> None:
        if self.answers:
            section = etree.Element("section", {"id": "antwoorden", "class": "kw-b-antwoorden"})
            etree.SubElement(section, "h1").text = "Antwoorden"
            headings = [one for one in self.answers if one.tag == "h2"]
            section.extend(one for one in self.answers if len(headings) > 1 or one.tag != "h2")
            self.chapters.append(Chapter("antwoorden", "Antwoorden", 1, section))

    def _back(self, name: str, title: str, fragment: Fragment) -> None:
        section = self._section(fragment, name)
        for element in section.iter():
            if element is not section and element.get("id") == name:
                element.attrib.pop("id")
            self._note(element, terms=False)
        self.chapters.append(Chapter(name, title, 1, section))

    # Links and pictures

    def _note(self, link: Element, *, terms: bool = True) -> None:
        """Remember which sources and terms a text uses: they come at the back."""
        path, _, anchor = (link.get("href") or "").partition("#")
        if anchor.startswith("bron-"):
            self.cited[anchor.removeprefix("bron-")] = None
        if terms and path.startswith("begrippen/") and "kw-begrip" in classes(link):
            self.terms[path.removeprefix("begrippen/").removesuffix(".md")] = None

    def _picture(self, element: Element, fragment: Fragment) -> None:
        """Give a picture the name that it has in the book; one that is not a file of the project becomes its description."""
        source = element.get("src") or ""
        path = media_file(self.job, source)
        if path is None or path.suffix.lower() not in _PICTURES:
            self.report.loss(
                fragment.titel or fragment.uri, "afbeelding die geen bestand van de site is", "alleen de beschrijving"
            )
            element.tag, element.text = "em", element.get("alt") or ""
            for name in list(element.attrib):
                element.attrib.pop(name)
            return
        name = "beeld/" + source.replace("/", "-")
        self.images[name] = path
        element.set("src", name)
        element.attrib.setdefault("alt", "")

    def _link(self, chapter: Chapter) -> None:
        """Let every link lead to a place in the book, or else to the published site; without either it is plain text.

        The first link to another chapter gets the class ``kw-b-intern``: on paper it names the page. Each one costs, since
        the pages that hold them are set again when all page numbers are known. A programme has no room for them.
        """
        named = {chapter.id}
        crowded = {link for one in chapter.body.iter() if "kw-programma" in classes(one) for link in one.iter("a")}
        for element in chapter.body.iter("a"):
            href = element.get("href")
            if href is None:
                continue
            place = href if href.startswith("#") else self._place(href)
            if not place:
                element.tag = "span"
                element.attrib.pop("href")
                continue
            element.set("href", place)
            if not place.startswith("#"):
                element.set("class", " ".join(sorted(classes(element) | {"kw-b-extern"})))
            elif (
                element not in crowded
                and not re.match("#(begrip|bron|antwoord)-", place)
                and self.ids.get(place[1:], chapter.id) not in named
            ):
                named.add(self.ids[place[1:]])
                element.set("class", " ".join(sorted(classes(element) | {"kw-b-intern"})))

    def _place(self, target: str) -> str:
        """Where in the book a page of the site stands, else its address; empty when there is none."""
        if _ELSEWHERE.match(target):
            return target
        uri, _, anchor = target.partition("#")
        source = anchor if uri == BRONNEN else anchor.removeprefix("bron-") if anchor.startswith("bron-") else ""
        if source and f"bron-{source}" in self.ids:
            return f"#bron-{source}"
        if uri in self.at:
            place = f"{self.at[uri]}--{anchor}"
            return f"#{place}" if anchor and place in self.ids else f"#{self.at[uri]}"
        term = f"begrip-{uri.removeprefix('begrippen/').removesuffix('.md')}"
        if uri.startswith("begrippen/") and term in self.ids:
            return f"#{term}"
        return self.job.url(target)

    def _finish(self, sleutel: Sleutel, modules: list[Module]) -> Book:
        item = self.library.find(*sleutel)
        assert item is not None
        settings = self.job.project.settings
        licences = [LICENTIES.get(one, (one, "")) for one in dict.fromkeys(module.licentie for module in modules)]
        authors = tuple(dict.fromkeys(name for module in modules for name in module.auteurs))
        revised = max(module.herzien for module in modules)
        address = self.job.url(page_uri(sleutel))
        colofon = self._filled(
            "colofon.md",
            "index.md",
            "docs",
            titel=item.titel,
            auteurs=authors,
            herzien=revised,
            jaar=settings.jaar,
            instelling=settings.instelling,
            licenties=licences,
            adres=address,
        )
        return Book(
            sleutel=sleutel,
            titel=item.titel,
            ondertitel=getattr(item, "ondertitel", None) or "",
            belofte=flat(item.samenvatting),
            docent=self.job.docent,
            auteurs=authors,
            herzien=revised,
            instelling=settings.instelling,
            jaar=settings.jaar,
            adres=address,
            licentie=licences[0][1] or licences[0][0],
            colofon=colofon.body,
            chapters=self.chapters,
            beelden=self.images,
        )


def _number_scenes(section: Element) -> None:
    """Give the moments of a branching story numbers, so that a choice can say where to read on without a screen."""
    numbers: dict[str, int] = {}
    for scene in section.iter():
        if "kw-scene" in classes(scene):
            heading = scene.find("*[@id]")
            if heading is not None and _HEADING.fullmatch(heading.tag):
                numbers[heading.get("id", "").rpartition("--")[2]] = len(numbers) + 1
                heading.text = f"{len(numbers)}. {heading.text or ''}"
    for link in section.iter("a"):
        number = numbers.get((link.get("href") or "").partition("#")[2])
        if number and "kw-verder-link" in classes(link):
            link.text = (link.text or "").replace("Verder:", f"Verder bij {number}:", 1)
