"""Measure publishing next to other versions: `python3 scripts/bench/publiceren.py`; writes docs/over/prestaties.md.

The reference site is published to a bare repository on this machine, year after year. With five versions there, building alone and
building and publishing the next one are measured in turn, both without anything kept from before. Then on to ten versions, of
which the size together counts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from _omgeving import DEV_LOCK, PYTHON, prepare, run  # noqa: E402 - scripts/ is no package

if not find_spec("kwartier"):
    prepare(DEV_LOCK)
    sys.exit(run(PYTHON, __file__, *sys.argv[1:]))

from measuring import KWARTIER, occasion, timed  # noqa: E402 - needs what was installed just now
from prestaties import keep  # noqa: E402

CONTENT = ("docs", "modules", "glossary", "mkdocs.yml")
FIRST, PRESENT, ALL = 2020, 5, 10


def year(number: int) -> str:
    """The academic year of the version with this number."""
    return f"{FIRST + number}-{FIRST + number + 1}"


def main() -> None:
    """Read the arguments, publish, measure, keep the figures and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--uit", type=Path, help="a folder for the page and its figures, in place of docs/over/")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project, remote = Path(name) / "project", Path(name) / "site.git"
        project.mkdir()
        for one in CONTENT:
            copy = shutil.copytree if (ROOT / one).is_dir() else shutil.copy2
            copy(ROOT / one, project / one)
        for number in range(PRESENT):
            timed(KWARTIER, "publiceer", year(number), "--lokaal", remote, "--map", project)
        shutil.rmtree(project / ".kwartier")
        build = timed(KWARTIER, "bouw", "--map", project, "--uit", Path(name) / "los")
        shutil.rmtree(project / ".kwartier")
        publish = timed(KWARTIER, "publiceer", year(PRESENT), "--lokaal", remote, "--map", project)
        print(f"build {build.seconds:.1f} s, build and publish next to {PRESENT}: {publish.seconds:.1f} s", flush=True)
        for number in range(PRESENT + 1, ALL):
            timed(KWARTIER, "publiceer", year(number), "--lokaal", remote, "--map", project)
        shown = subprocess.run(
            ["git", "-C", remote, "show", "gh-pages:versions.json"], capture_output=True, text=True, check=True
        ).stdout
    sizes = [one["properties"]["bytes"] for one in json.loads(shown)]
    print(f"{len(sizes)} versions, {sum(sizes) / 1e6:.0f} MB together")
    figures = {
        **occasion(),
        "present": PRESENT,
        "build": round(build.seconds, 1),
        "publish": round(publish.seconds, 1),
        "memory": round(publish.memory),
        "versions": len(sizes),
        "bytes": sum(sizes),
    }
    keep("publish", figures, arguments.uit)


if __name__ == "__main__":
    main()
