"""Judge pages of the reference site with Lighthouse: `python3 scripts/bench/lighthouse.py`; writes docs/over/prestaties.md.

The site is built and served from this machine as GitHub Pages does: below its path, packed with gzip, with a ``max-age`` of ten
minutes. Lighthouse (``tests/npm``) opens each page as a middling phone on slow 4G, which it works out from what the page really
took. Of several rounds the middle one by performance counts. Then Chromium opens the largest page, as fast as it can and four
times slower, and its own counts of long tasks and layout shifts are kept, over loading the page, scrolling to its end and opening a
preview of a term.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from _omgeving import DEV_LOCK, PYTHON, prepare, run  # noqa: E402 - scripts/ is no package

if not (find_spec("kwartier") and find_spec("playwright")):
    prepare(DEV_LOCK)
    sys.exit(run(PYTHON, __file__, *sys.argv[1:]))

from measuring import KWARTIER, occasion, timed  # noqa: E402 - needs what was installed just now
from playwright.sync_api import Page, sync_playwright  # noqa: E402
from prestaties import keep  # noqa: E402

LIGHTHOUSE = ROOT / "tests" / "npm" / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = {
    "Begin": "",
    "Module": "modules/kwartiermaken/",
    "Les": "modules/kwartiermaken/er-zijn/",
    "Begrip": "begrippen/eigen-kracht/",
    "Casus": "casussen/kruidenbuurt/",
    "Zelftoets": "modules/kwartiermaken/zelftoets/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMINGS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

COUNTING = """() => {
  window.gemeten = { lang: [], verschoven: 0, waar: [] };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) gemeten.lang.push(Math.round(one.duration));
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) {
      gemeten.verschoven += one.value;
      gemeten.waar.push(...one.sources.map((source) => source.node?.className ?? "?"));
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""


class _Host(SimpleHTTPRequestHandler):
    """Serves a site below the path of its address, packed, as a host does."""

    base = "/kwartier/"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, or with the page for what is not there."""
        path = Path(self.translate_path(self.path.replace(self.base, "/", 1)))
        file = path / "index.html" if path.is_dir() else path
        if file.is_file() and self.path.startswith(self.base):
            code = 200
        else:
            code, file = 404, Path(self.directory) / "404.html"
        kind = self.guess_type(str(file))
        data = packed(file) if _packs(kind) else file.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if _packs(kind):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _packs(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))


@lru_cache(maxsize=256)
def packed(file: Path) -> bytes:
    """A file as it goes over the line."""
    return gzip.compress(file.read_bytes(), 6)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{_Host.base}"
        finally:
            server.shutdown()
            thread.join()


def judge(address: str, chromium: str, rounds: int) -> dict[str, Any]:
    """What Lighthouse says of a page: scores, timings, bytes and the audits that it failed."""
    reports = sorted(
        (_report(address, chromium) for _ in range(rounds)), key=lambda one: one["categories"]["performance"]["score"]
    )
    report = reports[len(reports) // 2]
    audits = report["audits"]
    failed = [
        one["id"]
        for name in CATEGORIES[1:]
        for one in report["categories"][name]["auditRefs"]
        if one["weight"] and audits[one["id"]]["score"] not in (1, None)
    ]
    return {
        **{name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        **{name: round(audits[name]["numericValue"], 3) for name in TIMINGS},
        "bytes": round(audits["total-byte-weight"]["numericValue"]),
        "failed": failed,
    }


def _report(address: str, chromium: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        done = subprocess.run(
            ["node", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={file}",
             f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(FLAGS)}"],
            env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"Lighthouse failed on {address}:\n{(done.stdout + done.stderr)[-2000:]}")
        report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if error := report.get("runtimeError"):
            raise SystemExit(f"Lighthouse could not open {address}: {error['message']}")
        return report


def watch(page: Page, address: str, slower: int) -> dict[str, Any]:
    """Open a page on a phone that computes so many times slower, scroll through it, show a preview; long tasks and shifts."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.add_init_script(f"({COUNTING})()")
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(500)
    term = page.locator("article a[aria-describedby]:visible").first
    if term.count():
        term.scroll_into_view_if_needed()
        term.hover()
        page.wait_for_timeout(1200)
    height = page.evaluate("document.documentElement.scrollHeight")
    for _ in range(0, min(height, 20_000), 600):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(30)
    page.wait_for_timeout(500)
    measured = page.evaluate("gemeten")
    return {
        "longest": max(measured["lang"], default=0),
        "tasks": measured["lang"],
        "shift": round(measured["verschoven"], 4),
        "moved": sorted(set(map(str, measured["waar"]))),
    }


def main() -> None:
    """Read the arguments, build, judge, keep the figures and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rondes", type=int, default=3, help="runs of each page; the middle one counts")
    parser.add_argument("--site", type=Path, help="a built site, in place of one that is built now")
    parser.add_argument("--uit", type=Path, help="a folder for the page and its figures, in place of docs/over/")
    arguments = parser.parse_args()
    names = ("chromium", "chromium-headless-shell")
    chromium = os.environ.get("KWARTIER_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not chromium or not LIGHTHOUSE.is_file():
        sys.exit("Chromium or Lighthouse is missing: run python3 scripts/test.py once, which installs both.")
    with tempfile.TemporaryDirectory() as folder:
        site = arguments.site or Path(folder) / "site"
        if not arguments.site:
            timed(KWARTIER, "bouw", "--map", ROOT, "--uit", site)
        pages = sorted(site.rglob("index.html"), key=lambda one: one.stat().st_size)
        largest = pages[-1].parent.relative_to(site).as_posix() + "/"
        with served(site) as base:
            judged = {}
            for name, path in PAGES.items():
                judged[name] = judge(base + path, chromium, arguments.rondes)
                print(name, judged[name], flush=True)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
                watched = {}
                for name, path in {"De grootste pagina": largest, **PAGES}.items():
                    watched[name] = {}
                    for speed, slower in (("fast", 1), ("slow", 4)):
                        context = browser.new_context(viewport={"width": 390, "height": 844})
                        watched[name][speed] = watch(context.new_page(), base + path, slower)
                        context.close()
                    print(name, watched[name], flush=True)
                browser.close()
    sizes = [page.stat().st_size for page in pages]
    figures = {
        **occasion(),
        "pages": judged,
        "watched": watched,
        "largest": {"page": largest, "bytes": sizes[-1]},
        "html": sum(sizes) // len(sizes),
        "versions": {"Lighthouse": json.loads((LIGHTHOUSE.parents[1] / "package.json").read_text())["version"]},
    }
    keep("lighthouse", figures, arguments.uit)


if __name__ == "__main__":
    main()
