"""One command at a time in the work folder of a project."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep the project at ``root`` to this command; another that comes in the meantime waits.

    Two commands that compile different editions into one tree would mix them, and publish to students what is for lecturers. The
    folder itself is locked (flock(2)), so nothing is left behind, whatever ends a command. Windows has no such lock for folders.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Een andere opdracht van Kwartier is hier bezig; deze begint als die klaar is.", file=sys.stderr)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(folder, fcntl.LOCK_UN)  # forks have the folder open as well
        os.close(folder)
