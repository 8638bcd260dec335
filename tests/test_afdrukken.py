"""Pages on paper, as the browser prints them: A4, without the frame of the site, and with what a reader on paper needs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, sync_playwright

from browser import launch, served
from sites import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed"),
]
MODULE = "modules/kwartiermaken/"
FRAME = ("Zoeken", "Terug naar boven", "Meld een verbetering", "Navigatie", "Inhoudsopgave", "Druk ")
A4 = (595, 842)

Print = Callable[..., list[str]]


@pytest.fixture(scope="module")
def page(reference: Site) -> Iterator[tuple[Page, str]]:
    with sync_playwright() as playwright, served(reference.folder) as address:
        browser = launch(playwright)
        yield browser.new_page(viewport={"width": 1280, "height": 900}), address
        browser.close()


@pytest.fixture
def printed(page: tuple[Page, str], tmp_path: Path) -> Print:
    """Print a page after an optional step; gives the text of each sheet, after a look at the size of the paper."""

    def run(path: str, step: Callable[[Page], object] = lambda _: None, wide: bool = False) -> list[str]:
        browser_page, address = page
        browser_page.goto(address + path)
        browser_page.evaluate("() => { window.print = () => {}; }")
        step(browser_page)
        target = tmp_path / "blad.pdf"
        browser_page.pdf(path=target, prefer_css_page_size=True)
        with pikepdf.open(target) as pdf:
            boxes = {tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in pdf.pages}
        assert boxes <= {A4, A4[::-1]}
        assert (A4[::-1] in boxes) == wide
        done = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True)
        sheets = done.stdout.split("\f")[:-1]
        assert [word for word in FRAME if word in done.stdout] == []
        return sheets

    return run


def test_a_lesson_has_its_text_sources_and_the_meaning_of_its_terms(printed: Print) -> None:
    sheets = printed(MODULE + "er-zijn/")
    assert "Er zijn" in sheets[0]
    assert "Programma van de les" in "".join(sheets)
    assert "ervaringsdeskundige: Iemand die eigen ervaringen" in sheets[-1]


def test_a_self_test_has_all_answers_after_the_questions_on_a_page_of_their_own(printed: Print) -> None:
    sheets = printed(MODULE + "zelftoets/")
    answers = [number for number, text in enumerate(sheets) if "Niet juist." in text or "Hoort bij" in text]
    questions = [number for number, text in enumerate(sheets) if "Schrijf je antwoord eerst op." in text]
    assert answers
    assert questions
    assert max(questions) < min(answers)


def test_a_lesson_plan_is_one_sheet_a_lesson(printed: Print) -> None:
    sheets = printed(MODULE + "lesplan/")
    assert [text.count("Na de les") for text in sheets] == [1, 1, 1, 1]


def test_one_lesson_of_the_plan_prints_alone_with_its_clock_times(printed: Print) -> None:
    def pick(one: Page) -> None:
        one.locator(".kw-lesplan input[type=time]").first.fill("09:30")
        one.get_by_role("button", name="Druk deze les af").first.click()

    sheets = printed(MODULE + "lesplan/", pick)
    assert len([text for text in sheets if "Na de les" in text]) == 1
    assert "9:30" in sheets[0]


def test_a_worksheet_prints_blank_and_filled(printed: Print) -> None:
    def fill(button: str) -> Callable[[Page], None]:
        def step(one: Page) -> None:
            one.locator(".kw-werkblad textarea").first.fill("De buurt leert elkaar kennen")
            one.get_by_role("button", name=button).click()

        return step

    blank = "".join(printed("instrumenten/partnerschapskaart/", fill("Druk leeg af"), wide=True))
    assert "De buurt leert elkaar kennen" not in blank
    assert "Gebruikt in" not in blank
    filled = "".join(printed("instrumenten/partnerschapskaart/", fill("Druk ingevuld af"), wide=True))
    assert "De buurt leert elkaar kennen" in filled
