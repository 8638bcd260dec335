"""Packages that are the same to the byte for the same content: zip files with fixed dates, and ids that never change."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

_DATE = (1980, 1, 1, 0, 0, 0)
_FILE = 0o100644 << 16


def stable_id(site: str, *parts: str) -> str:
    """An id for a part of a site: the same part always has the same one, and it may stand in XML (a letter comes first).

    ``site`` is the address or name of the site, so that packages of two sites can live in one course.
    """
    return "k" + uuid5(NAMESPACE_URL, "/".join((site.rstrip("/"), *parts))).hex


def zipped(files: Mapping[str, bytes], first: tuple[str, ...] = ()) -> bytes:
    """A zip of ``files``, sorted by name; those in ``first`` come first and unpacked, as EPUB wants its ``mimetype``."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in [*first, *sorted(set(files) - set(first))]:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3
            entry.external_attr = _FILE
            entry.compress_type = zipfile.ZIP_STORED if name in first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def write(target: Path, data: bytes) -> Path:
    """Write a file as a whole: what stood there stays until the new one is complete. Raises ``OSError``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.deel")
    try:
        half.write_bytes(data)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target
