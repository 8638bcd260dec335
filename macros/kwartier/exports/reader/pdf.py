"""A book as a tagged PDF (PDF/UA-1), set by WeasyPrint. The same book gives the same bytes."""

from __future__ import annotations

import gc
import mimetypes
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from html import escape
from importlib.resources import files
from typing import Any

from kwartier.exports.fragments import classes
from kwartier.exports.reader.book import Book, Chapter, Element

BASE = "http://boek.invalid/"
"""Stands before every address inside the book; nothing else is ever read, from this computer or from another."""
_STYLES = {
    "Regular": (400, "normal"),
    "Bold": (700, "normal"),
    "Italic": (400, "italic"),
    "BoldItalic": (700, "italic"),
}


def as_pdf(book: Book) -> bytes:
    """The book as PDF. Raises ``ImportError`` or ``OSError`` when WeasyPrint or its library Pango is not there."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Inside(URLFetcher):  # type: ignore[misc]
        """Gives what the book itself holds, and nothing from outside."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The bytes of a style sheet, a font or a picture of the book."""
            name = url.removeprefix(BASE)
            return URLFetcherResponse(url, _resource(book, name), {"Content-Type": _type(name)})

    document = HTML(string=html(book), base_url=BASE, url_fetcher=Inside())
    with _no_collection():
        written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=book.uuid.bytes)
    return written


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for unused objects in between: setting a book makes millions that are all used until its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _resource(book: Book, name: str) -> bytes:
    if name in book.beelden:
        return book.beelden[name].read_bytes()
    if name == "boek.css":
        return (files(__package__) / "boek.css").read_bytes()
    if name.startswith("letter/"):
        return font(name.removeprefix("letter/"))
    raise ValueError(f"{name} is not in the book")


def font(style: str) -> bytes:
    """A font of the book: Regular, Bold, Italic or BoldItalic."""
    return (files("fontpkg_atkinson_hyperlegible") / "files" / f"AtkinsonHyperlegible-{style}.ttf").read_bytes()


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or ("font/ttf" if name.startswith("letter/") else "text/css")


def html(book: Book) -> str:
    """The whole book as one HTML document."""
    fonts = "".join(
        f'@font-face{{font-family:"Atkinson Hyperlegible";src:url(letter/{name});font-weight:{weight};font-style:{style}}}'
        for name, (weight, style) in _STYLES.items()
    )
    chapters = "\n".join(as_html(_with_footnotes(chapter.body)) for chapter in book.chapters)
    return f"""<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>{escape(book.volle_titel)}</title>
<meta name="author" content="{escape(", ".join(book.auteurs))}">
<meta name="description" content="{escape(book.belofte)}">
<meta name="dcterms.created" content="{book.herzien}"><meta name="dcterms.modified" content="{book.herzien}">
<meta name="generator" content="Kwartier">
<style>{fonts}</style><link rel="stylesheet" href="boek.css"></head>
<body>
{_cover(book)}
<nav class="kw-b-inhoud" id="inhoud"><h1>Inhoud</h1>{contents(book.chapters, lambda chapter: "#" + chapter.id)}</nav>
<div class="kw-b-tekst">
{chapters}
</div>
</body></html>"""


def _cover(book: Book) -> str:
    edition = "Docenteditie" if book.docent else "Reader voor studenten"
    line = " · ".join(one for one in (edition, book.jaar, book.instelling) if one)
    subtitle = f'<p class="kw-b-ondertitel">{escape(book.ondertitel)}</p>' if book.ondertitel else ""
    return f"""<section class="kw-b-omslag"><div class="kw-b-merk"></div>
<p class="kw-b-soort">{escape(book.soort)}</p><p class="kw-b-titel">{escape(book.titel)}</p>{subtitle}
<p class="kw-b-belofte">{escape(book.belofte)}</p><p class="kw-b-uitgave">{escape(line)}</p></section>
<section class="kw-b-colofon">{inner(book.colofon)}</section>"""


def contents(chapters: Sequence[Chapter], address: Callable[[Chapter], str]) -> str:
    """The table of contents as nested lists."""
    rows: list[str] = []
    deep = False
    for chapter in chapters:
        if (chapter.niveau > 1) is not deep:
            deep = not deep
            rows.append("<ul>" if deep else "</li></ul></li>")
        elif rows:
            rows.append("</li>")
        rows.append(f'<li><a href="{escape(address(chapter))}">{escape(chapter.titel)}</a>')
    rows.append("</li></ul></li>" if deep else "</li>")
    return f"<ul>{''.join(rows)}</ul>"


def _with_footnotes(body: Element) -> Element:
    """The chapter with the address of every link to the web at the foot of its page, except in tables and lists of facts."""
    body = deepcopy(body)
    for parent in list(body.iter()):
        for place, link in reversed(list(enumerate(parent))):
            outside = link.tag == "a" and "kw-b-extern" in classes(link)
            address = link.get("href", "")
            if outside and parent.tag in {"p", "li", "em", "strong"} and address != "".join(link.itertext()):
                note = etree.Element("span", {"class": "kw-b-voet"})
                note.text, note.tail, link.tail = address, link.tail, None
                parent.insert(place + 1, note)
    return body


def as_html(element: Element) -> str:
    """An element as HTML."""
    return etree.tostring(element, encoding="unicode", method="html")


def inner(element: Element) -> str:
    """What is inside an element, as HTML."""
    return escape(element.text or "") + "".join(as_html(child) for child in element)
