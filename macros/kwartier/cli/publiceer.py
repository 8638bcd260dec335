"""``kwartier publiceer``: build the site and publish it as the version of an academic year, next to the other versions."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import click

from kwartier.build import build_site
from kwartier.cli.opties import editie_optie, find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.project import Project, read_project
from kwartier.publish import versions
from kwartier.publish.deploy import Outcome, PublishError, edition, megabytes, publish, survey
from kwartier.publish.git import GitError, Remote, remote_of, source_commit
from kwartier.reporters import text
from kwartier.settings import above_versions

NO_VERSION = "Een versie heet naar haar studiejaar, zoals 2026-2027, of 'concept'; '{}' kan niet."
NO_REMOTE = (
    "Deze map is nog aan geen plek op GitHub gekoppeld; doe dat met 'git remote add origin ADRES', of probeer het eerst uit met"
    " --lokaal MAP."
)
ANSWERS = (
    "De docenteneditie bevat antwoorden en aanwijzingen die dan voor iedereen te lezen zijn; publiceer met '--editie student', of"
    " voeg --antwoorden-openbaar toe als je dat echt wilt."
)


@click.command(
    cls=Opdracht, help="Bouw de site en publiceer haar als versie van een studiejaar, naast de andere versies."
)
@click.argument("versie")
@click.option("--alias", type=click.Choice([versions.CURRENT]), help="Maak dit de huidige versie.")
@click.option("--lokaal", metavar="MAP", help="Publiceer in een Git-map op deze computer in plaats van op GitHub.")
@click.option("--vervang", is_flag=True, help="Vervang ook een jaar dat voorbij is.")
@editie_optie
@click.option("--antwoorden-openbaar", is_flag=True, help="Publiceer de docenteneditie, leesbaar voor iedereen.")
@map_optie
def publiceer(
    versie: str,
    alias: str | None,
    lokaal: str | None,
    vervang: bool,
    editie: str | None,
    antwoorden_openbaar: bool,
    folder: str | None,
) -> None:
    """Exit code 0 only when the version is on the remote; 1 when not, and then nothing there has changed; 2 for wrong use."""
    root = find_root(folder)
    project = read_project(root)
    if not versions.is_version(versie):
        _stop(NO_VERSION.format(versie), 2)
    if alias and versie == versions.CONCEPT:
        _stop("Het concept kan niet de huidige versie zijn; publiceer het zonder --alias.", 2)
    if (editie or project.settings.editie) == "docent" and not antwoorden_openbaar:
        _stop(ANSWERS, 2)
    try:
        remote = remote_of(root, Path(lokaal) if lokaal else None)
        if remote is None:
            _stop(NO_REMOTE, 2)
        survey(remote, versie, replace=vervang)
        outcome = _build_and_publish(
            project, remote, versie, editie or project.settings.editie, alias is not None, vervang
        )
    except GitError as error:
        _stop(f"De map bij --lokaal kan geen Git-map worden: {error}; kies een andere map.", 2)
    except PublishError as error:
        _stop(str(error), 1)
    except OSError as error:
        _stop(f"De site kan niet worden gemaakt: {error.strerror or error}; er is niets gepubliceerd.", 1)
    address = above_versions(project.settings.site_url)
    _tell(outcome, versie, alias is not None, f"{address}/{versie}/" if address and not lokaal else remote.address)


def _build_and_publish(
    project: Project, remote: Remote, versie: str, editie: str, current: bool, replace: bool
) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="kwartier-", ignore_cleanup_errors=True) as name:
        rendered = build_site(project.root, editie=editie, site_dir=f"{name}/site", versie=versie)
        if rendered.problems:
            click.echo(text(rendered.problems, project.root), nl=False, err=True)
        if rendered.site is None:
            _stop("Er is niets gepubliceerd, want de inhoud heeft fouten; herstel die en publiceer opnieuw.", 1)
        settings = project.settings
        address = above_versions(settings.site_url)
        source = source_commit(project.root)
        made = edition(versie, rendered.site, project.library, settings.site_name, address, source)
        return publish(made, remote, current=current, replace=replace)


def _tell(outcome: Outcome, versie: str, asked: bool, where: str) -> None:
    """What is there now, and what someone should know."""
    part = outcome.total / versions.LIMIT
    what = f"{versie} is gepubliceerd" if outcome.changed else f"{versie} stond er al precies zo"
    click.echo(f"{what}: {where}")
    click.echo(
        f"Deze versie is {megabytes(outcome.size)}, alle versies samen {megabytes(outcome.total)}:"
        f" {part:.0%} van wat GitHub Pages toelaat."
    )
    if outcome.current == versie:
        click.echo("Dit is de huidige versie.")
    elif outcome.current:
        click.echo(f"De huidige versie is {outcome.current}.")
    if asked and outcome.current != versie:
        click.echo(f"{outcome.current} blijft de huidige versie, want dat jaar is nieuwer dan {versie}.", err=True)
    if part > versions.WARN:
        click.echo("Let op: de ruimte raakt op. Verklein grote bestanden of haal een oude versie weg.", err=True)
    for name in outcome.kept:
        click.echo(f"Let op: {name} bovenaan de site is niet van Kwartier en is zo gelaten.", err=True)


def _stop(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)
