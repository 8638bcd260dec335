"""``kwartier links``: ask other sites whether the pages that the content links to are still there."""

from __future__ import annotations

import sys

import click

from kwartier.cli.opties import find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.outgoing import Outgoing, outgoing
from kwartier.project import read_project
from kwartier.reporters import REPORTERS
from kwartier.settings import above_versions
from kwartier.text.problems import Problem
from kwartier.visits import Outcome, Visit, Visitor

RULE = "link-antwoordt"
_KIND = {
    Outcome.GONE: "fout",
    Outcome.UNREACHABLE: "fout",
    Outcome.UNKNOWN: "waarschuwing",
    Outcome.MOVED: "waarschuwing",
}
_OFFLINE = "Geen enkele site was te bereiken, dus er is niets bekeken; kijk of deze computer verbinding heeft."


@click.command(cls=Opdracht, help="Kijk of de pagina's van andere sites waar je naar verwijst er nog zijn.")
@map_optie
@click.option(
    "--formaat", type=click.Choice(list(REPORTERS)), default="tekst", show_default=True, help="Vorm van het verslag."
)
@click.option("--streng", is_flag=True, help="Ook een waarschuwing is een fout.")
@click.option(
    "--pauze",
    type=click.FloatRange(0, 60),
    default=1,
    show_default=True,
    help="Seconden tussen twee vragen aan dezelfde site.",
)
@click.option(
    "--geduld",
    type=click.FloatRange(1, 120),
    default=15,
    show_default=True,
    help="Seconden die een antwoord mag duren.",
)
def links(folder: str | None, formaat: str, streng: bool, pauze: float, geduld: float) -> None:
    """Exit code 0 when every link leads somewhere, 1 when one does not, 2 when this computer has no connection."""
    root = find_root(folder)
    project = read_project(root)
    found = outgoing(project)
    visitor = Visitor(above_versions(project.settings.site_url), pause=pauze, patience=geduld)
    pages = {one.pagina for one in found}
    with click.progressbar(
        length=len(pages), label="Links bekijken", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        visits = visitor.visit_all(sorted(pages), bar.update)
    if visits and all(visit.outcome is Outcome.UNREACHABLE for visit in visits.values()):
        click.echo(_OFFLINE, err=True)
        sys.exit(2)
    problems = [
        (kind, _problem(one, visit)) for one in found if (kind := _KIND.get((visit := visits[one.pagina]).outcome))
    ]
    if formaat == "tekst":
        click.echo(f"{len(found)} links naar {len(pages)} adressen bekeken.\n")
    click.echo(REPORTERS[formaat](problems, root), nl=False)
    sys.exit(1 if any(kind == "fout" or streng for kind, _ in problems) else 0)


def _problem(link: Outgoing, visit: Visit) -> Problem:
    hint = f"Nieuw adres: {visit.verhuisd_naar}" if visit.verhuisd_naar else ""
    return Problem(link.at, RULE, f"{link.adres} {visit.reden}.", hint)
