"""Time the preview: from its start to the first page, and from saving a file to the new page in the browser.

`python3 scripts/bench/bekijk.py MAP` takes a project made by `generate.py`. It starts `kwartier bekijk`, asks for pages as a browser does,
saves a file, and waits until the server says that the page has changed and the new one has arrived. Every file is put back.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen


def main() -> None:
    """Print a line per measurement, in seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("map", type=Path)
    parser.add_argument("--keer", type=int, default=5, help="how often each file is saved")
    options = parser.parse_args()
    root: Path = options.map.resolve()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    start = time.monotonic()
    command = [sys.executable, "-c", "from kwartier.cli import main; main()", "bekijk", "--map", str(root)]
    with subprocess.Popen([*command, "--poort", str(port)], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found, "the server did not start"
            address = found[0]
            _get(address)
            print(f"start to first page        {time.monotonic() - start:6.2f}")
            for name, file, page, before, after in _cases(root):
                _get(address + page)
                times = [_fresh(address, page, file, before, after) for _ in range(options.keer)]
                print(f"{name:26} {statistics.median(times):6.2f}   at most {max(times):.2f}")
        finally:
            server.terminate()


def _cases(root: Path) -> list[tuple[str, Path, str, str, str]]:
    """What is saved: a name, the file, the page that is looked at, and the words that come in the place of others."""
    module = sorted((root / "modules").glob("*/module.yml"))[7].parent
    lesson = sorted(module.glob("lessen/*.md"))[0]
    text = (module / "module.yml").read_text(encoding="utf-8")
    entry = re.search(rf"- id: (\S+)\n(?:(?!\n- ).)*?tekst: lessen/{re.escape(lesson.name)}", text, re.DOTALL)
    ids = re.findall(r"^- id: (\S+)|^  - id: (\S+)", text[: entry.end()] if entry else text, re.MULTILINE)
    lesson_id = next(one or other for one, other in reversed(ids))
    terms = sorted((root / "glossary" / "begrippen").glob("*.yml"))
    used: Counter[str] = Counter()
    forms = {path.stem: path.stem.replace("-", " ") for path in terms}
    for one in sorted((root / "modules").glob("*/lessen/*.md")):
        words = one.read_text(encoding="utf-8").lower()
        used.update(term for term, form in forms.items() if f" {form} " in words)
    popular = min(used, key=lambda term: abs(used[term] - 200))
    rare = min(used, key=lambda term: used[term])
    home = f"modules/{module.name}/"
    cases = [
        ("a lesson", lesson, f"{home}{lesson_id}/", "", "\n\nEen nieuwe zin.\n"),
        ("a module.yml", module / "module.yml", home, "titel: ", "titel: Nieuwe "),
    ]
    for name, term in (("a term", rare), (f"a term in {used[popular]} lessons", popular)):
        cases.append(
            (name, root / "glossary" / "begrippen" / f"{term}.yml", f"begrippen/{term}/", "term: ", "term: nieuwe ")
        )
    return cases


def _get(address: str) -> str:
    with urlopen(address, timeout=120) as answer:
        return str(answer.read().decode())


def _fresh(address: str, page: str, file: Path, before: str, after: str) -> float:
    """Seconds between saving a file and the whole new page."""
    old, shown = file.read_text(encoding="utf-8"), _get(address + page)
    time.sleep(1)
    start = time.monotonic()
    file.write_text(old.replace(before, after, 1) if before else old + after, encoding="utf-8")
    new = _changed(address, page, shown)
    seconds = time.monotonic() - start
    file.write_text(old, encoding="utf-8")
    _changed(address, page, new)
    return seconds


def _changed(address: str, page: str, shown: str) -> str:
    """Follow a page as the script in it does, until it is another one and has arrived."""
    found = re.search(r'data-merk="([^"]*)" data-fouten="(\d+)"', shown)
    assert found, "this is not a page of a preview"
    mark, count = found[1], found[2]
    while True:
        news = json.loads(
            _get(f"{address}_kwartier/wacht?{urlencode({'pagina': page, 'merk': mark, 'fouten': count})}")
        )
        if news["merk"] != mark:
            return _get(address + page)
        count = str(news["fouten"])


if __name__ == "__main__":
    main()
