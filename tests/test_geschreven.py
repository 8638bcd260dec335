"""HTML written as Markdown again: what Python-Markdown makes of it is what it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

from kwartier.exports.fragments import parse
from kwartier.exports.written import Writer

SIGNS = st.text(st.sampled_from("ab1 .,:;!?*_`\\[](){}<>&#+-=|~^$\"'é’"), min_size=1, max_size=24)
WORDS = SIGNS.filter(lambda text: text.strip())


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def written(source: str) -> str:
    """HTML as the writer gives it."""
    return Writer("les/een.md", {"begrippen/buurt.md"}).text(parse(source))


def read_back(markdown: str) -> Any:
    """What a host makes of Markdown."""
    shown = Markdown(extensions=["attr_list", "md_in_html", "tables"]).convert(markdown)
    return html.fragment_fromstring(shown, create_parent="div")


def words(tree: Any) -> str:
    return " ".join(" ".join(tree.itertext()).split())


@given(WORDS, WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_any_words_stay_the_same_words(one: str, two: str, three: str) -> None:
    one, two, three = map(escaped, (one, two, three))
    source = (
        f"<p>{one}</p><p>{one} <em>{two.strip()}</em> {three}</p><p>{one}<strong>{two}</strong>{three}</p>"
        f"<ul><li>{one}</li><li>{two}<ol><li>{three}</li></ol></li></ul>"
        f'<p><a href="#bron">{three}</a> <code>{one}</code></p><blockquote><p>{two}</p><p>{three}</p></blockquote>'
        f'<table class="kw-tabel"><thead><tr><th>{one}</th><th>{two}</th></tr></thead>'
        f"<tbody><tr><td>{three}</td><td>{one}</td></tr></tbody></table>"
    )
    expected, shown = html.fragment_fromstring(source, create_parent="div"), read_back(written(source))
    assert words(shown) == words(expected)
    for tag in ("em", "strong", "code", "li", "a", "td", "th", "blockquote"):
        assert len(shown.findall(f".//{tag}")) == len(expected.findall(f".//{tag}")), tag


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>Een <em>mooie</em> <strong>dag</strong>.</p>", "Een *mooie* **dag**."),
        ("<p>1. is geen lijst</p>", "1\\. is geen lijst"),
        ("<ul><li>een</li><li>twee<ul><li>drie</li></ul></li></ul>", "-   een\n-   twee\n    -   drie"),
        ("<ol><li><p>een</p><p>en meer</p></li></ol>", "1.  een\n\n    en meer"),
        ("<blockquote><p>een</p><p>twee</p></blockquote>", "> een\n>\n> twee"),
        (
            '<table class="kw-tabel"><thead><tr><th>a</th><th class="kw-kolom--rechts">b</th></tr></thead>'
            '<tbody><tr><td>1|2</td><td class="kw-kolom--rechts">3</td></tr></tbody></table>',
            "| a | b |\n| --- | ---: |\n| 1\\|2 | 3 |",
        ),
        (
            '<p>De <a class="kw-begrip" href="../begrippen/buurt.html" title="Waar je &quot;woont&quot;.">buurten</a>.</p>',
            'De [buurten][buurt]{ .kw-begrip }.\n\n[buurt]: ../begrippen/buurt.md "Waar je "woont"."',
        ),
        (
            '<div class="kw-blok kw-blok--opdracht"><p class="kw-blok-titel">Opdracht</p><p>Doe dit.</p></div>',
            '<div class="kw-blok kw-blok--opdracht" markdown="1">\n\n'
            '<p class="kw-blok-titel">Opdracht</p>\n\nDoe dit.\n\n</div>',
        ),
    ],
)
def test_what_an_author_writes_comes_back(source: str, markdown: str) -> None:
    assert written(source) == markdown
    assert words(read_back(markdown)) == words(html.fragment_fromstring(source, create_parent="div"))


@pytest.mark.parametrize(
    "source",
    [
        "<p>een<br>twee</p>",
        '<p class="kw-kicker">boven</p>',
        '<ol start="3"><li>drie</li></ol>',
        '<table class="kw-tabel"><thead><tr><td></td><th>b</th></tr></thead>'
        '<tbody><tr><th scope="row">c</th><td>d</td></tr></tbody></table>',
        "<ul><li><p>een</p>los</li></ul>",
    ],
)
def test_what_markdown_cannot_say_stays_html(source: str) -> None:
    assert written(source) == source


def test_two_lists_after_each_other_stay_two() -> None:
    shown = read_back(written("<ul><li>een</li></ul><ul><li>twee</li></ul><ol><li>drie</li></ol>"))
    assert [len(one) for one in shown.xpath(".//ul | .//ol")] == [1, 1, 1]
