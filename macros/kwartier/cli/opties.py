"""What commands share: finding the project folder, and ending with the right exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click


def find_root(value: str | None) -> Path:
    """The project folder: the given one, or the nearest folder upwards with a mkdocs.yml (exit code 2 without)."""
    start = Path(value or ".").resolve()
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
        if value:
            break
    print(f"In {start} staat geen mkdocs.yml. Ga naar de map van je site, of geef haar op met --map.", file=sys.stderr)
    sys.exit(2)


map_optie: Any = click.option("--map", "folder", metavar="MAP", help="Map van de site; anders de map waarin je staat.")
editie_optie: Any = click.option("--editie", type=click.Choice(["student", "docent"]), help="Voor wie de site is.")
