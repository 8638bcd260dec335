"""What an export gets and gives: a :class:`Job` with the content and the choices, a :class:`Report` of what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from kwartier.addresses import public_url
from kwartier.index import Index
from kwartier.library import Library
from kwartier.model import Les, Module
from kwartier.pages import all_drafts
from kwartier.pages.context import Draft, Page
from kwartier.project import Project

Progress = Callable[[int, int, str], None]
"""Called before each step of an export: how many are done, how many there are, and what comes now."""


def _silent(_done: int, _total: int, _now: str) -> None:
    pass


class Unavailable(Exception):  # noqa: N818 - not an error of the content, nor of ours
    """A format needs something that is not installed; the message is one Dutch sentence that says what to do."""


@dataclass(frozen=True)
class Loss:
    """Something that a format cannot carry as it is: ``waar`` it stands, ``wat`` it is, and what was ``gedaan`` instead.

    All three are for lecturers; ``wat`` and ``gedaan`` are the same words for the same kind of loss, so a report can group.
    """

    waar: str
    wat: str
    gedaan: str


@dataclass
class Report:
    """The files that an export wrote, in order, and what it could not carry."""

    files: list[Path] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def loss(self, waar: str, wat: str, gedaan: str) -> None:
        """Note a loss once."""
        found = Loss(waar, wat, gedaan)
        if found not in self.losses:
            self.losses.append(found)


class Pages(Mapping[str, Page]):
    """Every page of a site by its source path, made when it is asked for: a book of one module needs few of them."""

    def __init__(self, project: Project) -> None:
        self._drafts: dict[str, Draft] = {draft.uri: draft for draft in all_drafts(project)}  # hand-written ones win
        self._made: dict[str, Page] = {}

    def __getitem__(self, uri: str) -> Page:
        if uri not in self._made:
            self._made[uri] = self._drafts[uri].make()
        return self._made[uri]

    def __contains__(self, uri: object) -> bool:
        return uri in self._drafts

    def __iter__(self) -> Iterator[str]:
        return iter(self._drafts)

    def __len__(self) -> int:
        return len(self._drafts)


@dataclass(frozen=True)
class Job:
    """One export: what to write, for whom, and where.

    ``modules`` are the ids that were chosen, in order; ``leerroute`` is the route they come from, if they do. ``adres`` is
    the address of the published version of the site, with a slash at its end, or empty when the site has none. The edition
    is that of ``project.settings``.
    """

    project: Project
    modules: tuple[str, ...]
    uit: Path
    leerroute: str = ""
    adres: str = ""
    canvas: bool = False
    alleen_links: bool = False
    progress: Progress = _silent

    @property
    def library(self) -> Library:
        """All items."""
        return self.project.library

    @property
    def index(self) -> Index:
        """What follows from all items together."""
        return self.project.index

    @property
    def docent(self) -> bool:
        """Whether this is the lecturer edition."""
        return self.project.settings.editie == "docent"

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every compiled page of the site in this edition, by its source path."""
        return Pages(self.project)

    def lessen(self, module_id: str) -> list[tuple[int, Les]]:
        """The lessons of a module with their number in it; a route may have chosen only some of them."""
        module: Module = self.library.modules[module_id]
        chosen: tuple[str, ...] = ()
        if self.leerroute:
            steps = self.library.leerroutes[self.leerroute].modules
            chosen = next((one.lessen for one in steps if one.module == module_id), ())
        return [(number, les) for number, les in enumerate(module.lessen, 1) if not chosen or les.id in chosen]

    def url(self, target: str) -> str:
        """Where a source path (with or without an anchor) stands on the published site; empty without an address."""
        if not self.adres or target.partition("#")[0].endswith(".md"):
            return public_url(self.adres, target) if self.adres else ""
        return self.adres + quote(target, safe="/#%")

    def packages(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """(name of the file, title, modules) of each package: one per module, or one for the whole route."""
        if self.leerroute:
            route = self.library.leerroutes[self.leerroute]
            return [(self.leerroute, route.titel, self.modules)]
        return [(one, self.library.modules[one].titel, (one,)) for one in self.modules]
