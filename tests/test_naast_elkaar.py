"""Work in processes beside each other: the same results in the same order as in one, made of less than was read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kwartier.pages import all_pages
from kwartier.project import read_project

ROOT = Path(__file__).parent.parent

_RESULTS = """
from itertools import chain
from kwartier import workers
workers.cores = lambda: {cores}
for number in 0, 1, 39, 41, 100, 1000:
    parts = list(workers.side_by_side(lambda part: [2 * one for one in part], range(number), 40))
    assert list(chain.from_iterable(parts)) == [2 * one for one in range(number)], number
    assert all(0 < len(part) <= 40 for part in parts), number
"""
_MENTIONS = """
from pathlib import Path
from kwartier import index
from kwartier.project import read_project
root = Path({root!r})
alone = read_project(root).index.vermeldingen
index._MANY = 1
together = read_project(root).index.vermeldingen
assert len(alone) > 100
assert list(together.items()) == list(alone.items())
"""


def run(code: str) -> None:
    """Run code in a process of its own: the one that tests may have threads, and then nothing is forked."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.skipif(sys.platform != "linux", reason="forks of Linux")
@pytest.mark.parametrize("cores", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(cores: int) -> None:
    run(_RESULTS.format(cores=cores))


def test_mentions_are_the_same_from_one_process_and_from_more() -> None:
    run(_MENTIONS.format(root=str(ROOT)))


def test_pages_ask_for_nothing_that_was_let_go() -> None:
    before = [page.markdown for page in all_pages(read_project(ROOT))]
    project = read_project(ROOT)
    project.let_go()
    assert {place.document.text for place in project.library.places.values()} == {""}
    assert [page.markdown for page in all_pages(project)] == before
