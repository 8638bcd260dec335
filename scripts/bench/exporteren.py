"""Measure every export of this repository's own modules: `python3 scripts/bench/exporteren.py [--rondes 2]`.

Each format is exported as a lecturer does it, in a process of its own, so time and memory include starting and checking. The reader
is made of PDFs and takes far longer than the rest; it is measured for one module at a time. The figures are printed as a
Markdown table. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from measuring import KWARTIER, timed

from kwartier.exports import FORMATEN

ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = ["export", "modules", "time", "memory", "size"]


def measure(formaat: str, *chosen: str, rounds: int) -> tuple[float, float, float]:
    """The best seconds, the peak memory that goes with it in MB, and the size of what came out in MB."""
    with tempfile.TemporaryDirectory() as folder:
        command = (KWARTIER, "exporteer", formaat, *chosen, "--uit", folder, "--map", str(ROOT))
        cost = min(timed(*command) for _ in range(rounds))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
    return cost.seconds, cost.memory, size


def row(name: str, modules: int, figures: tuple[float, float, float]) -> str:
    """A row of the table."""
    seconds, memory, size = figures
    return f"| {name} | {modules} | {seconds:.1f} s | {memory:.0f} MB | {size:.1f} MB |"


def main() -> None:
    """Read the arguments, measure each format, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rondes", type=int, default=2, help="runs of each; the best counts")
    parser.add_argument("--reader", nargs="*", metavar="MODULE", help="modules to make a reader of; all without names")
    arguments = parser.parse_args()
    modules = sorted(path.parent.name for path in ROOT.glob("modules/*/module.yml"))
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print("| " + " | ".join(HEAD) + " |\n|---|" + "---:|" * (len(HEAD) - 1))
    total, most = 0.0, 0.0
    for formaat in FORMATEN:
        if formaat != "reader":
            figures = measure(formaat, "--alles", rounds=arguments.rondes)
            total, most = total + figures[0], max(most, figures[1])
            print(row(formaat, len(modules), figures), flush=True)
    print(f"| together | {len(modules)} | {total:.1f} s | {most:.0f} MB | |")
    if arguments.reader is not None:
        for module in arguments.reader or modules:
            print(row(f"reader {module}", 1, measure("reader", module, rounds=arguments.rondes)), flush=True)


if __name__ == "__main__":
    main()
