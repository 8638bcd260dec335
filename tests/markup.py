"""Whether a payload became more than text, in any kind of file that Kwartier makes."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

_XML = frozenset({".xml", ".opf", ".ncx", ".xhtml", ".rdf", ".svg", ".dtd"})
_HTML = frozenset({".html", ".htm"})
_CALCULATED = "1337"
"""What 7 * 191 is, which stands nowhere when nobody calculates."""
_RUNS = re.compile(r"^\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


class _Live(HTMLParser):
    """What a browser would make of a page, as far as it comes from a payload."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag.startswith("kwaad"):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if "kwaad" in name or (name.startswith("on") and "kwaad" in value):
                self.found.append(f"{name}=")
            if name in {"href", "src", "action", "data", "formaction"} and _RUNS.match(value):
                self.found.append(f"{name}={value[:30]}")
        self._script = given.get("type", "text/javascript") if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._script and "json" not in self._script and "kwaad" in data:
            self.found.append("a script")
        elif self._script and "json" in self._script:
            json.loads(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = ""


def _carried(element: ElementTree.Element, tag: str) -> list[str]:
    """What is alive in the HTML that a learning environment finds in an element: of QTI and discussions, of Moodle."""
    html = [element.text] if element.get("texttype") == "text/html" or tag in {"DEFINITION", "INTRO"} else []
    html += [one.text for one in element if element.get("format") == "html" and one.tag == "text"]
    reader = _Live()
    reader.feed("".join(filter(None, html)))
    reader.close()
    return list(dict.fromkeys(reader.found))


def live(name: str, raw: bytes) -> Iterator[str]:
    """What is alive in a file: an element, attribute, script or sum of a payload, or a file that is not well-formed."""
    suffix = Path(name).suffix.lower()
    try:
        if raw[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(BytesIO(raw)) as archive:
                for one in archive.namelist():
                    for found in live(one, archive.read(one)):
                        yield f"{name}/{found}"
        elif suffix in _HTML:
            reader = _Live()
            reader.feed(raw.decode())
            reader.close()
            yield from (f"{name}: {one}" for one in dict.fromkeys(reader.found))
        elif suffix in _XML:
            for element in ElementTree.fromstring(raw).iter():
                tag = str(element.tag).rpartition("}")[2]
                if "kwaad" in tag or any("kwaad" in key for key in element.attrib):
                    yield f"{name}: <{tag}>"
                yield from (f"{name}: {one} in the HTML of <{tag}>" for one in _carried(element, tag))
        elif suffix in {".json", ".jsonld"}:
            json.loads(raw)
    except (json.JSONDecodeError, ElementTree.ParseError, UnicodeDecodeError) as error:
        yield f"{name}: not well-formed ({error})"
    if suffix not in {".pdf", ".js", ".css", ".woff2", ".png", ".zip", ""} and _CALCULATED.encode() in raw:
        yield f"{name}: a sum was made"
