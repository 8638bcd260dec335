"""Run a command in a process of its own and say what it took: time, processor time and memory of all its processes."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
KWARTIER = str(Path(sys.executable).with_name("kwartier"))
_BETWEEN = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, order=True)
class Cost:
    """What a run took."""

    seconds: float
    """On the clock."""
    cpu: float
    """Seconds of processor time, all cores and processes together."""
    memory: float
    """The most that all processes took together at one moment, in MB."""


def timed(*command: str | Path, cwd: Path | None = None) -> Cost:
    """Run a command; when it fails, the measurement ends with what it printed.

    Memory is the proportional set size of all processes of the run, as Linux tells it: memory that forked processes share counts
    once. Where no one tells, and for a run that ends before the first look, it is the peak of the largest process, which is never
    below that of the process that measures.
    """
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        process = _start(command, printed, cwd)
        with _Looking(process.pid) as looking:
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            message = printed.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(map(str, command))} failed:\n{message[-2000:]}")
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    return Cost(seconds, usage.ru_utime + usage.ru_stime, looking.peak or largest)


def _start(command: Sequence[str | Path], printed: IO[bytes] | int, cwd: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, so that all its processes can be found; what it prints goes to ``printed``."""
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=subprocess.STDOUT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        start_new_session=True,
    )


def in_turns(commands: dict[str, Sequence[str | Path]], seconds: float = 0.3) -> dict[str, float]:
    """The processor time of commands that run in turns, each for some moments while the others stand still, with all their processes.

    A machine is faster at one moment than at another, by a tenth and more. Commands that run one after another do not meet the same
    moments, those that run in turns do: what one takes more than another then differs from round to round by one or two parts in a
    hundred, in place of ten. When one fails, the measurement ends, and the others with it.
    """
    left: dict[str, int] = {}
    for name, command in commands.items():
        process = _start(command, subprocess.DEVNULL)
        os.killpg(process.pid, signal.SIGSTOP)
        left[name] = process.pid
    taken: dict[str, float] = {}
    try:
        while left:
            for name, pid in list(left.items()):
                os.killpg(pid, signal.SIGCONT)
                end = time.monotonic() + seconds
                while name in left and time.monotonic() < end:
                    time.sleep(seconds / 10)
                    ended, status, usage = os.wait4(pid, os.WNOHANG)
                    if ended:
                        del left[name]
                        if status:
                            raise SystemExit(f"{' '.join(map(str, commands[name]))} failed.")
                        taken[name] = usage.ru_utime + usage.ru_stime
                if name in left:
                    os.killpg(pid, signal.SIGSTOP)
    finally:
        for pid in left.values():  # those that stand still would do so for ever
            os.killpg(pid, signal.SIGKILL)
    return taken


class _Looking(threading.Thread):
    """Looks at the memory of a session of processes while they run; ``peak`` is the most that it saw, in MB."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.peak = 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until the run has ended."""
        while not self._ended.wait(_BETWEEN):
            self.peak = max(self.peak, sum(map(_memory, _processes(self.session))))

    def __enter__(self) -> _Looking:
        if Path("/proc/self/smaps_rollup").exists():
            self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()


def _processes(session: int) -> list[Path]:
    """The folders in ``/proc`` of the processes of a session; see proc(5)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended in the meantime
            continue
        if int(fields[3]) == session:
            found.append(folder)
    return found


def _memory(process: Path) -> float:
    """The proportional set size of a process in MB, 0 when it ended in the meantime."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:")), 0.0)


def occasion() -> dict[str, Any]:
    """When, with which version of Kwartier, and on what kind of machine something is measured."""
    commit = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short=9", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "memory": round(memory),
            "system": f"{platform.system()} {platform.release().split('-')[0]}",
            "python": platform.python_version(),
        },
    }


def _processor() -> str:
    """The name of the processor, as Linux gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
