"""A new site: what ``kwartier start`` makes, what it refuses, and that a newer Kwartier leaves what authors wrote alone."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kwartier import __version__
from kwartier.colour import ACCENT, DARK, ENOUGH, LIGHT, accent, contrast
from kwartier.compile import find_problems
from kwartier.library import Library
from kwartier.load import KINDS
from kwartier.newsite import TOOLS, Choices, site_files, tool_files
from kwartier.project import read_project
from kwartier.settings import read_settings
from sites import HALF_RENDERED, ROOT, Site, digest, run_kwartier, shell

Run = Callable[..., Any]
WITHOUT_GIT_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "EMAIL": ""}
WHO = {"GIT_AUTHOR_NAME": "P", "GIT_AUTHOR_EMAIL": "p@example.org", "GIT_COMMITTER_NAME": "P"}
WHO |= {"GIT_COMMITTER_EMAIL": "p@example.org"}


def test_a_new_site_has_one_of_everything_and_no_problem(tmp_path: Path, kwartier: Run) -> None:
    root = tmp_path / "lesmateriaal"
    made = kwartier("start", root, "--naam", "Werkplaats Noord", "--opslag", "mijn-school/lesmateriaal")
    assert made.code == 0 and str(root / "README.md") in made.out
    assert kwartier("controleer", "--streng", "--map", root).out == "Alles klopt.\n"
    library: Library = read_project(root).library
    assert {kind.soort: len(library.of_kind(kind.soort)) for kind in KINDS} == dict.fromkeys(
        (kind.soort for kind in KINDS), 1
    )
    assert library.zelftoetsen["kennismaken"] and library.modules["kennismaken"].toetsing
    settings, _ = read_settings(root)
    assert (settings.site_url, settings.repo_url) == (
        "https://mijn-school.github.io/lesmateriaal/",
        "https://github.com/mijn-school/lesmateriaal",
    )
    assert f"/v{__version__}.zip" in (root / "requirements.txt").read_text(encoding="utf-8")
    texts = {name: (root / name).read_text(encoding="utf-8") for name in digest(root)}
    assert not {name: text for name, text in texts.items() if re.search(r"@\w+@", text)}


@pytest.mark.slow
def test_the_new_site_builds(tmp_path: Path) -> None:
    made = run_kwartier("start", "nieuw", "--kleur", "#ffcc00", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "Op de lichte achtergrond is #ffcc00 niet goed te lezen; daar gebruikt Kwartier #" in made.stdout
    built = run_kwartier("bouw", cwd=tmp_path / "nieuw")
    assert built.returncode == 0 and built.stderr == "", built.stderr
    site = Site(tmp_path / "nieuw", tmp_path / "nieuw" / "site")
    assert [one for what in HALF_RENDERED for one in site.half_rendered(what)] == []
    page = (site.folder / "modules" / "kennismaken" / "index.html").read_text(encoding="utf-8")
    assert "assets/kwartier/kleur.css" in page and "Meld een verbetering" not in page
    assert "#ffcc00" in (tmp_path / "nieuw" / "site" / "assets" / "kwartier" / "kleur.css").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_five_commands_of_the_handbook(tmp_path: Path) -> None:
    """From nothing to a first version that is published on this computer; only the installation is not done again."""
    page = (ROOT / "docs" / "handboek" / "een-eigen-site.md").read_text(encoding="utf-8")
    block = re.search(r"^## In vijf opdrachten$.*?^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert block
    install, *commands = block[1].splitlines()
    assert len(commands) == 4
    assert install.startswith("python3 -m pip install ")
    assert install.rpartition(" ")[2] == tool_files()["requirements.txt"].split()[-1]
    done = shell("\n".join(commands), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    published = tmp_path / "mijn-site-gepubliceerd.git"
    names = shell("git ls-tree -r --name-only gh-pages", published).stdout.split()
    assert {"2026-2027/modules/kennismaken/index.html", "huidig/index.html", "versions.json", "index.html"} <= set(
        names
    )


@pytest.mark.parametrize(
    "name", ['Noord: "samen" #1', "L'école & <b>co</b>", "{{ x }} *ster* [link](x)", "- lijst", "ja"]
)
def test_any_name_gives_a_site_without_problems(name: str, tmp_path: Path, kwartier: Run) -> None:
    assert kwartier("start", tmp_path / "site", "--naam", name, "--instelling", name).code == 0
    project = read_project(tmp_path / "site")
    assert (project.settings.site_name, project.settings.instelling) == (name, name)
    assert not find_problems(project)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--opslag", "lesmateriaal"], "'lesmateriaal' is geen plek op GitHub; schrijf eigenaar/naam"),
        (["--opslag", "https://github.com/a/b"], "is geen plek op GitHub"),
        (["--kleur", "groen"], "'groen' is geen kleur; schrijf een hekje en zes tekens"),
        (["--licentie", "mit"], "De waarde van --licentie kan niet; kies uit: cc0-10"),
    ],
)
def test_a_wrong_answer_makes_nothing(arguments: list[str], message: str, tmp_path: Path, kwartier: Run) -> None:
    result = kwartier("start", tmp_path / "site", *arguments)
    assert (result.code, result.out) == (2, "") and message in result.err
    assert not (tmp_path / "site").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, kwartier: Run) -> None:
    (tmp_path / "brief.txt").write_text("Beste", encoding="utf-8")
    for target in (tmp_path, tmp_path / "brief.txt"):
        result = kwartier("start", target)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert "staat al iets; kies een nieuwe of een lege map. Er is niets veranderd." in result.err
    assert [one.name for one in tmp_path.iterdir()] == ["brief.txt"]


def test_questions_in_a_terminal(tmp_path: Path) -> None:
    """Someone types answers, and takes what is offered for the rest."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-c", "from kwartier.cli import main; main()", "start", "de-buurt"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        for answer in ("", "Hogeschool Zuid", "zuid/buurt", "#7a1f3d", "cc-by-40"):
            shown = ""
            while not shown.endswith(("]: ", "): ")):
                assert select.select([controller], [], [], 60)[0], shown
                shown += os.read(controller, 4096).decode()
            os.write(controller, f"{answer}\n".encode())
        assert process.wait(60) == 0
    os.close(controller)
    settings, _ = read_settings(tmp_path / "de-buurt")
    assert (settings.site_name, settings.instelling, settings.kleur) == ("De buurt", "Hogeschool Zuid", "#7a1f3d")
    assert settings.repo_url == "https://github.com/zuid/buurt"
    assert read_project(tmp_path / "de-buurt").library.modules["kennismaken"].licentie == "cc-by-40"


def test_a_first_version_in_git(tmp_path: Path) -> None:
    made = run_kwartier("start", "site", "--git", cwd=tmp_path, env={**WITHOUT_GIT_SETTINGS, **WHO})
    assert made.returncode == 0, made.stderr

    def git(*arguments: str) -> str:
        return subprocess.check_output(["git", *arguments], cwd=tmp_path / "site", text=True)

    assert git("log", "--format=%s", "main") == "Begin van de site\n"
    assert git("status", "--porcelain") == ""
    assert ".github/workflows/publiceer.yml" in git("ls-files")


def test_git_that_does_not_know_its_user(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "GIT_CONFIG_COUNT": "1"}
    home |= {"GIT_CONFIG_KEY_0": "user.useConfigOnly", "GIT_CONFIG_VALUE_0": "true"}
    made = run_kwartier("start", "site", "--git", cwd=tmp_path, env={**WITHOUT_GIT_SETTINGS, **home})
    assert made.returncode == 2
    assert "Git weet nog niet wie je bent. Typ in de map: git config user.name" in made.stderr
    assert (tmp_path / "site" / "mkdocs.yml").is_file()


def test_a_newer_kwartier_leaves_what_authors_wrote_alone(tmp_path: Path, kwartier: Run) -> None:
    root = tmp_path / "site"
    kwartier("start", root, "--naam", "Noord")
    (root / "docs" / "index.md").write_text("# Van ons\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        (root / "mkdocs.yml").read_text(encoding="utf-8").replace("Noord", "Zuid"), "utf-8"
    )
    (root / "modules" / "kennismaken" / "module.yml").unlink()
    (root / "glossary" / "begrippen" / "eigen.yml").write_text("term: eigen\n", encoding="utf-8")
    before = digest(root)
    assert kwartier("start", root, "--bijwerken").out == f"Alles past al bij Kwartier {__version__}.\n"
    (root / "requirements.txt").write_text("kwartier @ https://example.org/v0.0.1.zip\n", encoding="utf-8")
    (root / ".github" / "workflows" / "voorstel.yml").unlink()
    result = kwartier("start", root, "--bijwerken")
    assert (
        result.out == f"Vernieuwd voor Kwartier {__version__}:\n  .github/workflows/voorstel.yml\n  requirements.txt\n"
    )
    assert digest(root) == before
    assert not [name for name in tool_files() if not name.startswith(TOOLS)]


def test_only_a_site_is_brought_up_to_date(tmp_path: Path, kwartier: Run) -> None:
    result = kwartier("start", tmp_path, "--bijwerken")
    assert (result.code, list(tmp_path.iterdir())) == (2, [])
    assert "staat geen site: er is geen mkdocs.yml. Er is niets veranderd." in result.err


def test_the_editor_and_the_form_are_those_of_this_project() -> None:
    files = tool_files()
    for name in (".vscode/settings.json", ".vscode/extensions.json", ".github/ISSUE_TEMPLATE/verbetering.yml"):
        assert files[name] == (ROOT / name).read_text(encoding="utf-8")


def test_a_new_site_is_set_up_as_this_one() -> None:
    """Markdown, colours and checks of links are the same as in the site that all tests build."""
    files = site_files(Choices("Noord", "Noord"), date(2026, 9, 1))
    new, own = (
        yaml.load(text, yaml.BaseLoader) for text in (files["mkdocs.yml"], (ROOT / "mkdocs.yml").read_text("utf-8"))
    )
    for part in ("markdown_extensions", "validation"):
        assert new[part] == own[part]
    assert new["theme"]["palette"] == own["theme"]["palette"]


@given(st.from_regex(r"\A#[0-9a-f]{6}\Z"))
def test_every_colour_can_be_read(colour: str) -> None:
    found = accent(colour)
    assert min(contrast(found.licht, one) for one in LIGHT) >= ENOUGH
    assert min(contrast(found.donker, one) for one in DARK) >= ENOUGH


def test_colours_and_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert accent(ACCENT).licht == ACCENT
    assert (accent("#7a1f3d").licht, accent("#86d3c7").donker) == ("#7a1f3d", "#86d3c7")
    style = (ROOT / "macros" / "kwartier" / "assets" / "stijl" / "1-basis.css").read_text(encoding="utf-8")
    light, dark = style.split('[data-md-color-scheme="slate"]')[:2]
    for part, backgrounds in ((light, LIGHT), (dark, DARK)):
        assert tuple(re.findall(r"--kw-(?:papier|vlak): (#\w+);", part)) == backgrounds


def test_a_wrong_colour_is_a_problem_in_the_settings(tmp_path: Path, kwartier: Run) -> None:
    kwartier("start", tmp_path / "site")
    file = tmp_path / "site" / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(f'"{ACCENT}"', "blauw"), encoding="utf-8")
    result = kwartier("controleer", "--map", tmp_path / "site")
    assert result.code == 1 and "Deze waarde van 'kleur' kan niet." in result.out
    assert "Schrijf een hekje en zes tekens" in result.out
