"""Read many damaged files, for a night: `python3 scripts/fuzz.py [cases]` (20,000 unless told).

Runs tests/test_beschadigd.py with that many new cases, divided over the kinds of files, and keeps the count in
`.cijfers/nacht.json` for the page with figures. Every run draws other cases; a failure prints the file that caused it.
"""

import os
import sys

from _omgeving import DEV_LOCK, PYTHON, prepare, run

TESTS = 14
"""How many tests draw cases: one per kind of file, and one for Markdown."""


def main(cases: int) -> int:
    """Run the tests; returns what pytest returns."""
    prepare(DEV_LOCK)
    os.environ["KWARTIER_GEVALLEN"] = str(-(-cases // TESTS))
    os.environ["KWARTIER_CIJFERS"] = "nacht"
    return run(PYTHON, "-m", "pytest", "-n", "2", "tests/test_beschadigd.py")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
