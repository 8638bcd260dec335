"""Een id wijst één ding aan.

Modules, casussen, kaders, instrumenten, leerroutes en thema's delen één naamruimte: wie over `kruidenbuurt` praat, bedoelt één ding. Begrippen
en bronnen hebben een eigen naamruimte, omdat een begrip vaak heet zoals de module of het instrument erover. Ook een oud id onder
`verplaatst_van` mag niet door iets anders gebruikt worden, want daaraan hangt het werk van studenten.

**Zo los je het op:** geef een van de twee een ander id (hernoem het bestand of de map).
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.addresses import GERESERVEERD, is_taken
from kwartier.library import Library
from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "id-uniek"
SEVERITY = "fout"

OWN_SPACE = frozenset({"begrip", "bron"})


def check(project: Project) -> Iterator[Problem]:
    """Compare ids over kinds, former ids with present ones, and question and lesson ids inside a module."""
    library = project.library
    taken: dict[tuple[str, str], str] = {}
    for (soort, item_id), _ in library.items():
        space = soort if soort in OWN_SPACE else ""
        other = taken.setdefault((space, item_id), soort)
        if other != soort:
            message = f"Het id '{item_id}' is al van een {other}."
            yield Problem(library.locate((soort, item_id)), RULE, message, "Geef een van de twee een ander id.")
        if is_taken(soort, item_id):
            message = f"Een {soort} kan niet '{item_id}' heten: een pagina van Kwartier zelf heeft dat adres."
            yield Problem(library.locate((soort, item_id)), RULE, message, "Kies een ander id.")
    yield from _former(library)
    for module_id, module in library.modules.items():
        for number, les in enumerate(module.lessen):
            if les.id in GERESERVEERD:
                at = library.locate(("module", module_id), "lessen", number, "id")
                yield Problem(
                    at, RULE, f"Een les kan niet '{les.id}' heten.", "Kies een ander id; dit adres is al bezet."
                )


def _former(library: Library) -> Iterator[Problem]:
    """Report former ids that something else has, or that two items of a kind give."""
    claimed: dict[tuple[str, str], str] = {}
    for (soort, item_id), item in library.items():
        for number, old in enumerate(getattr(item, "verplaatst_van", ())):
            owner = claimed.setdefault((soort, old), item_id)
            if old in library.of_kind(soort):
                message = f"'{old}' staat onder verplaatst_van, maar er is nog een {soort} met dat id."
                hint = "Haal het weg, of hernoem het andere onderdeel."
            elif owner != item_id:
                message = f"'{old}' staat ook onder verplaatst_van bij '{owner}'."
                hint = "Laat het bij een van de twee staan."
            else:
                continue
            yield Problem(library.locate((soort, item_id), "verplaatst_van", number), RULE, message, hint)
