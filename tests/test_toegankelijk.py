"""Nobody is shut out: WCAG 2.2 AA by axe-core on every page, valid HTML, and the whole site with a keyboard only.

Every page is judged in one of six views (three widths, light and dark), and a page of every kind in all six. With
``KWARTIER_NACHT=1`` every page is judged in every view, which takes six times as long.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from axe import AXE, VIEWS, WIDTHS, Barrier, barriers, judge
from browser import KINDS, published
from figures import NIGHT
from sites import JAVA_OPTIONS, Site
from states import STATES, opened

NPM = AXE.parent.parent
NU = NPM / "vnu-jar" / "build" / "dist" / "vnu.jar"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not NPM.exists() and os.environ.get("CI", "") not in {"true", "1"}, reason="npm ci has not run"),
]


@pytest.fixture(scope="module")
def address(reference: Site) -> Iterator[str]:
    with published(reference.folder) as address:
        yield address


def paths(site: Site) -> list[str]:
    """The address of every page, as a visitor sees it."""
    return [uri.removesuffix("index.html").replace("404.html", KINDS["geen pagina"]) for uri in site.pages]


def test_the_site_has_all_its_pages(reference: Site, count: Callable[..., None]) -> None:
    assert len(paths(reference)) > 400
    count("pages_site", len(paths(reference)))


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_barrier(reference: Site, address: str, width: int, count: Callable[..., None]) -> None:
    every = paths(reference)
    in_turn = {(path, VIEWS[number % len(VIEWS)]) for number, path in enumerate(every)}
    chosen = every if NIGHT else KINDS.values()
    tasks = {one for one in in_turn | {(path, view) for path in chosen for view in VIEWS} if one[1][0] == width}
    found = barriers(address, tasks)
    count("pages_axe", len(tasks))
    count("violations_axe", len(found))
    assert found == [], "\n".join(map(str, found))


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_no_barrier_in_what_is_open_or_filled_in(
    browser: Browser, address: str, name: str, count: Callable[..., None]
) -> None:
    found: list[Barrier] = []
    for screen in STATES[name].screens:
        with opened(browser, address, screen) as page:
            page.add_init_script(path=AXE)
            STATES[name].reach(page)
            found += judge(page, name, screen)
    count("states_axe", len(STATES[name].screens))
    count("violations_states", len(found))
    assert found == [], "\n".join(map(str, found))


# Valid HTML

ALLOWED = {
    "Attribute “autocomplete” is only allowed when the input type is": (
        "Material's two hidden switches say it, so that a browser does not remember an open menu. It does no harm."
    ),
    "Trailing slash on void elements has no effect": "Python-Markdown writes pictures so; the checker only remarks on it.",
    "violates Content Security Policy (meta tag)": (
        "The checker reads files, which have no host that could be 'self', and takes JSON for a script. "
        "Whether a browser blocks anything, is tested in a browser."
    ),
}
"""What the Nu checker may say, and why that is no fault of a page."""


def test_every_page_is_valid_html(reference: Site, count: Callable[..., None]) -> None:
    java = shutil.which("java")
    if not java and os.environ.get("CI", "") not in {"true", "1"}:
        pytest.skip("there is no Java")
    done = subprocess.run(
        [
            str(java),
            *JAVA_OPTIONS,
            "-jar",
            str(NU),
            "--format",
            "json",
            "--exit-zero-always",
            "--skip-non-html",
            str(reference.folder),
        ],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    said = json.loads(done.stderr)["messages"]
    wrong = [one for one in said if not any(known in one["message"] for known in ALLOWED)]
    count("pages_html", len(reference.pages))
    count("violations_html", len(wrong))
    assert [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in wrong] == []
    unused = [known for known in ALLOWED if not any(known in one["message"] for one in said)]
    assert unused == [], "the checker no longer says this: take it off the list"
