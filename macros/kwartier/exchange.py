"""Put a finished folder in the place of another in one step, so that there is a whole one at every moment.

Linux can exchange two names (``renameat2`` with ``RENAME_EXCHANGE``, https://man7.org/linux/man-pages/man2/rename.2.html),
macOS too (``renamex_np`` with ``RENAME_SWAP``). Elsewhere there are two renames, and :func:`restore` puts the old folder back
when a process stopped between them.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2
OLD = "site-oud"
"""Name, beside the new folder, of what was there before."""


def put(new: Path, target: Path) -> None:
    """Let ``new`` take the place of ``target``, which may not be there; the old one is removed afterwards.

    Raises ``OSError`` when the folder cannot be written; then ``target`` is what it was.
    """
    near = _near(new, target)
    old = near.with_name(f"{OLD}-{target.name}" if near is not new else OLD)
    shutil.rmtree(old, ignore_errors=True)
    if not target.exists():
        near.rename(target)
    elif _exchange(near, target):
        near.rename(old)
    else:
        target.rename(old)
        try:
            near.rename(target)
        except OSError:
            old.rename(target)
            raise
    shutil.rmtree(old, ignore_errors=True)


def restore(work: Path, target: Path) -> None:
    """Put back the site that a stopped process had moved away; does nothing when there is a site."""
    old = work / OLD
    if old.is_dir() and not target.exists():
        old.rename(target)


def _near(new: Path, target: Path) -> Path:
    """The new folder on the disk of ``target``: copied when it is on another one, as only there a rename is one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if new.stat().st_dev == target.parent.stat().st_dev:
        return new
    near = target.with_name(f".{target.name}-nieuw")
    shutil.rmtree(near, ignore_errors=True)
    shutil.copytree(new, near)
    shutil.rmtree(new)
    return near


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; false where the system cannot."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        system = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(system.renamex_np(first, second, _EXCHANGE) == 0)
        return bool(system.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False
