"""The site as plain Markdown: three hosts build it without Kwartier, and a reader finds what stands on our own site."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from playwright.sync_api import sync_playwright

from browser import DESKTOP, PHONE, launch, served
from datafiles import Case, make_project
from exports import ADRES, EXTENSIONS, Export, export
from kwartier.pages import all_pages
from kwartier.project import Project, read_project
from sites import Site, made_once

HOSTS = ("mkdocs", "properdocs", "zensical")
WITHOUT_KWARTIER = (
    "import runpy, sys; sys.modules['kwartier'] = None; runpy.run_module(sys.argv.pop(1), run_name='__main__')"
)
OUTSIDE = ("kw-definities", "kw-filter", "kw-bewerk", "headerlink")
"""Classes of what stands around a text: on our site for its scripts and at the end of a page, elsewhere behind a heading."""
MAP = "modules/kaart.html"
"""The page with a drawing that is a link to the site here."""


@pytest.fixture(scope="module")
def built(reference: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The sites that the hosts make of all modules of this repository."""
    folder = made_once(tmp_path_factory, "gastheren", partial(build, read_project(reference.root)))
    return {host: Site(folder / host, folder / host / "site") for host in HOSTS}


def build(project: Project, folder: Path) -> None:
    """Export a project and let each host build it, in processes that cannot import Kwartier."""
    export("markdown", folder, project=project)
    for host in HOSTS:
        root = folder / host
        with zipfile.ZipFile(folder / "site-markdown.zip") as archive:
            archive.extractall(root)
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_KWARTIER, host, "build", "--strict"],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def words(site: Site, page: str) -> str:
    """The text of a page without the frame around it, with single spaces."""
    article = html.fromstring(site.article(page).replace("<", " <"))  # our own pages have no line ends between blocks
    outside = " or ".join(f"contains(@class, '{one}')" for one in OUTSIDE)
    for element in article.xpath(f".//script | .//svg | .//*[@hidden] | .//*[{outside}]"):
        element.drop_tree()
    return " ".join(article.text_content().split())


def small(root: Path, files: dict[str, Any]) -> Project:
    """The small project of the tests, with the Markdown extensions that a real one has."""
    settings = {"mkdocs.yml": f"site_name: Proef\n{EXTENSIONS}"}
    make_project(root, Case(root, 0, {"name": "", "files": settings | files}))
    return read_project(root)


def unzipped(made: Export) -> dict[str, str]:
    (package,) = made.report.files
    return {name: data.decode("utf-8", "replace") for name, data in made.files(package.name).items()}


@pytest.mark.slow
def test_three_hosts_show_the_text_of_our_own_site(built: dict[str, Site], reference: Site) -> None:
    uris = {one.uri for one in all_pages(read_project(reference.root))}
    expected = {  # by their file there, the page on our own site
        uri.removesuffix(".md")
        + ".html": f"{uri.removesuffix('.md').removesuffix('index').rstrip('/')}/index.html".lstrip("/")
        for uri in uris
        if uri != "mijn-leerdossier.md"
    }
    assert len(expected) > 400
    for site in built.values():
        assert set(site.pages) - {"404.html"} == set(expected)
    for page, own_page in expected.items():
        own = words(reference, own_page)
        texts = {host: words(site, page) for host, site in built.items()}
        if page == MAP:
            texts = {host: text.replace("Bekijk dit op de site ", "") for host, text in texts.items()}
        assert texts == dict.fromkeys(HOSTS, own), page


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_every_link_leads_to_a_page_that_is_there_or_to_our_site(host: str, built: dict[str, Site]) -> None:
    site = built[host]
    ids = {page: set(one.ids) for page, one in site.pages.items()}
    wrong, checked = [], 0
    for page, one in site.pages.items():
        if page == "404.html":
            continue
        for link in [*html.fromstring(site.article(page)).xpath(".//a/@href | .//img/@src"), *one.loads]:
            target = site.target(page, link)
            if target is None:
                continue
            file, anchor = target
            checked += 1
            known = ids.get(file.relative_to(site.folder).as_posix(), set())
            place = file.suffix == ".html" and anchor and not anchor.startswith("__")  # of a picture it names a scheme
            if not file.is_file() or (place and anchor not in known):
                wrong.append(f"{page}: {link}")
    assert wrong == []
    assert checked > 5000


@pytest.mark.slow
def test_the_headings_of_a_lesson_are_its_table_of_contents(built: dict[str, Site]) -> None:
    for site in built.values():
        page = html.fromstring((site.folder / "modules/kwartiermaken/er-zijn.html").read_text(encoding="utf-8"))
        assert "#er-zijn-is-werk" in page.xpath("//nav[contains(@class, 'md-nav--secondary')]//a/@href")


SETTLED = """async () => {
    await document.fonts.ready;
    for (let number = 0; number < 20; number++) await new Promise(requestAnimationFrame);
}"""


@pytest.mark.slow
@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_it_looks_like_ours_and_fits_a_phone(host: str, built: dict[str, Site]) -> None:
    with served(built[host].folder) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        wrong: list[str] = []
        page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
        page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else wrong.append(asked.url))
        for path in (
            "modules/kwartiermaken/er-zijn.html",
            "modules/kwartiermaken/zelftoets.html",
            "instrumenten/ecogram.html",
        ):
            page.goto(address + path)
            for width in (PHONE, DESKTOP):
                page.set_viewport_size({"width": width, "height": 900})
                page.evaluate(SETTLED)  # the theme moves its columns some frames after the window changed
                assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (width, path)
            assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson Hyperlegible"')
            for drawn in (".md-header .md-icon", ".md-header .md-logo"):
                icon = f"getComputedStyle(document.querySelector('{drawn}'), '::before').content"
                assert page.evaluate(icon) == "none", f"{drawn}: ours beside the one of the theme"
            questions = page.locator(".kw-vraag").first
            assert not questions.count() or questions.is_visible(), "waits for a script that did not come along"
            border = "getComputedStyle(document.querySelector('.kw-feiten, .kw-vraag')).borderTopStyle"
            assert page.evaluate(border) == "solid"
        browser.close()
        assert wrong == []


def test_nothing_in_it_asks_for_kwartier(folder: Path, tmp_path: Path) -> None:
    made = export("markdown", tmp_path, project=small(folder, {}))
    files = unzipped(made)
    configuration = yaml.safe_load(files["mkdocs.yml"])
    assert configuration["plugins"] == ["search"]
    assert "kwartier" not in str(configuration["markdown_extensions"])
    assert "nav" not in configuration
    assert not [name for name in files if name.endswith(".js")]
    assert files["README.md"].startswith("# Proef\n")
    lesson = files["docs/modules/kennismaken/begin.md"]
    assert "[buurt][buurt]{ .kw-begrip }" in lesson
    assert '\n[buurt]: ../../begrippen/buurt.md "' in lesson
    assert "{{" not in lesson


def test_what_is_not_carried_is_said(folder: Path, tmp_path: Path, kwartier: Any) -> None:
    small(folder, {})
    given = ("exporteer", "markdown", "--uit", tmp_path / "uit", "--map", folder)
    done = kwartier(*given)
    assert (done.code, done.err) == (0, "")
    for line in ("zoeken van Kwartier", "leerdossier", "filters boven lijsten", "zelftoets die nakijkt"):
        assert f"- {line}: " in done.out
    assert kwartier(*given, "--streng").code == 1
    assert (tmp_path / "uit" / "site-markdown.zip").is_file()


def test_marks_in_a_heading_stay_signs(folder: Path, tmp_path: Path) -> None:
    text = '# Een *sterke* `code` \\*ster\\* [1] {#kop} & 3 < 4\n\nTekst met {{ module("kennismaken") }}.\n'
    page = unzipped(export("markdown", tmp_path, project=small(folder, {"docs/extra.md": text})))["docs/extra.md"]
    from markdown import Markdown

    shown = html.fromstring(Markdown(extensions=["attr_list"]).convert(page.split("---\n")[-1]))
    heading = shown if shown.tag == "h1" else shown.find(".//h1")
    assert heading.text_content() == "Een sterke code *ster* [1] {#kop} & 3 < 4"
    assert heading.find("em").text == "sterke"


def test_links_to_a_module_that_was_not_chosen_go_to_the_site(folder: Path, tmp_path: Path) -> None:
    made = export("markdown", tmp_path, "kennismaken", project=small(folder, {}))
    files = unzipped(made)
    assert not [name for name in files if name.startswith("docs/modules/verdiepen/")]
    assert f'href="{ADRES}modules/verdiepen/"' in files["docs/modules/index.md"]
    assert any(one.gedaan == "gaat naar de site" for one in made.report.losses)


def test_modules_may_be_chosen_by_name(folder: Path, tmp_path: Path, kwartier: Any) -> None:
    small(folder, {})
    done = kwartier("exporteer", "markdown", "kennismaken", "--uit", tmp_path / "uit", "--map", folder)
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "uit" / "kennismaken-markdown.zip").is_file()


def test_without_an_address_they_are_words(folder: Path, tmp_path: Path) -> None:
    made = export("markdown", tmp_path, "kennismaken", project=small(folder, {}), adres="", editie="docent")
    assert [file.name for file in made.report.files] == ["kennismaken-docent-markdown.zip"]
    files = unzipped(made)
    assert "verdiepen/" not in files["docs/modules/index.md"]
    assert any(one.gedaan == "als tekst zonder link" for one in made.report.losses)
