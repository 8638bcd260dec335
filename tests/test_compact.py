"""A compacted page means the same to a browser: the same elements, attributes and words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from browser import launch
from kwartier.compact import compact

TREE = """(html) => {
    const seen = (node) => {
        if (node.nodeType === 3) return node.data.trim().replace(/\\s+/g, " ");
        const attributes = [...node.attributes].map((one) => `${one.name}=${one.value}`).sort();
        return [node.tagName, attributes, [...node.childNodes].filter((one) => one.nodeType !== 8).map(seen).filter((one) => one !== "")];
    };
    return seen(new DOMParser().parseFromString(html, "text/html").documentElement);
}"""
WORDS = """(html) => {
    document.documentElement.innerHTML = html;
    return document.body.innerText;
}"""
"""What a reader sees, with the spaces between words."""
PIECES = [
    '<ul>\n  <li>een</li>\n  <li><p>twee</p>\n<ol><li>drie</li></ol></li>\n</ul>\n<p class="x">na</p>',
    "<dl>\n<div><dt>a</dt><dd>b</dd></div>\n<div><dt>c</dt>\n<dd><ul><li>d</li></ul></dd></div></dl><dl><dt>e</dt><dd>f</dd><dd>g</dd></dl>tekst",
    '<table class="kw-tabel">\n<thead>\n<tr>\n<th>A</th>\n<th>B</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td data-kop="A b">1</td>'
    "<td></td>\n</tr>\n<tr><td>2</td></tr>\n</tbody>\n</table>",
    '<p>een</p> los <p>twee</p><a href="x/"><p>in een link</p></a><p>drie</p><ins><p>vier</p></ins>',
    '<p>Schrijf <code>class="x" id="y"</code> en 3 &lt; 4, a="b" &gt; c="d".</p><img src="a/b.png" alt="" /><br />',
    '<svg viewBox="0 0 24 24"><path class="kw" d="M0"/><g id="a"/></svg><a href="../x/">x</a>',
    '<span title=\'a="b" c\' id="z">x</span><p id="y">y</p>',
    '<pre><code>  a="b"\n\n  </li>\n  <li></code></pre>\n<textarea>\n\n  x</textarea><input value="een twee" disabled="disabled">',
    '<details><summary>s</summary><p>t</p></details><blockquote><p>u</p></blockquote><p>v</p><button type="button">w</button>',
    "<p>\neen <b>twee</b>\n<i>drie</i>\nvier <button>vijf</button>\n<button>zes</button><br>\nzeven\n<a href='x'>acht</a>\n</p>\nnegen\n<b>tien</b>\n<div>\nelf\n</div>\ntwaalf",
    '<pre class="een"><code class="twee">a\n\n  b</code>\n</pre>\nc\n<textarea class="drie">\n\n  x</textarea>\nd',
    '<p>Jansen &amp; Vos &amp;lt; &amp;copy=1 <a href="x?a=b&amp;pagina=c&amp;versie=d&amp;copy=e">R&amp;D</a></p>',
    '<script type="application/json">{"a": "<p>b</p>\\n  c"}</script><p>x</p><!-- een <p id="z">opmerking</p> -->',
]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("piece", PIECES)
def test_a_browser_sees_the_same_page(page: Page, piece: str) -> None:
    html = f'<!doctype html>\n<html lang="nl">\n<body>\n<article class="a b">\n{piece}\n</article>\n</body>\n</html>\n'
    small = compact(html)
    assert len(small) < len(html)
    assert page.evaluate(TREE, small) == page.evaluate(TREE, html)
    assert page.evaluate(WORDS, small) == page.evaluate(WORDS, html)
    assert compact(small) == small


def test_what_only_other_hosts_need_is_left_out() -> None:
    html = (
        '<p><a aria-describedby="kw-1" class="kw-begrip" href="../wijk/">wijk</a> <a class="kw-begrip" href="../plein/">plein</a></p>'
        '<div class="kw-definities" data-search-exclude="" hidden="hidden"><p id="kw-1">x</p></div>'
        '<pre><code><span class="p p-Indicator">-</span><span class="w">  </span><span class="s">w</span></code></pre>'
        '<ul>\n<li><span id="bron-a"></span>A</li>\n<li><a href="../b/">b</a><br /><span class="kw-zin">Zo.</span></li>\n</ul>'
        '<table><thead><tr><th scope="col">A</th></tr></thead></table><table><thead><tr><td></td><th scope="col">B</th></tr></thead></table>'
        '<table><thead><tr><th scope="col">C</th></tr><tr><th scope="col">D</th></tr></thead></table>'
    )
    assert compact(html) == (
        "<p><a aria-describedby=kw-1 href=../wijk/>wijk</a> <a class=kw-begrip href=../plein/>plein</a>"
        "<div class=kw-definities hidden><p id=kw-1>x</div><pre><code><span class=p>-</span>  <span class=s>w</span></code></pre>"
        "<ul><li id=bron-a>A<li><a href=../b/>b</a><p>Zo.</ul>"
        "<table><thead><tr><th>A</thead></table><table><thead><tr><td><th scope=col>B</thead></table>"
        "<table><thead><tr><th scope=col>C<tr><th scope=col>D</thead></table>"
    )
