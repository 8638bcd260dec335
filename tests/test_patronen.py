"""A page is the same whichever patterns are left out, also after other pages that the same converter made."""

from __future__ import annotations

import pytest
from markdown import Markdown
from markdown.extensions.md_in_html import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

EXTENSIONS = ["abbr", "attr_list", "footnotes", "md_in_html", "tables", "kwartier.blocks", "kwartier.terms"]
PAGES = (
    "Zonder iets.",
    "Met ![een plaatje](a.png), ![nog een][beeld] en ![beeld].\n\n[beeld]: b.png",
    "Met `code`, \\*sterren\\* en R&amp;D.",
    "Met <https://example.org>, <wie@example.org> en <kbd>Esc</kbd>.",
    "Een regel  \nen nog een, met [een link](a.md), [nog een][b] en [b].\n\n[b]: b.md",
    "Met een noot.[^1]\n\n[^1]: De *noot* met `code`.",
    '<div markdown="1">\n\nMet [[!eigen kracht]], `code` en **nadruk**.\n\n</div>',
    "Zonder iets, _nog eens_.",
    "| a | b |\n|---|---|\n| *c* | d |\n\n<table><tr><td>e</td></tr></table>",
    "De Wmo.\n\n*[Wmo]: Wet maatschappelijke ondersteuning",
    "/// opdracht | Titel\nDoe *dit*.\n\n> /// voorbeeld\n> Zo.\n> ///\n///",
    "- punt\n\n    | a |\n    |---|\n    | b |\n\n- <div markdown='1'>\n*in*\n</div>\n\n<p>los <hr> <b>vet</b></p>",
    "De Wmo | zonder afkorting, [^1] en /// niets.",
)


def plain() -> Markdown:
    """A converter that tries all patterns on every page."""
    converter = Markdown(extensions=EXTENSIONS)
    converter.treeprocessors.deregister("kwartier-patronen")
    converter.treeprocessors.register(InlineProcessor(converter), "inline", 20)
    converter.treeprocessors.register(UnescapeTreeprocessor(converter), "unescape", 0)
    converter.preprocessors.deregister("kwartier-blokken")
    converter.preprocessors.register(HtmlBlockPreprocessor(converter), "html_block", 20)
    return converter


def test_pages_are_the_same_with_the_patterns_that_they_need() -> None:
    converter = Markdown(extensions=EXTENSIONS)
    assert [converter.reset().convert(page) for page in PAGES] == [plain().convert(page) for page in PAGES]


@pytest.mark.parametrize("around", ["{}", '<div markdown="1">\n\n{}\n\n</div>', "/// voorbeeld\n{}\n///"])
def test_words_that_are_no_term_are_marked_so_wherever_they_stand(around: str) -> None:
    html = Markdown(extensions=EXTENSIONS).convert(around.format("Over [[!eigen kracht]]."))
    assert 'Over <span class="kw-geen-begrip">eigen kracht</span>.' in html
