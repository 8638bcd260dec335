"""``kwartier schemas``: JSON Schemas of all YAML kinds, for completion and help in the editor."""

from __future__ import annotations

import click

from kwartier.cli.opties import find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.schemas import all_schemas


@click.command(cls=Opdracht, help="Schrijf de JSON Schema's in docs/schemas, voor hulp in je editor.")
@map_optie
def schemas(folder: str | None) -> None:
    """Write every schema; the same model gives the same bytes."""
    target = find_root(folder) / "docs" / "schemas"
    target.mkdir(parents=True, exist_ok=True)
    for name, text in all_schemas().items():
        (target / name).write_text(text, encoding="utf-8")
    click.echo(f"{len(all_schemas())} schema's geschreven in docs/schemas.")
