"""Copy the figures of the last whole test run to the page on the site: `python3 scripts/cijfers.py`.

`python3 scripts/test.py` writes `.cijfers/tests.json`, `scripts/fuzz.py` writes `.cijfers/nacht.json`. This replaces the
table in docs/over/vertrouwen.md by what they hold. It refuses figures of a run in which a test failed.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from figures import FIGURES  # noqa: E402 - the tests are no package

PAGE = ROOT / "docs" / "over" / "vertrouwen.md"
RUNS = {"tests": "de tests", "nacht": "de lange proef met beschadigde bestanden"}
_BETWEEN = re.compile(r"(<!-- cijfers -->\n).*?(\n<!-- /cijfers -->)", re.DOTALL)


def main() -> int:
    """Write the page; 1 without figures to write."""
    tables = []
    for name, words in RUNS.items():
        file = ROOT / ".cijfers" / f"{name}.json"
        if not file.is_file():
            continue
        run = json.loads(file.read_text(encoding="utf-8"))
        if run["tests"]["failed"] or run["tests"]["error"]:
            sys.exit(f"{file.relative_to(ROOT)}: tests failed in this run, so its figures are not copied.")
        tables.append(table(run, words))
    if not tables:
        sys.exit("There are no figures: run python3 scripts/test.py first.")
    page = PAGE.read_text(encoding="utf-8")
    text = "\n\n".join(tables)
    PAGE.write_text(_BETWEEN.sub(lambda match: f"{match[1]}\n{text}\n{match[2]}", page), encoding="utf-8")
    return 0


def table(run: dict, words: str) -> str:
    """The figures of one run as Markdown."""
    tests = run["tests"]
    version = f" van versie `{run['versie']}`" if run["versie"] else ""
    head = f"Uit {words}{version}, op {run['datum']}: {number(tests['passed'])} tests geslaagd"
    head += f", {number(tests['skipped'])} overgeslagen." if tests["skipped"] else ", geen overgeslagen."
    rows = [
        f"| {FIGURES[one][:1].upper()}{FIGURES[one][1:]} | {number(run['cijfers'][one])} |"
        for one in FIGURES
        if one in run["cijfers"]
    ]
    return "\n".join([head, "", "| Wat | Aantal |", "|---|---:|", *rows])


def number(amount: int) -> str:
    """A number with a point between thousands, as Dutch readers write it."""
    return f"{amount:,}".replace(",", ".")


if __name__ == "__main__":
    sys.exit(main())
