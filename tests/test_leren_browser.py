"""What a student does on the site, in a real browser: with a keyboard only at a desk, and with a finger on a phone.

Two versions of one small site stand beside each other under one address, as academic years do; in the newer one the module
has another id and a question is gone.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browser import BLOCKED, DESKTOP, PHONE, arrive, served
from datafiles import HERE, cases, make_project
from kwartier.assets.scripts import BUNDLES, declared
from sites import ROOT, run_kwartier

pytestmark = pytest.mark.slow
SITE = cases("leren")[0]
OLD, NEW = "2025-2026", "2026-2027"
FORMATS = sorted((HERE / "leerdossiers").glob("*.json"))
ASSETS = ROOT / "macros" / "kwartier" / "assets"
TSC = HERE / "npm" / "node_modules" / "typescript" / "bin" / "tsc"
BUDGET = 30_000
"""Bytes, packed, of all scripts of a site together."""


WAY = """(one) => {
    const focused = document.activeElement;
    if (one === focused) return "";
    return focused.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING ? "Tab" : "Shift+Tab";
}"""
"""The key that brings the focus nearer to an element; nothing when it is there."""


def rename(root: Path) -> None:
    """The newer version: module ``kennismaken`` is ``leren-kennen``, and the question ``waar`` is gone."""
    (root / "modules" / "kennismaken").rename(root / "modules" / "leren-kennen")
    for file in (*root.rglob("*.yml"), *root.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\bkennismaken\b", "leren-kennen", text), encoding="utf-8")
    module = root / "modules" / "leren-kennen" / "module.yml"
    module.write_text(module.read_text(encoding="utf-8") + "verplaatst_van: [kennismaken]\n", encoding="utf-8")
    test = module.with_name("zelftoets.yml")
    text = re.sub(r"- id: waar\n(  .*\n)+", "", test.read_text(encoding="utf-8"))
    test.write_text(text, encoding="utf-8")


def build(root: Path, change: Callable[[Path], None] | None = None) -> Path:
    """The site of the project, after a change to it."""
    make_project(root, SITE)
    settings = re.sub(r"^nav:\n.*?\n(?=\S)", "", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.S | re.M)
    settings = re.sub(r"^site_url: .*$", "site_url: https://proef.example/leren/", settings, flags=re.M)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    if change:
        change(root)
    done = run_kwartier("bouw", "--map", str(root), cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("leren")
    (top / "www").mkdir()
    shutil.move(build(top / "oud"), top / "www" / OLD)
    shutil.move(build(top / "nieuw", rename), top / "www" / NEW)
    return top / "www"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@dataclass
class Student:
    """Someone with a device; every step goes through its keys or its screen, never through a mouse."""

    page: Page
    address: str
    touch: bool

    def go(self, path: str, year: str = OLD) -> None:
        """Open a page, and wait until it has come to life."""
        arrive(self.page, f"{self.address}{year}/{path}")

    def reach(self, target: Locator) -> None:
        """Go with Tab to a control, forwards or backwards."""
        target.scroll_into_view_if_needed()
        for _ in range(300):
            key = target.evaluate(WAY)
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{target} cannot be reached with Tab")

    def press(self, target: Locator) -> None:
        """Press a button, or follow a link."""
        if self.touch:
            target.tap()
        else:
            self.reach(target)
            self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        """Choose an option."""
        if self.touch:
            target.tap()
        elif target.get_attribute("type") == "checkbox":
            self.reach(target)
            self.page.keyboard.press("Space")
        else:
            group = self.page.locator(f'input[name="{target.get_attribute("name")}"]')
            self.reach(group.first)
            self.page.keyboard.press("Space")
            for _ in range(group.count()):
                if target.is_checked():
                    return
                self.page.keyboard.press("ArrowDown")
        expect(target).to_be_checked()

    def select(self, target: Locator, text: str) -> None:
        """Choose from a list; on a phone the list is the phone's own."""
        number = target.locator("option").all_inner_texts().index(text)
        if self.touch:
            target.select_option(index=number)
            return
        self.reach(target)
        self.page.keyboard.press("Home")
        for _ in range(number):
            self.page.keyboard.press("ArrowDown")
        assert target.locator("option:checked").inner_text() == text

    def write(self, target: Locator, text: str) -> None:
        """Type something."""
        if self.touch:
            target.tap()
        else:
            self.reach(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def question(self, name: str) -> Locator:
        """A question of the self-test."""
        return self.page.locator(f'[data-vraag$="/{name}"]')

    def kept(self) -> dict[str, str]:
        """What the site keeps on this device."""
        everything = self.page.evaluate("() => ({ ...localStorage })")
        return {key: value for key, value in everything.items() if key.startswith("kwartier/")}


@pytest.fixture(params=["phone", "desk"])
def student(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Student]:
    phone = request.param == "phone"
    width, height = (PHONE, 844) if phone else (DESKTOP, 900)
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=phone, locale="nl-NL")
    yield from visit(context, address, phone)


def visit(context: BrowserContext, address: str, touch: bool) -> Iterator[Student]:
    """A student with a fresh browser; complaints of the browser and requests to others fail the test."""
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("request", lambda one: None if one.url.startswith((address, "blob:", "data:")) else wrong.append(one.url))
    page.on("dialog", lambda dialog: dialog.accept())
    yield Student(page, address, touch)
    context.close()
    assert wrong == []


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def answer_all(student: Student) -> None:
    """Do the self-test: some at once right, some after another try, one by looking."""
    student.go("modules/kennismaken/zelftoets/")
    one = student.question("vraag-1")
    student.tick(one.get_by_role("radio", name="Een land."))
    student.press(button(one, "Kijk na"))
    expect(one.locator(".kw-uitslag")).to_contain_text("Nog niet.")
    expect(one.locator(".kw-uitslag")).to_contain_text("Dat is te groot.")
    student.press(button(one, "Probeer opnieuw"))
    student.tick(one.get_by_role("radio", name="Straten om je heen."))
    student.press(button(one, "Kijk na"))
    expect(one.locator(".kw-uitslag")).to_contain_text("Dat klopt.")

    more = student.question("meer")
    student.press(button(more, "Kijk na"))
    expect(more.get_by_role("status")).to_have_text("Kies eerst een of meer antwoorden.")
    student.tick(more.get_by_role("checkbox", name="Buren."))
    student.tick(more.get_by_role("checkbox", name="Kinderen."))
    student.press(button(more, "Kijk na"))
    expect(more.locator(".kw-uitslag")).to_contain_text("Goed.")

    student.tick(student.question("waar").get_by_role("radio", name="Onwaar"))
    student.press(button(student.question("waar"), "Kijk na"))
    expect(student.question("waar").locator(".kw-uitslag")).to_contain_text("Precies.")

    pairs = student.question("paren")
    for left, right in (("Bakker", "Brood"), ("Visser", "Net")):
        choice = pairs.get_by_label(left)
        wanted = next(text for text in choice.locator("option").all_inner_texts() if text.endswith(right))
        student.select(choice, wanted)
    student.press(button(pairs, "Kijk na"))
    expect(pairs.locator(".kw-uitslag")).to_contain_text("Goed, alle paren kloppen.")

    order = student.question("stappen")
    for place, step in enumerate(("Kijken", "Vragen", "Doen")):
        while order.locator(".kw-stuk > span:first-child").all_inner_texts().index(step) > place:
            student.press(button(order, f"Omhoog: {step}"))
    student.press(button(order, "Kijk na"))
    expect(order.locator(".kw-uitslag")).to_contain_text("Goed, dit is de volgorde.")

    word = student.question("woord")
    student.write(word.get_by_label("Jouw antwoord"), "een tuin")
    student.press(button(word, "Kijk na"))
    expect(word.locator(".kw-uitslag")).to_contain_text("Denk aan de deur naast je.")
    student.press(button(word, "Laat het antwoord zien"))
    expect(word.locator(".kw-uitslag")).to_contain_text("Het antwoord is: buurman. Ook goed: buurvrouw.")

    essay = student.question("open")
    student.press(button(essay, "Vergelijk met een voorbeeld"))
    expect(essay.get_by_text("Ik zag een bankje.")).not_to_be_visible()
    student.write(essay.get_by_label("Jouw antwoord"), "Een hek met een gat.")
    student.press(button(essay, "Vergelijk met een voorbeeld"))
    expect(essay.locator(".kw-uitslag")).to_contain_text("Ik zag een bankje.")


def fill_worksheets(student: Student) -> None:
    """Fill the Partnerschapskaart in its order, and an ecogram with two people."""
    student.go("instrumenten/partnerschap/")
    for field in ("Waarden", "Relaties", "Handelen", "Condities", "Acties"):
        student.write(student.page.get_by_role("textbox", name=field, exact=True), f"Onze {field.lower()}")
    name = student.page.get_by_label("Naam van deze invulling")
    expect(name).to_have_value("Invulling 1")  # what is filled in gets a name when it is kept
    student.write(name, "Met de flat")
    expect(student.page.locator(".kw-balk .kw-bewaard")).to_contain_text("Bewaard")
    expect(student.page.get_by_label("Welke invulling").locator("option").first).to_have_text("Met de flat")

    student.go("instrumenten/netwerk/")
    for number, (name, ring) in enumerate((("Aad", "Dichtbij"), ("Wijkzuster", "Op afstand"))):
        student.press(button(student.page, "Voeg iemand toe"))
        person = student.page.locator(".kw-persoon").nth(number)
        student.write(person.get_by_label("Naam of letter"), name)
        student.select(person.get_by_label("Hoe dichtbij"), ring)
    expect(student.page.get_by_role("img", name="Netwerk van Bep met 2 anderen.")).to_be_visible()
    expect(student.page.locator(".kw-balk .kw-bewaard")).to_contain_text("Bewaard")


def do_everything(student: Student) -> None:
    """A lesson with a note, the self-test and two worksheets."""
    student.go("modules/kennismaken/begin/")
    student.press(button(student.page, "Notitie maken").first)
    student.page.keyboard.type("Het bankje is stuk.")
    student.press(button(student.page, "Ik heb deze les gelezen"))
    expect(button(student.page, "Gelezen")).to_have_attribute("aria-pressed", "true")
    answer_all(student)
    fill_worksheets(student)


def expect_everything(student: Student, year: str = OLD) -> None:
    """All of it stands in the learner's own file."""
    student.go("mijn-leerdossier/", year)
    file = student.page.locator(".kw-dossier-inhoud")
    for text in (
        "1 van 1 lessen gelezen",
        "Het bankje is stuk.",
        "Een hek met een gat.",
        "4 van de 6 vragen meteen goed",
        "Met de flat",
        "Onze waarden",
        "Dichtbij, Informeel, Geeft steun",
    ):
        expect(file).to_contain_text(text)


def test_a_student_does_everything_erases_it_and_brings_it_back(student: Student, tmp_path: Path) -> None:
    do_everything(student)
    expect_everything(student)
    with student.page.expect_download() as started:
        student.press(button(student.page, "Bewaar als bestand"))
    file = tmp_path / "leerdossier.json"
    started.value.save_as(file)
    student.press(button(student.page, "Wis alles"))
    expect(student.page.locator(".kw-leeg")).to_contain_text("Je dossier is nog leeg.")
    assert student.kept() == {}
    student.page.locator("input[type=file]").set_input_files(file)
    expect(student.page.locator(".kw-melding")).to_contain_text("Teruggezet")
    expect_everything(student)

    student.go("modules/kennismaken/begin/")
    expect(student.page.get_by_label("Jouw notitie bij ‘Kijken’")).to_have_value("Het bankje is stuk.")
    student.go("modules/kennismaken/zelftoets/")
    expect(student.page.locator(".kw-voortgang")).to_contain_text("7 van 7 gedaan")
    student.go("instrumenten/partnerschap/")
    expect(student.page.get_by_role("textbox", name="Relaties", exact=True)).to_have_value("Onze relaties")
    student.go("instrumenten/netwerk/")
    expect(student.page.locator(".kw-persoon")).to_have_count(2)


def test_a_new_version_with_a_renamed_module_finds_everything(student: Student) -> None:
    do_everything(student)
    expect_everything(student, NEW)
    expired = student.page.get_by_role("heading", name="Vervallen")
    expect(expired).to_be_visible()
    expect(student.page.locator(".kw-dossier-inhoud")).to_contain_text("Een buurt heeft een grens.")
    student.go("modules/leren-kennen/begin/", NEW)
    expect(button(student.page, "Gelezen")).to_be_visible()
    student.go("modules/leren-kennen/zelftoets/", NEW)
    expect(student.page.locator(".kw-voortgang")).to_contain_text("6 van 6 gedaan")
    expect_everything(student, OLD)


def test_only_the_missed_questions_again(student: Student) -> None:
    answer_all(student)
    expect(student.page.locator(".kw-toetsuitslag")).to_contain_text("4 van de 6 vragen had je meteen goed.")
    student.press(button(student.page, "Die 2 vragen opnieuw"))
    expect(student.page.locator(".kw-vraag:visible")).to_have_count(2)
    one = student.question("vraag-1")
    expect(one.get_by_role("radio", name="Straten om je heen.")).not_to_be_checked()
    student.tick(one.get_by_role("radio", name="Straten om je heen."))
    student.press(button(one, "Kijk na"))
    word = student.question("woord")
    student.write(word.get_by_label("Jouw antwoord"), "  BUURVROUW ")
    student.press(button(word, "Kijk na"))
    expect(student.page.locator(".kw-toetsuitslag")).to_contain_text("Alle 6 vragen had je meteen goed.")


def test_options_keep_their_order_once_a_student_answered(student: Student) -> None:
    student.go("modules/kennismaken/zelftoets/")
    labels = student.page.locator(".kw-optie")
    before = labels.all_inner_texts()
    one = student.question("waar")
    student.tick(one.get_by_role("radio", name="Onwaar", exact=True))
    student.press(button(one, "Kijk na"))
    student.go("modules/kennismaken/zelftoets/")
    assert [text.split("\n")[0] for text in labels.all_inner_texts()] == before


def test_a_question_in_a_lesson_is_the_one_of_the_self_test(student: Student) -> None:
    student.go("modules/kennismaken/begin/")
    one = student.page.locator(".kw-vraag--in-les")
    student.tick(one.get_by_role("radio", name="Straten om je heen."))
    student.press(button(one, "Kijk na"))
    expect(one.locator(".kw-uitslag")).to_contain_text("Dat klopt.")
    student.go("modules/kennismaken/zelftoets/")
    expect(student.page.locator(".kw-voortgang")).to_contain_text("1 van 7 gedaan")


def test_nothing_is_kept_before_the_student_acts(student: Student) -> None:
    for path in (
        "modules/kennismaken/begin/",
        "modules/kennismaken/zelftoets/",
        "instrumenten/netwerk/",
        "mijn-leerdossier/",
    ):
        student.go(path)
    assert student.kept() == {}


@pytest.mark.parametrize("file", FORMATS, ids=lambda file: file.stem)
def test_a_file_of_every_format_comes_back(student: Student, file: Path) -> None:
    student.go("mijn-leerdossier/")
    student.page.locator("input[type=file]").set_input_files(file)
    expect(student.page.locator(".kw-melding")).to_contain_text("Teruggezet: 4 onderdelen.")
    inside = student.page.locator(".kw-dossier-inhoud")
    for text in ("1 van 1 lessen gelezen", "Het bankje is stuk.", "Straten om je heen.", "Met de flat", "Volhouden."):
        expect(inside).to_contain_text(text)
    expect(inside).not_to_contain_text("Vervallen")
    student.page.locator("input[type=file]").set_input_files(file)
    expect(student.page.locator(".kw-melding")).to_contain_text("stond al in je dossier")


def test_a_store_of_format_1_is_taken_over(student: Student) -> None:
    data = json.loads((HERE / "leerdossiers" / "formaat-1.json").read_text(encoding="utf-8"))
    student.go("mijn-leerdossier/")
    student.page.evaluate("(text) => localStorage.setItem('kwartier/proef-example-leren', text)", json.dumps(data))
    student.go("mijn-leerdossier/")
    expect(student.page.locator(".kw-dossier-inhoud")).to_contain_text("Het bankje is stuk.")
    assert "kwartier/proef-example-leren" not in student.kept()


def test_importing_keeps_a_note_that_differs(student: Student) -> None:
    student.go("modules/kennismaken/begin/")
    student.press(button(student.page, "Notitie maken").first)
    student.page.keyboard.type("Het bankje is nieuw.")
    expect(student.page.locator(".kw-bewaard").first).to_contain_text("Bewaard")
    student.go("mijn-leerdossier/")
    student.page.locator("input[type=file]").set_input_files(FORMATS[0])
    inside = student.page.locator(".kw-dossier-inhoud")
    expect(inside).to_contain_text("Het bankje is nieuw.")
    expect(inside).to_contain_text("Het bankje is stuk.")


EVIL = (
    """"'><kwaad onkwaad=1></kwaad><img src=x onerror="window.gekraakt=1"><script>window.gekraakt=1</script>{{7*7}}"""
)
WHEN = "2025-10-02T10:00:00.000Z"


def evil_items(value: Any) -> dict[str, Any]:
    """An item of every kind with ``value`` in every field, at places of this site and at places that are payloads too."""
    fields = (
        "titel",
        "tekst",
        "kop",
        "naam",
        "soort",
        "vraag",
        "antwoord",
        "uitslag",
        "gelezen",
        "waarden",
        "leesbaar",
    )
    item = {
        **dict.fromkeys((*fields, "pogingen", "meteen", "keuze", "__proto__", "constructor"), value),
        "gewijzigd": WHEN,
    }
    shaped = {**item, "waarden": {"waarden": value, "__proto__": value}, "leesbaar": [[value, value]], "soort": "open"}
    places = ("les/kennismaken/begin", "notitie/kennismaken/begin/kijken", "vraag/kennismaken/vraag-1")
    places += ("invulling/partnerschap/a1", "invulling/netwerk/a2", "keuze/niveau", "keuze/__proto__")
    items = dict.fromkeys(places, item) | {f"{place}-2": shaped for place in places}
    return (
        items
        | {f"{place.partition('/')[0]}/{EVIL}/{EVIL}": shaped for place in places}
        | {"__proto__": item, EVIL: item}
    )


def evil_file(value: Any) -> str:
    whole = {"soort": "kwartier-leerdossier", "formaat": 2, "site": EVIL, "onleesbaar": {EVIL: EVIL}}
    return json.dumps({**whole, "onderdelen": evil_items(value)})


EVIL_FILES: dict[str, str] = {
    **{
        f"every field {name}": evil_file(value)
        for name, value in (
            ("a text", EVIL),
            ("a number", 7),
            ("nothing", None),
            ("a list", [EVIL, [EVIL]]),
            ("a group", {"__proto__": {"gekraakt": 1}, "tekst": EVIL}),
        )
    },
    "a long text": evil_file("a" * 100_000),
    "format 1": json.dumps(
        {"formaat": 1, "gelezen": {EVIL: EVIL}, "antwoorden": {EVIL: EVIL, "a": 5}, "notities": {"a/b": {"tekst": 1}}}
    ),
}
REFUSED = {
    "no JSON": "<html>" + EVIL,
    "another kind": '{"soort": "iets"}',
    "a newer format": '{"soort": "kwartier-leerdossier", "formaat": 99}',
    "nothing inside": '{"soort": "kwartier-leerdossier", "formaat": 2}',
    "a text inside": '{"soort": "kwartier-leerdossier", "formaat": 2, "onderdelen": "x"}',
    "deep": "[" * 100_000 + "]" * 100_000,
    "null": "null",
    "empty": "",
}


@pytest.mark.parametrize("student", ["desk"], indirect=True)
@pytest.mark.parametrize("name", [*EVIL_FILES, *REFUSED])
def test_a_file_made_to_do_harm_does_none(
    student: Student, tmp_path: Path, name: str, count: Callable[..., None]
) -> None:
    page = student.page
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.add_init_script(BLOCKED)
    file = tmp_path / "leerdossier.json"
    file.write_text((EVIL_FILES | REFUSED)[name], encoding="utf-8")
    for again in range(2):  # the second time there is something of one's own to compare with
        student.go("mijn-leerdossier/")
        page.locator("input[type=file]").set_input_files(file)
        told = page.locator(".kw-melding")
        expect(told).to_have_text(re.compile(r"\S\. ?(Sluiten)?\s*$"))
        if name in REFUSED:
            assert student.kept() == {}
            assert len(told.inner_text().split(". ")) == 1, told.inner_text()
        elif not again:
            file.write_text(
                file.read_text(encoding="utf-8").replace(WHEN, "2025-11-02T10:00:00.000Z"), encoding="utf-8"
            )
        for path in (
            "mijn-leerdossier/",
            "modules/kennismaken/begin/",
            "modules/kennismaken/zelftoets/",
            "instrumenten/partnerschap/",
            "instrumenten/netwerk/",
        ):
            if name in REFUSED and path != "mijn-leerdossier/":
                continue
            student.go(path)
            assert page.evaluate(
                "[window.gekraakt, ({}).gekraakt, document.querySelectorAll('kwaad, [onerror], [onkwaad]').length]"
            ) == [None, None, 0], path
            assert page.evaluate("geweerd") == [], path
            assert errors == [], path
    count("markup_tried", len(evil_items(0)) if name in EVIL_FILES else 1)


def test_a_damaged_entry_costs_nothing_else_and_is_told(student: Student) -> None:
    student.go("mijn-leerdossier/")
    student.page.locator("input[type=file]").set_input_files(FORMATS[1])
    expect(student.page.locator(".kw-melding")).to_contain_text("Teruggezet")
    name = "kwartier/proef-example-leren/notitie/kennismaken/begin/kijken"
    student.page.evaluate('(name) => localStorage.setItem(name, \'{"tekst": "Het ba\')', name)
    student.go("mijn-leerdossier/")
    expect(student.page.get_by_role("alert")).to_contain_text("Eén onderdeel is beschadigd")
    expect(student.page.locator(".kw-dossier-inhoud")).to_contain_text("Volhouden.")
    student.go("modules/kennismaken/begin/")
    student.press(button(student.page, "Notitie maken").first)
    student.page.keyboard.type("Opnieuw.")
    expect(student.page.locator(".kw-bewaard").first).to_contain_text("Bewaard")
    assert any("Het ba" in value for value in student.kept().values())


def test_a_full_device_loses_nothing_and_says_so(student: Student, tmp_path: Path) -> None:
    student.go("mijn-leerdossier/")
    student.page.locator("input[type=file]").set_input_files(FORMATS[1])
    expect(student.page.locator(".kw-melding")).to_contain_text("Teruggezet")
    before = student.kept()
    student.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('vol', 'QuotaExceededError'); }"
    )
    student.go("instrumenten/partnerschap/")
    student.write(student.page.get_by_role("textbox", name="Acties", exact=True), "Past niet meer")
    expect(student.page.locator(".kw-melding")).to_contain_text("De ruimte in je browser is vol")
    assert student.kept() == before
    with student.page.expect_download() as started:
        student.press(button(student.page, "Bewaar als bestand"))
    file = tmp_path / "invulling.json"
    started.value.save_as(file)
    assert "Past niet meer" in file.read_text(encoding="utf-8")


def test_a_store_of_a_newer_version_is_left_alone(student: Student) -> None:
    student.go("mijn-leerdossier/")
    student.page.locator("input[type=file]").set_input_files(FORMATS[1])
    expect(student.page.locator(".kw-melding")).to_contain_text("Teruggezet")
    student.page.evaluate("() => localStorage.setItem('kwartier/proef-example-leren#formaat', '99')")
    before = student.kept()
    student.go("mijn-leerdossier/")
    expect(student.page.get_by_role("alert")).to_contain_text("nieuwere versie")
    student.press(button(student.page, "Wis alles"))
    assert student.kept() == before


def test_a_file_that_is_no_learners_file_is_refused(student: Student, tmp_path: Path) -> None:
    file = tmp_path / "iets.json"
    file.write_text("{}", encoding="utf-8")
    student.go("mijn-leerdossier/")
    student.page.locator("input[type=file]").set_input_files(file)
    expect(student.page.locator(".kw-melding")).to_contain_text("Dit bestand is geen leerdossier.")


def test_the_level_is_remembered_and_the_clock_starts_when_the_reader_says(student: Student) -> None:
    student.go("modules/kennismaken/begin/")
    block = student.page.get_by_text("Vergelijk wat je ziet met cijfers.")
    expect(block).to_be_visible()
    student.tick(student.page.get_by_role("radio", name="mbo", exact=True))
    expect(block).not_to_be_visible()
    student.go("modules/kennismaken/")
    expect(student.page.get_by_text("Je weegt wat je zag.")).not_to_be_visible()
    student.go("modules/kennismaken/lesplan/")
    expect(student.page.locator(".kw-klok").nth(1)).to_have_text("0:20–1:00")
    student.page.get_by_label("Begint om").fill("13:30")
    expect(student.page.locator(".kw-klok").nth(1)).to_have_text("13:50–14:30")
    student.go("modules/kennismaken/lesplan/")
    expect(student.page.locator(".kw-klok").nth(1)).to_have_text("13:50–14:30")


def test_a_profile_and_sums_follow_what_is_filled_in(student: Student) -> None:
    student.go("instrumenten/scan/")
    student.tick(student.page.get_by_role("radio", name="Ik keek. Vaak"))
    student.tick(student.page.get_by_role("radio", name="Ik keek nog eens. Soms"))
    expect(student.page.locator(".kw-profieltabel")).to_contain_text("2,5")
    student.go("instrumenten/rekenen/")
    student.write(student.page.get_by_label("De gewone weg: Uren"), "1.250,50")
    student.write(student.page.get_by_label("De gewone weg: Spullen"), "49.50")
    expect(student.page.locator("td[data-totaal=gewoon]")).to_have_text(re.compile(r"€\s1\.300"))
    student.write(student.page.get_by_label("De gewone weg: Spullen"), "veel")
    expect(student.page.locator("td[data-totaal=gewoon]")).to_contain_text("zonder wat geen bedrag is")


def test_several_fillings_stand_side_by_side(student: Student) -> None:
    student.go("instrumenten/partnerschap/")
    student.press(button(student.page, "Begin met het voorbeeld"))
    values = student.page.get_by_role("textbox", name="Waarden", exact=True)
    expect(values).to_have_value("Gewoon welkom zijn.")
    student.select(student.page.get_by_label("Welke invulling"), "Nieuw leeg blad")
    expect(values).to_have_value("")
    student.write(values, "Iets anders")
    expect(student.page.get_by_label("Welke invulling").locator("option")).to_have_count(3)
    student.press(button(student.page, "Wis deze invulling"))
    expect(values).to_have_value("Gewoon welkom zijn.")


def test_on_paper_all_answers_follow_all_questions(student: Student) -> None:
    student.go("modules/kennismaken/zelftoets/")
    student.page.emulate_media(media="print")
    last_question = max(one.bounding_box()["y"] for one in student.page.locator(".kw-vraagdeel").all())  # type: ignore[index]
    answers = student.page.locator("details.kw-antwoord")
    assert min(one.bounding_box()["y"] for one in answers.all()) > last_question  # type: ignore[index]
    expect(answers.first.get_by_text("Dat klopt.")).to_be_visible()
    expect(student.page.get_by_text("Kijk na", exact=True).first).not_to_be_visible()


def test_a_worksheet_prints_blank_and_filled(student: Student) -> None:
    student.go("instrumenten/partnerschap/")
    student.page.evaluate("() => { window.print = () => {}; }")
    student.press(button(student.page, "Begin met het voorbeeld"))
    on_paper = student.page.locator(".kw-papier-tekst", has_text="Gewoon welkom zijn.")
    for name, shown in (("Druk leeg af", False), ("Druk ingevuld af", True)):
        student.press(button(student.page, name))
        student.page.emulate_media(media="print")
        expect(on_paper).to_be_visible(visible=shown)
        expect(student.page.locator(".kw-balk").first).not_to_be_visible()
        student.page.emulate_media(media="screen")
        student.page.evaluate("() => dispatchEvent(new Event('afterprint'))")


def test_without_scripts_all_of_it_can_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{OLD}/modules/kennismaken/begin/")
    expect(page.get_by_text("Vergelijk wat je ziet met cijfers.")).to_be_visible()
    page.goto(f"{address}{OLD}/modules/kennismaken/zelftoets/")
    first = page.locator(".kw-vraag").first
    first.get_by_text("Bekijk het antwoord").click()
    expect(first.get_by_text("Dat is te groot.")).to_be_visible()
    page.goto(f"{address}{OLD}/mijn-leerdossier/")
    expect(page.get_by_text("Je dossier werkt met JavaScript")).to_be_visible()
    context.close()


def test_no_page_is_wider_than_the_window(student: Student) -> None:
    for path in (
        *("modules/kennismaken/" + part for part in ("", "begin/", "zelftoets/", "lesplan/", "opdrachten/", "alles/")),
        *("instrumenten/" + one + "/" for one in ("partnerschap", "netwerk", "scan", "rekenen", "kaart")),
        "leerroutes/route/kernpunten/",
        "mijn-leerdossier/",
    ):
        student.go(path)
        extra = student.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert extra == 0, path


def test_the_scripts_stay_small(folder: Path) -> None:
    scripts = (folder / OLD / "assets" / "kwartier").glob("*.js")
    sizes = {one.name: len(gzip.compress(one.read_bytes(), 9)) for one in scripts}
    assert sum(sizes.values()) <= BUDGET, sizes


def test_modules_that_share_a_scope_use_no_name_of_the_browser(browser: Browser) -> None:
    modules = {one for names in BUNDLES.values() for one in names}
    sources = {one: (ASSETS / one).read_text(encoding="utf-8") for one in modules}
    names = {one for file in BUNDLES for one in declared(file, sources)}
    assert {"make", "openStore", "zelftoets"} <= names
    page = browser.new_page()
    assert page.evaluate("(names) => names.filter((one) => one in window)", sorted(names)) == []
    page.close()


@pytest.mark.skipif(not TSC.exists() and not os.environ.get("CI"), reason="npm ci has not run")
def test_minifying_keeps_a_name_after_what_it_is_made_of(folder: Path) -> None:
    # The minifier puts `const { a } = b` before the `const b = ...` above it; TypeScript sees that in the result.
    scripts = sorted((folder / OLD / "assets" / "kwartier").glob("*.js"))
    options = [
        "--noEmit",
        "--allowJs",
        "--checkJs",
        "--target",
        "es2023",
        "--module",
        "esnext",
        "--lib",
        "es2023,dom,dom.iterable",
    ]
    done = subprocess.run(["node", TSC, *options, *scripts], capture_output=True, text=True, check=False)
    assert "error TS" in done.stdout, done.stderr  # it looked: types of minified code are vague, so it has much to say
    assert [line for line in done.stdout.splitlines() if "used before its declaration" in line] == []
