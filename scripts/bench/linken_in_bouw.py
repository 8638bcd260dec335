"""Measure what linking terms costs a whole build: `python3 scripts/bench/linken_in_bouw.py [--modules 200 --begrippen 1000]`.

A fair comparison builds the same pages: a site without terms lacks a page per term too, and that is not what linking costs. So the
same project (``generate.py``) is built in three ways, each time cold:

- *linked*: as it is, every made-up term found and linked in all texts;
- *not linked*: the same compiled pages without ``kwartier.terms`` among the extensions. Nothing walks through a page, nothing is found,
  no link and no definition is written, compacted, kept and checked. What *linked* takes more is what linking costs; also the previews
  of links that authors wrote count for it.
- *not looked for*: besides, every term has ``linken: handmatig``, so compiling finds it nowhere. What *linked* takes more is all that
  looking for terms gives, the lists under *Gebruikt in* with their sentences included; those are other pages, not only other links.

The builds take turns, in fresh processes, so that all meet the same moments of the machine. Of the rounds the best counts, and processor
time of all processes together more than the clock, which other programs change. The figures are printed as a Markdown table.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from pathlib import Path

from generate import generate
from measuring import KWARTIER, Cost, timed

WAYS = ("linked", "not linked", "not looked for")
_EXTENSION = re.compile(r"^ +- kwartier\.terms\n", re.MULTILINE)
_LINKEN = re.compile(r"^linken: .*\n", re.MULTILINE)


def projects(folder: Path, modules: int, terms: int) -> dict[str, Path]:
    """The same project in each of the :data:`WAYS`."""
    found = {way: folder / way.replace(" ", "-") for way in WAYS}
    for way, project in found.items():
        generate(project, modules, terms)
        if way != "linked":
            _rewrite(project / "mkdocs.yml", _EXTENSION, "")
        if way == "not looked for":
            for term in (project / "glossary" / "begrippen").glob("*.yml"):
                _rewrite(term, re.compile(r"\A"), "linken: handmatig\n")
    return found


def _rewrite(file: Path, place: re.Pattern[str], text: str) -> None:
    """Put a text in the one place of a file where it belongs; a term that says how to link it says so no more."""
    before = _LINKEN.sub("", file.read_text(encoding="utf-8"))
    after, count = place.subn(text, before)
    if count != 1:
        raise SystemExit(f"{file} is not as expected.")
    file.write_text(after, encoding="utf-8")


def measure(found: dict[str, Path], rounds: int) -> dict[str, list[Cost]]:
    """Build every project cold, in turn."""
    costs: dict[str, list[Cost]] = {way: [] for way in found}
    for number in range(rounds):
        for way, project in list(found.items())[:: -1 if number % 2 else 1]:
            shutil.rmtree(project / ".kwartier", ignore_errors=True)
            shutil.rmtree(project / "site", ignore_errors=True)
            costs[way].append(timed(KWARTIER, "bouw", "--map", project))
    return costs


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, default=200)
    parser.add_argument("--begrippen", type=int, default=1000)
    parser.add_argument("--rondes", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = projects(Path(folder), arguments.modules, arguments.begrippen)
        costs = measure(found, arguments.rondes)
        pages = len(list((found["linked"] / "site").rglob("*.html")))
    cpu = {way: min(cost.cpu for cost in those) for way, those in costs.items()}
    print(f"{arguments.modules} modules, {arguments.begrippen} terms, {pages} pages\n")
    print("| terms are | processor | on the clock | linked takes more |\n|---|---:|---:|---:|")
    for way in WAYS:
        clock = min(cost.seconds for cost in costs[way])
        print(f"| {way} | {cpu[way]:.2f} s | {clock:.2f} s | {(cpu['linked'] / cpu[way] - 1) * 100:.1f} % |")


if __name__ == "__main__":
    main()
