"""Make the pictures of the handbook from real exports and the site itself: `python3 scripts/beelden.py`.

For lesgeven.md the lesson plan, the choice of a level and a learner's own file, in Chromium. For exporteren.md the tree of a cartridge as its manifest gives it, the SCORM package in Chromium on a laptop and a phone, and the first pages of the
reader (by pdftoppm of poppler). Run it, with the packages of the tests installed, when an export looks different.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import DESKTOP, PHONE, launch, served  # noqa: E402 - the tests are no package
from exports import export  # noqa: E402
from sites import run_kwartier  # noqa: E402
from states import STATES, opened  # noqa: E402

PICTURES = ROOT / "docs" / "handboek" / "beeld"
MODULE = "kwartiermaken"
CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
KINDS = {"webcontent": "pagina", "imswl": "link", "imsdt": "discussie", "imsqti": "toets"}
"""What a learning environment makes of a resource, by the begin of its type."""


def cartridge(folder: Path) -> str:
    """The table of contents of a cartridge as an SVG, with what each line becomes."""
    files = export("cartridge", folder, MODULE).files(f"{MODULE}.imscc")
    manifest = ElementTree.fromstring(files["imsmanifest.xml"])
    types = {one.get("identifier"): one.get("type", "") for one in manifest.iter(f"{CP}resource")}
    rows = []
    for item in manifest.iter(f"{CP}item"):
        title, kind = item.findtext(f"{CP}title"), types.get(item.get("identifierref"), "")
        if title:
            rows.append((title, next((word for begin, word in KINDS.items() if kind.startswith(begin)), "")))
    height = 30 * len(rows) + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {height}" font-family="system-ui, sans-serif" font-size="14">',
        f'<rect x=".5" y=".5" width="599" height="{height - 1}" rx="8" fill="#fff" stroke="#8a8f98"/>',
    ]
    for number, (title, kind) in enumerate(rows):
        y = 30 * number + 30
        bold = "" if kind else ' font-weight="700"'
        lines.append(
            f'<text x="{36 if kind else 16}" y="{y}" fill="#1b2124"{bold}>{escape(title)}</text>'
            f'<text x="584" y="{y}" fill="#0b5a7a" text-anchor="end">{kind}</text>'
        )
        if kind:
            lines.append(f'<path d="M22 {y - 20}V{y - 5}H31" fill="none" stroke="#8a8f98"/>')
    return "\n".join([*lines, "</svg>", ""])


def scorm(folder: Path) -> None:
    """A lesson of the SCORM package on a laptop, and a question that was answered on a phone."""
    export("scorm", folder / "scorm", MODULE)
    with zipfile.ZipFile(folder / "scorm" / f"{MODULE}-scorm.zip") as archive:
        archive.extractall(folder / "pakket")
    with served(folder / "pakket") as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": DESKTOP, "height": 720})
        page.goto(f"{address}#deel-2")
        page.screenshot(path=folder / "scherm.png")
        page = browser.new_page(viewport={"width": PHONE, "height": 760})
        page.goto(f"{address}#zelftoets-{MODULE}")
        form = page.locator("form.vraag").first
        form.locator("input").nth(1).check()
        form.locator("button").click()
        page.screenshot(path=folder / "telefoon.png")
        browser.close()
    for name in ("scherm", "telefoon"):
        with Image.open(folder / f"{name}.png") as picture:
            picture.thumbnail((960, 760))
            picture.save(PICTURES / f"export-scorm-{name}.webp", quality=60, method=6)


def reader(folder: Path) -> None:
    """The first pages of the reader beside each other."""
    export("reader", folder / "reader", MODULE)
    (book,) = (folder / "reader").glob("*.pdf")
    subprocess.run(["pdftoppm", "-r", "60", "-l", "4", "-png", str(book), str(folder / "blad")], check=True)
    pages = [Image.open(file) for file in sorted(folder.glob("blad*.png"))]
    width, height = pages[0].size
    sheet = Image.new("RGB", (width * 2 + 36, height * 2 + 36), "#8a8f98")
    for number, page in enumerate(pages):
        sheet.paste(page, (12 + number % 2 * (width + 12), 12 + number // 2 * (height + 12)))
    sheet.save(PICTURES / "export-reader.webp", quality=70, method=6)


def teaching(site: Path) -> None:
    """What a lecturer sees of the site in class: the plan of a lesson, the choice of a level, and a student's own file."""
    with served(site) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        with opened(browser, address, (DESKTOP, 900, "light")) as page:
            STATES["lesplan met een begintijd"].reach(page)
            shot(page, page.locator(".kw-lesplan").first.bounding_box(), "lesplan", 520)
            STATES["niveau gekozen"].reach(page)
            title, choice = page.locator("h1").bounding_box(), page.locator(".kw-niveaukeuze").bounding_box()
            area = title | {"y": title["y"] - 30, "height": choice["y"] + choice["height"] - title["y"] + 50}
            shot(page, area, "niveaukeuze", 900)
        with opened(browser, address, (PHONE, 760, "light")) as page:
            STATES["leerdossier gevuld"].reach(page)
            shot(page, {"x": 0, "y": 0, "width": PHONE, "height": 1100}, "leerdossier", 1100)
        browser.close()


def shot(page: Page, area: dict, name: str, height: int) -> None:
    """A part of the page as a small picture, at most so many pixels of it high."""
    left = max(area["x"] - 16, 0)
    clip = {
        "x": left,
        "y": area["y"],
        "width": area["width"] + 2 * (area["x"] - left),
        "height": min(area["height"], height),
    }
    page.evaluate("() => document.activeElement.blur()")
    png = page.screenshot(full_page=True, clip=clip)
    with Image.open(io.BytesIO(png)) as picture:
        picture.save(PICTURES / f"{name}.webp", quality=60, method=6)


def main() -> None:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (PICTURES / "export-cartridge.svg").write_text(cartridge(folder / "cartridge"), encoding="utf-8")
        built = run_kwartier("bouw", "--uit", str(folder / "site"), cwd=ROOT)
        if built.returncode:
            sys.exit(built.stdout + built.stderr)
        teaching(folder / "site")
        scorm(folder)
        reader(folder)


if __name__ == "__main__":
    main()
