"""Measure the search beside its peers: `python3 scripts/bench/search.py [--modules 1000] [--schrijf] [--zonder-anderen]`.

The questions of ``tests/search/queries.yml`` go to our engine, to Material's own search (its real worker in Chromium, with
``language: nl`` and once more with its stemmer) and to Pagefind, on the same compiled pages in the same run. For each class
of questions: how often a good page is first, how often it is among the first five, how often there is nothing. Then the
size of each index (gzip), how long it takes before the first answer, and how long an answer takes; at the reference
site, and with ``--modules`` at a made-up site of that size. ``--schrijf`` puts the tables in ``docs/over/zoeken.md``.

Pagefind is measured when ``PAGEFIND`` names a Python that has ``pagefind[bin]``; without it the column is left out.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from generate import generate
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
KWARTIER = str(Path(sys.executable).with_name("kwartier"))
PAGE = ROOT / "docs" / "over" / "zoeken.md"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
OFF = {"verwijzing-bestaat": "waarschuwing", "bestand-op-zijn-plaats": "waarschuwing"}

OURS = """async ([index, questions]) => {
  const { motor } = await import(new URL("motor.js", index));
  const start = performance.now();
  const file = (name) => fetch(new URL(name + ".json", index)).then((answer) => answer.json());
  const { antwoord } = motor(await file("index"), (number) => file("woorden-" + number));
  const ready = performance.now() - start;
  const answers = [];
  for (const question of questions) {
    const before = performance.now();
    const { hits, kaart } = await antwoord(question);
    const time = performance.now() - before;
    const uris = hits.map((hit) => hit.uri);
    answers.push([time, kaart ? [kaart.uri, ...uris.filter((uri) => uri !== kaart.uri)] : uris]);
  }
  return { ready, answers };
}"""

MATERIAL = """async ([worker, index, questions]) => {
  const start = performance.now();
  const data = await fetch(index).then((answer) => answer.json());
  const engine = new Worker(worker);
  const ask = (message) => new Promise((done) => { engine.onmessage = (event) => done(event.data); engine.postMessage(message); });
  await ask({ type: 0, data: { ...data, options: { suggest: false } } });
  const ready = performance.now() - start;
  const answers = [];
  for (const question of questions) {
    const before = performance.now();
    const { data: found } = await ask({ type: 2, data: question });
    answers.push([performance.now() - before, found.items.slice(0, 10).map((page) => page[0].location)]);
  }
  engine.terminate();
  return { ready, answers };
}"""

PAGEFIND = """async ([address, questions]) => {
  const start = performance.now();
  const pagefind = await import(address);
  await pagefind.init();
  const ready = performance.now() - start;
  const answers = [];
  for (const question of questions) {
    const before = performance.now();
    const { results } = await pagefind.search(question);
    const time = performance.now() - before;
    const pages = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    answers.push([time, pages.map((page) => page.url)]);
  }
  return { ready, answers };
}"""


@dataclass(frozen=True)
class Result:
    """What one engine did with all questions."""

    name: str
    ready: float
    times: list[float]
    found: list[list[str]]
    size: int

    def at(self, share: float) -> float:
        """The time within which this share of the questions was answered, in milliseconds."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def run(*command: str, cwd: Path) -> None:
    """Run a command; its words are shown when it fails."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-2000:]}")


def gzip_size(paths: list[Path]) -> int:
    """The size of these files as a server sends them."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def compile_project(folder: Path, modules: int) -> Path:
    """A copy of the reference project, or a made-up one with so many modules, compiled; the folder of its pages."""
    if modules:
        generate(folder, modules, 1000)
    else:
        for name in ("docs", "modules", "glossary"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace(
            "  - kwartier:\n", f"  - kwartier:\n      ernst: {json.dumps(OFF)}\n"
        )
    )
    run(KWARTIER, "compileer", "--map", ".", cwd=folder)
    return folder / ".kwartier" / "docs"


def material_site(folder: Path, name: str, search: dict[str, Any]) -> Path:
    """The compiled pages as a Material site with its own search and nothing of ours."""
    config = {
        "site_name": "Proef",
        "docs_dir": ".kwartier/docs",
        "site_dir": name,
        "theme": {"name": "material", "language": "nl", "font": False, "features": ["navigation.prune"]},
        "plugins": [{"search": search}],
        "markdown_extensions": [
            "abbr",
            "attr_list",
            "def_list",
            "footnotes",
            "md_in_html",
            "tables",
            "pymdownx.superfences",
        ],
        "validation": {
            "omitted_files": "ignore",
            "unrecognized_links": "ignore",
            "anchors": "ignore",
            "not_found": "ignore",
        },
    }
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump(config), encoding="utf-8")
    run(sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(path), cwd=folder)
    return folder / name


def with_pagefind(site: Path, pages: Path) -> list[Path]:
    """Let Pagefind index the text of a Material site; the files that a reader may need, or none without Pagefind."""
    python = os.environ.get("PAGEFIND")
    if not python:
        return []
    for source in pages.rglob("*.md"):
        if '"exclude": true' in source.read_text(encoding="utf-8").partition("\n---\n")[0]:
            continue  # left out of search by its front matter, which Material heeds too
        address = source.relative_to(pages).with_suffix("")
        page = site / (address.parent if address.name == "index" else address) / "index.html"
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<article ", "<article data-pagefind-body ", 1), encoding="utf-8")
    run(python, "-m", "pagefind", "--site", str(site), "--force-language", "nl", cwd=site)
    return [
        path
        for path in (site / "pagefind").rglob("*")
        if path.suffix in {".pf_index", ".pf_meta", ".pf_filter", ".pagefind"}
    ]


def measure(folder: Path, modules: int, others: bool, questions: list[str]) -> tuple[list[Result], int]:
    """Ask every engine every question; and the number of pages."""
    pages = compile_project(folder, modules)
    index = pages / "assets" / "kwartier" / "zoek"
    if not (index / "motor.js").is_file():
        shutil.copytree(ROOT / "macros" / "kwartier" / "assets" / "zoek", index, dirs_exist_ok=True)
    count = len(json.loads((index / "index.json").read_text(encoding="utf-8"))["docs"])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    (folder / "leeg.html").write_text("<!doctype html><title>proef</title>")
    results = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-headless-shell"), args=FLAGS
        )

        def ask(name: str, script: str, arguments: list[Any], files: list[Path], prefix: str) -> None:
            tab: Page = browser.new_page()
            tab.set_default_timeout(0)
            tab.goto(f"{base}/leeg.html")
            answer = tab.evaluate(script, [*arguments, questions])
            tab.close()
            found = [[page_of(uri, prefix) for uri in uris] for _, uris in answer["answers"]]
            results.append(
                Result(name, answer["ready"], [time for time, _ in answer["answers"]], found, gzip_size(files))
            )

        words = [*index.glob("index.json"), *index.glob("woorden-*.json")]
        ask("Kwartier", OURS, [f"{base}/.kwartier/docs/assets/kwartier/zoek/"], words, "")
        if others:
            for name, search in (
                ("Material", {}),
                ("Material met stemmer", {"pipeline": ["stemmer", "stopWordFilter", "trimmer"]}),
            ):
                site = material_site(folder, f"site-{len(results)}", {"lang": "nl", **search})
                worker = next((site / "assets" / "javascripts" / "workers").glob("search.*.min.js"))
                addresses = [
                    f"{base}/{path.relative_to(folder)}" for path in (worker, site / "search" / "search_index.json")
                ]
                ask(name, MATERIAL, addresses, [site / "search" / "search_index.json"], "")
            files = with_pagefind(folder / "site-1", pages)
            if files:
                ask("Pagefind", PAGEFIND, [f"{base}/site-1/pagefind/pagefind.js"], files, "/site-1/")
            else:
                print("Pagefind is not measured: set PAGEFIND to a Python that has pagefind[bin].")
        browser.close()
    server.shutdown()
    return results, count


def page_of(address: str, prefix: str) -> str:
    """The source page of an address on a site: begrippen/boot/ is begrippen/boot.md, modules/goed-werk/ its index."""
    if address.endswith(".md"):
        return address
    path = address.removeprefix(prefix).partition("#")[0].strip("/")
    return f"{path}/index.md" if path.count("/") == 1 and path.startswith("modules/") else f"{path}.md"


def rates(asked: list[dict[str, Any]], found: list[list[str]]) -> tuple[str, str, str]:
    """Success at one and five, and empty answers, in percents."""
    score: dict[str, int] = defaultdict(int)
    for one, uris in zip(asked, found, strict=True):
        score["1"] += any(uri in one["vindt"] for uri in uris[:1])
        score["5"] += any(uri in one["vindt"] for uri in uris[:5])
        score["0"] += not uris
    return tuple(f"{100 * score[key] / len(asked):.0f}" for key in ("1", "5", "0"))  # type: ignore[return-value]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def quality(asked: list[dict[str, Any]], results: list[Result]) -> str:
    """Per class and engine: first / among five / nothing found."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(asked):
        groups[one["klasse"]].append(number)
    groups["**Alle vragen**"] = list(range(len(asked)))
    groups["**Alleen de toetsvragen**"] = [number for number, one in enumerate(asked) if one.get("toets")]
    groups["**Alleen de stelvragen**"] = [number for number, one in enumerate(asked) if not one.get("toets")]
    rows = []
    for name, numbers in groups.items():
        cells = [
            " / ".join(rates([asked[at] for at in numbers], [result.found[at] for at in numbers])) for result in results
        ]
        rows.append([name.capitalize() if name[0].isalpha() else name, str(len(numbers)), *cells])
    return table(["Soort vraag", "Aantal", *(result.name for result in results)], rows)


def speed(results: list[Result]) -> str:
    """Size and time per engine."""
    rows = [
        [
            result.name,
            f"{result.size / 1000:.0f} kB",
            f"{result.ready:.0f} ms",
            f"{result.at(0.5):.1f} ms",
            f"{result.at(0.95):.1f} ms",
        ]
        for result in results
    ]
    return table(
        ["Zoekmachine", "Index, ingepakt", "Klaar na", "Antwoord (helft binnen)", "Antwoord (95% binnen)"], rows
    )


def write_page(parts: list[str]) -> None:
    """Put the tables between the marks in the page about search."""
    start, end = "<!-- metingen -->", "<!-- einde metingen -->"
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(start)
    after = rest.partition(end)[2]
    PAGE.write_text(f"{before}{start}\n\n" + "\n\n".join(parts) + f"\n\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Read the arguments, measure, print, and write the page when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--modules", type=int, nargs="*", default=[], help="also measure made-up sites with so many modules"
    )
    parser.add_argument("--schrijf", action="store_true", help="put the tables in docs/over/zoeken.md")
    parser.add_argument("--zonder-anderen", action="store_true", help="only our own engine")
    parser.add_argument(
        "--anderen-tot", type=int, default=200, help="measure the others on made-up sites of at most so many modules"
    )
    arguments = parser.parse_args()
    asked = yaml.safe_load((ROOT / "tests" / "search" / "queries.yml").read_text(encoding="utf-8"))
    parts = []
    for modules in (0, *arguments.modules):
        with tempfile.TemporaryDirectory() as folder:
            others = not arguments.zonder_anderen and modules <= arguments.anderen_tot
            results, pages = measure(Path(folder) / "project", modules, others, [one["vraag"] for one in asked])
        if not modules:
            parts.append(quality(asked, results))
        thousands = f"{pages:,}".replace(",", ".")
        title = (
            f"### Dit materiaal: {thousands} pagina's"
            if not modules
            else f"### Een verzonnen site: {thousands} pagina's, {modules} modules"
        )
        parts += [title, speed(results)]
        print("\n\n".join(parts[-3:]), flush=True)
    if arguments.schrijf:
        write_page(parts)


if __name__ == "__main__":
    main()
