"""Pages of the reference site with something open or filled in, as a visitor leaves them halfway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from browser import DESKTOP, KINDS, PHONE, arrive
from figures import NIGHT

SCREENS = ((PHONE, 844, "light"), (DESKTOP, 900, "dark"))
"""A phone in light and a laptop in dark colours."""
Screen = tuple[int, int, str]


@contextmanager
def opened(browser: Browser, address: str, screen: Screen, reduced: bool = True) -> Iterator[Page]:
    """A page of a fresh device, at the top of the site."""
    width, height, scheme = screen
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce" if reduced else "no-preference",
        locale="nl-NL",
        base_url=address,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


@dataclass(frozen=True)
class State:
    """A kind of page and what a visitor did there; ``widths`` is where that can be done."""

    kind: str
    act: Callable[[Page], None]
    widths: tuple[int, ...] = (PHONE, DESKTOP)

    @property
    def screens(self) -> list[Screen]:
        """The screens on which it is judged: both schemes, and by night both on each width."""
        if NIGHT or len(self.widths) == 1:
            sizes = [(width, height) for width, height, _ in SCREENS if width in self.widths]
            return [(width, height, scheme) for width, height in sizes for scheme in ("light", "dark")]
        return list(SCREENS)

    def reach(self, page: Page) -> None:
        """Open the page and do it."""
        arrive(page, KINDS[self.kind])
        self.act(page)
        page.wait_for_timeout(300)


def open_menu(page: Page) -> None:
    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".kw-hoofdnav")).to_be_visible()


def search(question: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.keyboard.press("/")
        page.keyboard.type(question)
        expect(page.locator(".kw-zoek-lijst")).to_have_attribute("data-vraag", question)

    return act


def preview_a_term(page: Page) -> None:
    page.locator("article a[aria-describedby]").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".kw-voorproef")).to_be_visible()


def read_a_lesson(page: Page) -> None:
    page.get_by_role("button", name="Ik heb deze les gelezen").click()
    page.get_by_role("button", name="Notitie maken").first.click()
    page.keyboard.type("Een gedachte.")


def take_the_test(page: Page) -> None:
    """Answer the questions, right or wrong, and have each marked."""
    for question in page.locator(".kw-vraag[data-levend]").all():
        for box in question.locator("input[type=radio], input[type=checkbox]").all()[-1:]:
            box.check()
        for choice in question.locator("select").all():
            choice.select_option(index=1)
        for field in question.locator("textarea, input[type=text]").all():
            field.fill("Eerst kijken en vragen, dan pas doen.")
        question.locator(".kw-knoppen button").locator("visible=true").first.click()
        expect(question.locator(".kw-uitslag")).to_be_visible()


def fill_the_worksheet(page: Page) -> None:
    for number in range(2):
        more = page.get_by_role("button", name="Voeg iemand toe")
        if more.count():
            more.click()
            person = page.locator(".kw-persoon").nth(number)
            person.locator("input").first.fill(("Oma Bep", "Wijkzuster")[number])
            person.locator("select").first.select_option(index=number + 1)
    sheet = page.locator(".kw-werkblad")
    for field in sheet.locator("textarea, td input[type=text]").locator("visible=true").all():
        field.fill("12" if field.get_attribute("inputmode") else "Samen eten in de flat")
    names = sheet.locator("input[type=radio]").evaluate_all("all => [...new Set(all.map(one => one.name))]")
    for name in names:
        sheet.locator(f'input[name="{name}"]').nth(2).check()
    page.evaluate("() => scrollTo(0, 0)")  # so that nothing happens to lie half under the top of the screen


def play_the_story(page: Page) -> None:
    page.locator(".kw-scenes button").locator("visible=true").first.click()


def set_the_clock(page: Page) -> None:
    page.locator(".kw-lesplan input[type=time]").first.fill("09:30")


def choose_a_level(page: Page) -> None:
    page.locator(".kw-niveaukeuze input[value=mbo]").check()


def leave_no_module(page: Page) -> None:
    page.get_by_label("Niveau").select_option(index=1)
    page.get_by_label("Thema").select_option(value="kennis-en-effect")


def fill_the_file(page: Page) -> None:
    """Work on other pages, and come back to the file."""
    for name in ("les gelezen", "zelftoets nagekeken", "netwerk ingevuld", "kolommen ingevuld"):
        STATES[name].reach(page)
    arrive(page, KINDS["leerdossier"])
    expect(page.locator(".kw-dossier-inhoud")).to_contain_text("Een gedachte.")


STATES = {
    "menu open": State("les", open_menu, (PHONE,)),
    "zoeken met uitkomsten": State("over", search("wijkteam")),
    "zoeken zonder uitkomst": State("over", search("xqzzy")),
    "uitleg bij een begrip": State("les", preview_a_term),
    "les gelezen": State("les", read_a_lesson),
    "zelftoets nagekeken": State("zelftoets", take_the_test),
    "kolommen ingevuld": State("kolommen", fill_the_worksheet),
    "netwerk ingevuld": State("netwerk", fill_the_worksheet),
    "schaal ingevuld": State("schaal", fill_the_worksheet),
    "halverwege een verhaal": State("keuzeverhaal", play_the_story),
    "lesplan met een begintijd": State("lesplan", set_the_clock),
    "niveau gekozen": State("module", choose_a_level),
    "lijst gefilterd": State("modules", leave_no_module),
    "leerdossier gevuld": State("leerdossier", fill_the_file),
}
