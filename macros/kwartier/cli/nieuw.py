"""``kwartier nieuw``: a commented, valid starting file for every kind of content."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

import click
import yaml

from kwartier.addresses import GERESERVEERD, is_taken
from kwartier.checks.id_uniek import OWN_SPACE
from kwartier.cli.opties import find_root, map_optie
from kwartier.cli.taal import Opdracht
from kwartier.library import Library
from kwartier.model.base import ID_PATTERN
from kwartier.project import read_project

_SKELETS = Path(__file__).parent.parent / "skelet"

SOORTEN: dict[str, tuple[tuple[str, str], ...]] = {
    "module": (
        ("modules/{id}/module.yml", "module.yml"),
        ("modules/{id}/lessen/1-begin.md", "les.md"),
        ("modules/{id}/zelftoets.yml", "zelftoets.yml"),
        ("modules/{id}/toets/opdracht.md", "opdracht.md"),
    ),
    "les": (),
    "begrip": (("glossary/begrippen/{id}.yml", "begrip.yml"),),
    "casus": (("docs/casussen/{id}.md", "casus.md"),),
    "kader": (("glossary/kaders/{id}.yml", "kader.yml"),),
    "instrument": (("glossary/instrumenten/{id}.yml", "instrument.yml"),),
    "leerroute": (("modules/leerroutes/{id}.yml", "leerroute.yml"),),
}
"""Per kind the files that a new item gets: target and starting file. A lesson is added to its module."""


@click.command(
    cls=Opdracht, help="Maak een nieuw onderdeel met een ingevuld voorbeeld. Het ID van een les is module/les."
)
@click.argument("soort", type=click.Choice(list(SOORTEN)))
@click.argument("item_id", metavar="ID")
@click.option("--titel", help="Titel; anders wordt het id gebruikt.")
@map_optie
def nieuw(soort: str, item_id: str, titel: str | None, folder: str | None) -> None:
    """Refuses (exit code 2) a wrong id and never writes over a file that is there."""
    root = find_root(folder)
    parts = item_id.split("/") if soort == "les" else [item_id]
    if (soort == "les") != (len(parts) == 2) or not all(ID_PATTERN.fullmatch(part) for part in parts):
        example = "kwartiermaken/er-zijn" if soort == "les" else "een-nieuw-begin"
        _refuse(f"'{item_id}' is geen goed id: kleine letters, cijfers en koppeltekens, zoals {example}.")
    if parts[-1] in GERESERVEERD if soort == "les" else is_taken(soort, item_id):
        _refuse(f"Het id '{parts[-1]}' is al in gebruik voor een pagina die Kwartier zelf maakt. Kies een ander.")
    title = titel or parts[-1].replace("-", " ").capitalize()
    library = read_project(root).library
    if soort not in OWN_SPACE and (owner := _owner(library, item_id)):
        _refuse(f"Het id '{item_id}' is al van een {owner}. Kies een ander.")
    if soort == "les":
        written = _new_lesson(root, library, parts[0], parts[1], title)
    else:
        written = [
            _write(root, target.format(id=item_id), _fill(root, library, skelet, title))
            for target, skelet in _free(root, soort, item_id)
        ]
    click.echo(
        "Gemaakt: "
        + ", ".join(written)
        + ".\nVul alles in waar VUL IN staat; 'kwartier controleer' zegt wat er nog ontbreekt."
    )


def _owner(library: Library, item_id: str) -> str:
    """The kind of the item that has this id in the namespace that kinds share; empty when it is free."""
    return next((soort for (soort, one), _ in library.items() if one == item_id and soort not in OWN_SPACE), "")


def _refuse(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(2)


def _free(root: Path, soort: str, item_id: str) -> tuple[tuple[str, str], ...]:
    """The files of the new item; ends with exit code 2 when one of them exists."""
    for target, _ in SOORTEN[soort]:
        if (root / target.format(id=item_id)).exists():
            _refuse(f"{target.format(id=item_id)} bestaat al; er is niets veranderd.")
    return SOORTEN[soort]


def _fill(root: Path, library: Library, skelet: str, title: str) -> str:
    values = {
        "titel": _quotable(title),
        "titel_klein": _quotable(title[:1].lower() + title[1:]),
        "thema": next(iter(library.themas), "vul-in"),
        "bron": next(iter(library.bronnen), "vul-in"),
        "module": next(iter(library.modules), "vul-in"),
        "datum": date.today().isoformat(),
        "auteur": _author(root),
    }
    text = (_SKELETS / skelet).read_text(encoding="utf-8")
    return re.sub(r"@(\w+)@", lambda match: values[match[1]], text)


def _author(root: Path) -> str:
    """The name that Git knows, or a word to replace."""
    try:
        found = subprocess.run(
            ["git", "config", "user.name"], cwd=root, capture_output=True, text=True, timeout=5, check=False
        )
    except OSError:
        return "Naam van de auteur"
    return _quotable(found.stdout.strip()) or "Naam van de auteur"


def _quotable(text: str) -> str:
    """A text as it may stand between double quotes in YAML."""
    return text.replace("\\", "\\\\").replace('"', "'")


def _write(root: Path, file: str, text: str, newline: str = "\n") -> str:
    target = root / file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline=newline)
    return file


def _new_lesson(root: Path, library: Library, module_id: str, les_id: str, title: str) -> list[str]:
    """Write the reading text and add the lesson below the last one in module.yml, which is otherwise left as it is."""
    module = library.modules.get(module_id)
    if module is None:
        _refuse(f"Er is geen module '{module_id}' die gelezen kan worden; kijk met 'kwartier controleer'.")
    number = len(module.lessen) + 1
    file = f"modules/{module_id}/lessen/{number}-{les_id}.md"
    if library.les(module_id, les_id) or (root / file).exists():
        _refuse(f"De module '{module_id}' heeft al een les '{les_id}'; er is niets veranderd.")
    entry = [
        f"- id: {les_id}",
        f'  titel: "{_quotable(title)}"',
        '  samenvatting: "VUL IN: wat deze les brengt, in een zin."',
        f"  tekst: lessen/{number}-{les_id}.md",
        f"  leeruitkomsten: [{module.leeruitkomsten[0].id}]",
    ]
    document = library.places["module", module_id].document
    last = document.locate(("lessen", len(module.lessen) - 1))
    lines = document.text.rstrip("\n").split("\n")
    before = lines[last.line - 1][: last.column - 1]
    following = [
        document.locate((key,), key=True).line
        for key in document.data
        if document.locate((key,), key=True).line > document.locate(("lessen",), key=True).line
    ]
    end = min(following) - 1 if following else len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    indent = before[: before.find("-")]
    lines[end:end] = [indent + line for line in entry]
    module_file = f"modules/{module_id}/module.yml"
    try:
        added = yaml.load("\n".join(lines), yaml.BaseLoader)["lessen"][-1]["id"] == les_id
    except yaml.YAMLError:
        added = False
    if not added:
        example = "\n".join(f"  {line}" for line in entry)
        _refuse(
            f"De les kon niet vanzelf in {module_file} gezet worden; er is niets veranderd. Voeg zelf toe:\n{example}"
        )
    newline = "\r\n" if b"\r\n" in (root / module_file).read_bytes() else "\n"
    _write(root, module_file, "\n".join(lines) + "\n", newline)
    return [
        _write(root, file, (_SKELETS / "les.md").read_text(encoding="utf-8")),
        f"een les in {module_file}",
    ]
