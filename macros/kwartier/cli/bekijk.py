"""``kwartier bekijk``: a live preview that follows every change."""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path

import click

from kwartier.cli.opties import editie_optie, find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.compile import EDITIE
from kwartier.reporters import Found, text


@click.command(cls=Opdracht, help="Bekijk de site terwijl je schrijft; elke opgeslagen wijziging verschijnt vanzelf.")
@map_optie
@editie_optie
@click.option("--poort", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Poort op deze computer.")
def bekijk(folder: str | None, editie: str | None, poort: int) -> None:
    """Serve until interrupted."""
    root = find_root(folder)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.chdir(root)
    if editie:
        os.environ[EDITIE] = editie
    _show_messages()
    from kwartier.preview.state import NotForUsError, Preview

    start = time.monotonic()
    try:
        preview = Preview(root, editie or os.environ.get(EDITIE))
    except NotForUsError:
        _leave_to_mkdocs(root, poort)
        return
    from kwartier.preview.server import Server

    try:
        server = Server(preview, poort, lambda found: _tell(found, root))
    except OSError:
        click.echo(f"Poort {poort} is bezet. Kies een andere met --poort.", err=True)
        sys.exit(2)
    seconds = f"{time.monotonic() - start:.1f}".replace(".", ",")
    click.echo(f"Open {server.address} in je browser (klaar in {seconds} s). Stoppen doe je met Ctrl+C.")
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("")


def _tell(found: Found, root: Path) -> None:
    """Tell what is wrong after a change; pages that cannot be shown say so themselves."""
    moment = time.strftime("%H:%M:%S")
    errors = tuple((kind, problem) for kind, problem in found if kind == "fout")
    if errors:
        click.echo(f"{moment}\n{text(errors, root)}", nl=False)
    else:
        click.echo(f"{moment}  Bijgewerkt, zonder fouten.")


def _leave_to_mkdocs(root: Path, poort: int) -> None:
    """Let MkDocs serve a site with plugins or templates of which only it knows what they do."""
    from mkdocs.commands import serve

    click.echo(f"Open http://localhost:{poort}/ in je browser. Stoppen doe je met Ctrl+C.")
    serve.serve(str(root / "mkdocs.yml"), dev_addr=f"localhost:{poort}")


def _show_messages() -> None:
    """Show what the plugin says and what MkDocs warns about; its own progress in English is left out."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s  %(message)s", datefmt="%H:%M:%S"))
    handler.addFilter(_in_dutch)
    logging.getLogger("mkdocs").addHandler(handler)
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    logging.getLogger("mkdocs.plugins.kwartier").setLevel(logging.INFO)


def _in_dutch(record: logging.LogRecord) -> bool:
    """Say in Dutch what the server says after a mistake; the mistake itself has been shown by the plugin."""
    if "An error happened during the rebuild" in str(record.msg):
        record.msg, record.args = "De site in je browser wacht tot dit hersteld is.", ()
    return True
