"""Read many files at once, on all cores when there are many of them.

Composing YAML takes most of the time of a check, and one file has nothing to do with another. Below
:data:`ENOUGH` files starting processes costs more than it saves; where processes cannot be forked, files are read one by one.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kwartier.text.problems import Problem
from kwartier.text.source import Document, read_markdown, read_yaml
from kwartier.workers import cores, forks

ENOUGH = 300
"""From how many files on it pays to use more processes (measured: a pool costs about 60 ms, a file about 1.5 ms)."""

Read = tuple[Document | None, list[Problem]]
"""A document, or ``None`` when the file cannot be used, with its problems."""


def read_document(root: Path, file: str) -> Read:
    """Read one file by its suffix."""
    return (read_markdown if file.endswith(".md") else read_yaml)(root, file)


def read_many(root: Path, files: Sequence[str]) -> dict[str, Read]:
    """Read ``files``; the result does not depend on the number of processes."""
    workers = cores()
    if len(files) < ENOUGH or workers < 2:
        return {file: read_document(root, file) for file in files}
    with forks(workers, gc.disable) as pool:
        return dict(zip(files, pool.map(partial(read_document, root), files, chunksize=50), strict=True))


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Pause the collector while millions of objects are made that all stay; it would look at each again and again.

    Afterwards it leaves them alone, or the first thing it did would be to look at all of them.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()
