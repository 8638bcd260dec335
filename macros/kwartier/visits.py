"""Ask for pages of other sites whether they are there, as politely as one person who clicks.

One question at a time per host, with a pause between two; HEAD first, and GET for who does not know that, of which only the
head is read. Who says *later* (429 or 503 with ``Retry-After``, RFC 9110, section 10.2.3) is asked later, or not any more when
that takes too long. A question names Kwartier and the site that has the link, so that who sees it in a log knows who asks.
"""

from __future__ import annotations

import email.utils
import http.client
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.error import URLError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from kwartier import __version__

AT_ONCE = 6
"""How many hosts are asked at the same time."""
MOST_HOPS = 10
"""How often an address may send on; browsers stop at twenty."""
TRIES = 2
MOST_PATIENCE = 60.0
"""Seconds that a host may let us wait; one that asks for more is left in peace."""
_NO_HEAD = frozenset({400, 403, 404, 405, 500, 501})
"""Answers to HEAD that some servers give for a page that they do give to GET."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
"""Characters of an address that stay as they are (RFC 3986)."""


class Outcome(StrEnum):
    """What came of a visit; the words are those for a reader of the code, not for an author."""

    THERE = "there"
    MOVED = "moved"
    GONE = "gone"
    """The page, the host or its certificate is not what a visitor needs: the link is broken."""
    UNKNOWN = "unknown"
    """The host gave no answer from which that follows."""
    UNREACHABLE = "unreachable"
    """The host has no address, or nothing leads to it: it may be gone, or this computer has no connection."""


@dataclass(frozen=True)
class Visit:
    """The outcome for one address; ``reden`` is the rest of a Dutch sentence that begins with the address."""

    outcome: Outcome
    reden: str = ""
    verhuisd_naar: str = ""


@dataclass
class _Host:
    """One host: who asks it something holds ``turn``, and not before ``free`` (a moment of the steady clock)."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0


@dataclass(frozen=True)
class _Answer:
    """The head of an answer."""

    status: int
    location: str
    retry_after: str


class Visitor:
    """Visits addresses for the site at ``address``, which may be empty.

    ``pause`` is the time in seconds between two questions to one host, ``patience`` how long one answer may take.
    """

    def __init__(self, address: str = "", *, pause: float = 1.0, patience: float = 15.0) -> None:
        self._pause = pause
        self._patience = patience
        who = f"; +{address}" if address.startswith("http") and address.isascii() else ""
        self._headers = {"User-Agent": f"Kwartier/{__version__} (linkcontrole{who})", "Accept": "*/*"}
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._opener = urllib.request.OpenerDirector()
        """Knows the web only, no files and no FTP, and leaves redirects and errors to us."""
        for handler in (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
            self._opener.add_handler(handler())

    def visit_all(self, pages: Iterable[str], done: Callable[[int], object] = lambda _: None) -> dict[str, Visit]:
        """The outcome per address, each asked once; addresses have no anchor. ``done`` hears of every finished one."""
        by_host: dict[str, list[str]] = {}
        for page in dict.fromkeys(pages):
            by_host.setdefault(_netloc(page), []).append(page)
        found: dict[str, Visit] = {}

        def work(pages: list[str]) -> None:
            for page in pages:
                found[page] = self.visit(page)
                done(1)

        with ThreadPoolExecutor(AT_ONCE) as workers:
            list(workers.map(work, by_host.values()))
        return found

    def visit(self, address: str) -> Visit:
        """The outcome for one address without an anchor."""
        here, for_good, seen = address, True, set[str]()
        moved = ""
        while True:
            url = _asked(here)
            if url is None:
                return Visit(Outcome.GONE, "is geen webadres" if here == address else _sends_on(here))
            if url in seen or len(seen) > MOST_HOPS:
                return Visit(Outcome.GONE, "stuurt steeds weer door en komt nergens uit")
            seen.add(url)
            answer = self._answer(url)
            if isinstance(answer, Visit):
                return answer
            if answer.status not in _MOVED or not answer.location:
                return _judged(answer.status, moved)
            here = urljoin(url, answer.location)
            for_good = for_good and answer.status in _FOR_GOOD
            moved = here if for_good else moved

    def _answer(self, url: str) -> _Answer | Visit:
        """What the host says after HEAD or GET, asked again when that may help."""
        method, result = "HEAD", self._ask("HEAD", url)
        tries = 1
        while True:
            if isinstance(result, Visit):
                again = result.outcome is not Outcome.GONE
            elif method == "HEAD" and result.status in _NO_HEAD:
                method, result = "GET", self._ask("GET", url)
                continue
            else:
                again = result.status == 429 or result.status >= 500
            if not again or tries >= TRIES:
                return result
            tries += 1
            result = self._ask(method, url)

    def _ask(self, method: str, url: str) -> _Answer | Visit:
        """Ask once, when it is our turn; the body is not read."""
        host = self._host(url)
        with host.turn:
            wait = host.free - time.monotonic()
            if wait > MOST_PATIENCE:
                return _later()
            time.sleep(max(0.0, wait))
            try:
                request = urllib.request.Request(url, headers=self._headers, method=method)
                with self._opener.open(request, timeout=self._patience) as response:
                    head = response.headers
                    answer = _Answer(response.status, head.get("Location", ""), head.get("Retry-After", ""))
            except (OSError, http.client.HTTPException, ValueError) as error:
                return _failed(error)
            finally:
                host.free = max(host.free, time.monotonic() + self._pause)
        if answer.status in {429, 503}:
            host.free = max(host.free, time.monotonic() + _seconds(answer.retry_after))
        return answer

    def _host(self, url: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(_netloc(url), _Host())


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _asked(address: str) -> str | None:
    """An address as it goes over the line: letters of other alphabets encoded; ``None`` when it is not one of the web."""
    try:
        parts = urlsplit("https:" + address if address.startswith("//") else address)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return None
        host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode()
        netloc = f"[{host}]" if ":" in host else host
        netloc += f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    return urlunsplit((parts.scheme.lower(), netloc, quote(parts.path, _SAFE) or "/", quote(parts.query, _SAFE), ""))


def _judged(status: int, moved: str) -> Visit:
    """What the last answer says to who follows the link."""
    if status < 300:
        return Visit(Outcome.MOVED, "is voorgoed verhuisd", moved) if moved else Visit(Outcome.THERE)
    if status in {404, 410}:
        return Visit(Outcome.GONE, f"bestaat niet (meer): de site antwoordt {status}")
    if status == 429:
        return _later()
    if status in {401, 403}:
        return Visit(Outcome.UNKNOWN, f"geeft een programma geen antwoord ({status}); kijk zelf in een browser")
    if status >= 500:
        return Visit(Outcome.UNKNOWN, f"heeft een storing ({status})")
    return Visit(Outcome.UNKNOWN, f"geeft antwoord {status}; kijk zelf in een browser")


def _later() -> Visit:
    return Visit(Outcome.UNKNOWN, "vraagt om het later nog eens te proberen")


def _sends_on(target: str) -> str:
    return f"stuurt door naar iets dat geen webadres is ('{target[:80]}')"


def _failed(error: Exception) -> Visit:
    """What an error on the line means; certificates are judged as a browser does."""
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    if isinstance(cause, ssl.SSLError):
        detail = getattr(cause, "verify_message", "")
        return Visit(Outcome.GONE, f"heeft geen geldige beveiliging{f' ({detail})' if detail else ''}")
    if isinstance(cause, TimeoutError):
        return Visit(Outcome.UNKNOWN, "geeft te laat antwoord")
    if isinstance(cause, socket.gaierror):
        return Visit(Outcome.UNREACHABLE, "staat op een site die niet te vinden is")
    if isinstance(cause, ConnectionRefusedError | ConnectionResetError):
        return Visit(Outcome.UNKNOWN, "geeft geen antwoord")
    if isinstance(cause, http.client.InvalidURL | ValueError):
        return Visit(Outcome.GONE, "is geen webadres")
    if isinstance(cause, http.client.HTTPException):
        return Visit(Outcome.UNKNOWN, "geeft een antwoord dat geen browser begrijpt")
    return Visit(Outcome.UNREACHABLE, "is niet te bereiken")


def _seconds(retry_after: str) -> float:
    """The seconds that a host asks for, as a number or as a moment; 0 when it does not say."""
    if retry_after.strip().isdigit():
        return float(retry_after[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0
