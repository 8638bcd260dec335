"""The links in the content that leave the site, each with the place where an author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from kwartier.markup import links, mask
from kwartier.project import Project
from kwartier.text.problems import Location

_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_WRITTEN = re.compile(r"""<(https?://[^\s<>]+)>|\b(?:href|src)\s*=\s*["']((?:https?:)?//[^"'\s]+)["']""", re.IGNORECASE)
"""An address between angle brackets, or in an element of HTML."""
_SETTING = re.compile(r"""^(?!\s*#|site_url:).*?(https?://[^\s"'<>]+)""", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Outgoing:
    """A link to another site; ``adres`` as written, without what HTML escapes."""

    at: Location
    adres: str

    @property
    def pagina(self) -> str:
        """The address without the place on the page."""
        return self.adres.partition("#")[0]


def outgoing(project: Project) -> list[Outgoing]:
    """Every link of the content and the settings to the web, sorted by place; code and comments have none."""
    return sorted({*_in_texts(project), *_in_sources(project), *_in_settings(project)})


def _in_texts(project: Project) -> Iterator[Outgoing]:
    for text in project.index.texts:
        if "//" in text.content:
            found = [(link.start, link.doel) for link in links(text.content) if _WEB.match(link.doel)]
            for match in _WRITTEN.finditer(mask(text.content)):
                found.append((match.start(match.lastindex or 0), match[1] or match[2]))
            for start, address in found:
                yield Outgoing(text.locate(start), unescape(address))


def _in_sources(project: Project) -> Iterator[Outgoing]:
    for bron in project.library.bronnen.values():
        for key, address in (("DOI", bron.doi_adres), ("URL", bron.url)):
            if address and _WEB.match(address):
                yield Outgoing(project.library.locate(("bron", bron.id), key), address)


def _in_settings(project: Project) -> Iterator[Outgoing]:
    """The addresses in mkdocs.yml that readers meet: in the menu, below the page, of the place where the source is."""
    file = project.root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    for match in _SETTING.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Outgoing(Location("mkdocs.yml", line, match.start(1) - text.rfind("\n", 0, match.start(1))), match[1])
