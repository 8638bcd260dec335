"""``kwartier vergelijk``: what changed in the content between two versions, and what it means."""

from __future__ import annotations

import sys

import click

from kwartier.cli.opties import find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.comparison import GitError, compare, read_at, snapshot_of_folder
from kwartier.comparison.report import FORMATS


@click.command(
    cls=Opdracht,
    help="Toon wat er aan de inhoud veranderde sinds de versie OUD. NIEUW is ook een versie; anders de bestanden van nu.",
)
@click.argument("oud")
@click.argument("nieuw", required=False)
@map_optie
@click.option(
    "--formaat", type=click.Choice(list(FORMATS)), default="tekst", show_default=True, help="Vorm van het verslag."
)
def vergelijk(oud: str, nieuw: str | None, folder: str | None, formaat: str) -> None:
    """Exit code 0, whatever changed; 2 when Git has no such version."""
    root = find_root(folder)
    try:
        before = read_at(root, oud)
        after = read_at(root, nieuw) if nieuw else snapshot_of_folder(root)
    except GitError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    click.echo(FORMATS[formaat](compare(before, after), oud, nieuw or "nu"), nl=False)
