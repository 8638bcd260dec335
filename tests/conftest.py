"""What all tests share: the ``--update`` option and the fixture that compares a case with what came out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datafiles import Case


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the expected part of the case files.")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("update") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--update rewrites files one at a time: leave out -n.")


@pytest.fixture
def verify(request: pytest.FixtureRequest) -> Callable[[Case, Any], None]:
    """Assert that ``actual`` is what the case expects; with ``--update`` write it into the case instead."""

    def check(case: Case, actual: Any) -> None:
        if request.config.getoption("update"):
            case.rewrite(actual)
        else:
            assert actual == case.expected, f"see {case.file}, case {case.name!r}"

    return check
