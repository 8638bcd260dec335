"""The command line: exit codes, what it says when it is used wrong, and new items."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Result
from datafiles import BASE, Case, make_project
from kwartier import __version__
from kwartier.project import read_project
from sites import digest

Kwartier = Callable[..., Result]

LESSON = "modules/kennismaken/lessen/begin.md"
TERM = "glossary/begrippen/plein.yml"


def project(root: Path, **files: str) -> Path:
    make_project(root, Case(Path(), 0, {"name": "", "files": files}))
    return root


# Exit codes


def test_nothing_wrong(tmp_path: Path, kwartier: Kwartier) -> None:
    assert kwartier("controleer", "--map", project(tmp_path)) == Result(0, "Alles klopt.\n", "")


def test_a_warning_counts_only_when_asked(tmp_path: Path, kwartier: Kwartier) -> None:
    project(tmp_path, **{TERM: "term: plein\ndefinitie: Een open plek.\n"})
    done = kwartier("controleer", "--map", tmp_path)
    assert done.code == 0
    assert "1 waarschuwing gevonden." in done.out
    assert kwartier("controleer", "--map", tmp_path, "--streng").code == 1


@pytest.mark.parametrize("command", ["controleer", "compileer", "bouw"])
def test_an_error_in_the_content(tmp_path: Path, kwartier: Kwartier, command: str) -> None:
    project(tmp_path, **{TERM: "term: plein\n"})
    done = kwartier(command, "--map", tmp_path)
    assert done.code == 1
    assert f"{TERM}:1:1: fout [veld-verplicht]" in done.out + done.err
    assert "1 fout gevonden." in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["controler"], "De opdracht 'controler' bestaat niet. Bedoelde je 'controleer'?"),
        (["bouw", "--ui", "x"], "De optie '--ui' bestaat niet. Bedoelde je '--uit'?"),
        (["bouw", "--uit"], "'--uit'"),
        (["bouw", "hier"], "Er staat te veel achter de opdracht."),
        (["bouw", "--editie", "ouder"], "De waarde van --editie kan niet; kies uit: student, docent."),
        (["bekijk", "--poort", "veel"], "het is een getal van 1 tot en met 65535."),
        (["nieuw"], "Na de opdracht ontbreekt SOORT; kies uit: module, les, begrip"),
        (["nieuw", "begrip"], "Na de opdracht ontbreekt ID."),
        (["nieuw", "woord", "plein"], "De waarde van SOORT kan niet; kies uit: module, les, begrip"),
        ([], "Opdrachten:"),
    ],
    ids=" ".join,
)
def test_wrong_usage(kwartier: Kwartier, arguments: list[str], message: str) -> None:
    done = kwartier(*arguments)
    assert done.code == 2
    assert message in done.err
    assert not re.search(r"Error|Usage|Missing|Invalid|such|Try", done.err)


def test_outside_a_project(tmp_path: Path, kwartier: Kwartier) -> None:
    done = kwartier("controleer", "--map", tmp_path)
    assert done.code == 2
    assert "staat geen mkdocs.yml" in done.err


def test_from_a_folder_inside_the_project(tmp_path: Path, kwartier: Kwartier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project(tmp_path) / "modules" / "kennismaken")
    assert kwartier("controleer").code == 0


def test_a_bug_of_ours_gives_a_report(tmp_path: Path, kwartier: Kwartier, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise ZeroDivisionError("onze fout")

    monkeypatch.setattr("kwartier.cli.controleer.read_project", fail)
    done = kwartier("controleer", "--map", project(tmp_path))
    assert done.code == 3
    assert "Hier ging in Kwartier zelf iets mis; aan je bestanden is niets veranderd." in done.err
    assert f"kwartier {__version__}, Python" in done.err
    assert "ZeroDivisionError: onze fout" in done.err


def test_version_and_help_are_in_dutch(kwartier: Kwartier) -> None:
    assert kwartier("--versie") == Result(0, f"kwartier {__version__}\n", "")
    done = kwartier("--hulp")
    assert done.code == 0
    commands = re.findall(r"^  ([a-z]+)  ", done.out, re.MULTILINE)
    assert {"bekijk", "bouw", "compileer", "controleer", "nieuw", "schemas"} <= set(commands)
    for text in (done.out, *(kwartier(command, "--help").out for command in commands)):
        assert "Gebruik: " in text
        assert not re.search(r"Usage|Options|Commands|Show|Error|OPTIONS|ARGS", text)


def test_the_report_for_programs_is_json(tmp_path: Path, kwartier: Kwartier) -> None:
    project(tmp_path, **{TERM: "term: plein\n"})
    rows = json.loads(kwartier("controleer", "--map", tmp_path, "--formaat", "json").out)
    assert [(row["bestand"], row["regel"], row["ernst"], row["id"]) for row in rows] == [
        (TERM, 1, "fout", "veld-verplicht")
    ]


def test_compiling_says_how_much_changed(folder: Path, kwartier: Kwartier) -> None:
    project(folder)
    assert re.fullmatch(
        r"\d+ pagina's in \.kwartier/docs, \d+ bestanden bijgewerkt\.\n", kwartier("compileer", "--map", folder).out
    )
    assert kwartier("compileer", "--map", folder).out.endswith(", niets veranderd.\n")


# New items

BARE = {
    "mkdocs.yml": "site_name: Proef\nplugins:\n  - search\n  - kwartier\n",
    "docs/index.md": "# Proef\n\nWelkom.\n",
    "glossary/themas.yml": "- {id: steun, titel: Steun, omschrijving: Wie helpt wie.}\n",
    "glossary/bronnen.yml": '- {id: proef2020, type: book, title: Een proef, author: [{literal: Werkplaats}], issued: "2020"}\n',
}
NEW = {
    "module": "eerste",
    "les": "eerste/tweede",
    "begrip": "nabij-zijn",
    "casus": "de-deur",
    "kader": "lijst",
    "instrument": "kaart",
    "leerroute": "route",
}
USAGE = {"begrip-gebruikt", "bron-gebruikt"}
"""What a new item cannot know yet: who will use it."""


@pytest.fixture
def bare(folder: Path) -> Path:
    """A project with nothing in it but a theme and a source."""
    for name, text in BARE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def content(root: Path) -> dict[str, str]:
    """The files of an author."""
    return {
        name: file.read_text(encoding="utf-8")
        for file in sorted(root.rglob("*.*"))
        if file.is_file() and not (name := file.relative_to(root).as_posix()).startswith(".kwartier")
    }


@pytest.mark.parametrize("soort", NEW)
def test_the_check_of_a_new_item_names_only_what_must_be_filled_in(bare: Path, kwartier: Kwartier, soort: str) -> None:
    needed = [one for one in ("module",) if soort in {"les", "leerroute"}]
    for one in (*needed, soort):
        done = kwartier("nieuw", one, NEW[one], "--map", bare)
        assert done.code == 0, done.err
    rows = json.loads(kwartier("controleer", "--map", bare, "--formaat", "json").out)
    assert {row["id"] for row in rows} - USAGE == {"geen-plaatshouder"}
    assert {row["ernst"] for row in rows} == {"waarschuwing"}
    new = content(bare)
    assert [row for row in rows if row["id"] not in USAGE and "VUL IN" not in line(new, row)] == []


def line(files: dict[str, str], row: dict[str, object]) -> str:
    """The text of a problem: from its line on, because a text may begin above what must be filled in."""
    return "\n".join(files[str(row["bestand"])].split("\n")[int(str(row["regel"])) - 1 :][:3])


def test_filled_in_they_are_a_site(bare: Path, kwartier: Kwartier) -> None:
    for soort, item_id in NEW.items():
        assert kwartier("nieuw", soort, item_id, "--map", bare).code == 0
    for name, text in content(bare).items():
        (bare / name).write_text(text.replace("VUL IN", "Ingevuld"), encoding="utf-8")
    done = kwartier("compileer", "--map", bare)
    assert done.code == 0, done.err
    assert set(re.findall(r"\[([\w-]+)\]$", done.err, re.MULTILINE)) <= USAGE


@pytest.mark.parametrize("soort", NEW)
def test_an_existing_item_is_never_overwritten(bare: Path, kwartier: Kwartier, soort: str) -> None:
    for one in ("module", soort):
        kwartier("nieuw", one, NEW[one], "--map", bare)
    before = digest(bare)
    done = kwartier("nieuw", soort, NEW[soort], "--map", bare)
    assert done.code == 2
    assert "er is niets veranderd" in done.err or "al van een" in done.err
    assert digest(bare) == before


@pytest.mark.parametrize(
    ("soort", "item_id"),
    [
        ("module", "Eerste"),
        ("module", "eerste les"),
        ("module", "../eerste"),
        ("module", "eerste/begin"),
        ("module", ""),
        ("module", "leerroutes"),
        ("begrip", "één"),
        ("begrip", "index"),
        ("les", "begin"),
        ("les", "kennismaken/toets"),
        ("les", "kennismaken/begin"),
        ("les", "weg/begin"),
        ("les", "kennismaken/a/b"),
        ("casus", "kennismaken"),
    ],
)
def test_an_id_that_cannot_be(folder: Path, kwartier: Kwartier, soort: str, item_id: str) -> None:
    """It is refused before anything is written: wrong signs, reserved, or of something else."""
    before = content(project(folder))
    assert kwartier("nieuw", soort, item_id, "--map", folder).code == 2
    assert content(folder) == before


def test_a_new_item_has_the_title_and_the_schema(bare: Path, kwartier: Kwartier) -> None:
    assert kwartier("nieuw", "module", "eerste", "--titel", 'Wat is "nabij"?', "--map", bare).code == 0
    text = (bare / "modules" / "eerste" / "module.yml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../docs/schemas/module.schema.json\n")
    assert read_project(bare).library.modules["eerste"].titel == "Wat is 'nabij'?"


MODULE = (BASE / "modules" / "kennismaken" / "module.yml").read_text(encoding="utf-8").rstrip("\n") + "\n"
MODULES = {
    "zoals die is": MODULE,
    "met commentaar, lege regels en ruim ingesprongen": (
        MODULE.replace("lessen:\n", "# Onze lessen\nlessen:   # in volgorde\n")
        .replace("    huiswerk:", "    # nog eens nalezen\n    huiswerk:")
        .replace("zelftoets: ", "\n# En dan de zelftoets\n\nzelftoets: ")
        .replace("\n  ", "\n      ")
    ),
    "met de lessen als laatste": re.sub(r"(?s)(lessen:\n.*?\n)(zelftoets: .*)", r"\2\1", MODULE),
    "met de lijst tegen de kantlijn": MODULE.replace("  - id: begin", "- id: begin")
    .replace("\n    titel: Begin", "\n  titel: Begin")
    .replace("\n    tekst: lessen", "\n  tekst: lessen")
    .replace("\n    leeruitkomsten: [kijken]\n    duur", "\n  leeruitkomsten: [kijken]\n  duur")
    .replace("\n    programma", "\n  programma")
    .replace("\n    huiswerk", "\n  huiswerk"),
    "met ruimte achter de koppeltekens": re.sub(
        r"(?s)(?<=lessen:\n)(.*?)(?=zelftoets)", lambda match: match[1].replace("\n    ", "\n      "), MODULE
    ).replace("  - id: begin", "  -   id: begin"),
    "van een computer met Windows": MODULE.replace("\n", "\r\n"),
}


def test_a_new_lesson_for_lessons_between_brackets_is_shown_and_nothing_changes(
    folder: Path, kwartier: Kwartier
) -> None:
    file = project(folder) / "modules" / "kennismaken" / "module.yml"
    lessons = "lessen: [{id: begin, titel: Begin, tekst: lessen/begin.md, leeruitkomsten: [kijken], duur: 60}]\n"
    file.write_text(re.sub(r"(?s)lessen:\n.*?(?=zelftoets)", lessons, MODULE), encoding="utf-8")
    before = content(folder)
    done = kwartier("nieuw", "les", "kennismaken/tweede", "--map", folder)
    assert done.code == 2
    assert "er is niets veranderd. Voeg zelf toe:\n  - id: tweede\n" in done.err
    assert content(folder) == before


@pytest.mark.parametrize("text", MODULES.values(), ids=MODULES.keys())
def test_a_new_lesson_is_added_and_the_rest_of_the_module_stays(folder: Path, kwartier: Kwartier, text: str) -> None:
    file = project(folder) / "modules" / "kennismaken" / "module.yml"
    file.write_bytes(text.encode())
    before = read_project(folder)
    assert before.problems == []
    done = kwartier("nieuw", "les", "kennismaken/tweede", "--titel", "Nog een keer", "--map", folder)
    assert done.code == 0
    after = file.read_bytes().decode()
    start = next(number for number, (old, new) in enumerate(zip(f"{text}\0", after, strict=False)) if old != new)
    assert after[:start] + after[len(after) - len(text) + start :] == text
    module = read_project(folder).library.modules["kennismaken"]
    assert module.model_copy(update={"lessen": module.lessen[:-1]}) == before.library.modules["kennismaken"]
    assert (module.lessen[-1].id, module.lessen[-1].titel) == ("tweede", "Nog een keer")
    assert module.lessen[-1].leeruitkomsten == ("kijken",)
    assert (folder / "modules" / "kennismaken" / module.lessen[-1].tekst).is_file()
