"""The site of this repository, read page by page: whole, in Dutch, and without a link that leads nowhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from sites import HALF_RENDERED, HtmlPage, Site
from weblinks import Web

pytestmark = pytest.mark.slow

ENGLISH = frozenset(
    """
    404 - not found; add; back to top; clear; close; contents; copied to clipboard; copy to clipboard; dark mode; edit;
    edit this page; home; initializing search; last update; light mode; more; navigation; next; next page;
    no matching documents; page not found; previous; previous page; print; read more; results; search; select language;
    select version; share; show; skip to content; source; submit; table of contents; tags; toggle; toggle navigation;
    type to start searching; view source of this page; was this page helpful?; made with; close search; open menu;
    close menu; reset; loading; error; warning; note; tip; example; question; answer; true; false; none; undefined; null;
    january; february; march; may; june; july; august; october; created; updated; by; modules and lessons; glossary; cases
    """.replace("\n", " ").split("; ")
)
"""What an interface says when nobody translated it, or when a value is shown as the program knows it."""


def pages(site: Site) -> Iterator[tuple[str, HtmlPage]]:
    yield from site.pages.items()


# Whole


def test_every_page_that_was_compiled_is_there(reference: Site) -> None:
    compiled = {
        file.relative_to(reference.root / ".kwartier" / "docs").with_suffix("").as_posix()
        for file in (reference.root / ".kwartier" / "docs").rglob("*.md")
    }
    expected = {uri.removesuffix("index") if Path(uri).name == "index" else f"{uri}/" for uri in compiled}
    assert {f"{uri}index.html" for uri in expected} | {"404.html"} == reference.pages.keys()


def test_every_item_has_a_page(reference: Site) -> None:
    folders = {
        "glossary/begrippen": "begrippen",
        "glossary/kaders": "kaders",
        "glossary/instrumenten": "instrumenten",
        "docs/casussen": "casussen",
        "modules/leerroutes": "leerroutes",
    }
    missing = [
        file.name
        for source, target in folders.items()
        for file in (reference.root / source).iterdir()
        if not (reference.folder / target / file.stem / "index.html").exists()
    ]
    assert missing == []
    modules = {file.parent.name for file in reference.root.glob("modules/*/module.yml")}
    assert len(modules) > 3
    assert [one for one in modules if not (reference.folder / "modules" / one / "index.html").exists()] == []


def test_every_page_has_one_heading_of_the_first_level(reference: Site) -> None:
    found = {uri: [text for level, text in page.headings if level == "h1"] for uri, page in pages(reference)}
    assert {uri: heads for uri, heads in found.items() if len(heads) != 1 or not heads[0].strip("¶ ")} == {}


def test_headings_skip_no_level(reference: Site) -> None:
    def skips(page: HtmlPage) -> list[str]:
        levels = [int(level[1]) for level, _ in page.headings]
        return [
            page.headings[number][1] for number, (before, after) in enumerate(pairwise(levels), 1) if after > before + 1
        ]

    assert {uri: skips(page) for uri, page in pages(reference) if skips(page)} == {}


def test_every_page_has_a_title_and_says_that_it_is_dutch(reference: Site) -> None:
    assert {page.lang for _, page in pages(reference)} == {"nl"}
    assert [uri for uri, page in pages(reference) if not page.title.strip(" -")] == []


def test_search_engines_get_every_page(reference: Site) -> None:
    tree = ElementTree.parse(reference.folder / "sitemap.xml")
    listed = {element.text for element in tree.iter() if element.tag.endswith("loc")}
    uris = {uri.removesuffix("index.html") for uri in reference.pages.keys() - {"404.html"}}
    assert listed == {f"https://{reference.address}{uri}" for uri in uris}


# Links


def test_every_address_leads_somewhere(reference: Site, count: Callable[..., None]) -> None:
    """In pages (pictures of other sizes and data for search engines too), in data files, the search index, styles and lists."""
    links, broken = Web(reference.folder, f"https://{reference.address}").broken()
    count("links_checked", links)
    count("links_broken", len(broken))
    assert broken == []
    assert links > 50 * len(reference.pages)


HERE = "https://proef.example/map/"
POINTING = {
    "een/index.html": """<a id="a" href="../">a</a> <a href="../een/#a">a</a> <a href="#weg">x</a> <a href="../een/#weg">x</a>
        <a href="/map/weg/">x</a> <a href="https://proef.example/map/weg2/">x</a> <a href="https://elders.example/weg/">a</a>
        <img src="weg.png" srcset="../plaat.png 1x, weg2.png 2x" alt=""><form action="weg3"></form>
        <link rel="canonical" href="https://proef.example/map/weg3/"><link rel="alternate" href="weg4">
        <meta http-equiv="refresh" content="0; url=../weg4/"><meta property="og:url" content="https://proef.example/map/weg5/">
        <script type="application/ld+json">{"x": [{"url": "https://proef.example/map/weg6/"}]}</script>""",
    "index.html": "",
    "plaat.png": "",
    "404.html": '<a href="/map/een/">a</a><a href="/map/weg7/">x</a>',
    "stijl.css": "a { background: url('weg8.png') } b { background: url(plaat.png) }",
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://proef.example/map/weg9/</loc></url></urlset>',
    "assets/kwartier/zoek/index.json": '{"docs": [["index.md"], ["een.md"], ["weg10.md"]]}',
    "catalogus.json": '{"items": [{"adres": "een/"}, {"adres": "weg12/"}, {"adres": "https://proef.example/map/weg13/"}]}',
    "begrippen/begrippen.json": '[{"adres": "weg14/"}]',
    "leerdossier.json": '{"modules": [{"pagina": "een.md"}, {"pagina": "weg15/index.md"}]}',
    "versions.json": '[{"version": "een"}, {"version": "weg16"}]',
    "een/versie.json": '{"paginas": ["", "weg17/"], "verplaatst": {"a/": "../een/", "b/": "weg18/"}}',
    "lijst.csv": "a;https://proef.example/map/weg19/;https://proef.example/map/een/",
}
BROKEN = [
    *(
        f"404.html: {HERE}weg7/",
        f"assets/kwartier/zoek/index.json: {HERE}weg10/",
        f"begrippen/begrippen.json: {HERE}begrippen/weg14/",
    ),
    *(f"catalogus.json: {HERE}{one}/" for one in ("weg12", "weg13")),
    *(f"een/index.html: {HERE}een/{one}" for one in ("#weg", "weg.png", "weg2.png", "weg3", "weg4")),
    *(f"een/index.html: {HERE}{one}/" for one in ("weg", "weg2", "weg3", "weg4", "weg5", "weg6")),
    *(f"een/versie.json: {HERE}een/{one}/" for one in ("weg17", "weg18")),
    *(f"leerdossier.json: {HERE}weg15/", f"lijst.csv: {HERE}weg19/", f"sitemap.xml: {HERE}weg9/"),
    *(f"stijl.css: {HERE}weg8.png", f"versions.json: {HERE}weg16/"),
]


def test_an_address_that_leads_nowhere_is_found_in_every_kind_of_file(tmp_path: Path) -> None:
    for name, text in POINTING.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert Web(tmp_path, HERE).broken()[1] == BROKEN


def test_no_two_places_on_a_page_have_the_same_id(reference: Site) -> None:
    doubled = {uri: sorted({one for one in page.ids if page.ids.count(one) > 1}) for uri, page in pages(reference)}
    assert {uri: ids for uri, ids in doubled.items() if ids} == {}


def test_every_edit_link_opens_a_file_that_exists(reference: Site) -> None:
    edited = {
        link.partition("/edit/main/")[2] for _, page in pages(reference) for link in page.links if "/edit/main/" in link
    }
    assert len(edited) > len(list(reference.root.glob("modules/*/lessen/*.md")))
    assert sorted(file for file in edited if not (reference.root / file).is_file()) == []


def test_no_link_goes_out_over_an_open_line(reference: Site) -> None:
    """And none is relative to a scheme or to a file system."""
    odd = {
        link
        for _, page in pages(reference)
        for link in page.links
        if re.match(r"//|file:|javascript:|[A-Za-z]:\\", link)
    }
    assert odd == set()


# Pictures, and what the browser fetches


def test_every_picture_has_a_text_instead(reference: Site) -> None:
    assert {uri: page.pictures_without_alt for uri, page in pages(reference) if page.pictures_without_alt} == {}


def test_no_page_fetches_anything_from_another_host(reference: Site) -> None:
    foreign = {
        f"{uri}: {address}"
        for uri, page in pages(reference)
        for address in page.loads
        if not address.startswith("data:") and reference.target(uri, address.split(" ")[0]) is None
    }
    assert foreign == set()


def test_no_style_fetches_anything_from_another_host(reference: Site) -> None:
    foreign, absent = set(), set()
    for style in reference.folder.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)", text):
            wanted = "".join(address).partition("#")[0].partition("?")[0]
            if re.match(r"https?:|//", wanted):
                foreign.add(f"{style.name}: {wanted}")
            elif wanted and not wanted.startswith("data:") and not (style.parent / wanted).is_file():
                absent.add(f"{style.name}: {wanted}")
    assert foreign == set()
    assert absent == set()


def test_there_is_no_script_or_style_inside_a_page(reference: Site) -> None:
    """A page may carry data; what runs comes from a file, so that a strict policy can forbid the rest."""
    inline = set()
    for uri in reference.pages:
        article = re.search(r"<article\b.*</article>", (reference.folder / uri).read_text(encoding="utf-8"), re.DOTALL)
        if article and re.search(r"<script(?![^>]*(\bsrc=|json))|<style\b|\son\w+=\"", article[0]):
            inline.add(uri)
    assert inline == set()


# In Dutch, and to the end


def test_nothing_of_the_interface_is_in_english(reference: Site) -> None:
    found = {
        f"{uri}: {one.text}"
        for uri, page in pages(reference)
        for one in page.texts
        if not one.code and one.text.casefold().strip(" .:…¶") in ENGLISH
    }
    assert found == set()


@pytest.mark.parametrize("what", HALF_RENDERED)
def test_nothing_is_half_rendered(reference: Site, what: str) -> None:
    assert reference.half_rendered(what) == []


def test_a_site_carries_nothing_for_a_search_or_a_debugger_that_it_does_not_have(reference: Site) -> None:
    files = [file.relative_to(reference.folder).as_posix() for file in reference.folder.rglob("*")]
    assert [file for file in files if file.endswith(".map") or "/lunr" in file or "/workers/" in file] == []


def test_pages_and_versions_stay_small(reference: Site) -> None:
    """Ten yearly versions of this site fit in 150 MB. A page was 32.3 kB and may not grow again; 18 kB is the aim."""
    sizes = [(reference.folder / uri).stat().st_size for uri in reference.pages]
    whole = sum(file.stat().st_size for file in reference.folder.rglob("*") if file.is_file())
    average = sum(sizes) / len(sizes)
    assert average <= 22_500
    assert whole <= 15_000_000
