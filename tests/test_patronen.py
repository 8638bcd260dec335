"""A page is the same whichever patterns are left out, also after other pages that the same converter made."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, MarkdownInHTMLPostprocessor
from markdown.inlinepatterns import LINK_RE, DelimiterProcessor, LinkInlineProcessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

from kwartier.patterns import OnlyBreaksThatAreWritten

EXTENSIONS = ["abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "kwartier.blocks", "kwartier.terms"]
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
    "Een alinea\nvan *drie* regels\nmet [a](b.md#c).\n\n**Vet** begin.\n===\n\n[Een link](a.md) begint.\n- geen lijst\n\nkop | kop\n-|-\n1 | 2",
    "Woord\n: Uitleg van *dit*\n\n> Citaat\nloopt door\n\n1. een\n2. twee\nverder\n\n# Kop #\nDirect eronder.",
    "Zie <https://x.nl/a?b=c&d=e>, <https://x.nl/>, <a/b.md> & <div/x> en <B>vet</B>, <img src=a alt='b > c'>, &amp &lt; &#12;.",
    '<dl class="k" markdown="1">\n<div markdown="1">\n<dt>A</dt>\n<dd>B *c* & d<br>e</dd>\n</div>\n</dl>\n\n<hr class="z">\n\n<p>x\n\n*y*',
    '<script type="application/ld+json">{"a": "*b* & \\u003cc>"}</script>\n\n<textarea>&amp; *b*</textarea>\n\n<style>a > b {}</style>',
    '<div markdown="1">\n<p markdown="span">a <b>c</b>\n<li markdown>*d*\n</div>staart *e*\n\n<input disabled>\n<!-- *n* --> <!-- open',
    "*a* **b c** (*d*), **e *f* g** **h*i**j *k l\nm* n*o* **p**q _r *s* t_ *u **v* w** * x* ***y***",
    "Tab\there  \n \n    code &amp; <b>\n\n\x02\x03 eind  ",
    "[a [b] c](d.md) [e](f (g).md) [h](i 'j') [k](l\\_m.md) [n]( o.md ) [](p.md) [q]() [r](<s t>) ![u](v.png) [[w]](x.md)",
)
PIECES = [
    *(
        "woord",
        "Zin. ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "- ",
        "* ",
        "1. ",
        "> ",
        "# ",
        "=\n",
        "---",
        "**",
        "*",
        "_",
        "`",
    ),
    *(
        "[",
        "]",
        "(",
        ")",
        "](",
        "]: ",
        "[a](b.md)",
        "[^1]",
        "[^1]: ",
        "*[Wmo]: x",
        "Wmo",
        "{ .k }",
        "{",
        "}",
        "|",
        ": ",
        "\\",
        "'",
        '"',
    ),
    *(
        "<div>",
        "</div>",
        '<div markdown="1">',
        '<p class="x">',
        "</p>",
        "<span>",
        "</span>",
        "<br>",
        "<br />",
        "<hr>",
        "<td>",
        "<script>",
    ),
    *(
        "</script>",
        "<pre>",
        "</pre>",
        "<!--",
        "-->",
        "<https://x.nl/>",
        "<a/b.md>",
        "<div/x>",
        "<A>",
        "<img src=a>",
        "&amp;",
        "&",
        "& ",
    ),
    *(
        "&#12;",
        "<",
        ">",
        "</",
        "<?php",
        "/// opdracht | T\n",
        "///\n",
        "a | b\n---|---\nc | d",
        "[[!x]]",
        "<textarea>",
        "<details>",
    ),
    *("<li markdown>", "<dt>", "<dd>", "\x02", "\r"),
]
"""Of these a text can be made of which no author dreams."""


def plain() -> Markdown:
    """A converter that tries all patterns on every page."""
    converter = Markdown(extensions=EXTENSIONS)
    converter.treeprocessors.deregister("kwartier-patronen")
    converter.treeprocessors.register(InlineProcessor(converter), "inline", 20)
    converter.treeprocessors.register(UnescapeTreeprocessor(converter), "unescape", 0)
    converter.treeprocessors.register(OnlyBreaksThatAreWritten(converter), "prettify", 10)  # that makes another text
    converter.preprocessors.deregister("kwartier-blokken")
    converter.preprocessors.register(HtmlBlockPreprocessor(converter), "html_block", 20)
    converter.preprocessors.register(NormalizeWhitespace(converter), "normalize_whitespace", 30)
    converter.inlinePatterns.register(LinkInlineProcessor(LINK_RE, converter), "link", 160)
    converter.inlinePatterns["em_strong"].__class__ = DelimiterProcessor
    converter.postprocessors.register(MarkdownInHTMLPostprocessor(converter), "raw_html", 30)
    return converter


def test_pages_are_the_same_with_the_patterns_that_they_need() -> None:
    converter = Markdown(extensions=EXTENSIONS)
    assert [converter.reset().convert(page) for page in PAGES] == [plain().convert(page) for page in PAGES]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=16).map("".join))
def test_any_text_is_the_same(text: str) -> None:
    assert outcome(Markdown(extensions=EXTENSIONS), text) == outcome(plain(), text)


def outcome(converter: Markdown, text: str) -> str:
    """The HTML of a text, or what goes wrong: Python-Markdown has texts that it cannot make anything of."""
    try:
        return converter.convert(text)
    except (AttributeError, IndexError, ValueError) as error:
        return repr(error)


@pytest.mark.parametrize("around", ["{}", '<div markdown="1">\n\n{}\n\n</div>', "/// voorbeeld\n{}\n///"])
def test_words_that_are_no_term_are_marked_so_wherever_they_stand(around: str) -> None:
    html = Markdown(extensions=EXTENSIONS).convert(around.format("Over [[!eigen kracht]]."))
    assert 'Over <span class="kw-geen-begrip">eigen kracht</span>.' in html
