"""A folder on disk that comes to hold exactly certain files; a file is touched only when it changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from pathlib import Path

SKIP = frozenset({".git", "__pycache__", ".DS_Store", "Thumbs.db"})
"""Files of systems, which belong to no site."""
Stamp = tuple[int, ...]
"""Size and time of the last change in nanoseconds, in a :class:`Look` its place on the disk as well: another stamp, another content."""


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
            (found.linked if path.is_symlink() else found.files)[name] = _place(path.stat())
    return found


def _folder(found: Look, path: str, name: str, linked: bool, above: frozenset[str]) -> None:
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            link, here = linked or entry.is_symlink(), f"{name}/{entry.name}"
            try:
                if not entry.is_dir():
                    (found.linked if link else found.files)[here] = _place(entry.stat())
                elif not entry.is_symlink():
                    _folder(found, entry.path, here, link, above)
                elif (real := os.path.realpath(entry.path)) not in above:
                    _folder(found, entry.path, here, link, above | {real})
            except OSError:  # gone since the folder was read; the next look tells
                found.linked[here] = ()


def _place(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
