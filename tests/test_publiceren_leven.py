"""The whole life of a site: started, published in three years while it changes, and read in a browser below a path on its host."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from axe import AXE, judge
from browser import DESKTOP, PHONE, arrive, published
from sites import run_kwartier
from states import SCREENS, Screen, opened
from walk import walk
from weblinks import Web

pytestmark = pytest.mark.slow
LES = "modules/kennismaken/de-eerste-wandeling/"
NIEUW = "modules/de-wijk-in/de-eerste-wandeling/"


def run(*arguments: str, cwd: Path) -> str:
    """Run a command of Kwartier that should succeed; gives what it prints."""
    done = run_kwartier(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def keep(root: Path, year: str) -> None:
    """Keep the content of a year in Git, as an author does."""
    settings = ["-c", "user.name=Docent", "-c", "user.email=docent@proef.example"]
    for arguments in (["add", "-A"], ["commit", "-qm", year], ["tag", year]):
        subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def rename_module(root: Path) -> None:
    """Give the module another id, everywhere, and say what it was."""
    (root / "modules" / "kennismaken").rename(root / "modules" / "de-wijk-in")
    for file in (*root.glob("modules/**/*.*"), *root.glob("docs/**/*.md"), *root.glob("glossary/**/*.yml")):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\bkennismaken\b(?! )", "de-wijk-in", text), encoding="utf-8")
    module = root / "modules" / "de-wijk-in" / "module.yml"
    module.write_text(
        module.read_text(encoding="utf-8").rstrip() + "\nverplaatst_van: [kennismaken]\n", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The branch as a host has it, after three years and a concept."""
    top = tmp_path_factory.mktemp("leven")
    run("start", "site", "--naam", "Werkplaats Noord", "--opslag", "noord/kwartier", cwd=top)
    root = top / "site"
    subprocess.run(["git", "init", "-q", "-b", "main", root], check=True)

    def publish(version: str, *options: str) -> str:
        return run("publiceer", version, "--lokaal", "../web.git", *options, cwd=root)

    keep(root, "2024-2025")
    assert "Dit is de huidige versie." in publish("2024-2025")
    lesson = root / "modules" / "kennismaken" / "lessen" / "1-de-eerste-wandeling.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nEr kwam een alinea bij.\n", encoding="utf-8")
    (root / "docs" / "vervallen.md").write_text("# Vervallen\n\nDit stond er een jaar.\n", encoding="utf-8")
    keep(root, "2025-2026")
    publish("2025-2026", "--alias", "huidig")
    (root / "docs" / "vervallen.md").unlink()
    rename_module(root)
    keep(root, "2026-2027")
    assert "Dit is de huidige versie." in publish("2026-2027", "--alias", "huidig")
    publish("concept")
    assert "verplaatst" in run("vergelijk", "2025-2026", "2026-2027", cwd=root)
    subprocess.run(["git", "clone", "-q", "-b", "gh-pages", top / "web.git", top / "web"], check=True)
    return top / "web"


@pytest.fixture(scope="module")
def address(web: Path) -> Iterator[str]:
    with published(web) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": DESKTOP, "height": 800}, locale="nl-NL")
    page = context.new_page()
    yield page
    context.close()


def test_every_address_in_every_version_leads_somewhere(web: Path, count: Callable[..., None]) -> None:
    """A page that a later year does not have keeps its canonical address: a version is never written again."""
    links, broken = Web(web, "https://noord.github.io/kwartier/").broken(
        frozenset({"https://noord.github.io/kwartier/huidig/vervallen/"})
    )
    count("links_checked", links)
    count("links_broken", len(broken))
    assert broken == []
    assert {file.partition("/")[0] for file, _ in Web(web, "https://noord.github.io/kwartier/").links()} >= {
        *("2024-2025", "2025-2026", "2026-2027", "concept", "huidig", "index.html", "versions.json")
    }


def test_the_start_and_the_stable_address_lead_to_the_current_version(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_url(f"{address}2026-2027/")
    page.goto(f"{address}huidig/{NIEUW}?van=leeromgeving#wat-zie-je")
    page.wait_for_url(f"{address}2026-2027/{NIEUW}?van=leeromgeving#wat-zie-je")
    page.goto(f"{address}huidig/{LES}")  # a link of last year, to a module that has another name now
    page.wait_for_url(f"{address}2026-2027/{NIEUW}")
    expect(page.locator(".kw-versie")).to_contain_text("2026-2027")
    expect(page.locator(".kw-versiebericht")).to_have_count(0)
    assert (
        page.locator("link[rel=canonical]").get_attribute("href") == f"https://noord.github.io/kwartier/huidig/{NIEUW}"
    )


def test_an_older_version_says_so_and_leads_to_the_same_page(page: Page, address: str) -> None:
    page.goto(f"{address}2024-2025/{LES}")
    message = page.locator(".kw-versiebericht")
    expect(message).to_contain_text("Dit is de versie van 2024-2025.")
    message.get_by_role("link", name="Deze pagina in de huidige versie, 2026-2027").click()
    page.wait_for_url(f"{address}2026-2027/{NIEUW}")
    page.goto(f"{address}2025-2026/vervallen/")
    expect(message).to_contain_text("Deze pagina staat niet in de huidige versie.")
    message.get_by_role("link").click()
    page.wait_for_url(f"{address}2026-2027/")


def test_a_reader_chooses_a_version_and_stays_on_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}2026-2027/{NIEUW}")
    choice = page.locator(".kw-versie summary")
    choice.focus()
    page.keyboard.press("Enter")
    links = page.locator(".kw-versie__lijst a")
    expect(links).to_have_text(["2026-2027huidig", "2025-2026", "2024-2025"])
    expect(links.nth(1)).to_have_attribute("href", f"{address}2025-2026/{LES}")
    page.keyboard.press("Escape")
    expect(page.locator(".kw-versie__lijst")).to_be_hidden()
    choice.click()
    links.nth(1).click()
    page.wait_for_url(f"{address}2025-2026/{LES}")
    expect(page.locator("article")).to_contain_text("Er kwam een alinea bij.")


@pytest.mark.skipif(not AXE.exists() and os.environ.get("CI", "") not in {"true", "1"}, reason="npm ci has not run")
@pytest.mark.parametrize("screen", SCREENS, ids=("phone", "laptop"))
def test_the_choice_of_a_version_shuts_nobody_out(
    browser: Browser, address: str, screen: Screen, count: Callable[..., None]
) -> None:
    with opened(browser, address, screen) as page:
        page.add_init_script(path=AXE)
        arrive(page, f"2024-2025/{LES}")
        page.locator(".kw-versie summary").click()
        expect(page.locator(".kw-versie__lijst")).to_be_visible()
        found = judge(page, "keuze van een versie", screen)
        stops, faults = walk(page, "keuze van een versie")
    for figure, amount in {"states_axe": 1, "violations_states": len(found), "stops_walked": stops}.items():
        count(figure, amount)
    count("stops_unseen", len(faults))
    assert [*found, *faults] == [], "\n".join(map(str, [*found, *faults]))


def test_the_concept_says_what_it_is(page: Page, address: str) -> None:
    page.goto(f"{address}concept/{NIEUW}")
    expect(page.locator(".kw-versiebericht")).to_contain_text("Dit is het concept")
    page.locator(".kw-versie summary").click()
    expect(page.locator(".kw-versie__lijst a").last).to_have_text("Concept")


@pytest.mark.parametrize(
    ("asked", "says", "offers"),
    [
        (
            f"2026-2027/{LES}",
            "Ze staat nu op een ander adres",
            [f"2026-2027/{NIEUW}", f"2025-2026/{LES}", f"2024-2025/{LES}"],
        ),
        (f"2024-2025/{NIEUW}", "Ze staat nu op een ander adres", []),
        ("2026-2027/vervallen/", "Ze staat niet in 2026-2027", ["2025-2026/vervallen/"]),
        ("huidig/vervallen/", "Ze staat niet in huidig", ["2025-2026/vervallen/"]),
        (NIEUW.rstrip("/"), "Ze staat hier", [f"2026-2027/{NIEUW}", f"2025-2026/{LES}", f"2024-2025/{LES}"]),
        ("2026-2027/nooit/geweest/", "Misschien is ze verplaatst", None),
        ("nooit/", "Misschien is ze verplaatst", None),
    ],
)
def test_an_address_that_is_not_there(
    page: Page, address: str, asked: str, says: str, offers: list[str] | None
) -> None:
    page.goto(address + asked)
    expect(page.locator("#begin a")).to_have_attribute("href", address)
    expect(page.locator("#vondst")).to_contain_text(says)
    found = [link.get_attribute("href") for link in page.locator("#vondst a").all()]
    if offers:
        assert found == [address + offer for offer in offers]
    elif offers is None:
        assert found == []
    else:
        assert found[0] == f"{address}2024-2025/{LES}"


def test_what_a_student_did_is_there_in_the_next_year(page: Page, address: str) -> None:
    page.goto(f"{address}2025-2026/{LES}")
    page.get_by_role("button", name="Ik heb deze les gelezen").click()
    expect(page.get_by_role("button", name="Gelezen", exact=True)).to_be_visible()
    page.goto(f"{address}2026-2027/{NIEUW}")
    expect(page.get_by_role("button", name="Gelezen", exact=True)).to_be_visible()


def test_without_scripts_nothing_untrue_is_said(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}2024-2025/{LES}")
    expect(page.locator(".kw-versie")).to_have_text("2024-2025")
    assert "huidig" not in page.locator("body").inner_text()
    page.goto(f"{address}huidig/{LES}")
    page.wait_for_url(f"{address}2026-2027/{NIEUW}")
    context.close()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_page_fits_with_a_version_in_it(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}2024-2025/{LES}")
    expect(page.locator(".kw-versiebericht")).to_be_visible()
    page.locator(".kw-versie summary").click()
    expect(page.locator(".kw-versie__lijst a").last).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
