"""A folder on disk that comes to hold exactly certain files; a file is touched only when it changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Container
from pathlib import Path

SKIP = frozenset({".git", "__pycache__", ".DS_Store", "Thumbs.db"})
"""Files of systems, which belong to no site."""
Stamp = tuple[int, int]
"""Size, and time of the last change in nanoseconds."""


def stamp(path: Path | str) -> Stamp:
    """The stamp of a file."""
    status = os.stat(path)  # noqa: PTH116 - a Path takes longer than the look
    return status.st_size, status.st_mtime_ns


def walk(root: Path, top: str) -> list[str]:
    """Every file below ``top`` as a POSIX path relative to ``root``; hidden files and links out of the tree are left out."""
    found = []
    for folder, folders, names in os.walk(root / top):
        folders[:] = sorted(one for one in folders if one not in SKIP and not one.startswith("."))
        base = Path(folder).relative_to(root).as_posix()
        found += [f"{base}/{name}" for name in names if name not in SKIP and not name.startswith(".")]
    return [file for file in found if not os.path.islink(f"{root}/{file}")]  # noqa: PTH114 - as in stamp


def keep(folder: Path, names: Container[str], spare: str = "\0") -> int:
    """Remove the files below ``folder`` that are not among ``names`` and do not start with ``spare``; gives their number."""
    folder.mkdir(parents=True, exist_ok=True)
    removed = 0
    for file in walk(folder.parent, folder.name):
        name = file.partition("/")[2]
        if name not in names and not name.startswith(spare):
            (folder.parent / file).unlink()
            removed += 1
    for inside, _, _ in sorted(os.walk(folder), reverse=True):
        if inside != str(folder) and not any(Path(inside).iterdir()):
            Path(inside).rmdir()
    return removed


def put(target: Path, data: bytes | Path) -> int:
    """Write ``data`` (or copy the file) when ``target`` differs; 1 when something was written."""
    if isinstance(data, Path):
        if target.is_file() and stamp(target) == stamp(data):
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # the copy of a file that may not be written may not be written either
        shutil.copy2(data, target)
        return 1
    try:
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return 0
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return 1
