"""``kwartier bouw``: check, compile and build the site."""

from __future__ import annotations

import sys
import time

import click

from kwartier.build import build_site
from kwartier.cli.opties import editie_optie, find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.reporters import text


@click.command(cls=Opdracht, help="Controleer de inhoud en bouw de site; bij een fout blijft de vorige site staan.")
@map_optie
@editie_optie
@click.option("--uit", metavar="MAP", help="Map voor de site; anders site_dir uit mkdocs.yml.")
def bouw(folder: str | None, editie: str | None, uit: str | None) -> None:
    """Exit code 1 when the content has errors or a page cannot be made."""
    root = find_root(folder)
    start = time.monotonic()
    rendered = build_site(root, editie=editie, site_dir=uit)
    if rendered.problems:
        click.echo(text(rendered.problems, root), nl=False, err=True)
    if rendered.site is None:
        click.echo("De site is niet gebouwd; wat er stond, staat er nog.", err=True)
        sys.exit(1)
    seconds = f"{time.monotonic() - start:.1f}".replace(".", ",")
    click.echo(f"{len(rendered.compilation.bronnen)} pagina's gebouwd in {seconds} s: {rendered.site}")
