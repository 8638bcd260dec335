"""``kwartier compileer``: write the Markdown tree that the site is built from."""

from __future__ import annotations

import sys

import click

from kwartier.cli.opties import editie_optie, find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.compile import compile_site
from kwartier.reporters import text


@click.command(cls=Opdracht, help="Schrijf de pagina's als Markdown in .kwartier/docs, zonder de site te bouwen.")
@map_optie
@editie_optie
def compileer(folder: str | None, editie: str | None) -> None:
    """Exit code 1 when the content has errors; then nothing is written."""
    root = find_root(folder)
    result = compile_site(root, editie=editie)
    if result.problems:
        click.echo(text(result.problems, root), nl=False, err=True)
    if result.fouten:
        sys.exit(1)
    count = result.geschreven
    changed = "niets veranderd" if not count else f"{count} {'bestand' if count == 1 else 'bestanden'} bijgewerkt"
    click.echo(f"{len(result.bronnen)} pagina's in {result.docs.relative_to(root)}, {changed}.")
