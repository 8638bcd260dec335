"""Work on all cores, in processes that are forked: they see what was read without copying it.

Where a process cannot be forked safely (other systems than Linux, or beside threads) the same work is done here, one part after
another, with the same result.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Result = TypeVar("Result")

_SELDOM = 50_000
"""New objects after which a process that works looks for garbage; a page makes tens of thousands, of which nearly all are gone again
by themselves. Looking after each 700, as Python does, takes one part in fifteen of the time that rendering takes."""
_work: Any = None
"""What the processes of this moment do; they get it by being forked."""


def cores() -> int:
    """How many processes may work side by side; one where a process cannot be forked safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def side_by_side(work: Callable[[Sequence[Any]], Result], items: Sequence[Any], size: int) -> Iterator[Result]:
    """Do ``work`` on at most ``size`` items at a time, on all cores; the results come in the order of the items.

    This process works along with forks, one less than there are cores, because each fork comes to hold much of the memory once
    more. The items and results of a fork go through a pipe; what the work needs besides is part of the work and does not.
    """
    global _work
    parts = _parts(items, size)
    count = min(cores(), -(-len(items) // size))
    if count < 2:
        yield from map(work, parts)
        return
    _work = work
    frozen, often = gc.get_freeze_count() > 0, gc.get_threshold()
    gc.collect()
    gc.freeze()  # a collection in a fork would copy every page of memory it shares with the others
    gc.set_threshold(_SELDOM, *often[1:])
    _give_back()
    try:
        with forks(count - 1) as pool:
            promised = {number: pool.submit(_do, part) for number, part in enumerate(parts)}
            made: dict[int, Result] = {}
            ahead = 0
            for number in range(len(parts)):
                while number not in made and not promised[number].done() and ahead < len(parts):
                    if ahead >= number and promised[ahead].cancel():  # no fork has begun with it
                        made[ahead] = work(parts[ahead])
                    ahead += 1
                future = promised.pop(number)  # and with it goes the result, which can be large
                yield made.pop(number) if number in made else future.result()
    finally:
        if not frozen:
            gc.unfreeze()
        gc.set_threshold(*often)
        _work = None


def _parts(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """The items in parts, which become small at the end, so that no core waits long for another."""
    parts, start = [], 0
    while start < len(items):
        end = start + max(-(-size // 10), min(size, (len(items) - start) // 12))
        parts.append(items[start:end])
        start = end
    return parts


def _give_back() -> None:
    """Give memory that is free back to the system, where the C library (glibc) can: forks would come to share it."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def apart(work: Callable[[], Result]) -> Result:
    """Do ``work`` in a process of its own, so that the memory it takes is free again afterwards; what it raises is raised here."""
    global _work
    if cores() < 2:
        return work()
    _work = lambda _: work()  # noqa: E731
    try:
        with forks(1) as pool:
            return pool.submit(_do, None).result()  # type: ignore[no-any-return]
    finally:
        _work = None


def forks(count: int, begin: Callable[..., object] | None = None, *given: object) -> ProcessPoolExecutor:
    """``count`` forks that wait for work, and each first call ``begin`` with what is ``given``.

    When the process they work for is killed they end too, and do not wait for ever. Linux tells a process so by a signal of
    its choice (``prctl``, PR_SET_PDEATHSIG).
    """
    return ProcessPoolExecutor(count, get_context("fork"), _begin, (os.getpid(), begin, given))


def _begin(parent: int, begin: Callable[..., object] | None, given: tuple[object, ...]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:  # it had gone before that
            os._exit(1)
    if begin:
        begin(*given)


def _do(part: Any) -> Any:
    return _work(part)
