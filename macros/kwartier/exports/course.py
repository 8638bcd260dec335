"""A module as learning environments take it: its parts in order, their pages, and the texts of its self-test."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass

from kwartier.addresses import page_uri
from kwartier.exports.fragments import Fragment, Renderer, classes, prune
from kwartier.exports.job import Job
from kwartier.markup import macro_calls
from kwartier.model import Les, Vraag
from kwartier.pages.context import PageContext, Site
from kwartier.pages.modules import lesson_text

_LABELS = frozenset({"kw-etiket", "kw-rol", "kw-wie", "kw-trap"})
"""Words in a coloured frame or in grey behind a text."""


@dataclass(frozen=True)
class Part:
    """A part of a module that is a page: ``soort`` is module, les, casus, instrument or toets; ``id`` that of the item."""

    soort: str
    id: str
    uri: str
    titel: str


def parts(job: Job, module_id: str) -> list[Part]:
    """The parts of a module in the order in which a student meets them: each lesson, and then the cases and instruments."""
    library = job.library
    module = library.modules[module_id]
    sleutel = ("module", module_id)
    found = [Part("module", module_id, page_uri(sleutel), f"Over deze module - {module.titel}")]
    for number, les in job.lessen(module_id):
        found.append(Part("les", les.id, page_uri(sleutel, les.id), f"Les {number} - {les.titel}"))
    for soort, naam in (("casus", "Casus"), ("instrument", "Instrument")):
        for item_id in _used(job, module_id, soort):
            titel = library.of_kind(soort)[item_id].titel
            found.append(Part(soort, item_id, page_uri((soort, item_id)), f"{naam} - {titel}"))
    if module.toetsing:
        found.append(Part("toets", "toets", page_uri(sleutel, "toets"), f"Toets - {module.titel}"))
    return found


def _used(job: Job, module_id: str, soort: str) -> list[str]:
    """The cases or instruments of a module: those that it names, and those in its lessons."""
    module = job.library.modules[module_id]
    lessons = [les for _, les in job.lessen(module_id)]
    named = list(module.casussen if soort == "casus" else module.instrumenten)
    if len(lessons) < len(module.lessen):  # a route chose lessons: only what these lessons use
        named = []
    named += [one for les in lessons for one in _in_lesson(job, module_id, les, soort)]
    return [one for one in dict.fromkeys(named) if job.library.find(soort, one)]


def _in_lesson(job: Job, module_id: str, les: Les, soort: str) -> Iterator[str]:
    for deel in les.programma:
        chosen = deel.casus if soort == "casus" else deel.instrument
        if chosen:
            yield chosen
    text, _ = lesson_text(job.library, module_id, les)
    for call in macro_calls(text):
        if call.fout is None and call.naam == soort:
            yield str(call.waarden["id"])


def questions(job: Job, module_id: str) -> tuple[Vraag, ...]:
    """The questions of the self-test that belong to the chosen lessons: all of them when the whole module was chosen."""
    asked = job.library.zelftoetsen.get(module_id, ())
    lessons = [les for _, les in job.lessen(module_id)]
    if len(lessons) == len(job.library.modules[module_id].lessen):
        return asked
    wanted = {one for les in lessons for one in les.leeruitkomsten}
    return tuple(one for one in asked if one.leeruitkomst is None or one.leeruitkomst in wanted)


class Texts:
    """Turns the texts of a self-test into HTML that stands by itself: terms are not linked, so a question stays a question."""

    def __init__(self, job: Job, renderer: Renderer, module_id: str) -> None:
        self.job = job
        self.renderer = renderer
        self.module_id = module_id
        file = job.library.modules[module_id].zelftoets or "zelftoets.yml"
        folder = f"modules/{module_id}/{file}".rpartition("/")[0]
        self.context = PageContext(Site(job.project), page_uri(("zelftoets", module_id)), folder)
        self._made: dict[str, str] = {}

    def fragment(self, markdown: str | None) -> Fragment:
        """The fragment of a text; links lead to the site, pictures still have their source path."""
        found = self.renderer.text(self.context.md(markdown), self.context.uri)
        found.relink(lambda target: None if target.startswith("begrippen/") else self._on_site(target), lambda one: one)
        prune(found.body, lambda one: one.tag == "span" and "kw-begrip" in classes(one), keep_inside=True)
        return found

    def flat(self, markdown: str) -> str:
        """A text without any markup, on one line, for where a learning environment takes no HTML."""
        return " ".join("".join(self.fragment(markdown).body.itertext()).split())

    def html(self, *markdown: str | None) -> str:
        """Texts under each other as HTML, pictures from the site."""
        return "\n".join(self._html(one) for one in markdown if one)

    def _html(self, markdown: str) -> str:
        """One text, made once: the pairs of a question all have the same answers to choose from."""
        if markdown not in self._made:
            found = self.fragment(markdown)
            found.relink(lambda target: target, lambda target: self.job.url(target) or None)
            self._made[markdown] = found.html()
        return self._made[markdown]

    def _on_site(self, target: str) -> str | None:
        if target.startswith(f"{self.context.uri}#bron-"):
            target = "bronnen.md#" + target.partition("#bron-")[2]
        return self.job.url(target) or None


def without_answers(fragment: Fragment) -> None:
    """Take the answers out of the questions in a lesson, for places where everything folded stands open."""
    for question in fragment.find("kw-vraag"):
        prune(question, lambda one: bool(classes(one) & {"kw-antwoord", "kw-hint"}))
        note = etree.SubElement(question, "p")
        note.text = "Het antwoord staat in de zelftoets."


def drop_title(fragment: Fragment) -> None:
    """Take the first heading out, for places that show the title of a page by themselves."""
    for parent in fragment.body.iter():
        for child in parent:
            if child.tag == "h1":
                parent.remove(child)
                return


def strip_site_marks(body: etree.Element, *, ids: bool = False) -> None:
    """Take out what only the scripts and styles of the site use; with ``ids`` the targets of links within the page too.

    A label that the site sets apart by its colour gets brackets, since it would run on from the sentence before it.
    """
    for element in body.iter():
        if classes(element) & _LABELS:
            element.text = f"({element.text or ''}"
            last = element[-1] if len(element) else None
            if last is None:
                element.text += ")"
            else:
                last.tail = f"{last.tail or ''})"
        for name in list(element.attrib):
            if name == "class" or name.startswith("data-") or (ids and name == "id"):
                del element.attrib[name]
