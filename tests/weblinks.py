"""Every address in a built site, whatever kind of file it is in, and whether there is something at it."""

from __future__ import annotations

import csv
import gzip
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

_ADDRESSES = {
    "*": ("href", "src", "poster", "data", "action", "formaction", "cite", "longdesc", "background", "manifest"),
    "meta": ("content",),
}
_REFRESH = re.compile(r"\s*\d+\s*;\s*url=(.+)", re.IGNORECASE)
_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")


class _Reader(HTMLParser):
    """The ids of a page, and what it points to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.found: list[str] = []
        self.data: list[str] = []
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given and (name == "id" or tag == "a")}
        if tag == "meta":
            refresh = _REFRESH.match(given.get("content", ""))
            if refresh and given.get("http-equiv", "").lower() == "refresh":
                self.found.append(refresh[1].strip("'\" "))
            elif given.get("property") in {"og:url", "og:image"} or given.get("name") in {"twitter:image"}:
                self.found.append(given.get("content", ""))
        else:
            self.found += [given[name] for name in _ADDRESSES["*"] if name in given]
        self.found += [one.split()[0] for one in given.get("srcset", "").split(",") if one.strip()]
        self._in_data = tag == "script" and "json" in given.get("type", "")
        if self._in_data:
            self.data.append("")

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False


@dataclass(frozen=True)
class Web:
    """A folder as a host publishes it, at ``address`` (with a slash at the end); versions are folders in it."""

    folder: Path
    address: str

    @cached_property
    def pages(self) -> dict[Path, _Reader]:
        """Every HTML file, read."""
        found = {}
        for file in sorted(self.folder.rglob("*.html")):
            if ".git" not in file.parts:
                reader = _Reader()
                reader.feed(file.read_text(encoding="utf-8"))
                reader.close()
                found[file] = reader
        return found

    def links(self) -> Iterator[tuple[str, str]]:
        """Every address that leads to this host, absolute, with the file that it stands in."""
        for file, base, address in self._written():
            full = urljoin(base, address)
            if full.startswith(self.address) and not full.startswith(("javascript:", "data:")):
                yield file.relative_to(self.folder).as_posix(), full

    def broken(self, known: frozenset[str] = frozenset()) -> tuple[int, list[str]]:
        """How many addresses there are, and those at which nothing is; ``known`` are pages that are not there on purpose."""
        links = set(self.links())
        bad = [f"{file}: {link}" for file, link in sorted(links) if link not in known and not self.leads(link)]
        return len(links), bad

    def leads(self, link: str) -> bool:
        """Whether there is a file at an address, with the place on the page when it names one."""
        parts = urlsplit(link)
        file = self.folder / unquote(link.removeprefix(self.address).partition("#")[0].partition("?")[0])
        file = file / "index.html" if link.partition("#")[0].endswith("/") or file.is_dir() else file
        if not file.is_file():
            return False
        return not parts.fragment or file not in self.pages or unquote(parts.fragment) in self.pages[file].ids

    def _written(self) -> Iterator[tuple[Path, str, str]]:
        """Every address as written, with its file and the address that it is relative to."""
        for file, page in self.pages.items():
            for one in page.found:
                yield file, self._of(file), one
            for text in page.data:
                for one in self._absolute(json.loads(text)):
                    yield file, self.address, one
        for file in sorted(self.folder.rglob("*.*")):
            if ".git" in file.parts:
                continue
            base = self._of(file)
            if file.suffix == ".css":
                for match in _CSS.finditer(file.read_text(encoding="utf-8")):
                    yield file, base, match[1] or match[2]
            elif file.suffix == ".json":
                data = json.loads(file.read_text(encoding="utf-8"))
                for one in self._absolute(data):
                    yield file, self.address, one
                for one in _relative(file, data, self._above(file)):
                    yield file, base, one
            elif file.name in {"sitemap.xml", "sitemap.xml.gz"}:
                raw = file.read_bytes()
                tree = ElementTree.fromstring(gzip.decompress(raw) if file.suffix == ".gz" else raw)
                for element in tree.iter():
                    if element.tag.endswith("}loc"):
                        yield file, base, element.text or ""
                    elif "href" in element.attrib:
                        yield file, base, element.attrib["href"]
            elif file.suffix == ".csv":
                for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"):
                    for one in self._absolute(row):
                        yield file, self.address, one

    def _of(self, file: Path) -> str:
        name = file.relative_to(self.folder).as_posix()
        return self.address + name.removesuffix("index.html") if file.name == "index.html" else self.address + name

    def _above(self, file: Path) -> str:
        """From a file in the search index to the top of its own version."""
        return "../" * 3 if "assets/kwartier/zoek" in file.as_posix() else ""

    def _absolute(self, data: Any) -> Iterator[str]:
        """Every text in data that is an address on this host."""
        if isinstance(data, dict):
            data = list(data.values())
        if isinstance(data, list):
            for one in data:
                yield from self._absolute(one)
        elif isinstance(data, str) and data.startswith(self.address) and " " not in data:
            yield data


def _relative(file: Path, data: Any, above: str) -> Iterator[str]:
    """The addresses in a data file of Kwartier that are written from that file or from the top of the site."""
    if file.parts[-2:] == ("zoek", "index.json"):
        for uri, *_ in data["docs"]:
            yield above + _page(uri)
    elif file.name == "versie.json":
        yield from data["paginas"]
        yield from data["verplaatst"].values()
    elif file.name == "versions.json":
        yield from (f"{one['version']}/" for one in data)
    elif file.name in {"begrippen.json", "leerdossier.json", "catalogus.json"}:
        yield from _named(data)


def _named(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for one in data:
            yield from _named(one)
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str) and key in {"adres", "pagina"}:
                yield _page(value)
            else:
                yield from _named(value)


def _page(uri: str) -> str:
    """The address of a page that is named by its source, as the scripts of the site make it."""
    path, mark, anchor = uri.partition("#")
    if path.endswith(".md"):
        path = path.removesuffix(".md").removesuffix("index")
        path += "" if path == "" or path.endswith("/") else "/"
    return path + mark + anchor
