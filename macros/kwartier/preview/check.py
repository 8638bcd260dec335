"""The whole check beside the preview: a process of its own, so that no page waits for it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable

from kwartier.preview.state import Preview
from kwartier.reporters import Found
from kwartier.text.problems import Location, Problem

_CHECK = """
import os, sys
if hasattr(os, "nice"):
    os.nice(10)
from kwartier.cli import main
sys.argv = ["kwartier", "controleer", "--formaat", "json", "--map", sys.argv[1]]
main()
"""
PAUSE = 0.3
"""Seconds without a change before a check begins."""


class Checker:
    """Checks the content after every change, and gives what is wrong to ``tell``; a newer change ends a check half-way."""

    def __init__(self, preview: Preview, tell: Callable[[Found], None]) -> None:
        self.preview = preview
        self.tell = tell
        self.stopped = False
        self.process: subprocess.Popen[str] | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Check now, and after every change."""
        self.thread.start()

    def stop(self) -> None:
        """Check no more."""
        self.stopped = True
        if self.process:
            self.process.kill()

    def _run(self) -> None:
        checked = 0
        while not self.stopped:
            self._newer_than(checked, None)
            checked = self.preview.version
            if self._newer_than(checked, PAUSE):
                continue
            found = self._check(checked)
            if found is not None and not self.stopped:
                self.tell(found)

    def _newer_than(self, version: int, seconds: float | None) -> bool:
        """Wait for a change after ``version``; whether there was one in time."""
        with self.preview.changed:
            return self.preview.changed.wait_for(lambda: self.preview.version != version, seconds)

    def _check(self, version: int) -> Found | None:
        """Everything that is wrong; ``None`` when something changed meanwhile, or the check itself failed."""
        command = [sys.executable, "-P", "-c", _CHECK, str(self.preview.root)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as process:
            self.process = process
            ended = threading.Thread(target=self._end_when_changed, args=(process, version), daemon=True)
            ended.start()
            output, _ = process.communicate()
            self.process = None
        if self.preview.version != version:
            return None
        try:
            rows = json.loads(output)
        except ValueError:
            return None
        return tuple(
            (
                one["ernst"],
                Problem(Location(one["bestand"], one["regel"], one["kolom"]), one["id"], one["melding"], one["tip"]),
            )
            for one in rows
        )

    def _end_when_changed(self, process: subprocess.Popen[str], version: int) -> None:
        while process.poll() is None and not self.stopped:
            if self._newer_than(version, 1.0):
                process.kill()
