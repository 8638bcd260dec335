"""A converter that has made pages before makes the next one as if it were new."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kwartier.convert import Converter, read

ROOT = Path(__file__).parents[1]

PAGES = {
    "afkorting": "# Wmo\n\nDe Wmo.\n\n*[Wmo]: Wet maatschappelijke ondersteuning\n",
    "voetnoot": "# Noten\n\nEen[^1] en nog een[^noot] en weer[^1].\n\n[^1]: Eerste.\n[^noot]: Tweede, met de Wmo.\n",
    "noot-los": "# Wmo\n\nEen[^1] zonder noot. De Wmo en [een verwijzing][daar].\n",
    "verwijzing": "# Elders\n\nZie [daar].\n\n[daar]: afkorting.md#wmo 'Titel'\n",
    "blok-open": "# Blok\n\n/// opdracht | Doe iets\n\nNog open\n\n- a\n\n    /// voorbeeld\n    diep\n",
    "code-open": "# Code\n\n```python\nwaarde = 1\n```\n\n~~~\nopen\n\n    ingesprongen\n",
    "html-open": '# Html\n\n<div markdown="1" id="hier">\n\n## Kop\n\n<p>open <b>vet\n\n<!-- nooit dicht\n',
    "html-dicht": "# Kop\n\n## Kop\n\n</div>\n\n<span id='daar'></span> tekst &amp; meer\n",
    "lijst": "# Kop\n\n## Kop\n\nWoord\n:   Uitleg\n\n1. a\n\n    b\n\n| a | b |\n|--|:-:|\n| 1 | 2 |\n{ .eigen }\n",
    "links": (
        "# Links\n\n[a](afkorting.md) [b](diep/onder.md#kop) [c](../boven.md) [d](weg.md) [e](#links) [f](./lijst.md)"
        " [g](lijst.md?q=1#kop) [h](voet%6eoot.md) [i](/lijst.md) [j](mailto:a@b.nl) ![k](beeld.png) [l](links.md#er-niet)"
        " [m](afkorting.md#) [n](diep/../lijst.md) [o](https://voorbeeld.nl/x.md)\n"
    ),
    "diep/onder": "# Onder\n\n[a](../links.md#links) [b](onder.md) [c](ander.md#x) [d](../../buiten.md) [e](../diep/ander.md)\n",
    "diep/ander": "# Ander\n\n[a](../index.md) [b](./) [c](../)\n",
    "index": "# Begin\n\n[a](diep/ander.md) [b](index.md)\n",
    "inhoud": "# Inhoud\n\n[TOC]\n\n## Een\n\n## Twee\n",
    "namen": '<a name="oud"></a> <a href="#x" name=kaal>a</a> <i ID="groot">b</i>\n\n<form markdown="1"><input name="veld" id="veld"></form>\n',
    "leeg": "",
}


@pytest.fixture(scope="module")
def config() -> MkDocsConfig:
    """The settings of the reference site: the extensions that a site begins with."""
    return load_config(str(ROOT / "mkdocs.yml"))


def _all(page: Page) -> tuple[Any, ...]:
    links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
    return page.content, page.title, str(page.toc), page.present_anchor_ids, links


def _pages(config: MkDocsConfig) -> tuple[dict[str, Page], Files]:
    files = {name: File(f"{name}.md", None, config.site_dir, use_directory_urls=True) for name in PAGES}
    pages = {}
    for name, file in files.items():
        file.content_string = PAGES[name]
        pages[name] = Page(None, file, config)
        pages[name].read_source(config)
    return pages, Files([*files.values()])


def test_nothing_of_a_page_is_left_for_the_next(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    alone: dict[str, tuple[Any, ...]] = {}
    pages, files = _pages(config)
    for name, page in pages.items():
        caplog.clear()
        page.render(config, files)
        alone[name] = (*_all(page), caplog.messages)
    pages, files = _pages(config)
    converter = Converter(config)
    for name in [name for pair in permutations(pages, 2) for name in pair]:
        caplog.clear()
        converter.convert(pages[name], files)
        assert (*_all(pages[name]), caplog.messages) == alone[name], name
    assert converter._md is not None  # it was one converter all the time


def test_an_id_in_words_or_code_is_no_place_to_link_to(config: MkDocsConfig) -> None:
    pages, files = _pages(config)
    page = pages["index"]
    page.markdown = 'Zet id="hier" in `<i id="daar">`.\n\n<p title="a > b" id="echt&amp;waar">c</p>\n'
    Converter(config).convert(page, files)
    assert page.present_anchor_ids == {"echt&waar"}


def test_a_converter_that_failed_is_not_used_again(config: MkDocsConfig) -> None:
    pages, files = _pages(config)
    converter = Converter(config)
    converter.convert(pages["index"], files)
    pages["index"].markdown = 3  # type: ignore[assignment]
    with pytest.raises(TypeError):
        converter.convert(pages["index"], files)
    assert converter._md is None
    converter.convert(pages["lijst"], files)
    assert pages["lijst"].title == "Kop"


def test_an_extension_that_may_remember_gets_a_new_converter_for_each_page() -> None:
    other = ["toc", "pymdownx.blocks.caption"]
    config = load_config(str(ROOT / "mkdocs.yml"), markdown_extensions=other)
    pages, files = _pages(config)
    converter = Converter(config)
    converter.convert(pages["index"], files)
    assert converter._md is None
    assert pages["index"].title == "Begin"


@pytest.mark.parametrize(
    "head",
    [
        'titel: "Een \\"titel\\" met \\\\ en é"\nlijst: ["a", ["b", "c: d"]]\nwaar: true\n',
        'titel: "a"\ntitel: "b"\nleeg: ""\nin: {"a": {"b": [1, 2.5]}}\n',
        "titel: Zonder aanhalingstekens\njaar: 2026\nniets:\n",
        "titel: 'enkel'\nmeer:\n  - a\n  - b\n",
        'titel: "open\n',
        'titel: "ontsnapt \\x41 \\e"\n',
        'titel: "regel\u2028einde"\n',
        "",
    ],
)
@pytest.mark.parametrize(
    "frame", ["---\n{}---\n\n\n# Kop\n", "---\n{}---\ntekst\n---\n", "{}\n# Kop\n", "\ufeff---\r\n{}---\r\n# Kop\r\n"]
)
def test_front_matter_is_what_mkdocs_reads(config: MkDocsConfig, tmp_path: Path, head: str, frame: str) -> None:
    (tmp_path / "a.md").write_bytes(frame.format(head).encode())
    ours, theirs = (
        Page(None, File("a.md", str(tmp_path), str(tmp_path), use_directory_urls=True), config) for _ in "ab"
    )
    read(ours, config)
    theirs.read_source(config)
    assert (ours.meta, ours.markdown) == (theirs.meta, theirs.markdown)
