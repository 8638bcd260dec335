"""A walk over a page with the Tab key: where the focus comes, and whether someone who looks can follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, TimeoutError

LIMIT = 700
"""More stops than any page has."""

STOP = """(back) => {
    const one = document.activeElement;
    const seen = window.kwSeen;
    if (!one || one === document.body) {
        window.kwLast = null;
        return null;
    }
    if (one === window.kwLast) return { same: true }; // from hours to minutes
    if (seen.has(one)) return { again: true };
    const wanted = back ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const follows = !window.kwLast?.isConnected || !!(window.kwLast.compareDocumentPosition(one) & wanted);
    seen.add(one);
    window.kwLast = one;

    const rgb = (text) => {
        const parts = text.match(/[\\d.]+/g).map(Number);
        const unit = text.startsWith("color(") ? 255 : 1;
        return [parts[0] * unit, parts[1] * unit, parts[2] * unit, parts[3] ?? 1];
    };
    const light = (color) => {
        const [r, g, b] = color.slice(0, 3).map((part) => part / 255).map((part) => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = (element) => {
        for (; element; element = element.parentElement) {
            const color = rgb(getComputedStyle(element).backgroundColor);
            if (color[3] > .99) return color;
        }
        return [255, 255, 255, 1];
    };
    const contrast = (a, b) => {
        const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
        return (high + .05) / (low + .05);
    };
    // The ring stands around the control, or around the word beside a control that is drawn by that word.
    const rings = [one, one.nextElementSibling].filter(Boolean).map((element) => {
        const style = getComputedStyle(element);
        const inside = parseFloat(style.outlineOffset) < 0;
        const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
        return drawn ? contrast(rgb(style.outlineColor), ground(inside ? element : element.parentElement)) : 0;
    });

    // Large enough to touch, or with room around it, or a link in a sentence (WCAG 2.2, 2.5.8).
    const box = one.getBoundingClientRect();
    const within = (element) => element.matches("input") && element.closest("label") || element;
    const area = within(one).getBoundingClientRect();
    const small = (size) => size.width < 24 || size.height < 24;
    const inline = one.matches("a") && getComputedStyle(one).display === "inline";
    const middle = (size) => [size.left + size.width / 2, size.top + size.height / 2];
    let crowded = "";
    if (small(area) && !inline) {
        const [x, y] = middle(area);
        for (const other of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
            const there = within(other).getBoundingClientRect();
            const [dx, dy] = [Math.max(there.left - x, 0, x - there.right), Math.max(there.top - y, 0, y - there.bottom)];
            const [mx, my] = middle(there);
            if (Math.hypot(dx, dy) >= 12 && !(small(there) && Math.hypot(mx - x, my - y) < 24)) continue;
            if (other === one || one.contains(other) || other.contains(one) || within(other) === within(one) || !other.checkVisibility({ visibilityProperty: true })) continue;
            if (my < innerHeight && !other.contains(document.elementFromPoint(mx, my))) continue; // something lies over it
            crowded = other.outerHTML.slice(0, 80);
        }
    }
    const name = (one.getAttribute("aria-label") || one.innerText || one.labels?.[0]?.innerText || one.getAttribute("placeholder") || "").trim().split("\\n")[0];
    return {
        name: `${one.tagName.toLowerCase()} ‘${name.slice(0, 40)}’`, follows, ring: Math.max(...rings), crowded,
        area: [Math.round(area.width), Math.round(area.height)], top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right, inText: !!one.closest("article"),
        fixed: !!one.closest(".kw-melding, .kw-voorproef"),
    };
}"""
"""The stop that the focus is at: its ring, whether something covers it, its size, and how it follows the one before."""

COVERED = """() => {
    const one = document.activeElement;
    const own = (found) => found && (one.contains(found) || [...one.labels ?? []].some((label) => label.contains(found)));
    const points = [...one.getClientRects()].filter((box) => box.width && box.height)
        .flatMap((box) => [.5, .1, .9].flatMap((x) => [.5, .1, .9].map((y) => [box.left + box.width * x, box.top + box.height * y])));
    if (points.some(([x, y]) => own(document.elementFromPoint(x, y)))) return "";
    const over = points.map(([x, y]) => document.elementFromPoint(x, y)).find(Boolean);
    return over ? over.outerHTML.slice(0, 80) : "the edge of the screen";
}"""
"""What covers all of the stop (WCAG 2.2, 2.4.11); nothing when a part of it can be seen."""

LOOK = """(back) => {
    const stop = kwStop(back);
    return stop?.name ? { ...stop, covered: kwCovered() } : stop;
}"""
"""Both of these."""

COMES_OUT = """() => {
    document.activeElement.scrollIntoView({ block: "nearest" });
    return !kwCovered();
}"""
"""Whether the stop can be seen when it is scrolled to."""

MISSED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((one) => {
    const made = [...window.kwSeen].some((stop) => !stop.isConnected && stop.textContent === one.textContent); // made anew
    if (window.kwSeen.has(one) || made || one.disabled || one.closest("fieldset[disabled]") || one.tabIndex < 0) return false;
    if (!one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    if (one.matches(".md-top")) return false; // is there only just after scrolling up
    if (one.type === "radio") return ![...document.getElementsByName(one.name)].some((other) => window.kwSeen.has(other));
    return true;
}).map((one) => one.outerHTML.slice(0, 100))"""
"""What can be used and is to be seen, but Tab did not come to."""


@dataclass(frozen=True)
class Fault:
    """A stop at which someone without a mouse is lost, or the lack of one."""

    page: str
    stop: str
    why: str

    def __str__(self) -> str:
        return f"{self.page}: {self.stop}: {self.why}"


def walk(page: Page, where: str, back: bool = False) -> tuple[int, list[Fault]]:
    """Press Tab until the focus has left the page and comes to a stop again; gives the number of stops and the faults."""
    faults: list[Fault] = []
    before: dict[str, Any] | None = None
    page.evaluate(
        f"() => {{ window.kwSeen = new Set(); window.kwLast = null; window.kwStop = {STOP}; window.kwCovered = {COVERED}; }}"
    )
    stops = 0
    for _ in range(LIMIT):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = page.evaluate(LOOK, back)
        if stop is None:
            continue
        if "again" in stop:
            return stops, faults + [Fault(where, one, "Tab does not come here") for one in page.evaluate(MISSED)]
        if "same" in stop:
            continue
        stops += 1
        faults += [Fault(where, stop["name"], why) for why in judge(stop, before)]
        if stop["covered"]:  # Material puts the page back where it was, after the search box went away
            try:
                page.wait_for_function(COMES_OUT, timeout=1000)
            except TimeoutError:
                faults.append(Fault(where, stop["name"], f"cannot be seen, because of {page.evaluate('kwCovered()')}"))
        before = None if back else stop
    return stops, [*faults, Fault(where, str(before), "Tab does not lead out of the page")]


def judge(stop: dict[str, Any], before: dict[str, Any] | None) -> Iterator[str]:
    """What is wrong with a stop, after the one before it."""
    if stop["ring"] < 3:
        yield f"no ring that stands out (contrast {stop['ring']:.1f})"
    if stop["crowded"]:
        yield f"{stop['area']} is too small beside {stop['crowded']}"
    if not stop["follows"]:
        yield "does not follow the stop before it in the page"
    if before and before["inText"] and stop["inText"] and not stop["fixed"] and not before["fixed"]:
        one_column = stop["left"] < before["right"] and before["left"] < stop["right"]
        if one_column and stop["bottom"] <= before["top"]:
            yield f"stands above the stop before it, {before['name']}"
