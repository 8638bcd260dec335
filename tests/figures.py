"""What a whole test run measured: counts that tests give to the fixture ``count``, summed and printed at the end.

A full run also writes them to ``.cijfers/tests.json``; ``scripts/cijfers.py`` copies them to the site.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".cijfers"
LOCK = ROOT / "tests" / "npm" / "package-lock.json"
NIGHT = os.environ.get("KWARTIER_NACHT") == "1"
"""Whether every page is judged in every view, which takes six times as long as each page in one of them."""
PROPERTY = "figure"
"""Name of the property with which a test's report carries a count; it crosses the border between processes."""

FIGURES = {
    "pages_site": "pagina's op deze site",
    "pages_axe": "weergaven van die pagina's bekeken op toegankelijkheid, met axe-core",
    "violations_axe": "overtredingen daarbij",
    "states_axe": "keer hetzelfde met iets open of ingevuld: menu, zoeken, zelftoets, werkblad, leerdossier",
    "violations_states": "overtredingen met iets open of ingevuld",
    "stops_walked": "plekken bezocht met alleen de Tab-toets",
    "stops_unseen": "plekken daarvan zonder zichtbare rand, achter iets anders of te klein om aan te raken",
    "pages_adapted": "weergaven van pagina's bekeken met vergroting, ruimere tekst, minder beweging of eigen kleuren",
    "pages_unfit": "weergaven daarvan waarin iets wegviel, buiten beeld kwam of toch bewoog",
    "pages_html": "pagina's nagekeken op geldige HTML, met de Nu Html Checker",
    "violations_html": "fouten daarbij",
    "pages_network": "pagina's bekeken op verzoeken aan andere computers",
    "requests_elsewhere": "verzoeken aan andere computers",
    "links_checked": "interne links en ankers gevolgd",
    "links_broken": "links die nergens heen leiden",
    "escapes_tried": "uitbraakpogingen uit de sjablonen",
    "escapes_succeeded": "gelukte uitbraakpogingen",
    "paths_tried": "paden naar bestanden buiten de inhoud geprobeerd",
    "bombs_tried": "bestanden geprobeerd die een computer laten vastlopen",
    "markup_tried": "stukjes gevaarlijke HTML geprobeerd, in teksten, links en bestanden van studenten",
    "cases_fuzzed": "willekeurig beschadigde bestanden en teksten gelezen",
    "cases_crashed": "keren dat Kwartier daarop vastliep of stopte",
    "builds_interrupted": "bouwen op een willekeurig moment afgebroken",
    "files_compared": "bestanden vergeleken tussen twee bouwen op verschillende computers",
    "files_different": "bestanden daarvan met andere bytes",
}
"""Every figure, in the order in which they are shown, with the words for the site: a number comes before them."""


def collect(properties: Iterable[tuple[str, Any]], totals: dict[str, int]) -> None:
    """Add the counts in the properties of one test to ``totals``."""
    for name, value in properties:
        if name == PROPERTY:
            figure, amount = value
            totals[figure] = totals.get(figure, 0) + amount


def lines(totals: dict[str, int]) -> list[str]:
    """The figures that were measured, for the end of a run."""
    return [f"{totals[one]:>9}  {words}" for one, words in FIGURES.items() if one in totals]


def save(totals: dict[str, int], outcomes: dict[str, int], file: Path) -> None:
    """Write the figures of a whole run with its date, the commit, the programs that judged, and how tests ended."""
    started = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))
    programs = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    record = {
        "datum": time.strftime("%Y-%m-%d", started),
        "versie": _commit(),
        "programmas": {name: programs[f"node_modules/{name}"]["version"] for name in ("axe-core", "vnu-jar")},
        "nacht": NIGHT,
        "tests": outcomes,
        "cijfers": {one: totals[one] for one in FIGURES if one in totals},
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _commit() -> str:
    """The commit that is checked out, empty outside Git."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()
