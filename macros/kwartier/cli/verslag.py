"""``kwartier verslag``: what could be better about the content, without anything being wrong."""

from __future__ import annotations

import click

from kwartier.cli.opties import find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.project import read_project
from kwartier.report import as_json, as_text, make


@click.command(
    cls=Opdracht, help="Toon wat er aan de inhoud beter kan: begrippen, vormen, dekking, leesbaarheid, keuzeverhalen."
)
@map_optie
@click.option(
    "--formaat", type=click.Choice(["tekst", "json"]), default="tekst", show_default=True, help="Vorm van het verslag."
)
def verslag(folder: str | None, formaat: str) -> None:
    """Exit code 0, whatever the report says; content that cannot be read is for ``kwartier controleer``."""
    project = read_project(find_root(folder))
    report = make(project)
    click.echo(as_json(report) if formaat == "json" else as_text(report, project.library), nl=False)
