"""``kwartier exporteer``: modules or a route as a package for a learning environment, on paper, or for a catalogue."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from kwartier.cli.opties import editie_optie, find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.compile import find_problems
from kwartier.exports import FORMATEN
from kwartier.exports.job import Job, Loss, Unavailable
from kwartier.project import Project, read_project
from kwartier.reporters import text
from kwartier.settings import VERSIE, above_versions
from kwartier.text.problems import did_you_mean


@click.command(
    cls=Opdracht,
    help="Maak van modules of een leerroute een pakket voor een leeromgeving, een reader of een catalogus: "
    + "; ".join(f"{name} ({one.uitleg})" for name, one in FORMATEN.items())
    + ".",
)
@click.argument("formaat", type=click.Choice(list(FORMATEN)))
@click.argument("modules", metavar="[MODULE...]", nargs=-1)
@click.option("--leerroute", metavar="ID", help="De modules van deze leerroute, samen in één pakket.")
@click.option("--alles", is_flag=True, help="Alle modules, elk in een eigen pakket.")
@click.option("--uit", metavar="MAP", required=True, help="Map waarin de pakketten komen.")
@map_optie
@editie_optie
@click.option("--versie", metavar="NAAM", help="Versie van de site waar links heen gaan; anders 'jaar' uit mkdocs.yml.")
@click.option("--canvas", is_flag=True, help="Bij cartridge: maak er echte pagina's van in Canvas.")
@click.option("--alleen-links", is_flag=True, help="Bij cartridge: alleen links naar de site, geen teksten.")
@click.option("--streng", is_flag=True, help="Eindig met een fout als het formaat iets niet kan dragen.")
def exporteer(
    formaat: str,
    modules: tuple[str, ...],
    leerroute: str | None,
    alles: bool,
    uit: str,
    folder: str | None,
    editie: str | None,
    versie: str | None,
    canvas: bool,
    alleen_links: bool,
    streng: bool,
) -> None:
    """Exit code 1 when the content has errors, or with ``--streng`` when something could not be carried."""
    root = find_root(folder)
    target = _target(uit)
    if (canvas or alleen_links) and formaat != "cartridge":
        _refuse(f"--canvas en --alleen-links horen bij cartridge, niet bij {formaat}.")
    if canvas and alleen_links:
        _refuse("Kies --canvas of --alleen-links, niet allebei.")
    project = read_project(root)
    if editie:
        project.settings = project.settings.model_copy(update={"editie": editie})
    problems = find_problems(project)
    if any(kind == "fout" for kind, _ in problems):
        click.echo(text(problems, root), nl=False, err=True)
        click.echo("Er is niets geëxporteerd.", err=True)
        sys.exit(1)
    nothing = not modules and leerroute is None
    chosen = _choose(project, modules, leerroute, alles or (nothing and not FORMATEN[formaat].kiest))
    job = Job(
        project,
        chosen,
        target,
        leerroute=leerroute or "",
        adres=_address(project, versie),
        canvas=canvas,
        alleen_links=alleen_links,
        progress=_show if sys.stderr.isatty() else Job.progress,
    )
    if alleen_links and not job.adres:
        _refuse("Met --alleen-links gaat alles naar de site, maar in mkdocs.yml staat geen site_url.")
    try:
        report = FORMATEN[formaat].export(job)
    except Unavailable as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"In {target} kan niet geschreven worden: {error.strerror or error}.")
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    for file in report.files:
        click.echo(file)
    if report.losses:
        click.echo("\nWat niet zo meekon als op de site:")
        click.echo("\n".join(_lines(report.losses)))
    sys.exit(1 if streng and report.losses else 0)


def _target(uit: str) -> Path:
    target = Path(uit).resolve()
    if target.exists() and not target.is_dir():
        _refuse(f"{target} is een bestand. Kies bij --uit een map.")
    return target


def _choose(project: Project, modules: tuple[str, ...], leerroute: str | None, alles: bool) -> tuple[str, ...]:
    """The modules to export, each once; ends the command when the choice makes no sense."""
    library = project.library
    if sum((bool(modules), leerroute is not None, alles)) > 1:
        _refuse("Kies modules, --leerroute of --alles, niet meer dan één daarvan.")
    if leerroute is not None:
        route = library.leerroutes.get(leerroute)
        if route is None:
            _refuse(f"De leerroute '{leerroute}' bestaat niet. {did_you_mean(leerroute, library.leerroutes)}")
        return tuple(dict.fromkeys(one.module for one in route.modules))
    for module_id in modules:
        if module_id not in library.modules:
            _refuse(f"De module '{module_id}' bestaat niet. {did_you_mean(module_id, library.modules)}")
    if not modules and not alles:
        _refuse("Noem een of meer modules, of kies --leerroute ID of --alles.")
    return tuple(dict.fromkeys(modules)) if modules else tuple(project.index.volgorde[0])


def _address(project: Project, versie: str | None) -> str:
    """The address of the published version that links go to, with a slash at its end; empty without ``site_url``."""
    settings = project.settings
    if not settings.site_url:
        return ""
    version = versie if versie is not None else os.environ.get(VERSIE) or settings.jaar
    return "/".join(part.strip("/") for part in (above_versions(settings.site_url), version) if part) + "/"


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence.strip(), err=True)
    sys.exit(2)


def _show(done: int, total: int, now: str) -> None:
    click.echo(f"\r\033[K{done + 1} van {total}: {now}"[:100], nl=False, err=True)


def _lines(losses: Iterable[Loss]) -> list[str]:
    """The report: each kind of loss once, with the places where it occurs."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in losses:
        groups.setdefault((one.wat, one.gedaan), []).append(one.waar)
    lines = []
    for (what, done), places in groups.items():
        lines.append(f"- {what}: {done}.")
        lines += [f"    {place}" for place in dict.fromkeys(places)]
    return lines
