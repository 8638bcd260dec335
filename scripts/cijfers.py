"""Copy the figures of the last whole test run to the pages on the site: `python3 scripts/cijfers.py`.

`python3 scripts/test.py` writes `.cijfers/tests.json`, `scripts/fuzz.py` writes `.cijfers/nacht.json`. This replaces what
stands between the marks in two pages: all figures in docs/over/vertrouwen.md, and those of accessibility, in sentences, in
docs/over/toegankelijkheid.md. It refuses figures of a run in which a test failed, and one that skipped accessibility.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from figures import FIGURES  # noqa: E402 - the tests are no package

RUNS = {"tests": "de tests", "nacht": "de lange proef met beschadigde bestanden"}
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus")
MONTHS += ("september", "oktober", "november", "december")
_BETWEEN = re.compile(r"(<!-- cijfers -->\n).*?(\n<!-- /cijfers -->)", re.DOTALL)


def main(root: Path) -> int:
    """Write the pages below ``root`` from the figures there; stops with a sentence when they cannot be used."""
    runs = {name: read(file) for name in RUNS if (file := root / ".cijfers" / f"{name}.json").is_file()}
    if "tests" not in runs:
        sys.exit("There are no figures: run python3 scripts/test.py first.")
    pages = {
        "vertrouwen": "\n\n".join(table(run, RUNS[name]) for name, run in runs.items()),
        "toegankelijkheid": statement(runs["tests"]),
    }
    for name, text in pages.items():
        file = root / "docs" / "over" / f"{name}.md"
        parts = _BETWEEN.split(file.read_text(encoding="utf-8"))
        if len(parts) != 4:
            sys.exit(f"{file}: there is no place for figures, between <!-- cijfers --> and <!-- /cijfers -->.")
        before, begin, end, after = parts
        file.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
    return 0


def read(file: Path) -> dict:
    """The figures of a run in which every test passed."""
    run = json.loads(file.read_text(encoding="utf-8"))
    if run["tests"]["failed"] or run["tests"]["error"]:
        sys.exit(f"{file.name}: tests failed in this run, so its figures are not copied.")
    return run


def day_of(run: dict) -> str:
    """The day of a run in words."""
    year, month, day = run["datum"].split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def table(run: dict, words: str) -> str:
    """The figures of one run as Markdown."""
    tests = run["tests"]
    version = f" van versie `{run['versie']}`" if run["versie"] else ""
    head = f"Uit {words}{version}, op {day_of(run)}: {number(tests['passed'])} tests geslaagd"
    head += f", {number(tests['skipped'])} overgeslagen." if tests["skipped"] else ", geen overgeslagen."
    rows = [
        f"| {FIGURES[one][:1].upper()}{FIGURES[one][1:]} | {number(run['cijfers'][one])} |"
        for one in FIGURES
        if one in run["cijfers"]
    ]
    return "\n".join([head, "", "| Wat | Aantal |", "|---|---:|", *rows])


def statement(run: dict) -> str:
    """What the run found of accessibility, as Markdown: when, of which version, how much, in which views, and what came out."""
    found = run["cijfers"]
    axe, nu = run["programmas"]["axe-core"], run["programmas"]["vnu-jar"]
    rows = (
        (
            f"Regels van WCAG 2.2 A en AA en goede gewoonten, met axe-core {axe} in Chromium",
            "pages_axe",
            "violations_axe",
        ),
        ("Dezelfde regels, met iets open of ingevuld", "states_axe", "violations_states"),
        (f"Geldige HTML, met de Nu Html Checker {nu}", "pages_html", "violations_html"),
        ("Plekken waar de Tab-toets komt: te zien, niet bedekt, groot genoeg", "stops_walked", "stops_unseen"),
        ("Vergroting, ruimere tekst, minder beweging, eigen kleuren", "pages_adapted", "pages_unfit"),
    )
    missing = [one for row in rows for one in row[1:] if one not in found]
    if missing:
        sys.exit(
            f"The run skipped tests of accessibility (no {', '.join(missing)}): run python3 scripts/test.py on a machine with all of it."
        )
    version = f" van versie `{run['versie']}`" if run["versie"] else ""
    problems = sum(found[row[2]] for row in rows)
    views = (
        "alle weergaven"
        if run["nacht"]
        else "één van de weergaven hieronder, en van elke soort pagina één in alle weergaven"
    )
    return "\n".join(
        [
            f"Op {day_of(run)} zijn alle {number(found['pages_site'])} pagina's{version} door "
            f"programma's onderzocht. Die vonden {number(problems) if problems else 'geen'} problemen.",
            "",
            "| Onderzoek | Bekeken | Problemen |",
            "|---|---:|---:|",
            *(f"| {words} | {number(found[one])} | {number(found[wrong])} |" for words, one, wrong in rows),
            "",
            f"Bij het eerste onderzoek is elke pagina bekeken in {views}.",
        ]
    )


def number(amount: int) -> str:
    """A number with a point between thousands, as Dutch readers write it."""
    return f"{amount:,}".replace(",", ".")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
