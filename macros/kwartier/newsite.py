"""The files of a new site: one example of each kind of content, settings, and what GitHub and an editor need.

They stand in ``begin/`` as they will be, with names between at signs for what differs from site to site; a folder whose name
starts with a dot stands there without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kwartier import __version__
from kwartier.colour import ACCENT
from kwartier.model.licentie import LICENTIES
from kwartier.schemas import all_schemas

BEGIN = Path(__file__).parent / "begin"
_DOTTED = {"gitignore", "github", "vscode", "devcontainer"}
REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[A-Za-z0-9._-]+")
"""``owner/name`` on GitHub."""

TOOLS = (".github/", ".vscode/", ".devcontainer/", "docs/schemas/", "requirements.txt")
"""What belongs to Kwartier in a site and not to its authors: these files are made anew for a newer version."""

INSTALL = "python -m pip install -r requirements.txt"


@dataclass(frozen=True)
class Choices:
    """What someone chooses for a new site; ``opslag`` is ``owner/name`` on GitHub, or empty."""

    naam: str
    instelling: str
    opslag: str = ""
    kleur: str = ACCENT
    licentie: str = "cc-by-sa-40"


def site_files(choices: Choices, today: date) -> dict[str, str]:
    """Every file of a new site by its path."""
    name, address = LICENTIES[choices.licentie]
    values = {
        "naam": _quoted(choices.naam),
        "titel": _flat(choices.naam),
        "instelling": _quoted(choices.instelling),
        "instelling_plat": _flat(choices.instelling),
        "omschrijving": _quoted(f"Lesmateriaal van {choices.instelling}."),
        "opslag": _repository(choices.opslag),
        "copyright": f'Inhoud: <a href="{address}">{name}</a>',
        "licentie": choices.licentie,
        "licentienaam": f"[{name}]({address})",
        "kleur": choices.kleur,
        "datum": today.isoformat(),
    }
    return {**{path: _filled(text, values) for path, text in _templates().items()}, **tool_files()}


def tool_files() -> dict[str, str]:
    """The files of a site that follow the version of Kwartier, by path; they are the same in every site."""
    found = {f"docs/schemas/{name}": text for name, text in all_schemas().items()}
    values = {"versie": __version__, "installeer": INSTALL, "slot": "requirements.txt"}
    for path, text in _templates().items():
        if path.startswith(TOOLS):
            found[path] = _filled(text, values)
    return found


def workflow(name: str, install: str, lock: str) -> str:
    """A workflow for GitHub, for a project that installs Kwartier in its own way from what the file ``lock`` names."""
    return _filled(_templates()[f".github/workflows/{name}"], {"installeer": install, "slot": lock})


def _templates() -> dict[str, str]:
    found = {}
    for path in sorted(BEGIN.rglob("*")):
        if path.is_file():
            name = path.relative_to(BEGIN).as_posix()
            dotted = name.partition("/")[0] in _DOTTED
            found["." + name if dotted else name] = path.read_text(encoding="utf-8")
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"@(\w+)@", lambda match: values.get(match[1], match[0]), text)


def _quoted(text: str) -> str:
    """Text as a quoted YAML scalar."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _flat(text: str) -> str:
    """Text that stays as it is inside Markdown."""
    return re.sub(r"([\\`*_\[\]<>#{}|])", r"\\\1", " ".join(text.split()))


def _repository(opslag: str) -> str:
    """The settings that a repository on GitHub gives: where the site stands and where its files are."""
    if not opslag:
        return ""
    owner, _, name = opslag.partition("/")
    folder = "" if name.lower() == f"{owner}.github.io".lower() else f"{name}/"
    lines = (
        f"site_url: https://{owner.lower()}.github.io/{folder}",
        f"repo_url: https://github.com/{opslag}",
        f"repo_name: {opslag}",
    )
    return "".join(line + "\n" for line in lines)
