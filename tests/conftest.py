"""What all tests share: the ``--update`` option, the fixture that compares a case with what came out, and built sites."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from datafiles import Case
from kwartier.assets import all_assets
from kwartier.cli import main
from sites import EPOCH, Site, copy_content, run_kwartier


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it printed on standard output and standard error."""

    code: int
    out: str
    err: str


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the expected part of the case files.")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("update") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--update rewrites files one at a time: leave out -n.")


@pytest.fixture
def verify(request: pytest.FixtureRequest) -> Callable[[Case, Any], None]:
    """Assert that ``actual`` is what the case expects; with ``--update`` write it into the case instead."""

    def check(case: Case, actual: Any) -> None:
        if request.config.getoption("update") and "known_bug" not in case.data:
            case.rewrite(actual)
        else:
            assert actual == case.expected, f"see {case.file}, case {case.name!r}"

    return check


@pytest.fixture
def kwartier(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run a command of the command line in this process; gives exit code, output and messages."""

    def run(*arguments: object) -> Result:
        monkeypatch.setattr("sys.argv", ["kwartier", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return Result(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture(scope="session")
def _fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cut fonts, which take a second to make."""
    cache = tmp_path_factory.mktemp("letters")
    all_assets(cache)
    return cache


@pytest.fixture
def folder(tmp_path: Path, _fonts: Path) -> Path:
    """A folder for a project, with the fonts that an earlier compilation would have left."""
    shutil.copytree(_fonts, tmp_path / "proef" / ".kwartier" / "cache")
    return tmp_path / "proef"


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of this repository, built once per session, from a copy."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root = _once(shared / "kwartier", _build_reference)
    return Site(root, root / "site")


def _build_reference(root: Path) -> str:
    copy_content(root)
    done = run_kwartier("bouw", "--map", str(root), cwd=root, env={"SOURCE_DATE_EPOCH": EPOCH})
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _once(folder: Path, make: Callable[[Path], str]) -> Path:
    """Let the first of several test processes make a folder while the others wait; ``make`` returns what went wrong."""
    outcome = folder.with_name(folder.name + ".klaar")
    try:
        folder.with_name(folder.name + ".bezig").mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 300
        while not outcome.exists():
            if time.monotonic() > deadline:
                pytest.fail(f"{folder} is not made by another process within five minutes")
            time.sleep(0.1)
    else:
        text = "the process that made it stopped halfway"
        try:
            text = make(folder)
        finally:
            written = outcome.with_suffix(".tekst")
            written.write_text(text, encoding="utf-8")
            written.rename(outcome)
    if text := outcome.read_text(encoding="utf-8"):
        pytest.fail(f"{folder.name} was not built:\n{text}")
    return folder
