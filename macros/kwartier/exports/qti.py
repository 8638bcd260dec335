"""A self-test as QTI 1.2 in the profile of Common Cartridge 1.1.

The profile knows multiple choice, multiple response, true or false, fill in the blank, pattern match and essay. Matching and
ordering become a multiple choice question per pair or place. Feedback stands in ``itemfeedback``, pointed to by
``displayfeedback``. Source: IMS Common Cartridge 1.1, part on question and test; and what importers do with it: Moodle
counts a multiple response only when each right ``varequal`` has ``case="Yes"`` and the wrong ones stand inside ``not``.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kwartier.exports.course import Texts
from kwartier.exports.fragments import escape_text
from kwartier.exports.job import Report
from kwartier.model import Vraag
from kwartier.model.vraag import Koppelen, KortAntwoord, MeerdereAntwoorden, Meerkeuze, Open, Volgorde, WaarOnwaar

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


@dataclass(frozen=True)
class Choice:
    """An answer to choose: ``ident`` is its name in the file; both texts are HTML."""

    ident: str
    html: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Item:
    """A question as the profile can carry it; all texts but ``title`` and ``accepted`` are HTML.

    ``profile`` is the part between ``cc.`` and ``.v0p1``. A question to write has no ``choices``; ``accepted`` are the
    answers that count as right. ``feedback`` appears whatever the answer is.
    """

    id: str
    title: str
    profile: str
    html: str
    feedback: str
    choices: Sequence[Choice] = ()
    accepted: Sequence[tuple[str, str]] = field(default=())


def items(asked: Sequence[Vraag], texts: Texts, report: Report, module: str) -> Iterator[Item]:
    """The items of a self-test; one question may become several."""
    for number, vraag in enumerate(asked, 1):
        yield from _as_items(vraag, f"Vraag {number}", texts, report, f"{module}: vraag {number}")


def _as_items(vraag: Vraag, name: str, texts: Texts, report: Report, where: str) -> Iterator[Item]:
    question, explained = texts.html(vraag.vraag), texts.html(vraag.uitleg)
    if vraag.hint:
        report.loss(where, "hint bij een vraag", "staat bij de uitleg na het antwoorden")
        explained = f"{explained}\n<p>Hint:</p>\n{texts.html(vraag.hint)}".strip()
    if isinstance(vraag, Meerkeuze | MeerdereAntwoorden):
        profile = "multiple_choice" if isinstance(vraag, Meerkeuze) else "multiple_response"
        choices = [
            Choice(f"a{number}", texts.html(one.tekst), one.juist, texts.html(one.feedback))
            for number, one in enumerate(vraag.opties, 1)
        ]
        yield Item(vraag.id, name, profile, question, explained, choices)
    elif isinstance(vraag, WaarOnwaar):
        choices = [  # Moodle ends the whole import when these two have other ids (backup/cc/entity11.quiz.class.php)
            Choice("true", "Waar", vraag.juist, texts.html(vraag.feedback.waar)),
            Choice("false", "Onwaar", not vraag.juist, texts.html(vraag.feedback.onwaar)),
        ]
        yield Item(vraag.id, name, "true_false", question, explained, choices)
    elif isinstance(vraag, Koppelen):
        report.loss(where, "koppelvraag", "een meerkeuzevraag per paar")
        yield from _pairs(vraag, name, question, explained, texts)
    elif isinstance(vraag, Volgorde):
        report.loss(where, "volgordevraag", "een meerkeuzevraag per plaats")
        yield from _places(vraag, name, question, explained, texts)
    elif isinstance(vraag, KortAntwoord):
        wrong = [one for one in vraag.antwoorden if not one.juist]
        if wrong:
            report.loss(where, "eigen feedback bij een fout kort antwoord", "staat bij de algemene feedback")
        notes = [f"<p><strong>{escape_text(one.tekst)}</strong></p>\n{texts.html(one.feedback)}" for one in wrong]
        other = "\n".join([f"<p>Iets anders geantwoord?</p>\n{texts.html(vraag.anders)}", *notes, explained]).strip()
        accepted = [(one.tekst, texts.html(one.feedback)) for one in vraag.antwoorden if one.juist]
        yield Item(vraag.id, name, "fib", question, other, accepted=accepted)
    elif isinstance(vraag, Open):
        points = "".join(f"<li>{texts.html(one)}</li>" for one in vraag.let_op)
        listed = f"\n<p>Kijk je eigen antwoord na:</p>\n<ul>{points}</ul>" if points else ""
        model = f"<p><strong>Voorbeeld van een antwoord</strong></p>\n{texts.html(vraag.modelantwoord)}{listed}"
        yield Item(vraag.id, name, "essay", question, f"{model}\n{explained}".strip())


def _pairs(vraag: Koppelen, name: str, question: str, explained: str, texts: Texts) -> Iterator[Item]:
    answers = sorted([*(pair.rechts for pair in vraag.paren), *vraag.afleiders])
    for number, pair in enumerate(vraag.paren):
        choices = [
            Choice(
                f"a{place}",
                texts.html(one),
                one == pair.rechts,
                texts.html(pair.feedback) if one == pair.rechts else "",
            )
            for place, one in enumerate(answers, 1)
        ]
        html = f"{question}\n<p>Wat hoort bij:</p>\n{texts.html(pair.links)}"
        yield Item(f"{vraag.id}-{number + 1}", f"{name}{_letter(number)}", "multiple_choice", html, explained, choices)


def _places(vraag: Volgorde, name: str, question: str, explained: str, texts: Texts) -> Iterator[Item]:
    listed = sorted(step.tekst for step in vraag.stappen)
    for number, step in enumerate(vraag.stappen):
        choices = [
            Choice(
                f"a{place}", texts.html(one), one == step.tekst, texts.html(step.feedback) if one == step.tekst else ""
            )
            for place, one in enumerate(listed, 1)
        ]
        html = f"{question}\n<p>Wat komt op plaats {number + 1} van {len(listed)}?</p>"
        yield Item(f"{vraag.id}-{number + 1}", f"{name}{_letter(number)}", "multiple_choice", html, explained, choices)


def _letter(number: int) -> str:
    return chr(ord("a") + number)


def assessment(ident: str, title: str, found: Sequence[Item]) -> etree.Element:
    """The whole self-test as an element ``questestinterop``."""
    root = etree.Element("questestinterop", {"xmlns": NAMESPACE})
    test = etree.SubElement(root, "assessment", {"ident": ident, "title": title, "xml:lang": "nl"})
    _metadata(
        test,
        {
            "cc_profile": "cc.exam.v0p1",
            "qmd_assessmenttype": "Examination",
            "qmd_scoretype": "Percentage",
            "cc_maxattempts": "unlimited",
        },
    )
    section = etree.SubElement(test, "section", {"ident": "vragen"})
    for one in found:
        _item(section, ident, one)
    return root


def _metadata(parent: etree.Element, values: dict[str, str]) -> None:
    metadata = etree.SubElement(parent, "qtimetadata")
    for label, entry in values.items():
        one = etree.SubElement(metadata, "qtimetadatafield")
        etree.SubElement(one, "fieldlabel").text = label
        etree.SubElement(one, "fieldentry").text = entry


def _item(section: etree.Element, ident: str, one: Item) -> None:
    item = etree.SubElement(section, "item", {"ident": f"{ident}-{one.id}", "title": one.title})
    _metadata(etree.SubElement(item, "itemmetadata"), {"cc_profile": f"cc.{one.profile}.v0p1"})
    presentation = etree.SubElement(item, "presentation")
    _material(presentation, one.html)
    feedback: dict[str, str] = {}
    processing = etree.Element("resprocessing")
    outcomes = etree.SubElement(processing, "outcomes")
    etree.SubElement(outcomes, "decvar", {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": "100"})
    if one.feedback:
        feedback["algemeen"] = one.feedback
        etree.SubElement(_condition(processing, ["algemeen"], goes_on=True), "other")
    if one.choices:
        _choices(presentation, processing, one, feedback)
    else:
        _writing(presentation, processing, one, feedback)
    if len(processing) > 1:
        item.append(processing)
    for name, html in feedback.items():
        element = etree.SubElement(item, "itemfeedback", {"ident": name})
        _material(etree.SubElement(element, "flow_mat"), html)


def _choices(presentation: etree.Element, processing: etree.Element, one: Item, feedback: dict[str, str]) -> None:
    several = one.profile == "multiple_response"
    response = etree.SubElement(
        presentation, "response_lid", {"ident": "antwoord", "rcardinality": "Multiple" if several else "Single"}
    )
    render = etree.SubElement(response, "render_choice", {"shuffle": "No"})
    for choice in one.choices:
        _material(etree.SubElement(render, "response_label", {"ident": choice.ident}), choice.html)
        if choice.feedback:
            feedback[f"bij-{choice.ident}"] = choice.feedback
    for choice in one.choices:
        if choice.feedback and (several or not choice.right):
            _equal(_condition(processing, [f"bij-{choice.ident}"], goes_on=True), choice.ident)
    if several:
        both = etree.SubElement(_condition(processing, [], score=True), "and")
        for choice in one.choices:
            if choice.right:
                _equal(both, choice.ident, case=True)
            else:
                _equal(etree.SubElement(both, "not"), choice.ident)
    else:
        right = next(choice for choice in one.choices if choice.right)
        shown = [f"bij-{right.ident}"] if right.feedback else []
        _equal(_condition(processing, shown, score=True), right.ident)


def _writing(presentation: etree.Element, processing: etree.Element, one: Item, feedback: dict[str, str]) -> None:
    response = etree.SubElement(presentation, "response_str", {"ident": "antwoord", "rcardinality": "Single"})
    etree.SubElement(response, "render_fib", {"rows": "1" if one.accepted else "12", "columns": "40"})
    for number, (answer, html) in enumerate(one.accepted, 1):
        feedback[f"bij-{number}"] = html
        _equal(_condition(processing, [f"bij-{number}"], score=True), answer)


def _condition(
    processing: etree.Element, feedback: Sequence[str], *, goes_on: bool = False, score: bool = False
) -> etree.Element:
    """A new ``respcondition``; gives its ``conditionvar``."""
    condition = etree.SubElement(processing, "respcondition", {"continue": "Yes" if goes_on else "No"})
    variables = etree.SubElement(condition, "conditionvar")
    if score:
        etree.SubElement(condition, "setvar", {"varname": "SCORE", "action": "Set"}).text = "100"
    for name in feedback:
        etree.SubElement(condition, "displayfeedback", {"feedbacktype": "Response", "linkrefid": name})
    return variables


def _equal(parent: etree.Element, ident: str, *, case: bool = False) -> None:
    attributes = {"respident": "antwoord"} | ({"case": "Yes"} if case else {})
    etree.SubElement(parent, "varequal", attributes).text = ident


def _material(parent: etree.Element, html: str) -> None:
    material = etree.SubElement(parent, "material")
    etree.SubElement(material, "mattext", {"texttype": "text/html"}).text = html
