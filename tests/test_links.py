"""``kwartier links``: every kind of answer of another site, told where the link was written, and asked politely."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from conftest import Result
from datafiles import BASE, Case, cases, each, make_project
from kwartier import __version__
from kwartier.outgoing import outgoing
from kwartier.project import read_project
from kwartier.visits import Outcome, Visitor

LESSON = "modules/kennismaken/lessen/begin.md"
FEW = 4_000_000
"""More bytes than the buffers of both ends of a line hold, and far fewer than a file without end."""


class Elsewhere(ThreadingHTTPServer):
    """Another site, which answers as a case says and notes what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.answers: list[dict[str, Any]] = [{"status": 200}]
        self.asked: list[tuple[str, str]] = []
        self.heads: list[dict[str, str]] = []
        self.times: list[tuple[float, float, str]] = []
        """When an answer began and ended, and the host that was asked."""
        self.sent = 0
        self.too_early = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a line that breaks."""


class _Answers(BaseHTTPRequestHandler):
    server: Elsewhere

    def log_message(self, format: str, *args: object) -> None:
        pass

    def answer(self) -> None:
        began = time.monotonic()
        here = self.server
        number = len(here.asked)
        answer = here.answers[min(number, len(here.answers) - 1)]
        before = here.answers[min(number, len(here.answers)) - 1] if number else {}
        if here.times and began - here.times[-1][1] < float(before.get("te_vroeg", 0)):
            here.too_early = True
        here.asked.append((self.command, self.path))
        here.heads.append(dict(self.headers))
        time.sleep(float(answer.get("wacht", 0)))
        if answer.get("breekt"):
            self.connection.shutdown(2)
        elif "rauw" in answer:
            self.wfile.write(answer["rauw"].encode())
        else:
            self._regular(answer, number)
        here.times.append((began, time.monotonic(), self.headers["Host"]))

    def _regular(self, answer: dict[str, Any], number: int) -> None:
        self.send_response(answer["status"])
        for name in ("Location", "Retry-After"):
            if name in answer:
                self.send_header(name, answer[name].format(hier=self.path.rpartition("/")[0] + "/", nummer=number))
        self.end_headers()
        try:
            while answer.get("zonder_eind"):
                self.server.sent += self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    do_HEAD = do_GET = answer  # noqa: N815 - the names that http.server looks for


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(BASE, tmp_path / "proef")


def with_links(root: Path, *addresses: str) -> None:
    """Write the links into a lesson, each on a line of its own, the first on line 3."""
    lines = "\n".join(f"[link](<{one}>)" for one in addresses)
    (root / LESSON).write_text(f"In een buurt.\n\n{lines}\n", encoding="utf-8")


@each("uitgaand")
def test_which_links_leave_the_site(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    make_project(tmp_path / "proef", case)
    verify(case, [f"{one.at} {one.adres}" for one in outgoing(read_project(tmp_path / "proef"))])


@each("bezoeken")
def test_an_answer_of_another_site(
    case: Case, project: Path, elsewhere: Elsewhere, kwartier: Callable[..., Result]
) -> None:
    elsewhere.answers = case.data["antwoorden"]
    written = case.data.get("adres", "bladzij")
    with_links(project, f"{elsewhere.address}/map/{written}#deel")
    done = kwartier("links", "--map", project, "--formaat", "json", "--pauze", "0", "--geduld", "1")
    rows = json.loads(done.out)
    expected = case.expected
    assert [method for method, _ in elsewhere.asked] == expected["vragen"]
    assert elsewhere.asked[0][1] == f"/map/{expected.get('gevraagd', written)}"
    assert not elsewhere.too_early
    assert elsewhere.sent < FEW
    assert done.code == int(expected.get("ernst") == "fout")
    if "ernst" not in expected:
        assert rows == []
        return
    assert [(row["bestand"], row["regel"], row["kolom"], row["ernst"]) for row in rows] == [
        (LESSON, 3, 9, expected["ernst"])
    ]
    assert rows[0]["melding"] == f"{elsewhere.address}/map/{written}#deel {expected['melding']}"
    assert rows[0]["tip"] == expected.get("tip", "").format(site=elsewhere.address)


def test_the_cases_hold_every_kind_of_outcome() -> None:
    """Besides these there are addresses that lead to no host at all, below."""
    told = {case.expected.get("ernst", "niets") for case in cases("bezoeken")}
    assert told == {"fout", "waarschuwing", "niets"}


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://bestaat-niet.invalid/", "staat op een site die niet te vinden is"),
        ("http://[::zz]/", "is geen webadres"),
        ("http://voorbeeld:poort/", "is geen webadres"),
        ("http:///zonder-site", "is geen webadres"),
        (f"http://{'a' * 70}.invalid/", "is geen webadres"),
    ],
)
def test_an_address_that_leads_to_no_site(
    address: str, message: str, project: Path, elsewhere: Elsewhere, kwartier: Callable[..., Result]
) -> None:
    with_links(project, elsewhere.address, address)
    done = kwartier("links", "--map", project, "--pauze", "0")
    assert done.code == 1
    assert f"{LESSON}:4:9: fout [link-antwoordt]\n  {address} {message}." in done.out
    assert "2 links naar 2 adressen bekeken." in done.out


def test_without_a_connection_nothing_is_called_broken(project: Path, kwartier: Callable[..., Result]) -> None:
    with_links(project, "http://een.invalid/", "http://twee.invalid/")
    done = kwartier("links", "--map", project, "--pauze", "0")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1 and "verbinding" in done.err


def test_a_site_without_links_to_others_is_fine(project: Path, kwartier: Callable[..., Result]) -> None:
    done = kwartier("links", "--map", project)
    assert done.code == 0
    assert "0 links" in done.out and "Alles klopt." in done.out


def test_a_warning_counts_only_when_asked(project: Path, elsewhere: Elsewhere, kwartier: Callable[..., Result]) -> None:
    elsewhere.answers = [{"status": 403}]
    with_links(project, elsewhere.address)
    assert [kwartier("links", "--map", project, "--pauze", "0", *more).code for more in ((), ("--streng",))] == [0, 1]


def test_a_certificate_that_no_browser_trusts(project: Path, tmp_path: Path, kwartier: Callable[..., Result]) -> None:
    if not shutil.which("openssl") and not os.environ.get("CI"):
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 1 -addext subjectAltName=DNS:localhost"
    )
    subprocess.run([*command.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Elsewhere() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        with_links(project, f"https://localhost:{server.server_port}/")
        done = kwartier("links", "--map", project, "--pauze", "0")
        server.shutdown()
        thread.join()
    assert done.code == 1
    assert "heeft geen geldige beveiliging (self-signed certificate)" in done.out
    assert server.asked == []


def test_a_line_without_security_where_it_was_promised(elsewhere: Elsewhere) -> None:
    visit = Visitor(pause=0).visit(elsewhere.address.replace("http:", "https:"))
    assert visit.outcome is Outcome.GONE and "beveiliging" in visit.reden


def test_a_host_is_asked_one_thing_at_a_time_and_hosts_side_by_side(elsewhere: Elsewhere) -> None:
    elsewhere.answers = [{"status": 200, "wacht": 0.1}]
    port = elsewhere.server_port
    pages = [f"http://{host}:{port}/{number}" for host in ("127.0.0.1", "localhost") for number in range(4)]
    started = time.monotonic()
    found = Visitor("https://proef.example/", pause=0.2).visit_all(pages)
    lasted = time.monotonic() - started
    assert {visit.outcome for visit in found.values()} == {Outcome.THERE}
    assert sorted(path for _, path in elsewhere.asked) == sorted(f"/{number}" for number in (*range(4), *range(4)))
    by_host = {host: sorted(one[:2] for one in elsewhere.times if one[2] == host) for *_, host in elsewhere.times}
    assert len(by_host) == 2
    assert min(after[0] - before[1] for times in by_host.values() for before, after in pairwise(times)) >= 0.19
    assert lasted < 8 * 0.1 + 6 * 0.2, "the hosts waited for each other"
    agents = {head["User-Agent"] for head in elsewhere.heads}
    assert agents == {f"Kwartier/{__version__} (linkcontrole; +https://proef.example/)"}


def test_after_a_request_to_wait_long_a_host_is_left_in_peace(elsewhere: Elsewhere) -> None:
    elsewhere.answers = [{"status": 429, "Retry-After": "86400"}]
    found = Visitor(pause=0).visit_all([f"{elsewhere.address}/{number}" for number in range(5)])
    assert {visit.outcome for visit in found.values()} == {Outcome.UNKNOWN}
    assert len(elsewhere.asked) == 1


def test_an_address_is_asked_once_and_told_wherever_it_stands(
    project: Path, elsewhere: Elsewhere, kwartier: Callable[..., Result]
) -> None:
    elsewhere.answers = [{"status": 410}]
    with_links(project, f"{elsewhere.address}/a#een", f"{elsewhere.address}/a#twee")
    done = kwartier("links", "--map", project, "--pauze", "0", "--formaat", "github")
    assert len(elsewhere.asked) == 1
    assert [line.partition("title")[0] for line in done.out.splitlines() if line.startswith("::")] == [
        f"::error file={LESSON},line={line},col=9," for line in (3, 4)
    ]
