"""A visitor who works with the site: nothing leaves it, nothing is kept but what the visitor made, and nothing else can run.

What a page does when it is only opened, is tested for every kind of page in ``test_browser.py``.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import BLOCKED, KINDS, arrive, kept, published, served
from sites import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["below a folder", "at the top of a host"])
def address(request: pytest.FixtureRequest, reference: Site) -> Iterator[str]:
    with (published if request.param == "below a folder" else served)(reference.folder) as address:
        yield address


def look_up(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("kwartier")
    expect(page.locator(".kw-zoek-lijst a").first).to_be_visible()
    page.locator(".kw-zoek-deel").click()
    page.keyboard.press("Escape")


def preview_a_term(page: Page) -> None:
    page.locator("article a[aria-describedby]").first.hover()
    expect(page.locator(".kw-voorproef")).to_be_visible()


def read_a_lesson(page: Page) -> None:
    page.get_by_role("button", name="Ik heb deze les gelezen").click()
    page.get_by_role("button", name="Notitie maken").first.click()
    page.keyboard.type("Een gedachte.")
    page.locator(".kw-leestekst textarea").first.blur()


def take_a_test(page: Page) -> None:
    question = page.locator(".kw-vraag").first
    question.locator("input, select, textarea").first.focus()
    page.keyboard.press("Space")
    question.get_by_role("button", name=re.compile("Kijk na|Vergelijk|Laat het antwoord zien")).last.click()


def play_a_story(page: Page) -> None:
    page.locator(".kw-scenes :is(button, a)").locator("visible=true").first.click()


def fill_a_worksheet(page: Page) -> None:
    page.locator(".kw-werkblad :is(button, input, textarea)").locator("visible=true").first.click()
    box = page.locator(".kw-werkblad :is(input[type=text], textarea)").locator("visible=true").last
    box.fill("Iets van mij")
    box.blur()


def choose(page: Page) -> None:
    page.locator(".kw-niveaukeuze input[value=mbo]").check()
    page.get_by_title("Naar donker").click()


def filter_the_list(page: Page) -> None:
    page.get_by_label("Niveau").select_option(index=1)


WORK: tuple[tuple[str, Callable[[Page], None], str], ...] = (
    ("begin", look_up, ""),
    ("les", preview_a_term, ""),
    ("modules", filter_the_list, ""),
    ("keuzeverhaal", play_a_story, ""),
    ("les", read_a_lesson, "les|notitie"),
    ("zelftoets", take_a_test, "vraag"),
    ("netwerk", fill_a_worksheet, "invulling"),
    ("kolommen", fill_a_worksheet, "invulling"),
    ("module", choose, "keuze"),
)
"""A kind of page, what a visitor does there, and the kinds of keys that may then be on the device."""


def test_a_visitor_who_works_leaves_only_own_work_and_can_erase_it(
    browser: Browser, address: str, count: Callable[..., None]
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    context.add_init_script(BLOCKED)
    elsewhere: list[str] = []
    errors: list[str] = []
    context.on(
        "request",
        lambda one: None if one.url.startswith((address, "data:", "blob:")) else elsewhere.append(one.url),
    )
    context.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    allowed: set[str] = set()
    for kind, act, adds in WORK:
        arrive(page, address + KINDS[kind])
        act(page)
        page.wait_for_timeout(600)
        allowed |= set(filter(None, adds.split("|")))
        assert page.evaluate("geweerd") == [], kind
        found = kept(page)
        assert found.keys() <= {"localStorage"}, kind
        names = [name for name in found.get("localStorage", []) if not name.endswith("/keuze/zout")]
        kinds = {name.split("/")[2] for name in names if name.count("/") > 1}
        assert kinds <= allowed, kind
        assert not adds or kinds & set(adds.split("|")), f"{kind}: what the visitor made is not kept"
        odd = [name for name in names if not re.match(r"kwartier(/|-kleur$)", name)]
        assert odd == [], kind
    arrive(page, address + KINDS["leerdossier"])
    page.get_by_role("button", name="Wis alles").click()
    assert kept(page) == {}
    count("pages_network", len(WORK) + 1)
    count("requests_elsewhere", len(elsewhere))
    assert elsewhere == []
    assert errors == []
    context.close()


# The policy


def test_every_page_carries_the_strict_policy(reference: Site) -> None:
    policies = set()
    for uri in reference.pages:
        html = (reference.folder / uri).read_text(encoding="utf-8")
        found = re.findall(r'<meta http-equiv="?Content-Security-Policy"? content="([^"]+)">', html)
        assert len(found) == 1, uri
        head, _, _ = html.partition("Content-Security-Policy")
        assert "<script" not in head, f"{uri}: a script before the policy"
        assert "<link" not in head, f"{uri}: a style before the policy"
        policies.add(found[0])
    assert len(policies) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policies.pop().split(";"))
    assert {rules["default-src"], rules["form-action"]} == {"'self'"}
    assert {rules["child-src"], rules["object-src"], rules["base-uri"]} == {"'none'"}
    assert rules.keys() & {"script-src", "style-src", "connect-src", "worker-src", "frame-src"} == set()
    assert "unsafe" not in str(rules)
    assert "http" not in str(rules)


HARM = """
<script>window.gekraakt = "script"</script>
<img src="niets.png" onerror="window.gekraakt = 'onerror'" alt="">
<script src="https://voorbeeld.example/kwaad.js"></script>
<img src="https://voorbeeld.example/volg.png" alt=""><iframe src="https://voorbeeld.example/"></iframe>
<style>body { display: none }</style><p id="stijl" style="color: red">x</p>
<base href="https://voorbeeld.example/">
"""


def test_what_was_put_into_a_page_does_not_run(browser: Browser, reference: Site, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(reference.folder, site)
    page_file = site / "over" / "index.html"
    html = page_file.read_text(encoding="utf-8")
    page_file.write_text(html.replace("</article>", HARM + "</article>"), encoding="utf-8")
    context = browser.new_context()
    context.add_init_script(BLOCKED)
    page = context.new_page()
    sent: list[str] = []
    page.on("requestfinished", lambda one: sent.append(one.url))
    with served(site) as address:
        arrive(page, address + "over/")
        assert page.evaluate("window.gekraakt") is None
        assert [url for url in sent if "voorbeeld.example" in url] == []
        assert page.locator("#stijl").is_visible()
        assert page.evaluate("getComputedStyle(stijl).color") != "rgb(255, 0, 0)"
        blocked = {one.split(" ")[0] for one in page.evaluate("geweerd")}
        wanted = {"script-src-elem", "script-src-attr", "img-src", "frame-src", "style-src-elem", "style-src-attr"}
        assert wanted | {"base-uri"} <= blocked
    context.close()
