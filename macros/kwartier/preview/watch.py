"""A sign when something on the disk may have changed.

A look (:func:`kwartier.tree.look`) is the truth; the sign of the system (watchdog) only says when to look. Where a system gives no
signs, such as for a folder on a network, looking every second does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
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
