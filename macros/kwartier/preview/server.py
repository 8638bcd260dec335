"""The web server of the preview: pages with a line for what is wrong, which renew themselves when they have changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from kwartier.preview.check import Checker
from kwartier.preview.state import Answer, Preview
from kwartier.preview.watch import Watcher
from kwartier.reporters import Found
from kwartier.text.problems import Problem

OWN = "_kwartier/"
"""Addresses of the preview itself, below that of the site."""
PATIENCE = 25.0
"""Seconds that a browser waits for a change before it asks again."""


class Server(ThreadingHTTPServer):
    """Serves a preview on this computer only. ``tell`` gets everything that is wrong, once per change."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, preview: Preview, port: int, tell: Callable[[Found], None]) -> None:
        super().__init__(("localhost", port), _Handler)
        self.preview = preview
        self.tell = tell
        self.found: Found = ()
        self.round = 0
        """Counts the checks."""
        self.stopped = False
        self.watcher = Watcher(preview.root, (one for one in self._folders() if one.is_dir()))
        self.checker = Checker(preview, self._checked)
        self._watching = threading.Thread(target=self._watch, daemon=True)

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://localhost:{self.server_port}{self.preview.base}"

    def run(self) -> None:
        """Serve until interrupted."""
        self._watching.start()
        self.checker.start()
        try:
            self.serve_forever(poll_interval=0.2)
        finally:
            self.stopped = True
            self.watcher.stop()
            self.checker.stop()
            self.server_close()

    def _folders(self) -> Iterable[Path]:
        yield from (self.preview.root / name for name in ("docs", "modules", "glossary"))
        if self.preview.engine and self.preview.engine.config.theme.custom_dir:
            yield Path(self.preview.engine.config.theme.custom_dir)

    def _watch(self) -> None:
        _ = self.preview.project.index.vermeldingen  # the first time takes seconds, and then less than one
        while not self.stopped:
            self.watcher.wait()
            self.preview.update()

    def _checked(self, found: Found) -> None:
        self.found, self.round = found, self.round + 1
        with self.preview.changed:
            self.preview.changed.notify_all()
        self.tell(found)

    @property
    def problems(self) -> list[Problem]:
        """The errors that are known: of reading at once, all others when the check is done."""
        known = {problem for kind, problem in self.found if kind == "fout"}
        return sorted({*known, *self.preview.failure, *self.preview.project.problems})

    # What the browser gets

    def page(self, path: str) -> Answer:
        """A page with what the preview adds to it."""
        answer = self.preview.answer(path)
        if not answer.page and answer.kind != "text/html":
            return answer
        if not answer.body:
            return Answer(answer.status, "text/html", self._instead(path))
        head, end, tail = answer.body.rpartition(b"</body>")
        return (
            Answer(answer.status, "text/html", head + self._additions(path, answer.body) + end + tail)
            if end
            else answer
        )

    def mark(self, path: str, body: bytes) -> str:
        """What a page is made of: another mark, another page."""
        return f"{sha256(body).hexdigest()[:16]}-{self.preview.media}"

    def _additions(self, path: str, body: bytes) -> bytes:
        own = f"{self.preview.base}{OWN}"
        count = len(self.problems)
        return (
            f'<link rel="stylesheet" href="{own}bekijk.css">'
            f'<aside class="kw-bekijk" aria-label="Voorbeeld"{"" if count else " hidden"}>'
            f'<a href="{own}fouten">{counted(count)}</a></aside>'
            f'<script type="module" src="{own}bekijk.js" data-wacht="{own}wacht" data-pagina="{escape(path)}" '
            f'data-merk="{self.mark(path, body)}" data-fouten="{count}"></script>'
        ).encode()

    def _instead(self, path: str) -> bytes:
        """A page in the place of one that cannot be made, or of a whole site that cannot."""
        with self.preview.lock:
            failure = list(self.preview.failure)
            uri = self.preview.engine.by_url.get(path) if self.preview.engine else None
            if uri and uri in self.preview.sheets:
                file = self.preview.engine.bronnen.get(uri, "") if self.preview.engine else ""
                text = f"<p>{escape(file)}: {escape(self.preview.sheets[uri].error)}</p>"
            else:
                text = problem_list(failure)
        return self.document("Deze pagina kan nog niet gemaakt worden", text, path)

    def problem_page(self) -> bytes:
        """Everything that is wrong."""
        return self.document(counted(len(self.problems)), problem_list(self.problems), OWN + "fouten")

    def document(self, title: str, text: str, path: str) -> bytes:
        """A page of the preview itself."""
        body = (
            f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<title>{escape(title)}</title></head><body class="kw-bekijk-pagina"><main><h1>{escape(title)}</h1>{text}'
            f'<p><a href="{self.preview.base}">Naar de site</a></p></main></body></html>'
        ).encode()
        head, end, tail = body.rpartition(b"</body>")
        return head + self._additions(path, body) + end + tail

    def wait(self, path: str, mark: str, count: str) -> dict[str, str | int]:
        """Wait until a page, or the number of errors, is other than the browser has; or until its patience is over."""
        self.preview.update()
        now = (
            self.preview.version,
            self.round,
        )  # before the look at the page, or a change in between is waited for in vain
        news = self._news(path)
        if news["merk"] == mark and str(news["fouten"]) == count:
            with self.preview.changed:
                self.preview.changed.wait_for(lambda: (self.preview.version, self.round) != now, PATIENCE)
            news = self._news(path)
        return news

    def _news(self, path: str) -> dict[str, str | int]:
        body = self.problem_page() if path == OWN + "fouten" else self.page(path).body
        mark = body.rpartition(b'data-merk="')[2].partition(b'"')[0].decode()
        return {"merk": mark, "fouten": len(self.problems), "tekst": counted(len(self.problems))}


def counted(count: int) -> str:
    """The number of errors in words."""
    return "Geen fouten" if not count else f"{count} fout" + ("en" if count > 1 else "")


def problem_list(problems: Iterable[Problem]) -> str:
    """Problems as HTML, each with its place, sentence and hint."""
    rows = "".join(
        f"<li><code>{escape(str(one.at))}</code><br>{escape(one.message)} <em>{escape(one.hint)}</em></li>"
        for one in problems
    )
    return f"<ul>{rows}</ul>" if rows else "<p>Alles klopt.</p>"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answer a browser."""
        try:
            self._send(self._answer())
        except (BrokenPipeError, ConnectionResetError):  # the browser went on to another page
            self.close_connection = True

    def do_HEAD(self) -> None:
        """Answer without the page itself."""
        self.do_GET()

    def _answer(self) -> Answer:
        url, base = urlsplit(self.path), self.server.preview.base
        path = unquote(url.path)
        if not path.startswith(base):
            return (
                Answer(HTTPStatus.FOUND, base, b"") if path == "/" else Answer(HTTPStatus.NOT_FOUND, "text/plain", b"")
            )
        path = path.removeprefix(base)
        if path.startswith(OWN):
            return self._own(path.removeprefix(OWN), {name: values[0] for name, values in parse_qs(url.query).items()})
        if path.endswith(("/", ".html")) or "." not in path or path.endswith((".json", ".csv", ".xml")):
            self.server.preview.update()
        if path and not path.endswith("/") and f"{path}/" in getattr(self.server.preview.engine, "by_url", {}):
            return Answer(HTTPStatus.FOUND, f"{base}{path}/", b"")
        return self.server.page(path)

    def _own(self, name: str, asked: dict[str, str]) -> Answer:
        if name == "wacht":
            news = self.server.wait(asked.get("pagina", ""), asked.get("merk", ""), asked.get("fouten", ""))
            return Answer(200, "application/json", json.dumps(news).encode())
        if name == "fouten":
            self.server.preview.update()
            return Answer(200, "text/html", self.server.problem_page())
        if name in {"bekijk.js", "bekijk.css"}:
            kind = "text/javascript" if name.endswith("js") else "text/css"
            return Answer(200, kind, (files(__package__) / name).read_bytes())
        return Answer(HTTPStatus.NOT_FOUND, "text/plain", b"")

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.status == HTTPStatus.FOUND:
            self.send_header("Location", quote(answer.kind, safe="/%?#=&"))
        else:
            charset = "; charset=utf-8" if answer.kind.startswith(("text/", "application/json")) else ""
            self.send_header("Content-Type", answer.kind + charset)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing about each request."""
