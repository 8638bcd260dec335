"""Measure what linking terms costs a whole build: `python3 scripts/bench/linken_in_bouw.py [--modules 200 --begrippen 1000]`.

A fair comparison builds the same pages: a site without terms lacks a page per term too, and that is not what linking costs. So the same
project (``generate.py``) gives the same compiled pages, a page per term included, and is built in four ways, each time cold:

- *linked*: as it is, every made-up term found and linked in all texts;
- *none*: the linker knows no terms, as on a site without any. Each page is still read, and nothing is found. What *linked* takes more
  is what the terms cost: finding them, and writing, compacting, keeping and checking the links and definitions, the previews of links
  that authors wrote included.
- *not linked*: without ``kwartier.terms`` among the extensions, which no site with a glossary is. Nothing reads a page for terms either.
- *not looked for*: besides, every term has ``linken: handmatig``, so compiling finds it nowhere. What *linked* takes more is all that
  looking for terms gives, the lists under *Gebruikt in* with their sentences included; those are other pages, not only other links.

The builds run in turns, a third of a second each, so that all meet the same moments of the machine (``measuring.in_turns``); what counts
is the processor time of all processes together, since the clock shows what other programs do. In each round *linked* is compared with
the others of that round; the middle of these comparisons is the figure, and half of them lie within the spread behind it. Printed as a
Markdown table.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from generate import generate
from measuring import KWARTIER, in_turns

WAYS = ("linked", "none", "not linked", "not looked for")
_WITHOUT_TERMS = """
from kwartier.cli import main
from kwartier.terms import Glossary
none = Glossary.of(())
Glossary.of = lambda entries: none
main()
"""
"""What the command ``kwartier`` does, with a linker that knows no terms."""
_EXTENSION = re.compile(r"^ +- kwartier\.terms\n", re.MULTILINE)
_LINKEN = re.compile(r"^linken: .*\n", re.MULTILINE)


def projects(folder: Path, modules: int, terms: int) -> dict[str, Path]:
    """The same project in each of the :data:`WAYS`."""
    found = {way: folder / way.replace(" ", "-") for way in WAYS}
    for way, project in found.items():
        generate(project, modules, terms)
        if way.startswith("not"):
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


def measure(found: dict[str, Path], rounds: int) -> dict[str, list[float]]:
    """The seconds of processor time of building every project cold, in turns, per round."""
    costs: dict[str, list[float]] = {way: [] for way in found}
    for number in range(rounds):
        ways = list(found)[:: -1 if number % 2 else 1]
        for way in ways:
            shutil.rmtree(found[way] / ".kwartier", ignore_errors=True)
            shutil.rmtree(found[way] / "site", ignore_errors=True)
        for way, taken in in_turns({way: (*_command(way), "bouw", "--map", found[way]) for way in ways}).items():
            costs[way].append(taken)
    return costs


def _command(way: str) -> tuple[str, ...]:
    return (sys.executable, "-c", _WITHOUT_TERMS) if way == "none" else (KWARTIER,)


def spread(values: list[float], unit: str) -> str:
    """The middle of values, and the two between which half of them lie."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"{median(values):.2f} {unit} ({low:.2f} to {high:.2f})"


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, default=200)
    parser.add_argument("--begrippen", type=int, default=1000)
    parser.add_argument("--rondes", type=int, default=5)
    arguments = parser.parse_args()
    if arguments.rondes < 2:
        parser.error("a spread needs two rounds")
    with tempfile.TemporaryDirectory() as folder:
        found = projects(Path(folder), arguments.modules, arguments.begrippen)
        costs = measure(found, arguments.rondes)
        pages = len(list((found["linked"] / "site").rglob("*.html")))
    print(f"{arguments.modules} modules, {arguments.begrippen} terms, {pages} pages, {arguments.rondes} rounds\n")
    print("| terms are | processor | linked takes more |\n|---|---:|---:|")
    for way in WAYS:
        more = [(one / other - 1) * 100 for one, other in zip(costs["linked"], costs[way], strict=True)]
        print(f"| {way} | {spread(costs[way], 's')} | {spread(more, '%') if way != 'linked' else ''} |")


if __name__ == "__main__":
    main()
