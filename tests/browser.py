"""A real browser on a built site: Chromium, driven by Playwright, and a server on this machine."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",  # letters of the widths that a browser with windows gives them
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = 390, 1280
ZOOMED = 320
"""What is left of 1280 pixels at 400 percent (WCAG 2.2, 1.4.10)."""
KINDS = {
    "begin": "",
    "modules": "modules/",
    "kaart": "modules/kaart/",
    "module": "modules/kwartiermaken/",
    "les": "modules/kwartiermaken/er-zijn/",
    "zelftoets": "modules/kwartiermaken/zelftoets/",
    "toets": "modules/kwartiermaken/toets/",
    "lesplan": "modules/kwartiermaken/lesplan/",
    "alles": "modules/kwartiermaken/alles/",
    "opdrachten": "modules/kwartiermaken/opdrachten/",
    "leerroutes": "leerroutes/",
    "leerroute": "leerroutes/wijkgericht-werken/",
    "kernpunten": "leerroutes/wijkgericht-werken/kernpunten/",
    "uitkomsten": "leerroutes/wijkgericht-werken/uitkomsten/",
    "begrippen": "begrippen/",
    "betekenissen": "begrippen/een-woord-veel-betekenissen/",
    "begrip": "begrippen/eigen-kracht/",
    "casussen": "casussen/",
    "casus": "casussen/kruidenbuurt/",
    "keuzeverhaal": "casussen/de-buurman-die-wil-helpen/",
    "instrumenten": "instrumenten/",
    "netwerk": "instrumenten/ecogram/",
    "schaal": "instrumenten/participatiespectrum-meter/",
    "kolommen": "instrumenten/partnerschapskaart/",
    "kaders": "kaders/",
    "kader": "kaders/acht-bakens/",
    "dekking": "dekking/",
    "dekking van een kader": "dekking/acht-bakens/",
    "studielast": "dekking/studielast/",
    "bronnen": "bronnen/",
    "leerdossier": "mijn-leerdossier/",
    "handboek": "handboek/regels/",
    "over": "over/",
    "geen pagina": "geen-pagina/",
}
"""One page of every kind that a visitor of the reference site can open."""
BLOCKED = """
    window.geweerd = [];
    addEventListener("securitypolicyviolation", one => geweerd.push(`${one.effectiveDirective} ${one.blockedURI} ${one.sample}`));
"""
"""Collects what the policy of a page forbade."""


def start_with() -> dict[str, Any]:
    """How to start the Chromium of this machine: ``KWARTIER_CHROMIUM``, or the one of the system.

    Skips the test when there is none, except where nothing may be missing.
    """
    names = ("chromium-headless-shell", "chromium")
    path = os.environ.get("KWARTIER_CHROMIUM") or next(filter(None, map(shutil.which, names)), "/usr/bin/chromium")
    if not Path(path).exists() and os.environ.get("CI", "") not in {"true", "1"}:
        pytest.skip("there is no Chromium")
    return {"executable_path": path, "args": list(FLAGS)}


def launch(playwright: Playwright) -> Browser:
    """Start Chromium."""
    return playwright.chromium.launch(**start_with())


@contextmanager
def arriving(page: Page) -> Iterator[None]:
    """Do what opens a page, and wait until it has come to life: two looks after each other see nothing being fetched.

    The ``networkidle`` of Playwright, which waits for the same, takes half a second more on every page.
    """
    fetched: set[Request] = set()

    def begins(request: Request) -> None:
        fetched.add(request)

    def ends(request: Request) -> None:
        fetched.discard(request)

    listeners = {"request": begins, "requestfinished": ends, "requestfailed": ends}
    for event, listener in listeners.items():
        page.on(event, listener)
    yield
    quiet, deadline = 0, time.monotonic() + 30
    while quiet < 2:
        assert time.monotonic() < deadline, f"still fetched: {[one.url for one in fetched]}"
        page.evaluate(TURN)
        quiet = 0 if fetched else quiet + 1
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


TURN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
"""Lets scripts that got what they waited for do their work, and begin to fetch what comes next."""


def arrive(page: Page, address: str) -> None:
    """Open an address and wait until the page has come to life."""
    with arriving(page):
        page.goto(address)


def kept(page: Page) -> dict[str, list[str]]:
    """What the site has left on the device, by the kind of storage; kinds that hold nothing are left out."""
    stored: dict[str, list[str]] = page.evaluate(
        """async () => ({
            localStorage: Object.keys(localStorage),
            sessionStorage: Object.keys(sessionStorage),
            indexedDB: (await indexedDB.databases()).map(one => one.name),
            caches: await caches.keys(),
            workers: (await navigator.serviceWorker.getRegistrations()).map(one => one.scope),
        })"""
    )
    stored["cookies"] = [one["name"] for one in page.context.cookies()]
    return {kind: sorted(names) for kind, names in stored.items() if names}


class _Quiet(SimpleHTTPRequestHandler):
    """Serves as hosts of static sites do: over connections that stay open, and for ten minutes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Host(_Quiet):
    """Serves a site below ``/kwartier/``, with its own page for what is not there, as hosts do."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/kwartier") if path.startswith("/kwartier/") else "/weg")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away halfway an answer."""


@contextmanager
def published(folder: Path) -> Iterator[str]:
    """Serve the reference site where it is published: below ``/kwartier/``; gives its address."""
    with _serving(_Host, folder) as address:
        yield address + "kwartier/"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; gives its address."""
    with _serving(_Quiet, folder) as address:
        yield address


@contextmanager
def _serving(handler: type[_Quiet], folder: Path) -> Iterator[str]:
    with _Server(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
