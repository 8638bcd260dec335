"""A finished page in fewer bytes, with the same meaning for every reader.

Left out is what the HTML standard lets a writer leave out: tags that the next tag implies, quotes around a value that needs none,
and space that no browser shows, at the border of a block. A line end between words, links or buttons stays, so nothing is
glued. What stands in ``pre``, ``textarea``, ``script`` and ``style`` is not touched, but for the marks of coloured code.

Left out as well is what was written for other hosts than this site: the class of a link to a term, which our styles and scripts
know by its description, and what keeps the definitions out of the search index of Material. And what Markdown cannot write
shorter: an empty element that only carries the id of the item it begins, and the line below an item, which is a paragraph.

The package that minifies our scripts could do the first of this too, but its Go runtime does not outlive a fork, and pages are
rendered in forked processes. Source: https://html.spec.whatwg.org/multipage/syntax.html#optional-tags and #unquoted.
"""

from __future__ import annotations

import re

_VERBATIM = re.compile(r"(<(pre|textarea|script|style)\b[^<>]*>)(.*?</\2>)", re.DOTALL | re.IGNORECASE)
_BLANKS = re.compile(r"\n\s+")
_BLOCK = (
    r"</?(?:address|article|aside|blockquote|body|br|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|h[1-6r]|head|header"
    r"|html|li|link|main|meta|nav|ol|option|p|section|summary|t(?:able|body|d|foot|h|head|r|itle)|ul)"
)
_BEFORE_BLOCK = re.compile(rf"\n(?={_BLOCK}[ >])")
_BLOCK_TAG = re.compile(rf"{_BLOCK}(?: [^<>]*)?>")
_QUOTED = re.compile(r'="([^\s"\'=<>`]*)"(?=[ >][^<>]*>|>)')
"""A value in a tag: ``>`` comes before the next ``<``, and in text there is no ``>`` that is not written as ``&gt;``."""
_APOSTROPHES = re.compile(r"='[^'<>]*\"")
"""A value between apostrophes with quotes in it; a page with such a thing keeps its quotes."""
_P_ENDS = (
    r"/(?:li|d[dt]|div|section|t[dh]|blockquote|details|article|form|fieldset|aside|figcaption|figure|nav|main|header|footer)>"
    r"|(?:p|[uod]l|div|table|h[1-6r]|section|details|blockquote|form|fieldset|pre|nav|aside|figure)[ >]"
)
_IMPLIED = re.compile(
    rf"</(?:p(?=>\n?<(?:{_P_ENDS}))|li(?=>\n?<(?:li[ >]|/[uo]l>))|t[dh](?=>\n?<(?:t[dh][ >]|/tr>))"
    r"|tr(?=>\n?<(?:tr[ >]|/t(?:body|head|foot)>))|d(?:t(?=>\n?<d[dt][ >])|d(?=>\n?<(?:d[dt][ >]|/d(?:l|iv)>)))"
    r"|thead(?=>\n?<tbody[ >])|tbody(?=>\n?</table>))>"
)
_COLOURED = re.compile(r'<span class="(?:w">(\s+)</span>|(\w+)(?: [\w -]+)?">)')
"""The marks of Pygments in a block of code: of white space, which shows no colour, and of a kind of word, with what it is more exactly."""
_FOR_OTHER_HOSTS = (('" class="kw-begrip" href=', '" href='), (' data-search-exclude="" hidden="hidden"', " hidden"))
"""What stands at a link with a description and at the definitions, and what is left of it."""
_HEAD = re.compile(r"<thead\b[^<>]*>\s*<tr\b(?:(?!<tr\b).)*?</thead>", re.DOTALL)
"""The head of a table, of one row: a header is that of its column there without saying so, as long as no cell beside it is another.
Source: https://html.spec.whatwg.org/multipage/tables.html#algorithm-for-assigning-header-cells."""
_ID_OF_ITEM = re.compile(r'<li><span (id="[^"<>]*")></span>')
_LINE_BELOW = re.compile(r'<br ?/?>\s*<span class="kw-zin">([^<>]*)</span>(?=\s*</li>)')
_AMPERSAND = re.compile(r"&amp;(?=\s|(?:pagina|versie)=)")
"""Where no reader takes an ampersand for the beginning of a character reference: before a space, and in the address of the form.
Source: https://html.spec.whatwg.org/multipage/syntax.html#syntax-ambiguous-ampersand."""


def compact(page: str) -> str:
    """The page ``page``, with the same meaning."""
    for written, short in _FOR_OTHER_HOSTS:
        page = page.replace(written, short)
    page = _HEAD.sub(lambda head: head[0] if "<td" in head[0] else head[0].replace(' scope="col"', ""), page)
    page = _ID_OF_ITEM.sub(r"<li \1>", _LINE_BELOW.sub(r"<p>\1</p>", page))
    quotes = _APOSTROPHES.search(page) is not None
    parts: list[str] = []
    done = 0
    for kept in _VERBATIM.finditer(page):
        tag, name, rest = kept.groups()
        if name == "pre":
            rest = _COLOURED.sub(lambda mark: mark[1] or f"<span class={mark[2]}>", rest)
        parts += (_compact(page[done : kept.start()], quotes), tag if quotes else _unquoted(tag), rest)
        done = kept.end()
    small = "".join([*parts, _compact(page[done:], quotes)]).strip()
    return small.replace("<head>", "", 1).replace("</head><body", "<body", 1).removesuffix("</html>")


def _compact(html: str, quotes: bool) -> str:
    lines = _BEFORE_BLOCK.sub("", _BLANKS.sub("\n", html)).split("\n")
    for number, line in enumerate(lines[:-1]):
        if not (line.endswith(">") and _BLOCK_TAG.match(line, line.rfind("<"))):
            lines[number] = f"{line}\n"
    html = _AMPERSAND.sub("&", _IMPLIED.sub("", "".join(lines)))
    return html if quotes else _unquoted(html)


def _unquoted(html: str) -> str:
    parts = _QUOTED.split(html)  # twice as fast as a substitution, and every page goes through here
    parts[1::2] = [f"={value}" if value else "" for value in parts[1::2]]
    return "".join(parts)
