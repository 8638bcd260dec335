"""A project folder, read: its settings, its library, and what was wrong while reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kwartier.comparison import Comparison, GitError, compare, previous_version, read_kept, snapshot_of
from kwartier.index import Index, Memory
from kwartier.library import Library
from kwartier.load import Shelf, load
from kwartier.settings import Instellingen, read_settings
from kwartier.text.problems import Problem

WORK = ".kwartier"
"""The folder of a project in which Kwartier works; it can be thrown away."""


@dataclass(frozen=True)
class Since:
    """What changed since the version ``vorige``."""

    vorige: str
    comparison: Comparison


@dataclass
class Project:
    """Everything that checks and pages start from. ``problems`` are those found while reading, sorted."""

    root: Path
    settings: Instellingen
    library: Library
    problems: list[Problem] = field(default_factory=list)
    memory: Memory | None = None

    @cached_property
    def index(self) -> Index:
        """What follows from all items together."""
        return Index(self.library, self.memory)

    @cached_property
    def since(self) -> Since | None:
        """What changed since the version before this one; ``None`` when there is none, or nothing changed."""
        before = previous_version(self.root, self.settings.jaar, self.settings.vorige)
        if before is None:
            return None
        name, commit = before
        try:
            old = read_kept(self.root, commit, self.root / WORK / "cache")
        except GitError:
            return None
        found = compare(old, snapshot_of(self.library))
        return Since(name, found) if found.items else None

    def let_go(self) -> None:
        """Forget, when all checks are done, how items were written: pages are made of what they say.

        Processes that make pages beside each other each come to hold what there is, so half of it is worth some work. What pages
        ask of it is worked out first.
        """
        _ = self.since, self.index.vermeldingen, self.index.gebruik, self.index.pagina_van
        for place in self.library.places.values():
            place.document.let_go()


def read_project(root: Path, shelf: Shelf | None = None, memory: Memory | None = None) -> Project:
    """Read the project at ``root``; never raises for content, whatever is wrong with it.

    A preview gives what it kept from the time before: ``shelf`` holds files, ``memory`` what follows from them.
    """
    settings, problems = read_settings(root)
    library, more = load(root, shelf)
    return Project(root, settings, library, sorted({*problems, *more}), memory)
