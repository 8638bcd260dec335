"""Measure Kwartier on made-up projects, side by side with its host: `python3 scripts/bench/run.py [--modules 100 1000]`.

For each size: the check (wall time and peak memory), compiling cold and again without changes, and building the site with
Kwartier beside MkDocs + Material alone on the same compiled pages (same theme, search and Markdown extensions; no plugin
of ours, no term linking). Ratios come from runs next to each other in one session; run it on a machine that does nothing
else. The figures are printed as a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from generate import generate

KWARTIER = str(Path(sys.executable).with_name("kwartier"))


def timed(*command: str, cwd: Path | None = None) -> tuple[float, float]:
    """Run a command; returns wall seconds and peak memory in MB of the process and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert process.stderr is not None
    message = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed:\n{message[-2000:]}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return time.perf_counter() - start, usage.ru_maxrss / scale


def plain_config(project: Path) -> Path:
    """A mkdocs.yml for the compiled tree that knows nothing of Kwartier's plugin, with `navigation.prune`."""
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    config = yaml.load(text, Loader=yaml.CSafeLoader)
    config["docs_dir"] = ".kwartier/docs"
    config["site_dir"] = "site-kaal"
    config["plugins"] = ["search"]
    config["theme"]["features"] = [*config["theme"]["features"], "navigation.prune"]
    config["markdown_extensions"] = [one for one in config["markdown_extensions"] if one != "kwartier.terms"]
    path = project / "kaal.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return path


def measure(modules: int, terms: int, rounds: int) -> list[str]:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        generate(project, modules, terms)
        check, memory = min(timed(KWARTIER, "controleer", "--map", str(project)) for _ in range(rounds))
        shutil.rmtree(project / ".kwartier", ignore_errors=True)
        cold, _ = timed(KWARTIER, "compileer", "--map", str(project))
        again, _ = min(timed(KWARTIER, "compileer", "--map", str(project)) for _ in range(rounds))
        plain = plain_config(project)
        pages = len(list((project / ".kwartier" / "docs").rglob("*.md")))
        ours, host = [], []
        for _ in range(rounds):  # in turn, so that both meet the same moments of the machine
            ours.append(timed(KWARTIER, "bouw", "--map", str(project))[0])
            host.append(timed(sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(plain))[0])
        size = sum(path.stat().st_size for path in (project / "site").rglob("*") if path.is_file()) / 1e6
    return [
        f"{modules}",
        f"{pages}",
        f"{check:.1f} s, {memory:.0f} MB",
        f"{cold:.1f} s",
        f"{again:.2f} s",
        f"{min(ours):.1f} s",
        f"{min(host):.1f} s",
        f"{min(ours) / min(host):.2f}",
        f"{size:.0f} MB",
    ]


HEAD = ["modules", "pages", "check", "compile", "again", "build", "MkDocs + Material", "ratio", "site"]


def main() -> None:
    """Read the arguments, measure each size, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--begrippen", type=int, default=1000)
    parser.add_argument("--rondes", type=int, default=2, help="runs of each; the best counts")
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print("| " + " | ".join(HEAD) + " |\n|" + "---:|" * len(HEAD))
    for modules in arguments.modules:
        print("| " + " | ".join(measure(modules, arguments.begrippen, arguments.rondes)) + " |", flush=True)


if __name__ == "__main__":
    main()
