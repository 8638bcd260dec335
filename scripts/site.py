"""Build the site and show it: `python3 scripts/site.py` on a machine that has only Python and git.

Installs what is needed in .venv (once), checks the content, builds site/ and serves it on this machine alone.
For lecturers, so its messages are Dutch. See _omgeving.py for the Pythons that must be able to read this file.
"""

import argparse
import http.server
import os
import socket
import sys
from functools import partial

from _omgeving import KWARTIER, ROOT, RUNTIME_LOCK, prepare, run, say

SITE = ROOT / "site"


def main() -> int:
    """Install, check, build and serve; return the exit code."""
    options = _options()
    if not options.niet_serveren:
        _demand_free(options.poort)
    prepare(RUNTIME_LOCK)
    say("Inhoud controleren ...")
    code = run(KWARTIER, "controleer")
    if code != 0:
        say("De site is niet gebouwd: verbeter eerst de fouten hierboven en start dit script dan opnieuw.")
        return code
    say("Site bouwen ...")
    code = run(KWARTIER, "bouw")
    if code != 0:
        say("Het bouwen van de site is mislukt (zie hierboven).")
        return code
    if options.niet_serveren:
        say(f"De site staat in {SITE}")
        return 0
    _serve(options.poort)
    return 0


def _options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Bouw de site van Kwartier en bekijk hem in de browser.")
    parser.add_argument("--poort", type=_port, default=8000, help="poort op deze computer (standaard 8000)")
    parser.add_argument("--niet-serveren", action="store_true", help="alleen bouwen; de site staat daarna in site/")
    return parser.parse_args()


def _port(text: str) -> int:
    """Read a port number."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"'{text}' is geen poortnummer (een getal van 1 tot en met 65535)")
    return int(text)


def _demand_free(port: int) -> None:
    """Stop with a message when the port cannot be used; asked first, because building takes a while.

    Connecting as well as binding: some systems let two programs bind the same port, and one of them then never answers.
    """
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        try:
            _Server(("127.0.0.1", port), _Handler).server_close()
            return
        except PermissionError:
            sys.exit(f"Poort {port} mag u op deze computer niet gebruiken. Kies een andere: --poort 8001")
        except OSError:
            pass
    other = port + 1 if port < 65535 else 8000
    sys.exit(
        f"Poort {port} is al in gebruik, misschien door een eerdere start van dit script.\n"
        f"Stop dat programma, of kies een andere poort: --poort {other}"
    )


def _serve(port: int) -> None:
    """Serve the built site until the user stops it."""
    with _Server(("127.0.0.1", port), partial(_Handler, directory=str(SITE))) as server:
        say(f"De site staat op http://localhost:{port} (stoppen: Ctrl+C)")
        server.serve_forever()


class _Server(http.server.ThreadingHTTPServer):
    """A server that never shares its port: on Windows, `allow_reuse_address` would take over a port in use."""

    allow_reuse_address = os.name != "nt"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files as a real web server would send them, without a line in the terminal for each."""

    # Windows takes these types from its registry, where other programs may have changed them.
    extensions_map = {  # noqa: RUF012 (an attribute of the base class)
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".xml": "text/xml",
    }

    def end_headers(self) -> None:
        """Let the browser ask again each time, so that a rebuilt page is seen at once."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the messages above must stay visible."""


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("\nGestopt.")
