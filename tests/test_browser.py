"""The reference site in a real browser: phone and desktop, light and dark, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright import sync_api

from browser import KINDS, arrive, kept, published
from kwartier.project import read_project
from sites import Site

WIDTHS = {390: 844, 1280: 900}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(reference: Site) -> Iterator[str]:
    """Where the site is served."""
    with published(reference.folder) as address:
        yield address


class Visit:
    """A page in a browser, with everything that it complained about and every request that left the site."""

    def __init__(self, page: sync_api.Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", lambda message: self._complain(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("request", lambda request: self._leave(request.url))
        page.on("requestfailed", lambda request: self._complain(f"{request.url} {request.failure}"))

    def _complain(self, text: str) -> None:
        self.errors.append(text)

    def _leave(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str) -> sync_api.Page:
        self.page.goto(self.address + path)
        return self.page

    def arrive(self, path: str) -> sync_api.Page:
        """Open a page and wait until it has come to life."""
        arrive(self.page, self.address + path)
        return self.page


@pytest.fixture
def visit(browser: sync_api.Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh visitor; the parameter is (width, colour scheme, JavaScript)."""
    width, scheme, javascript = getattr(request, "param", (1280, "light", True))
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        java_script_enabled=javascript,
        locale="nl-NL",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield Visit(context.new_page(), address)
    context.close()


def screen(width: int, scheme: str = "light", javascript: bool = True) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("visit", [(width, scheme, javascript)], ids=[f"{width}"], indirect=True)


# Every kind of page


@pytest.mark.parametrize("visit", [(width, "light", True) for width in WIDTHS], ids=map(str, WIDTHS), indirect=True)
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_a_page_opens_whole_and_quiet(visit: Visit, path: str, count: Callable[..., None]) -> None:
    page = visit.arrive(path)
    assert kept(page) == {}, "a page that is only read leaves nothing on the device"
    look(page)
    light = page.evaluate(PAPER)
    page.get_by_title("Naar donker").locator("visible=true").first.click()
    page.wait_for_function(f"{PAPER} !== '{light}'")
    look(page)
    missing = "status of 404" if path == KINDS["geen pagina"] else "nothing"
    assert [error for error in visit.errors if missing not in error] == []
    count("pages_network")
    count("requests_elsewhere", len(visit.foreign))
    assert visit.foreign == []


def look(page: sync_api.Page) -> None:
    """One visible heading of the first level, nothing wider than the screen, and text that can be read."""
    heading = page.locator("h1")
    assert heading.count() == 1
    assert heading.is_visible()
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0, page.evaluate(WIDEST)
    assert page.evaluate(CONTRAST) >= 4.5


PAPER = "getComputedStyle(document.body).backgroundColor"

WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(one => one.tagName + '.' + one.className).slice(0, 5).join(' ')"""

CONTRAST = """() => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number);
    const light = color => {
        const [r, g, b] = color.map(one => one / 255).map(one => one <= .03928 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = one => {
        for (; one; one = one.parentElement) {
            const color = rgb(getComputedStyle(one).backgroundColor);
            if (color.length < 4 || color[3] > .99) return color.slice(0, 3);
        }
        return [255, 255, 255];
    };
    const ratio = one => {
        const [a, b] = [light(rgb(getComputedStyle(one).color).slice(0, 3)), light(ground(one))];
        return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    };
    return Math.min(...[...document.querySelectorAll('h1, article p, article li, article a')]
        .filter(one => one.offsetParent && one.innerText.trim()).map(ratio));
}"""
"""The lowest contrast of text in the article with what is behind it (WCAG 2.2, 1.4.3)."""


# Getting around


@screen(390)
def test_the_menu_of_a_phone_leads_to_every_part(visit: Visit) -> None:
    page = visit.open("begrippen/eigen-kracht/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation").get_by_role("link", name="Casussen", exact=True).first.click()
    page.wait_for_url("**/casussen/")
    assert page.locator("h1").inner_text() == "Casussen"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("modules/kwartiermaken/er-zijn/", "Modules"),
        ("leerroutes/", "Leerroutes"),
        ("begrippen/eigen-kracht/", "Begrippen"),
        ("casussen/kruidenbuurt/", "Casussen"),
        ("instrumenten/ecogram/", "Instrumenten"),
        ("kaders/acht-bakens/", "Kaders"),
        ("bronnen/", "Bronnen"),
    ],
)
def test_the_tabs_show_where_you_are(visit: Visit, path: str, name: str) -> None:
    page = visit.open(path)
    assert [text.strip() for text in page.locator(".md-tabs [aria-current]").all_inner_texts()] == [name]


def test_the_keyboard_can_skip_to_the_text_and_shows_where_it_is(visit: Visit) -> None:
    page = visit.open("modules/kwartiermaken/er-zijn/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text().strip() == "Ga naar inhoud"
    assert skip.is_visible()
    target = skip.get_attribute("href") or ""
    page.keyboard.press("Enter")
    assert page.evaluate("decodeURIComponent(location.hash)") == target
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(FOCUS))
    assert "" not in seen


FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const lined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    return lined && inView ? one.tagName + one.textContent.trim() : '';
}"""
"""The element that has the focus, or nothing when a visitor cannot see that it has."""


def test_the_colours_can_be_changed_and_stay_so(visit: Visit) -> None:
    page = visit.open("")
    before = page.evaluate(PAPER)
    page.get_by_title("Naar donker").locator("visible=true").first.click()
    page.wait_for_function(f"{PAPER} !== '{before}'")
    dark = page.evaluate(PAPER)
    assert visit.open("begrippen/").evaluate(PAPER) == dark


# Finding


@pytest.mark.parametrize("visit", [(1280, "light", True), (390, "light", True)], ids=["1280", "390"], indirect=True)
def test_the_search_box_finds_a_module(visit: Visit) -> None:
    page = visit.open("over/")
    if page.viewport_size == {"width": 390, "height": 844}:
        page.get_by_role("button", name="Zoeken").click()
    box = page.get_by_role("textbox").or_(page.get_by_role("searchbox")).or_(page.get_by_role("combobox")).first
    box.click()
    box.fill("kwartiermaken")
    found = page.locator("a[href*='modules/kwartiermaken/']").locator("visible=true").first
    found.wait_for()
    found.click()
    page.wait_for_url("**/modules/kwartiermaken/**")
    assert "kwartiermaken" in page.locator("body").inner_text().casefold()
    assert visit.foreign == []


HOURS = """form => form.insertAdjacentHTML("beforeend",
  '<label>Hoogstens <select name="uren"><option value=""><option value="14"><option value="28"></select></label>')"""


def test_the_filter_leaves_only_modules_that_fit(visit: Visit, reference: Site) -> None:
    modules = read_project(reference.root).library.modules
    page = visit.open("modules/")
    cards = page.locator("article [data-niveaus]").locator("visible=true")
    assert cards.count() == len(modules)
    thema = modules["kwartiermaken"].thema
    page.get_by_label("Niveau").select_option(label="mbo")
    page.get_by_label("Thema").select_option(value=thema)
    fitting = {
        module_id
        for module_id, module in modules.items()
        if module.thema == thema and any(level.stroom == "mbo" for level in module.niveaus)
    }
    assert 0 < len(fitting) < len(modules)
    assert _modules(cards) == fitting
    assert not page.locator(".kw-per-thema").is_visible()  # the same modules once more, also those that do not fit
    page.get_by_label("Niveau").select_option(label="alle")
    page.get_by_label("Thema").select_option(label="alle")
    assert _modules(cards) == modules.keys()
    assert page.locator(".kw-per-thema").is_visible()
    page.locator(".kw-filter").evaluate(HOURS)  # a site of which all modules take as long has none
    for hours, shown in (("14", 0), ("28", len(modules))):
        page.get_by_label("Hoogstens").select_option(value=hours)
        assert cards.count() == shown


def _modules(cards: sync_api.Locator) -> set[str]:
    """The modules that cards lead to."""
    links = cards.evaluate_all("all => all.map(one => one.querySelector('a').pathname)")
    return {link.rstrip("/").rpartition("/")[2] for link in links}


# Without JavaScript


@screen(1280, javascript=False)
def test_without_javascript_the_list_of_modules_is_whole(visit: Visit, reference: Site) -> None:
    page = visit.open("modules/")
    modules = {file.parent.name for file in reference.root.glob("modules/*/module.yml")}
    links = page.locator("article a").locator("visible=true").evaluate_all("all => all.map(one => one.pathname)")
    assert modules <= {link.rstrip("/").rpartition("/")[2] for link in links}
    assert page.locator("article select").locator("visible=true").count() == 0


@screen(390, javascript=False)
@pytest.mark.parametrize("kind", ["les", "zelftoets", "begrip", "casus", "netwerk"])
def test_without_javascript_the_text_is_there(visit: Visit, kind: str) -> None:
    page = visit.open(KINDS[kind])
    assert page.locator("h1").is_visible()
    assert len(page.locator("article").inner_text()) > 400
    assert visit.errors == []


SHIFTS = """window.moved = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    if (value < 0.005) continue; // the letters of the site come in, and a line is a pixel lower
    for (const one of sources) moved.push(`${one.node?.nodeName}.${one.node?.className} ${one.previousRect.y} -> ${one.currentRect.y}`);
  }
}).observe({ type: "layout-shift", buffered: true });"""
MOVING = (
    "begin",
    "modules",
    "module",
    "les",
    "zelftoets",
    "lesplan",
    "begrip",
    "keuzeverhaal",
    "netwerk",
    "leerdossier",
)


@pytest.mark.parametrize("visit", [(390, "light", True), (1280, "light", True)], ids=["390", "1280"], indirect=True)
def test_nothing_moves_while_a_page_comes_to_life_shows_a_preview_and_is_scrolled(visit: Visit) -> None:
    visit.page.add_init_script(SHIFTS)
    found = {}
    for kind in MOVING:
        page = visit.arrive(KINDS[kind])
        word = page.locator("article a[aria-describedby]:visible")
        if word.count():
            word.first.hover()
            page.locator(".kw-voorproef").wait_for()
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(200)
        if moved := page.evaluate("moved"):
            found[kind] = moved
    assert not found
