"""With the keyboard only: Tab comes to everything, in the order of reading, and who sees knows where they are.

Every kind of page is walked from the first stop to the last, on a phone in light and on a laptop in dark colours; so are the
menu of a phone, the search box, a self-test, two worksheets and a filled file while they are open or filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser import KINDS, arrive, arriving, published
from sites import Site
from states import SCREENS, STATES, Screen, opened
from walk import LIMIT, walk

pytestmark = pytest.mark.slow
LONG = frozenset({"uitkomsten", "betekenissen", "kernpunten", "begrippen"})
"""Pages with hundreds of links of one kind: walked once."""


@pytest.fixture(scope="module")
def address(reference: Site) -> Iterator[str]:
    with published(reference.folder) as address:
        yield address


@pytest.mark.parametrize("turn", [0, 1], ids=["one way", "the other way"])
def test_tab_comes_to_everything_and_shows_it(
    browser: Browser, address: str, turn: int, count: Callable[..., None]
) -> None:
    """Each kind of page is walked on one screen from the begin, and on the other one from the end."""
    stops, faults = 0, []
    for number, (kind, path) in enumerate(KINDS.items()):
        if turn and kind in LONG:
            continue
        screen = SCREENS[(number + turn) % 2]
        with opened(browser, address, screen) as page:
            arrive(page, path)
            walked, found = walk(page, f"{kind} ({screen[0]})", back=bool(turn))
        stops, faults = stops + walked, faults + found
    count("stops_walked", stops)
    count("stops_unseen", len(faults))
    assert faults == [], "\n".join(map(str, faults))


@pytest.mark.parametrize("name", STATES)
def test_tab_comes_to_everything_that_is_open_or_filled_in(
    browser: Browser, address: str, name: str, count: Callable[..., None]
) -> None:
    state = STATES[name]
    screen = SCREENS[len(name) % 2 if len(state.widths) > 1 else 0]
    with opened(browser, address, screen) as page:
        state.reach(page)
        page.evaluate("() => getSelection().removeAllRanges()")
        stops, faults = walk(page, f"{name} ({screen[0]})")
    count("stops_walked", stops)
    count("stops_unseen", len(faults))
    assert faults == [], "\n".join(map(str, faults))


@pytest.mark.parametrize("screen", SCREENS, ids=("phone", "laptop"))
def test_from_the_home_page_to_a_marked_answer(browser: Browser, address: str, screen: Screen) -> None:
    """A student who knows no mouse: a module, its lessons, the self-test, an answer, and what comes of it is told."""
    with opened(browser, address, screen) as page:
        page.goto("")
        page.keyboard.press("Tab")
        expect(page.locator(".md-skip")).to_be_focused()
        page.keyboard.press("Enter")
        for link in (
            page.get_by_role("link", name="Bekijk alle modules"),
            page.locator("article .kw-kaart").get_by_role("link", name="Kwartiermaken en gastvrije wijken"),
            page.get_by_role("link", name="Begin met les 1"),
            *[page.locator(".kw-verder-door")] * 4,
        ):
            press(page, link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Zelftoets: Kwartiermaken en gastvrije wijken")
        question = page.locator(".kw-vraag[data-levend]").first
        come_to(page, question.locator("input").first)
        page.keyboard.press("Space")
        come_to(page, question.get_by_role("button", name="Kijk na"))
        page.keyboard.press("Enter")
        verdict = question.get_by_role("group", name="Uitslag")
        expect(verdict).to_be_focused()
        expect(verdict).to_contain_text(re.compile("Goed|Nog niet"))


def press(page: Page, link: Locator) -> None:
    """Go to a link with Tab, follow it, and wait for the page behind it."""
    come_to(page, link)
    before = page.url
    with arriving(page):
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url.partition("#")[0] != before.partition("#")[0])


def come_to(page: Page, wanted: Locator) -> None:
    for _ in range(LIMIT):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {wanted}")
