"""The page docs/over/prestaties.md, made from the figures in prestaties.json: `python3 scripts/bench/prestaties.py`.

Each benchmark keeps its figures there under a name of its own and makes the page anew, so no figure on it is written by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plot import SCHEMES, Series, chart

from kwartier.pages.citations import MAANDEN

HERE = Path(__file__).parent
FIGURES = HERE / "prestaties.json"
FOLDER = HERE.parents[1] / "docs" / "over"
PAGE = "prestaties.md"
OURS = "Kwartier"
MATERIAL, HOST = "MkDocs + Material", "MkDocs + Material + macros"
"""HOST is what most people use for a site of this kind; Kwartier is held against it."""
SHARE, LARGE, CHECKED = 5000, 10_000, 1000
"""Pages at which shares are taken; pages of the largest site; modules and terms that are checked. What is nearest counts."""
STEPS = {
    "check": "Nakijken",
    "compile": "Compileren",
    "recompile": "Nog eens compileren",
    "build": "Bouwen",
    "rebuild": "Bouwen na een wijziging",
}

Run = dict[str, Any]


def keep(name: str, figures: dict[str, Any], folder: Path | None = None) -> None:
    """Keep the figures of one benchmark and make the page anew; all in ``folder`` when that is given."""
    file = folder / FIGURES.name if folder else FIGURES
    kept = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    kept[name] = figures
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write(kept, folder or FOLDER)


def write(figures: dict[str, Any], folder: Path) -> None:
    """Write the page and its pictures."""
    for name, text in files(figures).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def files(figures: dict[str, Any]) -> dict[str, str]:
    """The page and its pictures by their path: the same figures give the same files."""
    env = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    build = Builds(figures["build"]) if "build" in figures else None
    context = {"build": build, "lighthouse": figures.get("lighthouse"), "publish": figures.get("publish")}
    text = env.get_template(PAGE + ".jinja").render(
        **context,
        number=number,
        seconds=seconds,
        megabytes=megabytes,
        day=day,
        machine=machine,
        scores=scores,
        tasks=tasks,
    )
    pictures = build.pictures() if build else {}
    return {PAGE: text, **pictures}


class Builds:
    """What was measured of building sites."""

    def __init__(self, figures: dict[str, Any]) -> None:
        self.occasion = figures
        self.versions: dict[str, str] = figures["versions"]
        self.runs: list[Run] = figures["runs"]
        self.failed: list[dict[str, Any]] = figures.get("failed", [])
        self.builders = list(dict.fromkeys(one["who"] for one in self.runs))
        self.pages = sorted({one["pages"] for one in self.runs if one["what"] == "build"})

    def find(self, who: str, what: str, pages: int) -> Run | None:
        """One measurement, if it was made."""
        wanted = (who, what, pages)
        return next((one for one in self.runs if (one["who"], one["what"], one["pages"]) == wanted), None)

    def near(self, what: str, *, pages: int = 0, modules: int = 0) -> Run | None:
        """Our own measurement at this size, or nearly so."""
        key, size = ("pages", pages) if pages else ("modules", modules)
        found = [one for one in self.runs if one["who"] == OURS and one["what"] == what]
        best = min(found, key=lambda one: abs(one[key] - size), default=None)
        return best if best and abs(best[key] - size) < size / 10 else None

    def share(self, what: str, who: str) -> float | None:
        """Our time as a part of what another builder takes for the same pages."""
        ours = self.near(what, pages=SHARE)
        theirs = self.find(who, "build", ours["pages"]) if ours else None
        return ours["seconds"] / theirs["seconds"] if ours and theirs else None

    def sizes(self) -> list[tuple[str, str]]:
        """Per size a heading and the table of all builders, the fastest first."""
        found = []
        for pages in self.pages:
            builds = sorted(
                (one for one in self.runs if one["what"] == "build" and one["pages"] == pages),
                key=lambda one: float(one["seconds"]),
            )
            ours = next(one for one in builds if one["who"] == OURS)
            rows = [
                [
                    f"**{OURS}**" if one is ours else one["who"],
                    seconds(one["seconds"]),
                    number(one["seconds"] / ours["seconds"], 2),
                    seconds(one["cpu"]),
                    f"{number(one['memory'])} MB",
                    megabytes(one["site"]),
                    f"{number(one['html'] / 1000, 1)} kB",
                ]
                for one in builds
            ]
            head = ["Bouwer", "Tijd", "Keer", "Rekentijd", "Geheugen", "Site", "Pagina"]
            found.append((f"{number(pages)} pagina's", table(head, rows)))
        return found

    def growth(self) -> str:
        """The exponent of growth of everything that was measured at three sizes or more."""
        rows = []
        for who in self.builders:
            for what in STEPS if who == OURS else ["build"]:
                points = self.points(who, what)
                if len(points) >= 3:
                    name = f"**{OURS}**: {STEPS[what].lower()}" if who == OURS else who
                    (x1, y1), (x2, y2) = points[0], points[-1]
                    rows.append(
                        [name, number(exponent(points), 2), f"{number((y2 - y1) / (x2 - x1) * 1000, 1)} ms", number(x2)]
                    )
        return table(["Wat", "Exponent", "Per pagina erbij", "Tot en met"], rows) if rows else ""

    def points(self, who: str, what: str) -> list[tuple[float, float]]:
        """Pages and seconds, by rising number of pages."""
        found = [(one["pages"], one["seconds"]) for one in self.runs if one["who"] == who and one["what"] == what]
        return sorted(found)

    def steps(self) -> str:
        """What our own steps take at each size, with the memory they need."""
        sizes = sorted({(one["pages"], one["modules"], one["terms"]) for one in self.runs if one["who"] == OURS})
        rows = []
        for pages, modules, terms in sizes:
            cells = []
            for what in STEPS:
                one = self.find(OURS, what, pages)
                cells.append(f"{seconds(one['seconds'])}, {number(one['memory'])} MB" if one else "–")
            rows.append([number(pages), number(modules), number(terms), *cells])
        return table(["Pagina's", "Modules", "Begrippen", *STEPS.values()], rows)

    def limits(self) -> str:
        """What was promised beside what was measured."""
        rows: list[list[str]] = []

        def promise(what: str, most: float, measured: float | None, show: Any) -> None:
            if measured is not None:
                kept = "gehaald" if measured <= most else "**niet gehaald**"
                rows.append([what, show(most), show(measured), kept])

        def of(run: Run | None, key: str, scale: float = 1) -> float | None:
            return run[key] / scale if run else None

        check, again = self.near("check", modules=CHECKED), self.near("recompile", modules=CHECKED)
        middle, large = self.near("build", pages=SHARE), self.near("build", pages=LARGE)
        promise("1.000 modules en 1.000 begrippen nakijken", 5, of(check, "seconds"), seconds)
        promise("Geheugen daarbij", 500, of(check, "memory"), lambda one: f"{number(one)} MB")
        promise("Nog eens compileren zonder wijziging", 1.5, of(again, "seconds"), seconds)
        promise(f"Bouwen, als deel van {HOST}", 0.6, self.share("build", HOST), lambda one: number(one, 2))
        promise(f"Bouwen, als deel van {MATERIAL}", 1.1, self.share("build", MATERIAL), lambda one: number(one, 2))
        promise(
            "Bouwen na één gewijzigde les, als deel daarvan met macros",
            0.25,
            self.share("rebuild", HOST),
            lambda one: number(one, 2),
        )
        promise(
            "Gemiddelde pagina bij 5.000 pagina's", 15, of(middle, "html", 1000), lambda one: f"{number(one, 1)} kB"
        )
        promise("10.000 pagina's bouwen", 70, of(large, "seconds"), seconds)
        promise("Geheugen daarbij", 600, of(large, "memory"), lambda one: f"{number(one)} MB")
        promise("Grootte van die site", 200, of(large, "site", 1e6), lambda one: f"{number(one)} MB")
        for what in ("check", "compile", "build"):
            points = self.points(OURS, what)
            if len(points) >= 3:
                promise(f"Exponent van {STEPS[what].lower()}", 1.1, exponent(points), lambda one: number(one, 2))
        return table(["Wat", "Hoogstens", "Gemeten", ""], rows) if rows else ""

    def short(self) -> list[str]:
        """What a reader should remember."""
        lines = []
        ours, again = self.near("build", pages=SHARE), self.near("rebuild", pages=SHARE)
        if ours and again:
            pages = number(ours["pages"])
            lines.append(
                f"Een site van {pages} pagina's bouwen duurt **{seconds(ours['seconds'])}**. Na een wijziging in één les duurt het {seconds(again['seconds'])}."
            )
            if theirs := self.find(HOST, "build", ours["pages"]):
                lines.append(
                    f"MkDocs met Material en macros doet {seconds(theirs['seconds'])} over diezelfde pagina's."
                )
        if check := self.near("check", modules=CHECKED):
            lines.append(f"Duizend modules en duizend begrippen nakijken duurt {seconds(check['seconds'])}.")
        return lines

    def pictures(self) -> dict[str, str]:
        """The chart in both schemes, by its path beside the page; none when there is only one size."""
        if len(self.pages) < 2:
            return {}
        series = [
            Series(who, self.points(who, "build"), ours=who == OURS)
            for who in self.builders
            if len(self.points(who, "build")) > 1
        ]
        changed = self.points(OURS, "rebuild")
        series.append(Series("na een wijziging", changed, ours=True))
        return {
            f"beeld/prestaties-{name}.svg": chart(series, "pagina's", "seconden", colours)
            for name, colours in SCHEMES.items()
        }

    def plot(self) -> str:
        """The Markdown of the chart: one picture for light and one for dark."""
        alt = f"Bouwtijd van {number(self.pages[0])} tot {number(self.pages[-1])} pagina's, per bouwer; de getallen staan in de tabellen hieronder"
        only = {"licht": "only-light", "donker": "only-dark"}
        return "\n".join(
            f'![{alt}](beeld/prestaties-{name}.svg#{only[name]}){{ width="640" loading="lazy" }}' for name in SCHEMES
        )


def scores(figures: dict[str, Any]) -> str:
    """What Lighthouse says of each page."""
    head = [
        "Pagina",
        "Snelheid",
        "Toegankelijk",
        "Goede gewoonten",
        "Vindbaar",
        "Te zien na",
        "Verschuift",
        "Over de lijn",
    ]
    rows = [
        [
            name,
            *(number(one[category]) for category in ("performance", "accessibility", "best-practices", "seo")),
            seconds(one["largest-contentful-paint"] / 1000),
            number(one["cumulative-layout-shift"], 3),
            f"{number(one['bytes'] / 1000)} kB",
        ]
        for name, one in figures["pages"].items()
    ]
    return table(head, rows)


def tasks(figures: dict[str, Any]) -> str:
    """How long each page kept the browser busy, and what moved."""
    rows = [
        [name, f"{one['fast']['longest']} ms", f"{one['slow']['longest']} ms", number(one["slow"]["shift"], 3)]
        for name, one in figures["watched"].items()
    ]
    return table(["Pagina", "Langste taak", "Vier keer trager", "Verschuift"], rows)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power with which y grows with x: the slope of the least-squares line through the logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    middle_x, middle_y = (sum(one[axis] for one in logs) / len(logs) for axis in (0, 1))
    return sum((x - middle_x) * (y - middle_y) for x, y in logs) / sum((x - middle_x) ** 2 for x, _ in logs)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, all but the first column to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def number(amount: float, decimals: int = 0) -> str:
    """A number as Dutch readers write it: a comma before decimals, a point between thousands."""
    return f"{amount:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def seconds(amount: float) -> str:
    """A time; decimals only where they say something."""
    return f"{number(amount, 2 if amount < 2 else 1 if amount < 20 else 0)} s"


def megabytes(amount: float) -> str:
    """A size in MB of a million bytes."""
    return f"{number(amount / 1e6, 1 if amount < 2e7 else 0)} MB"


def day(iso: str) -> str:
    """A date in words."""
    one = date.fromisoformat(iso)
    return f"{one.day} {MAANDEN[one.month - 1]} {one.year}"


def machine(of: dict[str, Any]) -> str:
    """A machine in words."""
    return f"`{of['processor']}` met {of['cores']} kernen en {of['memory']} GB geheugen, {of['system']}, Python {of['python']}"


if __name__ == "__main__":
    write(json.loads(FIGURES.read_text(encoding="utf-8")), FOLDER)
