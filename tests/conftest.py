"""What all tests share: the ``--update`` option, comparing a case with what came out, built sites, and the figures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

import figures
from browser import launch
from datafiles import Case
from kwartier.assets import all_assets
from kwartier.cli import main
from sites import Site, built_once, copy_content


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


_TOTALS: dict[str, int] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Sum the figures of every test; with more processes, the reports of all of them come here."""
    if report.when == "teardown":
        figures.collect(report.user_properties, _TOTALS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was measured, and keep it when all tests ran."""
    if _TOTALS:
        terminalreporter.section("figures")
        for line in figures.lines(_TOTALS):
            terminalreporter.write_line(line)
    chosen = config.getoption("keyword") or config.getoption("markexpr") or config.getoption("file_or_dir")
    name = os.environ.get("KWARTIER_CIJFERS", "" if chosen else "tests")
    if _TOTALS and name:
        stats = terminalreporter.stats
        outcomes = {one: len(stats.get(one, ())) for one in ("passed", "failed", "error", "skipped")}
        figures.save(_TOTALS, outcomes, figures.FOLDER / f"{name}.json")


@pytest.fixture
def count(request: pytest.FixtureRequest) -> Callable[[str, int], None]:
    """Add to a figure of :data:`figures.FIGURES`: ``count("links_checked", 4120)``. It is printed at the end of the run."""

    def add(figure: str, amount: int = 1) -> None:
        assert figure in figures.FIGURES, f"no figure is called {figure!r}"
        request.node.user_properties.append((figures.PROPERTY, (figure, amount)))

    return add


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
    return built_once(tmp_path_factory, "kwartier", copy_content)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()
