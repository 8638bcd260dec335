"""A finished page in fewer bytes, with the same elements, attributes and words for every reader.

Left out is what the HTML standard lets a writer leave out: end tags that the next tag implies, quotes around a value that needs
none, indentation and empty lines. One line end stays where there was one, so no words are glued. What stands in ``pre``,
``textarea``, ``script`` and ``style`` is not touched.

The package that minifies our scripts could do this too, but its Go runtime does not outlive a fork, and pages are rendered in
forked processes. Source: https://html.spec.whatwg.org/multipage/syntax.html#optional-tags and #unquoted.
"""

from __future__ import annotations

import re

_VERBATIM = re.compile(r"<(pre|textarea|script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_BLANKS = re.compile(r"\n\s+")
_QUOTED = re.compile(r'="([^\s"\'=<>`]+)"(?=[ >][^<>]*>|>)')
"""A value in a tag: ``>`` comes before the next ``<``, and in text there is no ``>`` that is not written as ``&gt;``."""
_APOSTROPHES = re.compile(r"='[^'<>]*\"")
"""A value between apostrophes with quotes in it; a page with such a thing keeps its quotes."""
_P_ENDS = (
    r"/(?:li|d[dt]|div|section|t[dh]|blockquote|details|article|form|fieldset|aside|figcaption|figure)>"
    r"|(?:p|[uod]l|div|table|h[1-6r]|section|details|blockquote|form|fieldset|pre|nav|aside|figure)[ >]"
)
_IMPLIED = re.compile(
    rf"\n?</(?:p(?=>\n?<(?:{_P_ENDS}))|li(?=>\n?<(?:li[ >]|/[uo]l>))|t[dh](?=>\n?<(?:t[dh][ >]|/tr>))"
    r"|tr(?=>\n?<(?:tr[ >]|/t(?:body|head|foot)>))|d(?:t(?=>\n?<d[dt][ >])|d(?=>\n?<(?:d[dt][ >]|/d(?:l|iv)>))))>"
)


def compact(page: str) -> str:
    """The page ``page``, with the same meaning."""
    quotes = _APOSTROPHES.search(page) is not None
    parts: list[str] = []
    done = 0
    for kept in _VERBATIM.finditer(page):
        parts += (_compact(page[done : kept.start()], quotes), kept[0])
        done = kept.end()
    return "".join([*parts, _compact(page[done:], quotes)]).lstrip()


def _compact(html: str, quotes: bool) -> str:
    html = _IMPLIED.sub("", _BLANKS.sub("\n", html))
    if quotes:
        return html
    parts = _QUOTED.split(html)  # twice as fast as a substitution, and every page goes through here
    parts[1::2] = [f"={value}" for value in parts[1::2]]
    return "".join(parts)
