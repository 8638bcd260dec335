"""What a site sets in ``mkdocs.yml`` that the content floors need: the ``kwartier`` plugin block and a few site facts.

The file belongs to MkDocs and may hold tags such as ``!ENV``; it is composed, not constructed, so no tag is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kwartier.text.problems import Location, Problem, did_you_mean
from kwartier.text.source import Document, YamlPath, read_text, too_deep
from kwartier.text.yaml_errors import translate

Ernst = Literal["fout", "waarschuwing", "uit"]
VERSIE = "KWARTIER_VERSIE"
"""Environment variable with the version that is being published; without it no page knows of versions."""
_VERSION = re.compile(r"/(?:20\d\d-20\d\d|concept|huidig|latest|nieuwste)$")
SITE_KEYS = ("site_name", "site_url", "site_description", "repo_url", "edit_uri")


class Instellingen(BaseModel):
    """The options of the ``kwartier`` plugin, with the site facts from the top level of ``mkdocs.yml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ernst: dict[str, Ernst] = Field({}, description="Per regel: fout, waarschuwing of uit.")
    editie: Literal["student", "docent"] = Field("student", description="Voor wie de site is.")
    instelling: str = Field("", description="Naam van de werkplaats of instelling.")
    vakgebied: str = Field("", description="Vakgebied voor portalen, zoals het in het onderwijsbegrippenkader heet.")
    vakgebied_id: str = Field("", description="Id van het vakgebied in het onderwijsbegrippenkader.")
    jaar: str = Field("", description="Studiejaar van deze versie, bijvoorbeeld 2026-2027.")
    vorige: str = Field(
        "", description="Versie waarmee deze vergeleken wordt: een tag, of 'geen'; anders het vorige studiejaar."
    )
    kleur: Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")] = Field(
        "", description="Kleur van links en knoppen, bijvoorbeeld #0d4f4b."
    )
    site_name: str = "Kwartier"
    site_url: str = ""
    site_description: str = ""
    repo_url: str = ""
    edit_uri: str = "edit/main/"


PLUGIN_KEYS = tuple(name for name in Instellingen.model_fields if name not in SITE_KEYS)
"""The options that a site may give to the plugin."""


def above_versions(site_url: str) -> str:
    """The address of a site without the folder of one version, and without a slash at the end."""
    return _VERSION.sub("", site_url.strip().rstrip("/"))


def as_version(settings: Instellingen, versie: str) -> Instellingen:
    """The settings with which a version is made: its own address, and its year unless it is the concept."""
    address = f"{above_versions(settings.site_url)}/{versie}/" if settings.site_url else ""
    return settings.model_copy(update={"site_url": address} | ({"jaar": versie} if "-" in versie else {}))


def read_settings(root: Path, file: str = "mkdocs.yml") -> tuple[Instellingen, list[Problem]]:
    """The settings of the project at ``root``; with problems the defaults stand in for what is wrong."""
    if not (root / file).is_file():
        message = "In deze map staat geen mkdocs.yml, dus dit is geen Kwartier-project."
        return Instellingen(), [Problem(Location(file), "project-compleet", message, "Ga naar de map van je site.")]
    text, problems = read_text(root, file)
    if text is None:
        return Instellingen(), problems
    document = Document(file, text, yaml_text=text)
    if deep := too_deep(document):
        return Instellingen(), [*problems, *deep]
    try:
        data = _plain(document.nodes, {})
    except yaml.YAMLError as error:
        return Instellingen(), [*problems, translate(error, file, text, 1)]
    except _InItselfError as error:
        at = Location(file, error.mark.line + 1, error.mark.column + 1)
        message = "Hier staat een verwijzing ('*') naar iets waar zij zelf in staat."
        return Instellingen(), [*problems, Problem(at, "yaml-eenvoudig", message, "Schrijf uit wat er moet staan.")]
    if not isinstance(data, dict):
        message = "mkdocs.yml hoort instellingen te bevatten: 'naam: waarde'."
        problem = Problem(Location(file), "project-compleet", message, "Vergelijk met het voorbeeld in het handboek.")
        return Instellingen(), [*problems, problem]
    values: dict[str, Any] = {key: data[key] for key in SITE_KEYS if isinstance(data.get(key), str)}
    for key in SITE_KEYS:
        if data.get(key) == "":
            problems += _fallen_away(document, (key,))
    path, block = _plugin_block(data)
    for key in block:
        if key not in PLUGIN_KEYS:
            at = document.locate((*path, key), key=True)
            message = f"De instelling '{key}' van kwartier bestaat niet."
            problems.append(Problem(at, "instelling-bekend", message, did_you_mean(key, PLUGIN_KEYS)))
        elif block[key] == "":
            problems += _fallen_away(document, (*path, key))
    values |= {key: value for key, value in block.items() if key in PLUGIN_KEYS}
    try:
        return Instellingen(**values), problems
    except ValidationError as error:
        for detail in error.errors():
            at = document.locate((*path, *detail["loc"]))
            expected = detail.get("ctx", {}).get("expected", "")
            hint = f"Kies uit: {expected.replace(' or ', ', ')}." if expected else ""
            if detail["type"] == "string_pattern_mismatch":
                hint = "Schrijf een hekje en zes tekens tussen aanhalingstekens, zoals '#0d4f4b'."
            problems.append(Problem(at, "instelling-bekend", f"Deze waarde van '{detail['loc'][-1]}' kan niet.", hint))
        wrong = {str(detail["loc"][0]) for detail in error.errors()}
        return Instellingen(**{key: value for key, value in values.items() if key not in wrong}), problems


def _fallen_away(document: Document, path: YamlPath) -> Iterator[Problem]:
    """The problem of a value that YAML reads as a comment, because its author left out the quotes: ``kleur: #7a1f3d``."""
    at = document.locate(path, key=True)
    line = document.text.split("\n")[at.line - 1]
    if match := re.compile(r"[^:]*:[ \t]+(#\S.*)").match(line, at.column - 1):
        message = "Alles vanaf dit hekje valt weg, omdat YAML het als commentaar leest."
        hint = f'Zet de waarde tussen aanhalingstekens: {path[-1]}: "{match[1].strip()}".'
        yield Problem(Location(at.file, at.line, match.start(1) + 1), "tekst-blijft-heel", message, hint)


def _plugin_block(data: dict[str, Any]) -> tuple[tuple[str | int, ...], dict[str, Any]]:
    plugins = data.get("plugins")
    if isinstance(plugins, list):
        for number, plugin in enumerate(plugins):
            if isinstance(plugin, dict) and isinstance(plugin.get("kwartier"), dict):
                return ("plugins", number, "kwartier"), plugin["kwartier"]
    if isinstance(plugins, dict) and isinstance(plugins.get("kwartier"), dict):
        return ("plugins", "kwartier"), plugins["kwartier"]
    return ("plugins",), {}


class _InItselfError(Exception):
    """A node of the YAML that holds itself, by an alias; ``mark`` is where it begins."""

    def __init__(self, mark: yaml.Mark) -> None:
        super().__init__()
        self.mark = mark


def _plain(node: Any, made: dict[int, Any]) -> Any:
    """The value of a node; ``made`` has those of nodes before it, so that many aliases of one thing give one value."""
    if id(node) in made:
        if made[id(node)] is _InItselfError:
            raise _InItselfError(node.start_mark)
        return made[id(node)]
    made[id(node)] = _InItselfError
    if isinstance(node, yaml.MappingNode):
        value: Any = {key.value: _plain(value, made) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    elif isinstance(node, yaml.SequenceNode):
        value = [_plain(child, made) for child in node.value]
    else:
        value = node.value if node is not None else {}
    made[id(node)] = value
    return value
