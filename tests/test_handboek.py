"""The handbook tells the truth: its examples work as they stand, and everything that an author can use is in it.

An example that a test runs has a comment before it: ``<!-- test: opdracht -->`` for commands, ``<!-- test: uitvoer -->`` for
what the last command prints, ``<!-- test: bestand PATH -->`` for a file (blocks with the same path on one page are one file)
and ``<!-- test: erbij PATH -->`` for what is added to a file that is there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import click
import pytest
import yaml

from kwartier.blocks import BLOKKEN
from kwartier.checks import DEFAULT_SEVERITY
from kwartier.cli import kwartier as command_line
from kwartier.cli import taal
from kwartier.cli.nieuw import SOORTEN
from kwartier.cli.taal import OPDRACHTEN
from kwartier.compile import find_problems
from kwartier.load import KINDS
from kwartier.markup import MACROS, mask
from kwartier.model import Vraag
from kwartier.model.base import Niveau, Onderdeel, Status, Taxonomie
from kwartier.model.begrip import Linken, Perspectief
from kwartier.model.bron import Bron
from kwartier.model.instrument import Instrument
from kwartier.model.licentie import LICENTIES
from kwartier.model.module import Werkvorm
from kwartier.pages import all_pages
from kwartier.pages.citations import volledig
from kwartier.pages.jinja import contents
from kwartier.project import read_project
from kwartier.schemas import SCHEMAS
from kwartier.settings import PLUGIN_KEYS, Ernst
from kwartier.text.problems import Problem
from sites import ROOT, copy_content

HANDBOOK = ROOT / "docs" / "handboek"
FIRST_MODULE = "eerste-module.md"
_EXAMPLE = re.compile(
    r"^<!-- test: (?P<soort>\w+)(?: (?P<bestand>\S+))? -->\n+(?P<hek>`{3,})\w*\n(?P<tekst>.*?)^(?P=hek)$",
    re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(r"^(?P<hek>`{3,})\w*\n.*?^(?P=hek)$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"\{\{ (?:" + "|".join(MACROS) + r")\([^{}]*\) \}\}")


@dataclass(frozen=True)
class Example:
    """A block of a page that a test runs; ``file`` is empty for a command and its output."""

    kind: str
    file: str
    text: str


def examples(page: str) -> list[Example]:
    """The examples of a page of the handbook, in order."""
    text = (HANDBOOK / page).read_text(encoding="utf-8")
    found = [Example(match["soort"], match["bestand"] or "", match["tekst"]) for match in _EXAMPLE.finditer(text)]
    assert len(found) == text.count("<!-- test:"), f"{page}: a test comment without a block behind it"
    return found


def write(root: Path, page: str) -> set[str]:
    """Write the files of a page into a project; gives their names."""
    joined: dict[str, str] = {}
    for example in examples(page):
        if example.kind == "bestand":
            joined[example.file] = joined.get(example.file, "") + example.text
        elif example.kind == "erbij":
            joined[example.file] = (root / example.file).read_text(encoding="utf-8") + "\n" + example.text
    for name, text in joined.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return set(joined)


PAGES = sorted(path.name for path in HANDBOOK.glob("*.md"))
WITH_FILES = [page for page in PAGES if page != FIRST_MODULE and any(one.file for one in examples(page))]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this repository's content."""
    return copy_content(tmp_path / "proef")


@pytest.fixture(scope="module")
def handbook() -> dict[str, str]:
    """Every page of the handbook as it is compiled, by its name."""
    pages = all_pages(read_project(ROOT))
    return {page.uri.removeprefix("handboek/"): page.markdown for page in pages if page.uri.startswith("handboek/")}


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next heading of its level or higher."""
    start = re.search(rf"^(?P<hekjes>##+) {re.escape(heading)}$", text, re.MULTILINE)
    assert start, f"no heading {heading!r}"
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{len(start['hekjes'])}}} ", mask(rest), re.MULTILINE)
    return rest[: end.start()] if end else rest


def problems(root: Path) -> list[tuple[str, Problem]]:
    """What ``kwartier controleer`` finds."""
    return list(find_problems(read_project(root)))


def test_the_first_module_is_there_after_twenty_minutes(project: Path, kwartier: Callable[..., Any]) -> None:
    module = project / "modules" / "kennismaken"
    names: set[str] = set()
    printed = ""
    for example in examples(FIRST_MODULE):
        if example.kind == "opdracht":
            command, *arguments = shlex.split(example.text)
            result = kwartier(*arguments, "--map", project)
            assert (command, result.code) == ("kwartier", 0), result.out + result.err
            printed = result.out
        elif example.kind == "uitvoer":
            assert " ".join(example.text.split()) in " ".join(printed.split())
        else:
            (project / example.file).write_text(example.text, encoding="utf-8")
            names.add(example.file)
    assert names == {path.relative_to(project).as_posix() for path in module.rglob("*") if path.is_file()}
    assert not [problem for kind, problem in problems(project) if kind == "fout" or problem.at.file in names]


@pytest.mark.parametrize("page", WITH_FILES)
def test_the_files_on_a_page_have_no_errors(page: str, project: Path) -> None:
    write(project, FIRST_MODULE)
    names = write(project, page)
    found = [f"{problem.at} {problem.message}" for kind, problem in problems(project) if kind == "fout"]
    assert not [line for line in found if line.partition(":")[0] in names]


def test_the_handbook_itself_is_without_problems() -> None:
    found = [problem for _, problem in problems(ROOT) if problem.at.file.startswith("docs/handboek/")]
    assert not found


def test_every_macro_in_an_example_works(project: Path) -> None:
    write(project, FIRST_MODULE)
    lesson = project / "modules" / "kennismaken" / "lessen" / "1-begin.md"
    text = (HANDBOOK / "macros.md").read_text(encoding="utf-8")
    shown = " ".join(match[0] for match in _CODE.finditer(text) if "render_macros" not in match[0])
    calls = _CALL.findall(shown)
    assert {call.strip("{ ").partition("(")[0] for call in calls} == set(MACROS)
    lesson.write_text("\n\n".join(calls), encoding="utf-8")
    name = lesson.relative_to(project).as_posix()
    assert not [problem for _, problem in problems(project) if problem.at.file == name]


def test_what_is_not_an_example_is_filled_in(handbook: dict[str, str]) -> None:
    left = {page: re.findall(r"\{\{.*?\}\}|\[\[.*?\]\]", _CODE.sub("", text)) for page, text in handbook.items()}
    assert not {page: found for page, found in left.items() if found}


@pytest.mark.parametrize("name", MACROS)
def test_every_macro_has_a_section_with_all_its_values(name: str, handbook: dict[str, str]) -> None:
    text = section(handbook["macros.md"], name)
    assert f"`{{{{ {name}(" in text or f"\n{{{{ {name}(" in text
    for parameter in MACROS[name]:
        shown = rf"`{parameter.naam}`|\b{parameter.naam}=|{{{{ {name}\("
        assert re.search(shown, text), f"{name}: {parameter.naam}"
        for word in parameter.keuze:
            assert f'"{word}"' in text


def test_the_sources_look_as_the_page_says() -> None:
    added = next(one.text for one in examples("bronnen.md") if one.kind == "erbij")
    sources = [Bron.model_validate(one) for one in yaml.load(added, yaml.BaseLoader)]
    page = (HANDBOOK / "bronnen.md").read_text(encoding="utf-8")
    assert not [full for full in map(volledig, sources) if f"- {full}\n" not in page]


@pytest.mark.parametrize("name", OPDRACHTEN)
def test_every_command_has_a_section_with_all_its_options(name: str, handbook: dict[str, str]) -> None:
    text = section(handbook["opdrachten.md"], f"kwartier {name}")
    command = command_line.get_command(click.Context(command_line), name)
    assert command is not None
    for parameter in command.params:
        written = parameter.opts if isinstance(parameter, click.Option) else []
        if isinstance(parameter.type, click.Choice):
            written = [*written, *map(str, parameter.type.choices)]
        assert not [one for one in written if f"`{one}`" not in text]


def test_the_options_of_all_commands_together_are_explained(handbook: dict[str, str]) -> None:
    names = [*command_line.context_settings["help_option_names"], *command_line.params[0].opts]
    text = handbook["opdrachten.md"].partition("\n## ")[0]
    assert not [name for name in names if name not in text]


def test_the_way_in_names_every_command(handbook: dict[str, str]) -> None:
    intro = handbook["opdrachten.md"].partition("\n## ")[0]
    assert not [name for name in OPDRACHTEN if f"`kwartier {name}`" not in intro]


def test_every_file_of_a_command_is_a_command() -> None:
    files = {path.stem for path in Path(taal.__file__).parent.glob("*.py")}
    assert sorted(files - {"__init__", "opties", "taal"}) == list(OPDRACHTEN)


@pytest.mark.parametrize("rule", DEFAULT_SEVERITY)
def test_every_rule_can_be_looked_up(rule: str, handbook: dict[str, str]) -> None:
    text = handbook["regels.md"]
    assert f"### {rule} {{ #{rule} }}" in text or f'<dt id="{rule}">' in text


def fields() -> set[str]:
    """Every field of every kind of file, as authors write it."""
    found: set[str] = set()
    todo: list[Any] = [kind for kind, _ in SCHEMAS.values()]
    seen: list[Any] = []
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.append(one)
        todo += get_args(one)
        if isinstance(one, type) and issubclass(one, Onderdeel):
            found |= {field.alias or name for name, field in one.model_fields.items()}
            todo += [field.annotation for field in one.model_fields.values()]
    return found


def test_every_field_can_be_looked_up(handbook: dict[str, str]) -> None:
    names = fields()
    assert len(names) > 100
    text = "\n".join(handbook.values())
    assert not [name for name in sorted(names) if f"| `{name}`" not in text]


def tags(union: Any, field: str) -> list[str]:
    """The words that choose a class of a union."""
    return [get_args(one.model_fields[field].annotation)[0] for one in get_args(get_args(union)[0])]


WORDS: dict[str, tuple[str, list[str]]] = {
    "blocks": ("leestekst.md", list(BLOKKEN)),
    "kinds of questions": ("vragen.md", [f"soort: {word}" for word in tags(Vraag, "soort")]),
    "layouts": ("kaders-en-instrumenten.md", [f"layout: {word}" for word in tags(Instrument, "layout")]),
    "levels": ("modules.md", [level.value for level in Niveau]),
    "taxonomy": ("modules.md", [f"`{level.value}`" for level in Taxonomie]),
    "forms of work": ("modules.md", [f"`{form.value}`" for form in Werkvorm]),
    "states": ("modules.md", [f"`{status.value}`" for status in Status]),
    "licences": ("modules.md", [f"`{licence}`" for licence in LICENTIES]),
    "voices": ("begrippen.md", [f"`{voice.value}`" for voice in Perspectief]),
    "linking": ("begrippen.md", [f"linken: {word.value}" for word in Linken if word is not Linken.AUTOMATISCH]),
    "types of sources": ("bronnen.md", [f"`{word}`" for word in get_args(Bron.model_fields["type"].annotation)]),
    "kinds of files": ("macros.md", [f"`{name}`" for name in SCHEMAS]),
    "kinds to make": ("opdrachten.md", [f"`{name}`" for name in SOORTEN]),
    "settings": ("opdrachten.md", [f"| `{name}` |" for name in PLUGIN_KEYS]),
    "severities": ("opdrachten.md", [f"- `{word}`:" for word in get_args(Ernst)]),
    "folders": ("index.md", [f"`{kind.folder}" for kind in KINDS if not kind.bundle and kind.soort != "module"]),
}
"""Fixed words that an author can choose from, with the page that explains them."""


@pytest.mark.parametrize("subject", WORDS)
def test_every_word_to_choose_from_is_on_its_page(subject: str, handbook: dict[str, str]) -> None:
    page, words = WORDS[subject]
    assert not [word for word in words if word not in handbook[page]]


def test_everything_that_a_counting_page_can_use_is_listed(handbook: dict[str, str]) -> None:
    text = section(handbook["macros.md"], "Een pagina die zelf telt")
    for name, items in contents(read_project(ROOT)).items():
        row = re.search(rf"^\| `inhoud\.{name}` \|.*$", text, re.MULTILINE)
        assert row and items
        assert not [key for key in items[0] if f"`{key}`" not in row[0]]


def test_every_page_is_in_the_menu_and_in_the_way_in(handbook: dict[str, str]) -> None:
    menu = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)["nav"]
    part = next(entry["Handboek"] for entry in menu if "Handboek" in entry)
    listed = [page.removeprefix("handboek/") for entry in part for page in entry.values()]
    assert sorted(listed) == PAGES
    assert not [page for page in PAGES if page != "index.md" and f"]({page})" not in handbook["index.md"]]
