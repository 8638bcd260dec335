"""Every page through axe-core, in a real browser, several pages at a time.

axe-core knows the rules of WCAG 2.2 that a program can judge, and practices that it calls good:
https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright
from playwright.sync_api import Page

from browser import DESKTOP, PHONE, ZOOMED, start_with

AXE = Path(__file__).parent / "npm" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (DESKTOP, PHONE, ZOOMED)
VIEWS = tuple((width, scheme) for width in WIDTHS for scheme in ("light", "dark"))
"""Width of the window and colours that the reader's device asks for."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = f"""async () => {{
    await new Promise(done => setTimeout(done, 150));
    const found = await axe.run(document, {{runOnly: {list(TAGS)}, resultTypes: ["violations"], preload: false}});
    const {{ scrollWidth, clientWidth }} = document.documentElement;
    const wide = scrollWidth > clientWidth ? [["reflow", "html", `${{scrollWidth}} pixels in a window of ${{clientWidth}}`]] : [];
    return found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(" "), node.failureSummary])).concat(wide);
}}"""
"""Judge the page a moment after it loaded, when its scripts have done what they do; and whether it fits (WCAG 2.2, 1.4.10)."""
Task = tuple[str, tuple[int, str]]
"""The address of a page and a view of it."""


@dataclass(frozen=True, order=True)
class Barrier:
    """Something on a page that shuts somebody out."""

    page: str
    view: tuple[int, str]
    rule: str
    element: str
    why: str

    def __str__(self) -> str:
        width, scheme = self.view
        return f"{self.page} ({width}, {scheme}): {self.rule}: {self.element}\n    {' '.join(self.why.split())}"


def barriers(address: str, tasks: Iterable[Task], workers: int = 3) -> list[Barrier]:
    """What axe finds in each of the views of pages below ``address``."""
    # In a thread of its own, as Playwright's other way of working may have a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _look(address, list(tasks), workers)).result()


async def _look(address: str, tasks: list[Task], workers: int) -> list[Barrier]:
    found: list[Barrier] = []
    grouped: dict[tuple[int, str], list[str]] = {}
    for path, (width, scheme) in sorted(tasks):
        grouped.setdefault((width, path), []).append(scheme)
    queue = sorted(grouped.items())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**start_with())
        await asyncio.gather(*(_work(browser, address, queue, found) for _ in range(workers)))
        await browser.close()
    return sorted(found)


async def _work(
    browser: Browser, address: str, queue: list[tuple[tuple[int, str], list[str]]], found: list[Barrier]
) -> None:
    """Take pages from the queue until it is empty; a page is opened anew for each width, in the first of its schemes."""
    page = await browser.new_page(reduced_motion="reduce", locale="nl-NL")
    page.set_default_timeout(120_000)
    await page.add_init_script(path=AXE)
    while queue:
        (width, path), schemes = queue.pop()
        await page.set_viewport_size({"width": width, "height": 900})
        for scheme in schemes:
            await page.emulate_media(color_scheme=_scheme(scheme), reduced_motion="reduce")
            if scheme == schemes[0]:
                await page.goto(address + path)
            result: list[list[str]] = await page.evaluate(RUN)
            found += [Barrier(path or "/", (width, scheme), *one) for one in result]


def judge(page: Page, name: str, screen: tuple[int, int, str]) -> list[Barrier]:
    """What axe finds on a page as it is now; the script at ``AXE`` should be in it."""
    width, _, scheme = screen
    return [Barrier(name, (width, scheme), *one) for one in page.evaluate(RUN)]


def _scheme(scheme: str) -> Any:
    return scheme
