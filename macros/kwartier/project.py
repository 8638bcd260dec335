"""A project folder, read: its settings, its library, and what was wrong while reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kwartier.index import Index
from kwartier.library import Library
from kwartier.load import load
from kwartier.settings import Instellingen, read_settings
from kwartier.text.problems import Problem


@dataclass
class Project:
    """Everything that checks and pages start from. ``problems`` are those found while reading, sorted."""

    root: Path
    settings: Instellingen
    library: Library
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def index(self) -> Index:
        """What follows from all items together."""
        return Index(self.library)


def read_project(root: Path) -> Project:
    """Read the project at ``root``; never raises for content, whatever is wrong with it."""
    settings, problems = read_settings(root)
    library, more = load(root)
    return Project(root, settings, library, sorted({*problems, *more}))
