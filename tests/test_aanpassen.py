"""Readers who change how a page looks: enlarged to 400 percent, with more room in the text, without motion, in own colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser import DESKTOP, KINDS, PHONE, TURN, ZOOMED, arrive, published
from sites import Site
from states import STATES, opened

pytestmark = pytest.mark.slow

ROOMY = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
"""The least room that a text must be able to take (WCAG 2.2, 1.4.12)."""

WIDER = """() => {
    const screen = document.documentElement.clientWidth;
    const moved = document.documentElement.scrollWidth - screen;
    const scrolls = (one) => one && one !== document.body && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
    const beside = [...document.querySelectorAll("main *, footer *, header *")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 1 && box.left < screen && box.right > screen + 1 && one.checkVisibility({ visibilityProperty: true }) && !one.closest("svg, .md-sidebar--primary, [data-md-toggle], .md-search, .md-header__topic") && !scrolls(one);
    });
    return [...moved > 0 ? [`the page is ${moved} pixels wider than the screen`] : [], ...beside.map((one) => `outside the screen: ${one.outerHTML.slice(0, 90)}`)];
}"""
"""What is wider than the screen, and does not stand in something that scrolls by itself (WCAG 2.2, 1.4.10)."""

CLIPPED = """() => [...document.querySelectorAll("main *, footer *")].filter((one) => {
    const style = getComputedStyle(one);
    if (!one.innerText?.trim() || style.clipPath !== "none" || !one.checkVisibility({ visibilityProperty: true })) return false;
    const cut = (way) => /hidden|clip/.test(style[`overflow${way}`]);
    return cut("X") && one.scrollWidth > one.clientWidth + 1 || cut("Y") && one.scrollHeight > one.clientHeight + 1;
}).map((one) => `cut off: ${one.outerHTML.slice(0, 90)}`)"""
"""Text of which a part falls outside what holds it."""

MOVES = """() => {
    const long = (text) => text.split(",").some((time) => parseFloat(time) * (time.trim().endsWith("ms") ? 1 : 1000) > 10);
    const faults = [...document.querySelectorAll("*")].flatMap((one) => ["", "::before", "::after"].flatMap((part) => {
        const style = getComputedStyle(one, part || undefined);
        const found = [];
        if (long(style.transitionDuration)) found.push("transition");
        if (style.animationName !== "none" && long(style.animationDuration)) found.push("animation");
        if (style.scrollBehavior === "smooth") found.push("smooth scrolling");
        return found.map((what) => `${what}: ${one.tagName}.${one.className}${part}`);
    }));
    const busy = document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 10);
    return [...new Set(faults), ...busy.map((one) => `moves now: ${one.effect.target.outerHTML.slice(0, 90)}`)];
}"""
"""What takes longer than a hundredth of a second to change, for someone who asked for less motion (WCAG 2.2, 2.3.3)."""

COLOURS = """() => {
    const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = (color) => {
        const [r, g, b] = color.map((one) => one / 255).map((one) => one <= .03928 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = (one) => {
        for (; one; one = one.parentElement) {
            const color = rgb(getComputedStyle(one).backgroundColor);
            if (color.length < 4 || color[3] > .99) return color.slice(0, 3);
        }
        return [255, 255, 255];
    };
    const words = [...document.querySelectorAll("h1, article p, article li, article td, article a, article label, article button, header a, nav a")];
    return words.filter((one) => one.innerText?.trim() && one.checkVisibility({ visibilityProperty: true })).filter((one) => {
        const [high, low] = [light(rgb(getComputedStyle(one).color).slice(0, 3)), light(ground(one))].sort((a, b) => b - a);
        return (high + .05) / (low + .05) < 4.5;
    }).map((one) => `cannot be read in these colours: ${one.outerHTML.slice(0, 90)}`);
}"""
"""Text that does not stand out when the system chooses the colours."""


@pytest.fixture(scope="module")
def address(reference: Site) -> Iterator[str]:
    with published(reference.folder) as address:
        yield address


def enlarged(page: Page) -> list[str]:
    """At 400 percent, and without motion, as the page is opened."""
    page.set_viewport_size({"width": ZOOMED, "height": 256})
    page.evaluate(TURN)
    return page.evaluate(WIDER) + page.evaluate(MOVES)


def roomy(page: Page) -> list[str]:
    """With more room between letters, words, lines and paragraphs, on a phone and on a laptop."""
    add = (
        "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
    )
    page.evaluate(add, ROOMY)
    found = []
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 844})
        found += page.evaluate(WIDER) + page.evaluate(CLIPPED)
    page.evaluate(add, "")
    return found


def own_colours(page: Page) -> list[str]:
    """With colours that the system chooses."""
    page.emulate_media(forced_colors="active")
    return page.evaluate(COLOURS)


LOOKS: dict[str, Callable[[Page], list[str]]] = {"enlarged": enlarged, "roomy": roomy, "own colours": own_colours}


@pytest.mark.parametrize("kind", [*KINDS, *STATES])
def test_a_page_holds_when_a_reader_changes_it(
    browser: Browser, address: str, kind: str, count: Callable[..., None]
) -> None:
    with opened(browser, address, (PHONE, 844, "light")) as page:
        if kind in STATES:
            STATES[kind].reach(page)
        else:
            arrive(page, KINDS[kind])
        found = [f"{name}: {fault}" for name, look in LOOKS.items() for fault in look(page)]
    count("pages_adapted", len(LOOKS))
    count("pages_unfit", len({fault.partition(":")[0] for fault in found}))
    assert found == [], "\n".join(found[:20])
