"""``kwartier start``: a new site with an example of everything, or the files of Kwartier in a site made anew."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from kwartier import __version__
from kwartier.cli.taal import Opdracht
from kwartier.colour import ACCENT, HEX, accent
from kwartier.model.licentie import LICENTIES
from kwartier.newsite import REPOSITORY, Choices, site_files, tool_files


@click.command(cls=Opdracht, help="Maak in MAP een nieuwe site, met van alles één voorbeeld.")
@click.argument("folder", metavar="MAP")
@click.option("--naam", help="Naam van de site.")
@click.option("--instelling", help="Naam van je werkplaats of school.")
@click.option("--opslag", metavar="EIGENAAR/NAAM", help="Plek op GitHub, zoals mijn-school/lesmateriaal.")
@click.option("--kleur", metavar="KLEUR", help=f"Kleur van links en knoppen, zoals {ACCENT}.")
@click.option("--licentie", type=click.Choice(list(LICENTIES)), help="Wat anderen met de inhoud mogen.")
@click.option("--git", is_flag=True, help="Begin ook met Git en bewaar een eerste versie.")
@click.option("--bijwerken", is_flag=True, help="Vernieuw in een bestaande site alleen de bestanden van Kwartier.")
def start(
    folder: str,
    naam: str | None,
    instelling: str | None,
    opslag: str | None,
    kleur: str | None,
    licentie: str | None,
    git: bool,
    bijwerken: bool,
) -> None:
    """Exit code 2 when the folder is not empty or an answer cannot be; then nothing is written."""
    root = Path(folder)
    if bijwerken:
        _renew(root)
        return
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        _stop(f"In {root} staat al iets; kies een nieuwe of een lege map. Er is niets veranderd.")
    name = _answer(naam, "Naam van de site", root.resolve().name.replace("-", " ").capitalize())
    institution = _answer(instelling, "Naam van je werkplaats of school", name)
    repository = _answer(opslag, "Plek op GitHub, als eigenaar/naam (mag leeg)", "")
    if repository and not REPOSITORY.fullmatch(repository):
        _stop(f"'{repository}' is geen plek op GitHub; schrijf eigenaar/naam, zoals mijn-school/lesmateriaal.")
    colour = _answer(kleur, "Kleur van links en knoppen", ACCENT).lower()
    if not HEX.fullmatch(colour):
        _stop(f"'{colour}' is geen kleur; schrijf een hekje en zes tekens, zoals {ACCENT}.")
    licence = _answer(licentie, f"Licentie ({', '.join(LICENTIES)})", "cc-by-sa-40")
    if licence not in LICENTIES:
        _stop(f"'{licence}' is geen licentie die Kwartier kent; kies uit: {', '.join(LICENTIES)}.")
    files = site_files(Choices(name, institution, repository, colour, licence), date.today())
    _write(root, files)
    click.echo(
        f"Gemaakt: een site met {len(files)} bestanden in {root}. Wat je nu doet, staat in {root / 'README.md'}."
    )
    _tell_colours(colour)
    if git:
        _first_commit(root)


def _answer(given: str | None, question: str, otherwise: str) -> str:
    """What was given on the command line, else the answer in a terminal, else a value that works."""
    if given is not None:
        return given.strip() or otherwise
    if not sys.stdin.isatty():
        return otherwise
    return str(click.prompt(question, default=otherwise, show_default=bool(otherwise))).strip()


def _tell_colours(colour: str) -> None:
    """Say which colour stands in for the chosen one where that could not be read."""
    found = accent(colour)
    for scheme, used in (("lichte", found.licht), ("donkere", found.donker)):
        if used != colour and colour != ACCENT:
            click.echo(f"Op de {scheme} achtergrond is {colour} niet goed te lezen; daar gebruikt Kwartier {used}.")


def _write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")


def _first_commit(root: Path) -> None:
    steps = (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "Begin van de site"),
    )
    for step in steps:
        try:
            done = subprocess.run(["git", *step], cwd=root, capture_output=True, text=True, check=False)
        except OSError:
            _stop("De site is gemaakt, maar Git is niet geïnstalleerd; installeer Git en typ in de map 'git init'.")
        if done.returncode:
            why = (
                "Git weet nog niet wie je bent"
                if "user.email" in done.stderr or "user.name" in done.stderr
                else "Git weigert"
            )
            _stop(
                f"De site is gemaakt, maar de eerste versie is niet bewaard: {why}."
                ' Typ in de map: git config user.name "Je naam", git config user.email "je@adres.nl", en git commit.'
            )
    click.echo("De eerste versie staat in Git.")


def _renew(root: Path) -> None:
    """Make the files of Kwartier in a site anew; what authors write is not looked at."""
    if not (root / "mkdocs.yml").is_file():
        _stop(f"In {root} staat geen site: er is geen mkdocs.yml. Er is niets veranderd.")
    files = {
        name: text
        for name, text in tool_files().items()
        if not (root / name).is_file() or (root / name).read_bytes() != text.encode()
    }
    _write(root, files)
    lines = "".join(f"\n  {name}" for name in sorted(files))
    click.echo(
        f"Vernieuwd voor Kwartier {__version__}:{lines}" if files else f"Alles past al bij Kwartier {__version__}."
    )


def _stop(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(2)
