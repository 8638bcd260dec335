"""Measure building with Kwartier beside other builders: `python3 scripts/bench/run.py`; writes docs/over/prestaties.md.

For each size a project is made (``generate.py``) and measured: the check, compiling cold and once more without changes, building
cold, and building with a cache after a change in one lesson. Then the builders of ``peers.py`` build the same compiled pages. Every
measurement is a fresh process; of several rounds the best counts. Run it on a machine that does nothing else:

    python3 scripts/bench/run.py                                    everything, for the page
    python3 scripts/bench/run.py --modules 10 100 --alleen-kwartier --uit MAP      ours only, the page and its figures to MAP
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from _omgeving import DEV_LOCK, PYTHON, apt_install, prepare, run  # noqa: E402 - scripts/ is no package

if not (find_spec("kwartier") and find_spec("properdocs")):
    prepare(DEV_LOCK)
    sys.exit(run(PYTHON, __file__, *sys.argv[1:]))

from generate import generate  # noqa: E402 - needs what was installed just now
from measuring import KWARTIER, Cost, occasion, timed  # noqa: E402
from peers import NPM, PEERS, Build, present  # noqa: E402
from prestaties import HOST, OURS, keep  # noqa: E402

MODULES = [10, 93, 540]
"""Modules, and as many terms, of sites of about 100, 1000 and 5000 pages."""
LARGE = [1100]
"""The same for 10,000 pages, on which only Kwartier and Material are measured."""
CHECKS = 3
"""How often a check is measured, unless told otherwise: it takes seconds, and the moment of the machine weighs more then."""
CHECKED = 1000
"""Modules and terms of the project for which there are limits on checking and compiling."""


class Bench:
    """One run of the benchmark: what it measured so far."""

    def __init__(self, rounds: int | None) -> None:
        self.rounds = rounds
        self.runs: list[dict[str, Any]] = []
        self.failed: list[dict[str, Any]] = []

    def size(self, folder: Path, modules: int, names: list[str]) -> None:
        """Measure Kwartier and the builders with these names on a project of this size."""
        project = folder / "project"
        generate(project, modules, modules)
        self.compiling(project)
        pages = len(list((project / ".kwartier" / "docs").rglob("*.md")))
        builds = {}
        for name in names:
            place = folder / name.replace(" ", "-")
            place.mkdir()
            builds[name] = PEERS[name](project, place)
        costs: dict[tuple[str, str], list[Cost]] = {}
        for _ in range(self.times(pages)):  # in turn, so that all meet the same moments of the machine
            clean(project)
            costs.setdefault((OURS, "build"), []).append(timed(KWARTIER, "bouw", "--map", project))
            change_lesson(project)
            costs.setdefault((OURS, "rebuild"), []).append(timed(KWARTIER, "bouw", "--map", project))
            for name, build in list(builds.items()):
                shutil.rmtree(build.site, ignore_errors=True)
                try:
                    costs.setdefault((name, "build"), []).append(timed(*build.command, cwd=build.cwd))
                except SystemExit as failure:
                    # Another builder may not be made for a site like this one; that is a result too.
                    print(failure, flush=True)
                    last = [line for line in str(failure).splitlines() if line.strip()][-1]
                    self.failed.append({"who": name, "pages": pages, "message": last.removeprefix("RuntimeError: ")})
                    del builds[name], costs[name, "build"]
        builds[OURS] = Build((), project / "site", project)
        for (who, what), found in costs.items():
            self.note(who, what, project, pages, min(found), weigh(builds[who].site, pages))

    def compiling(self, project: Path) -> None:
        """Measure the check and the compilation of a project, cold and again."""
        found: dict[str, list[Cost]] = {"check": [], "compile": [], "recompile": []}
        for _ in range(self.rounds or 1):
            clean(project)
            for _ in range(self.rounds or CHECKS):
                found["check"].append(timed(KWARTIER, "controleer", "--map", project))
            found["compile"].append(timed(KWARTIER, "compileer", "--map", project))
            found["recompile"].append(timed(KWARTIER, "compileer", "--map", project))
        pages = len(list((project / ".kwartier" / "docs").rglob("*.md")))
        for what, costs in found.items():
            self.note(OURS, what, project, pages, min(costs), {})

    def times(self, pages: int) -> int:
        """How often to build a site of so many pages: unless told otherwise, a small one more often, as chance weighs more there."""
        return self.rounds or (3 if pages < 200 else 1)

    def note(self, who: str, what: str, project: Path, pages: int, cost: Cost, weight: dict[str, int]) -> None:
        """Keep a measurement, and tell it."""
        modules = len(list((project / "modules").glob("*/module.yml")))
        terms = len(list((project / "glossary" / "begrippen").glob("*.yml")))
        one = {
            "who": who,
            "what": what,
            "modules": modules,
            "terms": terms,
            "pages": pages,
            "seconds": round(cost.seconds, 2),
            "cpu": round(cost.cpu, 2),
            "memory": round(cost.memory),
            **weight,
        }
        self.runs.append(one)
        print("  ".join(f"{key} {value}" for key, value in one.items()), flush=True)


def clean(project: Path) -> None:
    """Take away all that Kwartier made."""
    shutil.rmtree(project / ".kwartier", ignore_errors=True)
    shutil.rmtree(project / "site", ignore_errors=True)


def change_lesson(project: Path) -> None:
    """Add a paragraph to the first lesson, as an author does."""
    lesson = sorted((project / "modules").glob("*/lessen/*.md"))[0]
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(f"{text}\nDeze alinea kwam er later bij, en noemt geen nieuw begrip.\n", encoding="utf-8")


def weigh(site: Path, pages: int) -> dict[str, int]:
    """The bytes of a site and of its HTML pages on average; a site that lacks pages ends the measurement."""
    sizes = [path.stat().st_size for path in site.rglob("*.html")]
    if len(sizes) < pages:
        raise SystemExit(f"{site.parent.name} made {len(sizes)} of {pages} pages.")
    total = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return {"site": total, "html": sum(sizes) // len(sizes)}


def versions(names: list[str]) -> dict[str, str]:
    """Which version of everything was measured."""
    found = {
        one: version(package)
        for one, package in {
            "Kwartier": "kwartier",
            "MkDocs": "mkdocs",
            "Material": "mkdocs-material",
            "mkdocs-macros": "mkdocs-macros-plugin",
            "Python-Markdown": "markdown",
            "ProperDocs": "properdocs",
            "Zensical": "zensical",
        }.items()
    }
    if "Hugo" in names:
        printed = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
        found["Hugo"] = printed.split()[1].split("-")[0].split("+")[0].lstrip("v")
    if "Eleventy" in names:
        package = NPM / "node_modules" / "@11ty" / "eleventy" / "package.json"
        found["Eleventy"] = json.loads(package.read_text(encoding="utf-8"))["version"]
    return found


def main() -> None:
    """Read the arguments, measure each size, write the figures and the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, nargs="*", default=MODULES, help="sizes at which all are measured")
    parser.add_argument("--groot", type=int, nargs="*", default=LARGE, help="sizes for Kwartier and Material only")
    parser.add_argument("--controleren", type=int, nargs="*", default=[CHECKED], help="sizes to check and compile only")
    parser.add_argument("--rondes", type=int, help="runs of each; the best counts (3 for a small site, else 1)")
    parser.add_argument("--alleen-kwartier", action="store_true", help="leave the other builders out")
    parser.add_argument("--uit", type=Path, help="a folder for the page and its figures, in place of docs/over/")
    arguments = parser.parse_args()
    names = [] if arguments.alleen_kwartier else present(apt_install)
    bench = Bench(arguments.rondes)
    sizes = {**dict.fromkeys(arguments.modules, names), **dict.fromkeys(arguments.groot, [HOST] if names else [])}
    for modules, chosen in sizes.items():
        with tempfile.TemporaryDirectory() as folder:
            bench.size(Path(folder), modules, chosen)
    for modules in arguments.controleren:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder) / "project", modules, modules)
            bench.compiling(Path(folder) / "project")
    found = {**occasion(), "versions": versions(names), "runs": bench.runs, "failed": bench.failed}
    keep("build", found, arguments.uit)


if __name__ == "__main__":
    main()
