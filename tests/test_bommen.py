"""Files made to keep a computer busy end in a problem, soon and small; and no path leads out of the content."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import BaseModel

from datafiles import BASE
from kwartier.compile import _write, find_problems
from kwartier.model.base import Bestandsnaam
from kwartier.model.fields import _plan
from kwartier.project import read_project

LESSON = "modules/kennismaken/lessen/begin.md"
SETTINGS = "mkdocs.yml"
TERM = "glossary/begrippen/buurt.yml"
SECONDS = 2
MEGABYTES = 500
YAML = "term: buurt\ndefinitie: Waar je woont.\n"
DEEP = 20_000

pytestmark = pytest.mark.slow

BOMBS: dict[str, tuple[str, Callable[[], str], bool]] = {
    "ankers die elkaar vermenigvuldigen": (
        TERM,
        lambda: _anchors(),
        True,
    ),
    "duizenden haken": (TERM, lambda: YAML + "vormen: " + "[" * DEEP + "]" * DEEP, True),
    "duizenden accolades": (TERM, lambda: YAML + "vormen: " + "{a: " * DEEP + "}" * DEEP, True),
    "duizenden streepjes": (TERM, lambda: YAML + "vormen:\n  " + "- " * DEEP + "a", True),
    "duizend keer inspringen": (TERM, lambda: YAML + "".join("  " * n + "a:\n" for n in range(1000)), True),
    "een tekst van 50 MB": (TERM, lambda: YAML + "toelichting: " + "a" * 50_000_000, True),
    "een miljoen lijstpunten": (TERM, lambda: YAML + "vormen:\n" + "  - a\n" * 1_000_000, True),
    "honderdduizend lijstpunten": (
        TERM,
        lambda: YAML + "vormen:\n" + "".join(f"  - a{n}\n" for n in range(100_000)),
        False,
    ),
    "honderdduizend sleutels": (TERM, lambda: YAML + "".join(f"a{n}: b\n" for n in range(100_000)), True),
    "een sleutel van een MB": (TERM, lambda: YAML + "a" * 1_000_000 + ": b\n", True),
    "een getal van een miljoen cijfers": (
        "modules/kennismaken/module.yml",
        lambda: _module("studielast: " + "9" * 1_000_000),
        True,
    ),
    "een tekst van 1,9 MB zonder spatie": (LESSON, lambda: "a" * 1_900_000, False),
    "een miljoen open haken": (LESSON, lambda: "[" * 1_000_000, False),
    "honderdduizend open beelden": (LESSON, lambda: "![" * 100_000, False),
    "honderdduizend open links": (LESSON, lambda: "[a](" * 100_000, False),
    "open links met tekst erin": (LESSON, lambda: "[a [b] c" * 50_000, False),
    "een link met veel slashes": (LESSON, lambda: "[" + "\\" * 200_001 + "](x)", False),
    "een miljoen sterren": (LESSON, lambda: "*" * 1_000_000, False),
    "nadruk die niet sluit": (LESSON, lambda: "*a **b _c " * 50_000, False),
    "accenten die niet sluiten": (LESSON, lambda: " ".join("`" * n for n in range(1, 1200)), False),
    "citaten in citaten": (LESSON, lambda: "> " * 5_000 + "a", False),
    "lijsten in lijsten": (LESSON, lambda: "\n".join("    " * n + "- a" for n in range(600)), False),
    "een tabel van honderdduizend rijen": (LESSON, lambda: "| a | b |\n|---|---|\n" + "| c | d |\n" * 100_000, False),
    "een tabel van tienduizend kolommen": (
        LESSON,
        lambda: "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n|" + "b|" * 10_000,
        False,
    ),
    "honderdduizend verwijzingen": (LESSON, lambda: "".join(f"[a{n}]: b\n" for n in range(100_000)), False),
    "tienduizend voetnoten": (LESSON, lambda: "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(10_000)), False),
    "honderdduizend open elementen": (LESSON, lambda: "<div>" * 100_000, True),
    "honderdduizend kleiner-dan-tekens": (LESSON, lambda: "<a " * 100_000, True),
    "honderdduizend open opmerkingen": (LESSON, lambda: "<!--" * 100_000, True),
    "honderdduizend macro's die niet sluiten": (LESSON, lambda: "{{ begrip(" * 100_000, True),
    "een macro met duizenden haken": (LESSON, lambda: "{{ begrip(" + "(" * 500 + ") }}", True),
    "honderdduizend termen": (LESSON, lambda: "[[buurt" * 100_000, False),
    "honderdduizend accolades": (LESSON, lambda: "{ a=" * 100_000, False),
    "tienduizend koppen": (LESSON, lambda: "## Kop\n\nTekst.\n\n" * 10_000, True),
    "duizenden blokken": (LESSON, lambda: "/// opdracht | A\n" * 5_000, False),
    "een miljoen lege regels": (LESSON, lambda: "a" + "\n" * 1_000_000 + "b", False),
    "een miljoen spaties": (LESSON, lambda: "a" + " " * 1_000_000 + "b", False),
    "een kop met een miljoen spaties": (LESSON, lambda: "# a" + " " * 1_000_000 + "{", False),
    "entiteiten zonder einde": (LESSON, lambda: "&" * 500_000 + "a", False),
    "een kop zonder einde": (LESSON, lambda: "---\n" * 100_000, True),
    "instellingen met ankers die elkaar vermenigvuldigen": (
        SETTINGS,
        lambda: _anchors() + "plugins: [kwartier]\n",
        False,
    ),
    "instellingen met duizenden haken": (SETTINGS, lambda: "nav: " + "[" * DEEP + "]" * DEEP, True),
    "instellingen van 50 MB": (SETTINGS, lambda: "site_name: " + "a" * 50_000_000, True),
    "instellingen die zichzelf bevatten": (SETTINGS, lambda: "extra: &a\n  b: [*a, *a, *a]\n", True),
}
"""Per bomb the file, what is in it, and whether it must be a problem; another one may also be read, if soon."""

_ONE = """
import resource, sys, time
from pathlib import Path
limit = {megabytes} * 2**20
from kwartier.compile import find_problems
from kwartier.project import read_project
resource.setrlimit(resource.RLIMIT_AS, (2 * limit, 2 * limit))
before = time.process_time()
found = [one for kind, one in find_problems(read_project(Path(sys.argv[1]))) if kind == "fout"]
seconds = time.process_time() - before
status = Path("/proc/self/status").read_text().split()  # ru_maxrss begins at the peak of the parent
print(len(found), seconds, int(status[status.index("VmHWM:") + 1]) / 1024)
"""


def _anchors() -> str:
    """Twenty lists that each hold the one before nine times."""
    names = "abcdefghijklmnopqrstu"
    lines = [f"{one}: &{one} [{','.join([f'*{before}'] * 9)}]\n" for before, one in pairwise(names)]
    return "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(lines)


def _module(line: str) -> str:
    return (BASE / "modules/kennismaken/module.yml").read_text(encoding="utf-8") + line + "\n"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_soon_and_small(name: str, tmp_path: Path, count: Callable[..., None]) -> None:
    file, make, refused = BOMBS[name]
    root = shutil.copytree(BASE, tmp_path / "proef")
    (root / file).write_text(make(), encoding="utf-8")
    code = _ONE.replace("{megabytes}", str(MEGABYTES))
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    problems, seconds, megabytes = map(float, done.stdout.split())
    count("bombs_tried")
    assert megabytes < MEGABYTES
    assert seconds < SECONDS, f"{seconds:.1f} s of the processor"
    assert problems or not refused


SECRET = "Dit leest niemand."
PATHS = (
    *(
        "../../../geheim.md",
        "/geheim.md",
        "{root}/../geheim.md",
        "lessen/../../../geheim.md",
        "..\\..\\geheim.md",
        "C:\\geheim.md",
    ),
    *(
        "//server/geheim.md",
        "\\\\server\\geheim.md",
        "file:///geheim.md",
        "https://voorbeeld.nl/geheim.md",
        "~/geheim.md",
        "$HOME/geheim.md",
    ),
    *(
        "%2e%2e/%2e%2e/%2e%2e/geheim.md",
        "..%2f..%2f..%2fgeheim.md",
        "....//....//geheim.md",
        "lessen/geheim.md\x00.md",
        "lessen/link.md",
    ),
    *(
        "lessen/map/geheim.md",
        ".git/config.md",
        "../verdiepen/lessen/begin.md/../../../../../geheim.md",
        "geheim.md::$DATA.md",
        "CON.md",
    ),
)
"""Ways to write a path to a file outside the folder of a module; ``lessen/link.md`` and ``lessen/map`` are symbolic links."""


FILE_KEYS = {
    "tekst": ("kennismaken", "lessen/begin.md"),
    "opdracht": ("verdiepen", "toets/opdracht.md"),
    "zelftoets": ("kennismaken", "zelftoets.yml"),
}
"""Every key whose value names a file, with a module that has it and the file there."""


def test_every_key_that_names_a_file_is_tried() -> None:
    models: set[type[BaseModel]] = set()
    waiting: list[type[BaseModel]] = [BaseModel]
    while waiting:
        below = set(waiting.pop().__subclasses__()) - models
        models |= below
        waiting += below
    ours = [model for model in models if model.__module__.startswith("kwartier.")]
    assert {key for model in ours for _, key, marker, _ in _plan(model) if isinstance(marker, Bestandsnaam)} == {
        *FILE_KEYS
    }


@pytest.mark.skipif(os.name == "nt", reason="symbolic links of POSIX")
@pytest.mark.parametrize("way", [*FILE_KEYS, "link", "beeld", "html"])
@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_the_content(way: str, path: str, tmp_path: Path, count: Callable[..., None]) -> None:
    root = shutil.copytree(BASE, tmp_path / "proef")
    (tmp_path / "geheim.md").write_text(SECRET, encoding="utf-8")
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "geheim.md").write_text(SECRET, encoding="utf-8")
    lessons = root / "modules/kennismaken/lessen"
    (lessons / "link.md").symlink_to(tmp_path / "geheim.md")
    (lessons / "map").symlink_to(tmp_path / "map")
    path = path.replace("{root}", str(root))
    escaped = '"' + path.replace("\\", "\\\\").replace("\x00", "\\0") + '"'
    if way in FILE_KEYS:
        folder, file = FILE_KEYS[way]
        module = root / "modules" / folder / "module.yml"
        text = module.read_text(encoding="utf-8")
        assert f"{way}: {file}" in text
        module.write_text(text.replace(f"{way}: {file}", f"{way}: {escaped}"), encoding="utf-8")
    else:
        written = {"link": f"[a](<{path}>)", "beeld": f"![a](<{path}>)", "html": f'<img alt="a" src="{quote(path)}">'}[
            way
        ]
        (lessons / "begin.md").write_text(f"In een buurt.\n\n{written}\n", encoding="utf-8")
    project = read_project(root)
    found = [problem for kind, problem in find_problems(project) if kind == "fout"]
    count("paths_tried")
    assert way not in FILE_KEYS or found
    if not found:
        _write(project, tmp_path / "uit")
        written = [file for file in (tmp_path / "uit").rglob("*") if file.is_file()]
        assert written and not [file for file in written if SECRET.encode() in file.read_bytes()]
