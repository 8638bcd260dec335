"""The ways in for who does not know Git: every page leads to its own file, and to a form that knows the page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser

from browser import DESKTOP, PHONE, served
from sites import ROOT, Site

pytestmark = pytest.mark.slow
REPOSITORY = "https://github.com/kwartier/kwartier"
EDIT = f"{REPOSITORY}/edit/main/"


def edited(site: Site, page: str) -> list[str]:
    """The files that the links of a page open in the editor of GitHub."""
    return [link.removeprefix(EDIT) for link in site.pages[page].links if link.startswith(EDIT)]


def test_every_link_to_the_editor_opens_a_file_that_is_there(reference: Site) -> None:
    files = {page: edited(reference, page) for page in reference.pages}
    assert sum(map(len, files.values())) > 300
    assert not {page: found for page, found in files.items() if len(found) > 1}
    assert not [file for found in files.values() for file in found if not (ROOT / file).is_file()]


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("index.html", "docs/index.md"),
        ("modules/kwartiermaken/index.html", "modules/kwartiermaken/module.yml"),
        ("modules/kwartiermaken/er-zijn/index.html", "modules/kwartiermaken/lessen/2-er-zijn.md"),
        ("modules/kwartiermaken/zelftoets/index.html", "modules/kwartiermaken/zelftoets.yml"),
        ("modules/kwartiermaken/toets/index.html", "modules/kwartiermaken/toets/opdracht.md"),
        ("begrippen/eigen-kracht/index.html", "glossary/begrippen/eigen-kracht.yml"),
        ("casussen/kruidenbuurt/index.html", "docs/casussen/kruidenbuurt.md"),
        ("instrumenten/ecogram/index.html", "glossary/instrumenten/ecogram.yml"),
        ("kaders/acht-bakens/index.html", "glossary/kaders/acht-bakens.yml"),
        ("bronnen/index.html", "glossary/bronnen.yml"),
        ("handboek/modules/index.html", "docs/handboek/modules.md"),
        ("begrippen/index.html", None),
        ("mijn-leerdossier/index.html", None),
        ("dekking/studielast/index.html", None),
    ],
)
def test_the_editor_opens_what_the_page_is_made_from(page: str, file: str | None, reference: Site) -> None:
    assert edited(reference, page) == ([file] if file else [])


def test_every_page_leads_to_a_form_that_knows_it(reference: Site) -> None:
    form = yaml.load((ROOT / ".github/ISSUE_TEMPLATE/verbetering.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    fields = {part["id"] for part in form["body"] if "id" in part}
    for page, html in reference.pages.items():
        if page == "404.html":
            continue
        [link] = [one for one in html.links if one.startswith(f"{REPOSITORY}/issues/new")]
        asked = parse_qs(urlsplit(link).query)
        assert asked.pop("template") == ["verbetering.yml"]
        assert asked == {"pagina": [f"https://{reference.address}{page.removesuffix('index.html')}"]}, page
        assert asked.keys() <= fields


def test_the_form_gets_the_heading_that_the_reader_is_at(reference: Site, browser: Browser) -> None:
    with served(reference.folder) as address:
        page = browser.new_page(viewport={"width": DESKTOP, "height": 900})
        page.goto(f"{address}begrippen/eigen-kracht/")
        page.wait_for_selector(".kw-meld-zij a")
        page.evaluate("addEventListener('click', (event) => event.preventDefault())")
        page.evaluate("document.getElementById('hoort-bij').scrollIntoView()")
        page.click(".kw-meld-zij a")
        assert asked(page.get_attribute(".kw-meld-zij a", "href")) == ["Hoort bij (#hoort-bij)"]
        page.evaluate("getSelection().selectAllChildren(document.querySelector('.kw-definitie p'))")
        page.click(".kw-bewerk .kw-meld")
        [found] = asked(page.get_attribute(".kw-bewerk .kw-meld", "href"))
        assert re.fullmatch(r"eigen kracht \(#[\w-]+\)", found)
        page.close()


def test_the_links_are_there_on_a_phone_without_scripts(reference: Site, browser: Browser) -> None:
    with served(reference.folder) as address:
        context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 800})
        page = context.new_page()
        page.goto(f"{address}modules/kwartiermaken/er-zijn/")
        assert page.locator(".kw-bewerk a").all_inner_texts() == ["Deze pagina verbeteren", "Meld een verbetering"]
        assert all(link.is_visible() for link in page.locator(".kw-bewerk a").all())
        assert asked(page.get_attribute(".kw-meld", "href")) == []
        context.close()


def asked(link: str | None) -> list[str]:
    """The section that a link fills in."""
    assert link
    return parse_qs(urlsplit(link).query).get("onderdeel", [])
