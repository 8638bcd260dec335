"""A book as EPUB 3.3, with what its readers with a screen reader need to know in its metadata (EPUB Accessibility 1.1)."""

from __future__ import annotations

import mimetypes
import textwrap
import xml.etree.ElementTree as etree
from copy import deepcopy
from html import escape
from importlib.resources import files

from kwartier.exports.package import zipped
from kwartier.exports.reader.book import Book, Element
from kwartier.exports.reader.pdf import contents, font

_FONTS = ("Regular", "Bold", "Italic", "BoldItalic")
_TYPES = {".xhtml": "application/xhtml+xml", ".ttf": "font/ttf", ".css": "text/css", ".svg": "image/svg+xml"}
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="boek/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_FEATURES = ("tableOfContents", "readingOrder", "structuralNavigation", "alternativeText")


def as_epub(book: Book) -> bytes:
    """The book as EPUB; the same book gives the same bytes."""
    where = {
        one.get("id", ""): f"{chapter.id}.xhtml"
        for chapter in book.chapters
        for one in chapter.body.iter()
        if one.get("id")
    }
    parts: dict[str, bytes] = {
        "titel.xhtml": _page(book.volle_titel, _title_page(book)),
        "nav.xhtml": _page("Inhoud", _navigation(book)),
        "stijl.css": (files(__package__) / "epub.css").read_bytes(),
        "omslag.svg": _cover(book).encode(),
    }
    parts |= {f"{one.id}.xhtml": _page(one.titel, _xhtml(one.body, f"{one.id}.xhtml", where)) for one in book.chapters}
    parts |= {f"letter/{one}.ttf": font(one) for one in _FONTS}
    parts |= {name: path.read_bytes() for name, path in book.beelden.items()}
    package = {f"boek/{name}": data for name, data in parts.items()}
    package["boek/package.opf"] = _opf(book, sorted(parts)).encode()
    package["META-INF/container.xml"] = _CONTAINER.encode()
    package["mimetype"] = b"application/epub+zip"
    return zipped(package, first=("mimetype",))


def _page(title: str, body: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="nl" xml:lang="nl">
<head><meta charset="utf-8"/><title>{escape(title)}</title><link rel="stylesheet" href="stijl.css"/></head>
<body>{body}</body>
</html>
""".encode()


def _xhtml(body: Element, file: str, where: dict[str, str]) -> str:
    """A chapter as XHTML, with links to the file in which their place is."""
    body = deepcopy(body)
    for link in body.iter("a"):
        href = link.get("href", "")
        target = where.get(href[1:], "") if href.startswith("#") else ""
        if target and target != file:
            link.set("href", f"{target}{href}")
    return etree.tostring(body, encoding="unicode")


def _title_page(book: Book) -> str:
    lines = [book.ondertitel, book.belofte, " · ".join(one for one in (book.jaar, book.instelling) if one)]
    text = "".join(f"<p>{escape(one)}</p>" for one in lines if one)
    colophon = escape(book.colofon.text or "") + "".join(
        etree.tostring(one, encoding="unicode") for one in book.colofon
    )
    return (
        f'<section class="titelblad"><h1>{escape(book.volle_titel)}</h1>{text}</section><section>{colophon}</section>'
    )


def _navigation(book: Book) -> str:
    listed = contents(book.chapters, lambda chapter: f"{chapter.id}.xhtml").replace("ul>", "ol>")
    first = f"{book.chapters[0].id}.xhtml"
    return f"""<nav epub:type="toc" id="inhoud" role="doc-toc"><h1>Inhoud</h1>{listed}</nav>
<nav epub:type="landmarks" hidden="hidden"><h2>Wegwijzer</h2><ol><li><a epub:type="toc" href="nav.xhtml">Inhoud</a></li>
<li><a epub:type="bodymatter" href="{first}">Begin</a></li></ol></nav>"""


def _cover(book: Book) -> str:
    """The cover as a picture: the quarter, and the title."""
    lines = textwrap.wrap(book.volle_titel, 20)
    text = "".join(
        f'<tspan x="80" dy="{0 if not number else 82}">{escape(one)}</tspan>' for number, one in enumerate(lines)
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 1200" width="800" height="1200">
<title>{escape(book.volle_titel)}</title><path fill="#0d4f4b" d="M0 0h800v1200H0z"/>
<path fill="#f3b562" d="M80 340V120a220 220 0 0 1 220 220z"/>
<text y="560" font-family="Atkinson Hyperlegible, sans-serif" font-size="68" font-weight="700" fill="#fff">{text}</text></svg>
"""


def _opf(book: Book, names: list[str]) -> str:
    """The package document: metadata, all files, and the order of reading."""
    accessible = [("schema:accessMode", "textual"), ("schema:accessModeSufficient", "textual")]
    accessible += [("schema:accessMode", "visual")] if book.beelden else []
    accessible += [("schema:accessibilityFeature", one) for one in _FEATURES]
    accessible += [("schema:accessibilityHazard", "none")]
    summary = "Koppen, lijsten en tabellen zijn als zodanig gemerkt, en elke afbeelding heeft een beschrijving."
    accessible += [("schema:accessibilitySummary", summary)]
    manifest = "\n".join(
        f'<item id="{_id(one)}" href="{one}" media-type="{_type(one)}"{_properties(one)}/>' for one in names
    )
    order = ["titel.xhtml", "nav.xhtml", *(f"{chapter.id}.xhtml" for chapter in book.chapters)]
    spine = "".join(f'<itemref idref="{_id(one)}"/>' for one in order)
    creators = "".join(f"<dc:creator>{escape(one)}</dc:creator>" for one in book.auteurs)
    publisher = f"<dc:publisher>{escape(book.instelling)}</dc:publisher>" if book.instelling else ""
    metas = "\n".join(f'<meta property="{name}">{value}</meta>' for name, value in accessible)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="nl">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{book.uuid.urn}</dc:identifier>
<dc:title>{escape(book.volle_titel)}</dc:title><dc:language>nl</dc:language>{creators}{publisher}
<dc:description>{escape(book.belofte)}</dc:description><dc:date>{book.herzien}</dc:date>
<dc:rights>{escape(book.licentie)}</dc:rights>
<meta property="dcterms:modified">{book.herzien}T00:00:00Z</meta>
{metas}
</metadata>
<manifest>
{manifest}
</manifest>
<spine>{spine}</spine>
</package>
"""


def _id(name: str) -> str:
    return "i-" + name.replace("/", "-").replace(" ", "-").replace("%", "-")


def _type(name: str) -> str:
    suffix = name[name.rfind(".") :].lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _properties(name: str) -> str:
    return {"nav.xhtml": ' properties="nav"', "omslag.svg": ' properties="cover-image"'}.get(name, "")
