"""The page on performance is what the benchmarks write: made from kept figures, and measured anew by one command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sites import ROOT

BENCH = ROOT / "scripts" / "bench"
sys.path.insert(0, str(BENCH))

import prestaties  # noqa: E402 - scripts are no package
from measuring import timed  # noqa: E402


def test_the_page_on_the_site_is_made_from_the_figures_that_were_kept() -> None:
    figures = json.loads(prestaties.FIGURES.read_text(encoding="utf-8"))
    for name, text in prestaties.files(figures).items():
        assert (prestaties.FOLDER / name).read_text(encoding="utf-8") == text, (
            f"run scripts/bench/prestaties.py: {name}"
        )


def test_figures_of_one_benchmark_leave_those_of_another(tmp_path: Path) -> None:
    (tmp_path / "prestaties.json").write_text('{"lighthouse": {"kept": 1}}', encoding="utf-8")
    figures = json.loads(prestaties.FIGURES.read_text(encoding="utf-8"))
    (tmp_path / "prestaties.json").write_text(json.dumps(figures | {"later": {"a": 1}}), encoding="utf-8")
    prestaties.keep("build", figures["build"], tmp_path)
    assert json.loads((tmp_path / "prestaties.json").read_text(encoding="utf-8")) == figures | {"later": {"a": 1}}


@pytest.mark.parametrize(("power", "factor"), [(1.0, 0.3), (1.7, 2.0)])
def test_the_exponent_is_the_power_with_which_time_grows(power: float, factor: float) -> None:
    points = [(pages, factor * pages**power) for pages in (100.0, 1000.0, 5000.0)]
    assert prestaties.exponent(points) == pytest.approx(power)


def test_a_limit_that_is_not_kept_is_called_so() -> None:
    def run(what: str, seconds: float) -> dict[str, Any]:
        return {
            "who": "Kwartier",
            "what": what,
            "modules": 1000,
            "terms": 1000,
            "pages": 8000,
            "seconds": seconds,
            "memory": 400,
        }

    limits = prestaties.Builds({"versions": {}, "runs": [run("check", 7.4), run("recompile", 1.2)]}).limits()
    rows = {line.split(" | ")[0].strip("| "): line for line in limits.splitlines()}
    assert "7,4 s | **niet gehaald**" in rows["1.000 modules en 1.000 begrippen nakijken"]
    assert "1,20 s | gehaald" in rows["Nog eens compileren zonder wijziging"]


def test_memory_is_that_of_all_processes_and_what_they_share_counts_once() -> None:
    script = "import os, time\nheld = b'x' * 200_000_000\nfor _ in range(2): os.fork()\ntime.sleep(1)"
    assert 200 < timed(sys.executable, "-c", script).memory < 300


def test_a_command_that_fails_ends_the_measurement_with_its_words() -> None:
    with pytest.raises(SystemExit, match=r"(?s)failed:.*het lukt niet"):
        timed(sys.executable, "-c", "raise SystemExit('het lukt niet')")


@pytest.mark.slow
def test_one_command_measures_and_writes_the_page(tmp_path: Path) -> None:
    sizes = ("--modules", "1", "2", "--groot", "--controleren", "--alleen-kwartier", "--rondes", "1")
    command = (sys.executable, BENCH / "run.py", *sizes, "--uit", tmp_path)
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    runs = json.loads((tmp_path / "prestaties.json").read_text(encoding="utf-8"))["build"]["runs"]
    assert {(one["what"], one["modules"]) for one in runs} == {
        (what, modules) for what in prestaties.STEPS for modules in (1, 2)
    }
    assert all(one["seconds"] > 0 and one["memory"] > 20 for one in runs)
    page = (tmp_path / "prestaties.md").read_text(encoding="utf-8")
    assert "### 28 pagina's" in page and "### 36 pagina's" in page
    for scheme in ("licht", "donker"):
        picture = ElementTree.parse(tmp_path / "beeld" / f"prestaties-{scheme}.svg")
        assert "Kwartier" in [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]
