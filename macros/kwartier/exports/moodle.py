"""Moodle's own formats: a glossary that links terms through a whole course, a question bank, and a book per module.

Sources: the import code of Moodle 4.5 (``mod/glossary``, ``question/format/xml``, ``question/type/ordering``,
``mod/book/tool/importhtml``). In all of them text is HTML inside XML, so it is escaped twice: once as HTML, once as XML.
"""

from __future__ import annotations

import base64
import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from kwartier.addresses import page_uri
from kwartier.exports.course import Part, Texts, drop_title, parts, questions, strip_site_marks
from kwartier.exports.fragments import Renderer, classes, media_file, prune
from kwartier.exports.job import Job, Report
from kwartier.exports.package import stable_id, write, zipped
from kwartier.model import Begrip, Vraag
from kwartier.model.begrip import Linken
from kwartier.model.vraag import (
    Koppelen,
    KortAntwoord,
    MeerdereAntwoorden,
    Meerkeuze,
    Open,
    Volgorde,
    WaarOnwaar,
)


def export(job: Job) -> Report:
    """``begrippen-moodle.xml`` for the whole site; per module or route ``<naam>-vragen.xml`` and ``<naam>-boek.zip``."""
    report = Report()
    renderer = Renderer(job, report)
    packages = job.packages()
    job.progress(0, len(packages) + 1, "begrippen")
    report.files.append(write(job.uit / "begrippen-moodle.xml", _glossary(job, renderer, report)))
    for done, (name, title, modules) in enumerate(packages, 1):
        job.progress(done, len(packages) + 1, title)
        if any(questions(job, one) for one in modules):
            report.files.append(write(job.uit / f"{name}-vragen.xml", _question_bank(job, renderer, report, modules)))
        report.files.append(write(job.uit / f"{name}-boek.zip", _book(job, renderer, report, modules)))
    return report


def _document(root: etree.Element) -> bytes:
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def _add(parent: etree.Element, tag: str, text: str = "", **attributes: str) -> etree.Element:
    element = etree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


# The glossary


def _glossary(job: Job, renderer: Renderer, report: Report) -> bytes:
    root = etree.Element("GLOSSARY")
    info = _add(root, "INFO")
    settings = job.project.settings
    _add(info, "NAME", f"Begrippen - {settings.site_name}")
    address = job.url("begrippen/index.md")
    link = f' <a href="{escape(address)}">Bekijk alle begrippen op de site.</a>' if address else ""
    _add(info, "INTRO", f"<p>De begrippen van {escape(settings.site_name, quote=False)}.{link}</p>")
    _add(info, "INTROFORMAT", "1")
    for name, value in (
        ("ALLOWDUPLICATEDENTRIES", "0"),
        ("DISPLAYFORMAT", "dictionary"),
        ("SHOWSPECIAL", "1"),
        ("SHOWALPHABET", "1"),
        ("SHOWALL", "1"),
        ("ALLOWCOMMENTS", "0"),
        ("USEDYNALINK", "1"),
        ("DEFAULTAPPROVAL", "1"),
        ("GLOBALGLOSSARY", "0"),
        ("ENTBYPAGE", "20"),
    ):
        _add(info, name, value)
    entries = _add(info, "ENTRIES")
    for term_id, term in sorted(job.library.begrippen.items(), key=lambda pair: (pair[1].term.casefold(), pair[0])):
        _entry(entries, job, renderer, term_id, term)
    if not job.adres:
        report.loss("begrippen", "links naar de site", "weggelaten, want mkdocs.yml heeft geen site_url")
    return _document(root)


def _entry(entries: etree.Element, job: Job, renderer: Renderer, term_id: str, term: Begrip) -> None:
    entry = _add(entries, "ENTRY")
    links = term.linken is Linken.AUTOMATISCH
    _add(entry, "CONCEPT", term.term)
    _add(entry, "DEFINITION", _definition(job, renderer, term_id))
    _add(entry, "FORMAT", "1")
    _add(entry, "USEDYNALINK", "1" if links else "0")
    _add(entry, "CASESENSITIVE", "1" if term.hoofdlettergevoelig else "0")
    _add(entry, "FULLMATCH", "1")
    _add(entry, "TEACHERENTRY", "1")
    forms = [one for one in term.alle_vormen if one != term.term]
    if forms:
        aliases = _add(entry, "ALIASES")
        for form in forms:
            _add(_add(aliases, "ALIAS"), "NAME", form)


def _definition(job: Job, renderer: Renderer, term_id: str) -> str:
    """The page of a term without its forms and without where it is used; Moodle links the terms in it by itself."""
    uri = page_uri(("begrip", term_id))
    fragment = renderer.page(uri)
    fragment.drop("kw-gebruik", "kw-feiten", "kw-bronnenlijst")
    drop_title(fragment)
    prune(fragment.body, lambda one: one.tag == "h2" and one.get("id", "") == "gebruikt-in")

    def link(target: str) -> str | None:
        if target.startswith(f"{uri}#bron-"):
            return job.url("bronnen.md#" + target.partition("#bron-")[2]) or None
        return None if target.startswith("begrippen/") else job.url(target) or None

    fragment.relink(link, lambda target: job.url(target) or None)
    prune(fragment.body, lambda one: one.tag == "span" and "kw-begrip" in classes(one), keep_inside=True)
    strip_site_marks(fragment.body)
    address = job.url(uri)
    more = f'\n<p><a href="{escape(address)}">Meer over dit begrip op de site</a></p>' if address else ""
    return fragment.html().strip() + more


# The questions


def _question_bank(job: Job, renderer: Renderer, report: Report, modules: Sequence[str]) -> bytes:
    root = etree.Element("quiz")
    for module_id in modules:
        module = job.library.modules[module_id]
        asked = questions(job, module_id)
        if not asked:
            continue
        category = _add(root, "question", type="category")
        path = module.titel.replace("/", "//")
        _add(_add(category, "category"), "text", f"$course$/top/{path}")
        _html(category, "info", f"<p>Zelftoets van de module {escape(module.titel, quote=False)}.</p>")
        _add(category, "idnumber", _id(job, module_id))
        bank = _Bank(job, Texts(job, renderer, module_id), report, module_id)
        for number, vraag in enumerate(asked, 1):
            bank.question(root, number, vraag)
    return _document(root)


def _id(job: Job, *parts: str) -> str:
    settings = job.project.settings
    return stable_id(settings.site_url or settings.site_name, "zelftoets", *parts)


def _html(parent: etree.Element, tag: str, html: str, **attributes: str) -> etree.Element:
    element = _add(parent, tag, format="html", **attributes)
    _add(element, "text", html)
    return element


class _Bank:
    """The questions of one module as Moodle XML."""

    def __init__(self, job: Job, texts: Texts, report: Report, module_id: str) -> None:
        self.job = job
        self.texts = texts
        self.report = report
        self.module_id = module_id

    def question(self, root: etree.Element, number: int, vraag: Vraag) -> None:
        """Add one question."""
        writers: dict[str, tuple[str, Callable[[etree.Element, Any], None]]] = {
            "meerkeuze": ("multichoice", self._choices),
            "meerdere-antwoorden": ("multichoice", self._choices),
            "waar-onwaar": ("truefalse", self._true_false),
            "koppelen": ("matching", self._matching),
            "volgorde": ("ordering", self._ordering),
            "kort-antwoord": ("shortanswer", self._short_answer),
            "open": ("essay", self._essay),
        }
        kind, add = writers[vraag.soort]
        element = _add(root, "question", type=kind)
        _add(_add(element, "name"), "text", f"{number:02d} {self.texts.flat(vraag.vraag)}"[:240])
        self._rich(element, "questiontext", vraag.vraag)
        self._rich(element, "generalfeedback", *_explanation(vraag))
        _add(element, "defaultgrade", "1")
        _add(element, "penalty", "0.3333333")
        _add(element, "hidden", "0")
        _add(element, "idnumber", _id(self.job, self.module_id, vraag.id))
        add(element, vraag)
        if vraag.hint and kind not in {"essay", "truefalse"}:
            self._rich(element, "hint", vraag.hint)
        elif vraag.hint:
            self.report.loss(
                f"{self.job.library.modules[self.module_id].titel}: vraag {number}",
                "hint bij een vraag waar Moodle er geen kent",
                "weggelaten",
            )

    def _rich(self, parent: etree.Element, tag: str, *markdown: str | None, **attributes: str) -> etree.Element:
        """A text with its pictures inside the file, as Moodle wants them."""
        element = _add(parent, tag, format="html", **attributes)
        text = _add(element, "text")
        pieces, pictures = [], {}
        for one in markdown:
            if not one:
                continue
            fragment = self.texts.fragment(one)

            def picture(target: str) -> str | None:
                file = media_file(self.job, target)
                if file is None:
                    return None
                name = target.replace("/", "-")
                pictures[name] = file
                return f"@@PLUGINFILE@@/{name}"

            fragment.relink(lambda target: target, picture)
            strip_site_marks(fragment.body)
            pieces.append(fragment.html())
        text.text = "\n".join(pieces) or None
        for name, file in sorted(pictures.items()):
            data = base64.b64encode(file.read_bytes()).decode()
            _add(element, "file", data, name=name, path="/", encoding="base64")
        return element

    def _answer(self, element: etree.Element, fraction: str, text: str, feedback: str | None) -> None:
        answer = self._rich(element, "answer", text, fraction=fraction)
        self._rich(answer, "feedback", feedback)

    def _choices(self, element: etree.Element, vraag: Meerkeuze | MeerdereAntwoorden) -> None:
        single = isinstance(vraag, Meerkeuze)
        _add(element, "single", "true" if single else "false")
        _add(element, "shuffleanswers", "true")
        _add(element, "answernumbering", "abc")
        right = sum(option.juist for option in vraag.opties)
        wrong = len(vraag.opties) - right
        for option in vraag.opties:
            share = _share(right) if option.juist else "0" if single else f"-{_share(wrong)}"
            self._answer(element, share, option.tekst, option.feedback)

    def _true_false(self, element: etree.Element, vraag: WaarOnwaar) -> None:
        for word, feedback in (("true", vraag.feedback.waar), ("false", vraag.feedback.onwaar)):
            answer = _add(
                element,
                "answer",
                fraction="100" if vraag.juist == (word == "true") else "0",
                format="moodle_auto_format",
            )
            _add(answer, "text", word)
            self._rich(answer, "feedback", feedback)

    def _matching(self, element: etree.Element, vraag: Koppelen) -> None:
        _add(element, "shuffleanswers", "true")
        for pair in vraag.paren:
            part = self._rich(element, "subquestion", pair.links)
            _add(_add(part, "answer"), "text", self.texts.flat(pair.rechts))
        for extra in vraag.afleiders:
            part = _html(element, "subquestion", "")
            _add(_add(part, "answer"), "text", self.texts.flat(extra))

    def _ordering(self, element: etree.Element, vraag: Volgorde) -> None:
        _add(element, "layouttype", "VERTICAL")
        _add(element, "selecttype", "ALL")
        _add(element, "selectcount", "0")
        _add(element, "gradingtype", "ABSOLUTE_POSITION")
        _add(element, "showgrading", "SHOW")
        _add(element, "numberingstyle", "none")
        for number, step in enumerate(vraag.stappen, 1):
            self._answer(element, f"{number}.0000000", step.tekst, step.feedback)

    def _short_answer(self, element: etree.Element, vraag: KortAntwoord) -> None:
        _add(element, "usecase", "0")
        for answer in vraag.antwoorden:
            added = _add(element, "answer", fraction="100" if answer.juist else "0", format="moodle_auto_format")
            _add(added, "text", answer.tekst.replace("\\", "\\\\").replace("*", "\\*"))
            self._rich(added, "feedback", answer.feedback)
        other = _add(element, "answer", fraction="0", format="moodle_auto_format")
        _add(other, "text", "*")
        self._rich(other, "feedback", vraag.anders)

    def _essay(self, element: etree.Element, vraag: Open) -> None:
        _add(element, "responseformat", "editor")
        _add(element, "responserequired", "1")
        _add(element, "responsefieldlines", "10")
        _add(element, "attachments", "0")
        _add(element, "attachmentsrequired", "0")
        self._rich(element, "graderinfo", vraag.modelantwoord)
        _html(element, "responsetemplate", "")


def _share(parts: int) -> str:
    """A part of 100, with the five digits by which Moodle knows its fractions."""
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".") if parts else "0"


def _explanation(vraag: Vraag) -> list[str]:
    """What appears after answering: the explanation, and what Moodle has no other place for."""
    found = [vraag.uitleg] if vraag.uitleg else []
    if isinstance(vraag, Koppelen):
        found += [f"- {' '.join(pair.links.split())}: {' '.join(pair.feedback.split())}" for pair in vraag.paren]
    elif isinstance(vraag, Volgorde):
        found += [f"1. {' '.join(step.tekst.split())}: {' '.join(step.feedback.split())}" for step in vraag.stappen]
    elif isinstance(vraag, Open):
        found.append(vraag.modelantwoord)
        found += [f"- {' '.join(point.split())}" for point in vraag.let_op]
    listed = [one for one in found if one.startswith(("- ", "1. "))]
    return [one for one in found if one not in listed] + (["\n".join(listed)] if listed else [])


# The book


def _book(job: Job, renderer: Renderer, report: Report, modules: Sequence[str]) -> bytes:
    """A chapter per lesson; cases and instruments are subchapters, so that the table of contents stays short."""
    chapters: dict[str, tuple[str, Part]] = {}
    for module_id in modules:
        for part in parts(job, module_id):
            sub = (
                "_sub" if part.soort in {"casus", "instrument"} or (len(modules) > 1 and part.soort != "module") else ""
            )
            if part.uri not in chapters:
                name = f"{len(chapters) + 1:03d}_{part.soort}_{part.id}{sub}.html"
                chapters[part.uri] = (name, part)
    files: dict[str, bytes] = {}
    for uri, (name, part) in chapters.items():
        fragment = renderer.page(uri)
        drop_title(fragment)

        def link(target: str, uri: str = uri) -> str | None:
            path, hash_, anchor = target.partition("#")
            if path == uri:
                return f"#{anchor}"
            if path in chapters:
                return chapters[path][0] + hash_ + anchor
            return job.url(target) or None

        def media(target: str) -> str | None:
            file = media_file(job, target)
            if file is None:
                return job.url(target) or None
            files[target] = file.read_bytes()
            return target

        fragment.relink(link, media)
        strip_site_marks(fragment.body)
        if part.soort == "instrument":
            report.loss(part.titel, "instrument om op het scherm in te vullen", "als werkblad om af te drukken")
        if part.soort == "casus" and job.library.casussen[part.id].scenes:
            report.loss(part.titel, "keuzeverhaal", "als tekst onder elkaar")
        files[name] = (
            f'<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8"><title>{escape(part.titel, quote=False)}</title></head>\n'
            f"<body>\n{fragment.html().strip()}\n</body></html>\n"
        ).encode()
    return zipped(files)
