"""Walks through the knowledge base in a real browser, with only a keyboard, with a finger, and without scripts.

The site is a small project of which every word is known: ``basis`` with the files below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from browser import DESKTOP, PHONE, arrive, arriving, served
from datafiles import Case, make_project
from sites import ROOT, run_kwartier

pytestmark = pytest.mark.slow

LESSON = "modules/kennismaken/begin/"
CASE = "casussen/de-sleutel/"
COVERAGE = "dekking/proefkader/"
FILLER = "Je loopt een rondje en schrijft op wat je ziet, hoort en ruikt.\n\n"
FILES = {
    "glossary/begrippen/buurt.yml": """\
term: buurt
vormen: [buurten]
definitie: De straten om je heen.
concepties:
  - {perspectief: beleid, tekst: Een vak op de kaart., bron: {bron: proef2020}}
  - {perspectief: burger, tekst: Waar je groet en gegroet wordt., bron: {bron: proef2020}}
spanning: Wie trekt de grens?
""",
    "modules/kennismaken/lessen/begin.md": f"{FILLER * 3}In een buurt wonen mensen.\n\n{FILLER * 3}",
    "docs/casussen/een-brug.md": """\
---
titel: Een brug
samenvatting: Wie maakt de brug?
setting: dorp
thema: steun
niveaus: [hbo-bachelor]
personen: [{naam: Cor, rol: bewoner, wil: Een brug.}]
dilemma: Wie betaalt?
fictief: ja
---

Er is een sloot.
""",
    "docs/casussen/de-sleutel.md": {
        """    keuzes:
      - tekst: Aanbellen.
        gevolgen:
          - persoon: Bep
            tekst: Zij doet open.
        naar: einde
""": """    keuzes:
      - tekst: Aanbellen.
        gevolgen:
          - persoon: Bep
            tekst: Zij doet open.
        naar: gang
      - tekst: Weggaan.
        gevolgen:
          - persoon: Aad
            tekst: Hij loopt naar huis.
        naar: buiten
  - id: gang
    titel: In de gang
    tekst: Het is er donker.
    keuzes:
      - tekst: Het licht aandoen.
        naar: einde
      - tekst: Omkeren.
        naar: buiten
  - id: buiten
    titel: Weer buiten
    tekst: Het regent.
""",
    },
}
SITE = re.sub(r"^nav:\n.*?\n(?=\S)", "", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.S | re.M)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the small site."""
    root = tmp_path_factory.mktemp("kennis")
    make_project(root, Case(root, 0, {"name": "kennis", "files": {**FILES, "mkdocs.yml": SITE}}))
    done = run_kwartier("bouw", "--map", str(root), cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    with served(root / "site") as address:
        yield address


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open a page of the site; anything that goes wrong in a script fails the test."""
    contexts, errors = [], []

    def errors_of(error: Error) -> None:
        errors.append(str(error))

    def open_page(path: str, *, width: int = DESKTOP, touch: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, has_touch=touch, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", errors_of)
        page.on(
            "console", lambda message: errors.append(message.text) if message.type in {"error", "warning"} else None
        )
        arrive(page, address + path) if scripts else page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def tab_to(page: Page, wanted: Locator, limit: int = 120) -> None:
    """Press Tab until an element has the focus, as someone without a mouse does."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not come to {wanted}")


def overlap(one: Locator, other: Locator) -> bool:
    """Whether two things on the screen cover each other."""
    a, b = one.bounding_box(), other.bounding_box()
    assert a and b
    return (
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )


def word_of(page: Page) -> Locator:
    return page.locator(".kw-leestekst a[aria-describedby]")


def card_of(page: Page) -> Locator:
    return page.get_by_role("note", name="Begrip: buurt")


# ---- Preview of a term ----


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_preview_with_the_keyboard(visit: Visit, width: int) -> None:
    page = visit(LESSON, width=width)
    word, card = word_of(page), card_of(page)
    tab_to(page, word)
    expect(card).to_be_visible()
    expect(card).to_contain_text("De straten om je heen.")
    expect(card).to_contain_text("2 betekenissen")
    expect(word).to_have_accessible_description("De straten om je heen.")
    assert not overlap(card, word)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(word).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Meer over buurt")).to_be_focused()
    page.keyboard.press("Escape")
    expect(word).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/begrippen/buurt/")


def test_preview_goes_away_when_the_keyboard_goes_on(visit: Visit) -> None:
    page = visit(LESSON)
    tab_to(page, word_of(page))
    expect(card_of(page)).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(card_of(page)).to_have_count(0)


def test_preview_with_the_mouse_stays_while_the_mouse_is_on_it(visit: Visit) -> None:
    page = visit(LESSON)
    word, card = word_of(page), card_of(page)
    word.hover()
    expect(card).to_be_visible()
    assert not overlap(card, word)
    card.hover()
    page.wait_for_timeout(600)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.mouse.move(2, 2)
    word.hover()
    expect(card).to_be_visible()
    page.mouse.move(2, 2)
    expect(card).to_have_count(0)


def test_preview_at_the_bottom_of_the_screen_stands_above_the_word(visit: Visit) -> None:
    page = visit(LESSON, width=PHONE)
    word = word_of(page)
    at = word.bounding_box()
    assert at
    page.set_viewport_size({"width": PHONE, "height": int(at["y"] + at["height"] + 40)})
    word.hover()
    card = card_of(page)
    expect(card).to_be_visible()
    box, place = card.bounding_box(), word.bounding_box()
    assert box and place and box["y"] + box["height"] <= place["y"]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_preview_with_a_finger(visit: Visit, width: int) -> None:
    page = visit(LESSON, width=width, touch=True)
    word, card = word_of(page), card_of(page)
    word.tap()
    expect(card).to_be_visible()
    assert page.url.endswith(LESSON)
    assert not overlap(card, word)
    box = card.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    page.get_by_role("heading", level=1).tap()
    expect(card).to_have_count(0)
    word.tap()
    expect(card).to_be_visible()
    link = page.get_by_role("link", name="Meer over buurt")
    size = link.bounding_box()
    assert size and size["height"] >= 44
    link.tap()
    page.wait_for_url("**/begrippen/buurt/")
    with arriving(page):
        page.go_back()
    word.tap()
    expect(card).to_be_visible()
    word.tap()
    page.wait_for_url("**/begrippen/buurt/")


def test_a_term_is_a_plain_link_without_scripts(visit: Visit) -> None:
    page = visit(LESSON, scripts=False)
    expect(word_of(page)).to_have_accessible_description("De straten om je heen.")
    expect(page.locator(".kw-definities")).to_be_hidden()
    word_of(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("buurt")


# ---- A branching case ----


def scene(page: Page, title: str) -> Locator:
    return page.get_by_role("heading", name=title, exact=True)


def trail(page: Page) -> list[str]:
    """The scenes of the path, each with what was chosen there."""
    return [" ".join(step.inner_text().split()) for step in page.locator(".kw-weg-stap").all()]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_case_with_the_keyboard(visit: Visit, width: int) -> None:
    page = visit(CASE, width=width)
    expect(scene(page, "De deur")).to_be_visible()
    expect(scene(page, "In de gang")).to_be_hidden()
    expect(page.get_by_text("Zij doet open.")).to_be_hidden()
    tab_to(page, page.get_by_role("button", name="Aanbellen."))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Zij doet open.")).to_be_visible()
    expect(page.get_by_role("button", name="Weggaan.")).to_be_hidden()
    expect(page.get_by_role("group", name="Wat er gebeurt")).to_be_focused()
    expect(page.locator("article").get_by_role("status")).to_contain_text("Je hebt gekozen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(scene(page, "In de gang")).to_be_focused()
    expect(scene(page, "De deur")).to_be_hidden()
    expect(page.locator("article").get_by_role("status")).to_contain_text("Stap 2")
    assert page.url.endswith("#scene-gang")
    assert trail(page) == ["De deur Je koos: Aanbellen.", "In de gang"]
    tab_to(page, page.get_by_role("button", name="Omkeren."))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(scene(page, "Weer buiten")).to_be_focused()
    expect(page.locator("article").get_by_role("status")).to_contain_text("een einde")
    page.go_back()
    expect(scene(page, "In de gang")).to_be_visible()
    again = page.get_by_role("button", name="Opnieuw beginnen")
    again.focus()
    page.keyboard.press("Enter")
    expect(scene(page, "De deur")).to_be_focused()
    expect(page.locator(".kw-weg")).to_be_hidden()


def test_case_takes_steps_back_one_by_one(visit: Visit) -> None:
    page = visit(CASE)
    page.get_by_role("button", name="Aanbellen.").click()
    page.get_by_role("link", name="Verder: In de gang").click()
    page.get_by_role("button", name="Het licht aandoen.").click()
    back = page.get_by_role("button", name="Een stap terug")
    back.click()
    expect(page.get_by_role("button", name="Omkeren.")).to_be_visible()
    back.click()
    expect(scene(page, "De deur")).to_be_visible()
    expect(page.get_by_role("button", name="Weggaan.")).to_be_visible()
    page.get_by_role("button", name="Weggaan.").click()
    page.get_by_role("button", name="Toch iets anders kiezen").click()
    expect(page.get_by_role("button", name="Weggaan.")).to_be_focused()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_case_with_a_finger(visit: Visit, width: int) -> None:
    page = visit(CASE, width=width, touch=True)
    choice = page.get_by_role("button", name="Aanbellen.")
    size = choice.bounding_box()
    assert size and size["height"] >= 44
    choice.tap()
    further = page.get_by_role("link", name="Verder: In de gang")
    size = further.bounding_box()
    assert size and size["height"] >= 44
    further.tap()
    expect(scene(page, "In de gang")).to_be_in_viewport()
    page.get_by_role("button", name="Het licht aandoen.").tap()
    page.get_by_role("link", name="Verder: Binnen").tap()
    expect(page.get_by_text("Jullie praten.")).to_be_visible()
    page.get_by_role("link", name="Terug naar het begin").tap()
    expect(scene(page, "De deur")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_case_opens_at_the_scene_in_the_address(visit: Visit) -> None:
    page = visit(CASE + "#scene-gang")
    expect(scene(page, "In de gang")).to_be_visible()
    expect(scene(page, "De deur")).to_be_hidden()
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(scene(page, "De deur")).to_be_visible()


def test_case_keeps_the_path_when_the_page_is_opened_again(visit: Visit) -> None:
    page = visit(CASE)
    page.get_by_role("button", name="Aanbellen.").click()
    page.get_by_role("link", name="Verder: In de gang").click()
    page.reload()
    expect(scene(page, "In de gang")).to_be_visible()
    assert len(trail(page)) == 2


def test_case_is_complete_without_scripts(visit: Visit) -> None:
    page = visit(CASE, scripts=False)
    for title in ("De deur", "In de gang", "Weer buiten", "Binnen"):
        expect(scene(page, title)).to_be_visible()
    expect(page.get_by_text("Zij doet open.")).to_be_visible()
    page.get_by_role("link", name="Verder: In de gang").click()
    assert page.url.endswith("#scene-gang")


def test_cases_can_be_filtered(visit: Visit) -> None:
    page = visit("casussen/")
    cards = page.locator("#kw-casuslijst .kw-kaart:visible")
    expect(cards).to_have_count(2)
    page.get_by_label("Setting").fill("DORP")
    expect(cards).to_have_text(re.compile("Een brug"))
    expect(page.locator("article").get_by_role("status")).to_have_text("1 van 2")
    page.get_by_label("Setting").fill("")
    page.get_by_label("Kader").select_option("Proefkader")
    expect(cards).to_have_text(re.compile("De sleutel"))
    page.get_by_label("Niveau").select_option("hbo")
    expect(cards).to_have_count(0)
    expect(page.locator("article").get_by_role("status")).to_contain_text("Kies ruimer")


# ---- Coverage ----


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_coverage_with_the_keyboard(visit: Visit, width: int) -> None:
    page = visit("kaders/", width=width)
    tab_to(page, page.locator("article").get_by_role("link", name="Dekking", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/dekking/")
    tab_to(page, page.locator("article").get_by_role("link", name="Proefkader"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/dekking/proefkader/")
    expect(page.get_by_text("Niet onderwezen:").first).to_be_visible()
    tab_to(page, page.get_by_role("region", name="Per onderdeel en module"))
    cell = page.get_by_role("link", name="Kennismaken: onderwezen en geoefend")
    tab_to(page, cell)
    page.keyboard.press("Enter")
    page.wait_for_url("**/modules/kennismaken/#leeruitkomsten")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_coverage_with_a_finger(visit: Visit, width: int) -> None:
    page = visit(COVERAGE, width=width, touch=True)
    cell = page.get_by_role("link", name="Kennismaken: onderwezen en geoefend")
    words, signs = cell.locator(".kw-cel-woord"), cell.locator(".kw-cel-teken")
    if width == PHONE:
        expect(signs).to_be_hidden()
        size = words.bounding_box()
        assert size and size["width"] > 100, "on a phone the words are there to be read"
    else:
        expect(signs).to_have_text("OG·")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_text("Toon de tabel van deze leerroute").tap()
    expect(page.get_by_role("table").last).to_be_visible()
    cell.tap()
    page.wait_for_url("**/modules/kennismaken/#leeruitkomsten")


def test_coverage_table_can_be_downloaded(visit: Visit, tmp_path: Path) -> None:
    page = visit(COVERAGE)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download deze tabel als CSV").click()
    download.value.save_as(tmp_path / "dekking.csv")
    assert "Kennismaken" in (tmp_path / "dekking.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("path", ["dekking/", "dekking/studielast/", "leerroutes/route/uitkomsten/", "modules/kaart/"])
def test_tables_and_the_map_fit_on_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, width=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


def test_the_map_says_in_words_what_its_lines_say(visit: Visit) -> None:
    page = visit("modules/kaart/")
    expect(page.get_by_role("listitem").filter(has_text="Verdiepen")).to_contain_text("eerst Kennismaken")
    line = page.locator(".kw-halte").nth(1).locator("svg path").first.bounding_box()
    row = page.locator(".kw-halte").nth(1).bounding_box()
    assert line and row and line["y"] <= row["y"] + 1, "the line comes in from the row above"
