"""The SCORM package, and how it plays in a learning environment: progress, score, and going on where one stopped."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, sync_playwright

from browser import launch, served
from exports import Export, export
from kwartier.exports.course import parts
from kwartier.exports.job import Job
from kwartier.project import read_project
from sites import ROOT

PLAYER = ROOT / "tests" / "npm" / "node_modules" / "scorm-again" / "dist" / "scorm12.js"
CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
HOST = """<!DOCTYPE html><title>Leeromgeving</title><script src="speler.js"></script><script>
const kept = JSON.parse(localStorage.getItem("kept") ?? "null");
window.API = new Scorm12API({autocommit: false, logLevel: 5});
if (kept) API.loadFromJSON(kept, "cmi");
</script><iframe src="pakket/index.html" style="width:1200px;height:900px"></iframe>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return export("scorm", tmp_path_factory.mktemp("scorm"), "kwartiermaken")


@pytest.fixture(scope="module")
def page(made: Export, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A learning environment with the package in a frame."""
    if not PLAYER.is_file():
        pytest.skip("scorm-again is not installed in tests/npm")
    folder = tmp_path_factory.mktemp("speler")
    (folder / "speler.js").write_bytes(PLAYER.read_bytes())
    (folder / "index.html").write_text(HOST, encoding="utf-8")
    with zipfile.ZipFile(made.folder / "kwartiermaken-scorm.zip") as archive:
        archive.extractall(folder / "pakket")
    with served(folder) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        opened = browser.new_page(viewport={"width": 1280, "height": 1000})
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(address)
        yield opened
        browser.close()
        assert errors == []


def cmi(page: Page, name: str) -> Any:
    return page.evaluate(f"API.cmi.{name}")


def test_the_manifest_names_one_unit_and_every_file(made: Export) -> None:
    files = made.files("kwartiermaken-scorm.zip")
    assert next(iter(files)) == "imsmanifest.xml"
    root = ElementTree.fromstring(files["imsmanifest.xml"])
    assert root.findtext(f"{CP}metadata/{CP}schema") == "ADL SCORM"
    assert root.findtext(f"{CP}metadata/{CP}schemaversion") == "1.2"
    assert root.findtext(f".//{CP}item/{CP}title") == "Kwartiermaken en gastvrije wijken"
    (resource,) = root.iter(f"{CP}resource")
    assert (resource.get("type"), resource.get(f"{ADL}scormtype")) == ("webcontent", "sco")
    assert root.find(f".//{CP}item").get("identifierref") == resource.get("identifier")
    assert resource.get("href") == "index.html"
    assert sorted(one.get("href") for one in resource) == sorted(set(files) - {"imsmanifest.xml"})
    assert b"masteryscore" not in files["imsmanifest.xml"]


def test_every_part_and_question_is_there(made: Export) -> None:
    html = made.files("kwartiermaken-scorm.zip")["index.html"].decode()
    project = read_project(ROOT)
    for part in parts(Job(project, ("kwartiermaken",), Path()), "kwartiermaken"):
        assert f"<h1>{part.titel}</h1>" in html
    assert "<script src" in html and html.count("<script") == 1
    assert html.count('<p class="verder">') == html.count("<section ") - 1
    assert "werkt. <span>(begrijpen)</span>" in html
    stories = [one.waar for one in made.report.losses if one.wat == "keuzeverhaal"]
    assert stories == ["Casus - Achter de voordeur in de Kruidenbuurt", "Casus - Een vriend"]


@pytest.mark.slow
def test_every_module_becomes_a_package(tmp_path: Path) -> None:
    made = export("scorm", tmp_path)
    modules = read_project(ROOT).library.modules
    assert sorted(file.name for file in made.report.files) == sorted(f"{one}-scorm.zip" for one in modules)
    for module_id, module in modules.items():
        files = made.files(f"{module_id}-scorm.zip")
        named = {one.get("href") for one in ElementTree.fromstring(files["imsmanifest.xml"]).iter(f"{CP}file")}
        assert named == set(files) - {"imsmanifest.xml"}
        html = files["index.html"].decode()
        assert all(escape(les.titel, quote=False) in html for les in module.lessen)


@pytest.mark.slow
def test_progress_and_score_reach_the_learning_environment_and_come_back(page: Page) -> None:
    frame = page.frame_locator("iframe")
    frame.locator("#stand").wait_for()
    assert cmi(page, "core.lesson_status") == "incomplete"
    links = frame.locator("nav a")
    for number in range(links.count()):
        links.nth(number).click()
        assert frame.locator("section[data-deel]:visible").count() == 1
    assert cmi(page, "core.lesson_location").startswith("zelftoets-")
    forms = frame.locator("form.vraag")
    total = forms.count()
    assert total > 14
    scored = right = 0
    for number in range(total):
        form = forms.nth(number)
        known = json.loads(form.get_attribute("data-antwoord") or "")
        if form.locator("textarea").count():
            form.locator("textarea").fill("Wat ik zou doen")
        elif form.locator("input[type=text]").count():
            form.locator("input[type=text]").fill(f"  {known['goed'][0].upper()} ")
            scored, right = scored + 1, right + 1
        else:
            wrong = number == 0
            values = [one.get_attribute("value") for one in form.locator("input").all()]
            for value in [next(one for one in values if one not in known["goed"])] if wrong else known["goed"]:
                form.locator(f"input[value={value}]").check()
            scored, right = scored + 1, right + (not wrong)
        form.locator("button").click()
        assert form.locator(".feedback").inner_text() != ""
    assert "Dat klopt niet helemaal." in forms.nth(0).locator(".feedback").inner_text()
    assert cmi(page, "core.lesson_status") == "completed"
    assert cmi(page, "core.score.raw") == str(round(100 * right / scored))
    assert len(cmi(page, "suspend_data")) <= 4096
    stand = frame.locator("#stand").inner_text()

    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("iframe").evaluate("frame => frame.style.width = '390px'")
    frame.locator("nav summary").click()
    links.first.click()
    assert frame.locator("nav ol:visible").count() == 0  # on a phone the menu folds away again
    frame.locator("section:visible .verder a").click()
    assert frame.locator("section[data-deel]:visible").get_attribute("id") == "deel-2"
    assert page.frames[1].evaluate("document.documentElement.scrollWidth") <= 390

    kept = {
        "suspend_data": cmi(page, "suspend_data"),
        "core": {
            "lesson_location": cmi(page, "core.lesson_location"),
            "lesson_status": "incomplete",
            "entry": "resume",
        },
    }
    page.evaluate("kept => localStorage.setItem('kept', JSON.stringify(kept))", kept)
    page.reload()
    frame.locator("#stand").wait_for()
    assert frame.locator("#stand").inner_text() == stand
    assert frame.locator("section[data-deel]:visible").get_attribute("id") == kept["core"]["lesson_location"]
    assert cmi(page, "core.lesson_status") == "completed"
