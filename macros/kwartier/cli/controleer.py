"""``kwartier controleer``: everything that is wrong with the content, in one run, without building the site."""

from __future__ import annotations

import sys

import click

from kwartier.cli.opties import find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.compile import find_problems
from kwartier.project import read_project
from kwartier.reporters import REPORTERS
from kwartier.text.reading import without_garbage_collection


@click.command(cls=Opdracht, help="Controleer alle inhoud en toon alles wat niet klopt.")
@map_optie
@click.option(
    "--formaat", type=click.Choice(list(REPORTERS)), default="tekst", show_default=True, help="Vorm van het verslag."
)
@click.option("--streng", is_flag=True, help="Ook een waarschuwing is een fout.")
def controleer(folder: str | None, formaat: str, streng: bool) -> None:
    """Exit code 0 when nothing is wrong, 1 otherwise; warnings alone count only with ``--streng``."""
    root = find_root(folder)
    with without_garbage_collection():
        found = find_problems(read_project(root))
    click.echo(REPORTERS[formaat](found, root), nl=False)
    sys.exit(1 if any(kind == "fout" or streng for kind, _ in found) else 0)
