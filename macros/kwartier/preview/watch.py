"""What is on the disk: one look at all files, and a sign when something may have changed.

A look is the truth; the sign of the system (watchdog) only says when to look. Where a system gives no signs, such as for a folder
on a network, looking every second does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from kwartier.load import Stamp

SLOW = 5.0
"""Seconds between two looks when the system gives signs."""
QUICK = 1.0
"""Seconds between two looks when it does not."""
_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""Reading a file is a sign as well, and a check reads thousands."""


@dataclass
class Look:
    """All files below some folders: their stamps, apart for those that are reached through a link."""

    files: dict[str, Stamp] = field(default_factory=dict)
    linked: dict[str, Stamp] = field(default_factory=dict)


def look(root: Path, names: Iterable[str]) -> Look:
    """Look at files and folders, named by their path from ``root`` or in full; hidden ones are left out."""
    found = Look()
    for name in names:
        path = root / name
        if path.is_dir():
            _folder(found, str(path), name, path.is_symlink(), frozenset({os.path.realpath(path)}))
        elif path.exists():
            (found.linked if path.is_symlink() else found.files)[name] = _stamp(path.stat())
    return found


def _folder(found: Look, path: str, name: str, linked: bool, above: frozenset[str]) -> None:
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            link, here = linked or entry.is_symlink(), f"{name}/{entry.name}"
            try:
                if not entry.is_dir():
                    (found.linked if link else found.files)[here] = _stamp(entry.stat())
                elif not entry.is_symlink():
                    _folder(found, entry.path, here, link, above)
                elif (real := os.path.realpath(entry.path)) not in above:
                    _folder(found, entry.path, here, link, above | {real})
            except OSError:  # gone since the folder was read; the next look tells
                found.linked[here] = ()


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class Watcher:
    """Sets :attr:`sign` when something below folders may have changed."""

    def __init__(self, root: Path, folders: Iterable[Path]) -> None:
        self.sign = threading.Event()
        self._observer: Any = Observer()
        handler = _Handler(self.sign)
        self.pause = SLOW
        try:
            self._observer.schedule(handler, str(root), event_filter=_CHANGES)
            for folder in folders:
                self._observer.schedule(handler, str(folder), recursive=True, event_filter=_CHANGES)
            self._observer.start()
        except OSError:  # no signs here, or no more of them: the system has a limit
            self.pause = QUICK

    def wait(self) -> None:
        """Wait for a sign, or for the time to look anyway."""
        self.sign.wait(self.pause)
        self.sign.clear()

    def stop(self) -> None:
        """Watch no longer."""
        if self._observer.is_alive():
            self._observer.stop()


class _Handler(FileSystemEventHandler):
    def __init__(self, sign: threading.Event) -> None:
        self.sign = sign

    def on_any_event(self, event: FileSystemEvent) -> None:
        """What changed, the look tells."""
        self.sign.set()
