"""Publishing against real bare repositories: whatever goes wrong, published versions stay, and success is never claimed wrongly.

The sites are small made-up folders, so that a publication costs a few Git commands and no build.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from datafiles import BASE
from kwartier.library import Library
from kwartier.publish import versions
from kwartier.publish.deploy import PublishError, edition, publish, survey
from kwartier.publish.git import remote_of
from sites import made_once

PROCESS = """\
import sys
from pathlib import Path
from test_publiceren import run_publication
sys.exit(run_publication(*sys.argv[1:]))
"""


@dataclass(frozen=True)
class Place:
    """An author's repository, made of a folder, and the bare repository that it is published to."""

    work: Path
    bare: Path

    def git(self, *arguments: str) -> str:
        return git("--git-dir", self.bare, *arguments)

    def files(self, under: str = "") -> dict[str, str]:
        """Every file on the branch with the name of its bytes; below ``under``."""
        lines = self.git("ls-tree", "-r", "-z", "gh-pages", *([under] if under else [])).split("\0")[:-1]
        return {line.partition("\t")[2]: line.split()[2] for line in lines}

    def listed(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.git("show", "gh-pages:versions.json"))
        return found

    def publish(self, version: str, **choices: bool) -> None:
        """Publish a small site as a version, in this process."""
        site = make_site(self.work.parent / f"site-{version}", version)
        remote = remote_of(self.work)
        assert remote is not None
        made = edition(version, site, Library(), "Proef", "https://proef.example/map", "")
        publish(made, remote, **choices)

    def start(self, version: str, **env: str) -> subprocess.Popen[str]:
        """The same in a process of its own."""
        make_site(self.work.parent / f"site-{version}", version)
        tests = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        return subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(self.work), version],
            env={**os.environ, "PYTHONPATH": tests, "PYTHONIOENCODING": "utf-8", **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )


def run_publication(work: str, version: str) -> int:
    """What a process of :meth:`Place.start` does; gives its exit code."""
    place = Path(work)
    remote = remote_of(place)
    assert remote is not None
    try:
        publish(edition(version, place.parent / f"site-{version}", Library(), "Proef", "", ""), remote, current=True)
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def git(*arguments: object, cwd: Path | None = None) -> str:
    done = subprocess.run(["git", *map(str, arguments)], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def blob_name(data: bytes) -> str:
    """What Git calls these bytes: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects"""
    return sha1(b"blob %d\0" % len(data) + data).hexdigest()


def make_site(folder: Path, version: str) -> Path:
    """A site of a few pages, different for each version, with what Git might change or leave out."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("index.html", "modules/index.html", f"modules/{version}/index.html", "404.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(f"<html>{version}\r\n{name}</html>\r\n".encode())
    (folder / ".gitignore").write_text("*.html\n", encoding="utf-8")
    (folder / ".gitattributes").write_text("* text eol=lf\n", encoding="utf-8")
    (folder / "beeld met spatie é.bin").write_bytes(bytes(range(256)))
    return folder


def begin(folder: Path) -> Place:
    """A repository with one commit and an empty bare one as its remote."""
    bare, work = folder / "ver.git", folder / "werk"
    git("init", "-q", "--bare", bare)
    git("init", "-q", "-b", "main", work)
    git("config", "user.name", "Docent", cwd=work)
    git("config", "user.email", "docent@proef.example", cwd=work)
    (work / "mkdocs.yml").write_text("site_name: Proef\n", encoding="utf-8")
    git("add", "-A", cwd=work)
    git("commit", "-qm", "Begin", cwd=work)
    git("remote", "add", "origin", bare, cwd=work)
    git("push", "-q", "origin", "main", cwd=work)
    return Place(work, bare)


def begin_and_publish(folder: Path) -> None:
    """The same with two years published."""
    place = begin(folder)
    place.publish("2024-2025")
    place.publish("2025-2026", current=True)


def copy(template: Path, folder: Path) -> Place:
    """The repositories of a folder that many tests begin with."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    git("remote", "set-url", "origin", folder / "ver.git", cwd=folder / "werk")
    return Place(folder / "werk", folder / "ver.git")


@pytest.fixture
def place(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A repository with one commit and an empty bare one as its remote."""
    return copy(made_once(tmp_path_factory, "begonnen", begin), tmp_path)


@pytest.fixture
def published(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same with two years published."""
    return copy(made_once(tmp_path_factory, "gepubliceerd", begin_and_publish), tmp_path)


def refused(place: Place, version: str = "2026-2027", **choices: bool) -> str:
    """The sentence with which a publication is refused, after which all that was published is as it was."""
    before = place.git("for-each-ref")
    with pytest.raises(PublishError) as error:
        place.publish(version, **choices)
    assert place.git("for-each-ref") == before
    sentence = str(error.value)
    assert re.fullmatch(r"[^\n]+\.", sentence), sentence
    return sentence


def the_rest(place: Place, version: str) -> dict[str, str]:
    """All published files that a publication of ``version`` has no business with."""
    own = (f"{version}/", "huidig/", "versions.json", "index.html", "404.html")
    return {name: blob for name, blob in place.files().items() if not name.startswith(own)}


def complete(place: Place, version: str) -> None:
    """The version stands on the remote with every byte of its site, and is listed."""
    site = place.work.parent / f"site-{version}"
    expected = {
        f"{version}/{file.relative_to(site).as_posix()}": blob_name(file.read_bytes())
        for file in site.rglob("*")
        if file.is_file()
    }
    assert place.files(version) == expected
    assert version in {one["version"] for one in place.listed()}


# What a publication leaves


def test_a_first_version_becomes_the_current_one_and_the_start(place: Place) -> None:
    place.publish("2025-2026")
    complete(place, "2025-2026")
    assert [(one["version"], one["aliases"]) for one in place.listed()] == [("2025-2026", ["huidig"])]
    assert "2025-2026/" in place.git("show", "gh-pages:index.html")
    assert '"../../2025-2026/modules/"' in place.git("show", "gh-pages:huidig/modules/index.html")
    assert {".nojekyll", "404.html"} <= place.files().keys()


def test_the_authors_repository_is_not_touched(published: Place) -> None:
    before = git("for-each-ref", cwd=published.work), sorted(published.work.rglob("*"))
    published.publish("2026-2027", current=True)
    assert (git("for-each-ref", cwd=published.work), sorted(published.work.rglob("*"))) == before
    assert git("status", "--porcelain", cwd=published.work) == ""


def test_a_new_year_takes_over_only_when_asked(published: Place) -> None:
    published.publish("2026-2027")
    assert versions.current(published.listed()) == "2025-2026"
    published.publish("2026-2027", current=True)
    assert versions.current(published.listed()) == "2026-2027"
    assert "2026-2027/" in published.git("show", "gh-pages:index.html")
    published.publish("2025-2026", current=True, replace=True)
    assert versions.current(published.listed()) == "2026-2027"


def test_concept_is_hidden_last_and_never_the_start(place: Place) -> None:
    place.publish("concept")
    assert "nog geen versie" in place.git("show", "gh-pages:index.html")
    assert not any(name.startswith("huidig/") for name in place.files())
    for version in ("2024-2025", "concept", "2025-2026"):
        place.publish(version, current=version != "concept")
    listed = place.listed()
    assert [one["version"] for one in listed] == ["2025-2026", "2024-2025", "concept"]
    assert listed[-1]["properties"]["hidden"] is True
    assert versions.current(listed) == "2025-2026"


def test_a_year_that_is_over_is_replaced_only_when_asked(published: Place) -> None:
    assert "--vervang" in refused(published, "2024-2025")
    published.publish("2024-2025", replace=True)


def test_the_same_again_makes_no_commit(published: Place) -> None:
    before = published.git("rev-parse", "gh-pages")
    published.publish("2025-2026")
    assert published.git("rev-parse", "gh-pages") == before


def test_what_others_put_at_the_top_is_kept(published: Place, tmp_path: Path) -> None:
    clone = tmp_path / "kloon"
    git("clone", "-q", "-b", "gh-pages", published.bare, clone)
    for name in ("CNAME", "robots.txt", "index.html", "oud/pagina.html"):
        (clone / name).parent.mkdir(exist_ok=True)
        (clone / name).write_text(f"eigen {name}", encoding="utf-8")
    old = {"version": "oud", "title": "Oud", "aliases": ["vroeger"], "extra": 1}
    (clone / "versions.json").write_text(json.dumps([*published.listed(), old]), encoding="utf-8")
    git("add", "-A", cwd=clone)
    git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "eigen", cwd=clone)
    git("push", "-q", cwd=clone)
    before = the_rest(published, "2026-2027")
    published.publish("2026-2027", current=True)
    assert the_rest(published, "2026-2027") == before
    assert published.git("show", "gh-pages:index.html") == "eigen index.html"
    kept = next(one for one in published.listed() if one["version"] == "oud")
    assert (kept["aliases"], kept["extra"], kept["properties"]) == (["vroeger"], 1, {"bytes": 21})


# What can go wrong


def test_a_remote_that_refuses(published: Place) -> None:
    hook = published.bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'Deze tak is beschermd.' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    sentence = refused(published)
    assert "weigert" in sentence and "beschermd" in sentence
    hook.unlink()
    published.publish("2026-2027")  # the trap of a failed push: a second run says that nothing changed
    complete(published, "2026-2027")


def test_a_remote_that_says_yes_and_does_nothing(published: Place) -> None:
    hook = published.bare / "hooks" / "post-receive"
    old = published.git("rev-parse", "gh-pages").strip()
    hook.write_text(f"#!/bin/sh\ngit update-ref refs/heads/gh-pages {old}\n", encoding="utf-8")
    hook.chmod(0o755)
    with pytest.raises(PublishError, match="kijk op de site"):
        published.publish("2026-2027")


def test_a_remote_that_moved_between_reading_and_writing(published: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from kwartier.publish.git import Store

    push = Store.push
    interrupted: list[str] = []

    def late(store: Store, commit: str) -> None:
        if not interrupted:
            interrupted.append(commit)
            published.publish("concept")
        push(store, commit)

    monkeypatch.setattr(Store, "push", late)
    published.publish("2026-2027", current=True)
    complete(published, "concept")
    complete(published, "2026-2027")
    assert [one["version"] for one in published.listed()] == ["2026-2027", "2025-2026", "2024-2025", "concept"]


@pytest.mark.slow
def test_two_at_once(published: Place) -> None:
    before = the_rest(published, "2026-2027")
    for number in range(20):
        pair = f"20{30 + number}-20{31 + number}", f"20{60 + number}-20{61 + number}"
        runs = [published.start(version) for version in pair]
        ended = [(run.communicate()[1], run.returncode) for run in runs]
        assert ended == [("", 0), ("", 0)]
        for version in pair:
            complete(published, version)
    after = the_rest(published, "2026-2027")
    assert before.items() <= after.items()
    assert len(published.listed()) == 42


STOPPING_GIT = """#!{python}
import os, signal, sys, time
log, step, wait, real = {log!r}, {step}, {wait}, {git!r}
with open(log, "a") as file:
    file.write("x")
if wait and "push" in sys.argv:
    os.spawnv(os.P_NOWAIT, real, ["git", *sys.argv[1:]])
    time.sleep(wait)
    os.killpg(0, signal.SIGKILL)
code = os.spawnv(os.P_WAIT, real, ["git", *sys.argv[1:]])
if os.path.getsize(log) == step:
    os.killpg(0, signal.SIGKILL)
sys.exit(code)
"""


def stopping_git(folder: Path, *, step: int = 0, wait: float = 0) -> dict[str, str]:
    """An environment with a Git that kills the whole publication: after its command number ``step``, or ``wait`` seconds
    after it began to push."""
    folder.mkdir()
    script = STOPPING_GIT.format(
        python=sys.executable, log=str(folder / "log"), step=step, wait=wait, git=shutil.which("git")
    )
    (folder / "git").write_text(script, encoding="utf-8")
    (folder / "git").chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "TMPDIR": str(folder)}


def killed(place: Place, version: str, env: dict[str, str]) -> bool:
    """Whether a publication that is killed got there; what was there before is as it was, and the new one complete or absent."""
    before, listed = the_rest(place, version), len(place.listed())
    run = place.start(version, **env)
    run.communicate()
    assert run.returncode == -signal.SIGKILL
    assert the_rest(place, version) == before
    there = bool(place.files(f"{version}/"))
    if there:
        complete(place, version)
    assert len(place.listed()) == listed + there
    return there


@pytest.mark.slow
def test_killed_after_every_step(published: Place, tmp_path: Path) -> None:
    run = published.start("2026-2027", **stopping_git(tmp_path / "telt"))
    assert (run.communicate()[1], run.returncode) == ("", 0)
    steps = (tmp_path / "telt" / "log").stat().st_size
    assert steps > 15
    outcomes = [
        killed(published, f"20{30 + step}-20{31 + step}", stopping_git(tmp_path / str(step), step=step))
        for step in range(1, steps + 1)
    ]
    assert set(outcomes) == {True, False}
    assert outcomes == sorted(outcomes)
    published.publish("2090-2091", current=True)  # what a killed publication leaves is in no one's way
    complete(published, "2090-2091")


@pytest.mark.slow
def test_killed_while_pushing(published: Place, tmp_path: Path) -> None:
    for number, wait in enumerate((0.001, 0.003, 0.006, 0.01, 0.015, 0.02, 0.03, 0.05)):
        killed(published, f"20{30 + number}-20{31 + number}", stopping_git(tmp_path / str(number), wait=wait))


@pytest.mark.slow
def test_a_full_disk(published: Place, tmp_path: Path) -> None:
    """No file may grow beyond a size, as on a disk that is full; at each size it fails elsewhere."""
    before = the_rest(published, "2026-2027")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2);"
    )
    tests = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    failed = 0
    for size in (0, 60, 150, 300, 400, 600, 900):
        make_site(tmp_path / "site-2026-2027", "2026-2027")
        done = subprocess.run(
            [sys.executable, "-c", code + PROCESS, str(size), str(published.work), "2026-2027"],
            env={**os.environ, "PYTHONPATH": tests, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert {name: blob for name, blob in published.files().items() if name in before} == before
        if done.returncode:
            failed += 1
            assert re.fullmatch(r"[^\n]+\.\n", done.stderr), done.stderr
            assert not published.files("2026-2027")
    assert failed >= 3
    published.publish("2026-2027")
    complete(published, "2026-2027")


def test_a_remote_that_is_gone(published: Place) -> None:
    published.bare.rename(published.bare.with_name("elders.git"))
    with pytest.raises(PublishError, match=r"niet te lezen: .*; er is niets gepubliceerd"):
        published.publish("2026-2027")


def test_a_remote_that_goes_away_while_publishing(published: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from kwartier.publish.git import Store

    push = Store.push

    def gone(store: Store, commit: str) -> None:
        published.bare.rename(published.bare.with_name("elders.git"))
        push(store, commit)

    monkeypatch.setattr(Store, "push", gone)
    with pytest.raises(PublishError, match="kijk of de nieuwe versie er staat"):
        published.publish("2026-2027")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("index.html", "een gewone site", "iets anders dan een site met versies"),
        ("versions.json", "{", "beschadigd"),
        ("versions.json", '{"a": 1}', "beschadigd"),
        ("versions.json", '["2024-2025"]', "beschadigd"),
        ("versions.json", '[{"version": "2020-2021", "title": "x", "aliases": []}]', "die map is er niet"),
        ("2026-2027", "geen map", "iets anders"),
    ],
)
def test_a_branch_with_something_else(place: Place, name: str, text: str, says: str) -> None:
    blob = subprocess.run(
        ["git", "--git-dir", place.bare, "hash-object", "-w", "--stdin"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    line = f"100644 blob {blob.stdout.decode().strip()}\t{name}\n".encode()
    tree = subprocess.run(["git", "--git-dir", place.bare, "mktree"], input=line, capture_output=True, check=True)
    commit = place.git(
        "-c", "user.name=x", "-c", "user.email=x@x", "commit-tree", "-m", "x", tree.stdout.decode().strip()
    )
    place.git("update-ref", "refs/heads/gh-pages", commit.strip())
    assert says in refused(place)


def test_a_shallow_clone(published: Place, tmp_path: Path) -> None:
    published.git("config", "uploadpack.allowFilter", "true")
    git("commit", "-q", "--allow-empty", "-m", "Verder", cwd=published.work)
    git("push", "-q", "origin", "main", cwd=published.work)
    shallow = tmp_path / "ondiep"
    git("clone", "-q", "--depth=1", "--branch", "main", f"file://{published.bare}", shallow)
    before = (shallow / ".git" / "shallow").read_text(encoding="utf-8"), the_rest(published, "2026-2027")
    Place(shallow, published.bare).publish("2026-2027", current=True)
    complete(Place(shallow, published.bare), "2026-2027")
    assert ((shallow / ".git" / "shallow").read_text(encoding="utf-8"), the_rest(published, "2026-2027")) == before


def test_a_fresh_clone_of_one_branch_without_an_author(
    published: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    clone = tmp_path / "vers"
    git("clone", "-q", "--single-branch", "--branch", "main", published.bare, clone)
    before = the_rest(published, "2026-2027")
    Place(clone, published.bare).publish("2026-2027", current=True)
    complete(Place(clone, published.bare), "2026-2027")
    assert the_rest(published, "2026-2027") == before
    assert len(published.git("log", "--format=%h", "gh-pages").splitlines()) == 3


def test_settings_that_reach_the_remote_are_used(published: Place) -> None:
    git("remote", "set-url", "origin", "proef:ver.git", cwd=published.work)
    git("config", f"url.{published.bare.parent}/.insteadOf", "proef:", cwd=published.work)
    published.publish("2026-2027")
    complete(published, "2026-2027")


def test_a_password_in_the_address_is_never_shown(published: Place) -> None:
    git("remote", "set-url", "origin", "http://naam:geheim@127.0.0.1:9/x.git", cwd=published.work)
    remote = remote_of(published.work)
    assert remote is not None
    with pytest.raises(PublishError) as error:
        survey(remote, "2026-2027")
    assert "geheim" not in str(error.value)
    assert "127.0.0.1" in str(error.value)


def test_the_room_of_github_pages(published: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    one = published.listed()[0]["properties"]["bytes"]
    monkeypatch.setattr(versions, "LIMIT", one * 3.1)
    assert "GitHub Pages" in refused(published)
    monkeypatch.setattr(versions, "LIMIT", one * 3.2)
    published.publish("2026-2027")


@pytest.mark.slow
def test_the_command_warns_when_the_room_gets_short(
    kwartier: Callable[..., Any], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    bare = tmp_path / "ver.git"
    command = ("publiceer", "2026-2027", "--lokaal", bare, "--map", folder)
    assert kwartier(*command).code == 0
    size = Place(folder, bare).listed()[0]["properties"]["bytes"]
    for share, warned in ((0.69, False), (0.71, True), (0.94, True)):
        monkeypatch.setattr(versions, "LIMIT", size / share)
        result = kwartier(*command)
        assert result.code == 0, result.err
        assert f"{share:.0%} van wat GitHub Pages toelaat" in result.out
        assert ("de ruimte raakt op" in result.err) is warned
    monkeypatch.setattr(versions, "LIMIT", size / 0.96)
    result = kwartier(*command)
    assert (result.code, result.out) == (1, "")
    assert "GitHub Pages neemt er hoogstens 1000 MB" in result.err


# The command


def test_the_command_says_what_is_wrong(kwartier: Callable[..., Any], published: Place) -> None:
    def says(*arguments: object) -> tuple[int, str]:
        result = kwartier("publiceer", *arguments, "--map", published.work)
        assert result.out == ""
        return result.code, result.err

    assert says("2026")[0] == 2
    assert "studiejaar" in says("2026-2028")[1]
    assert "zonder --alias" in says("concept", "--alias", "huidig")[1]
    assert "--antwoorden-openbaar" in says("2026-2027", "--editie", "docent")[1]
    assert says("2024-2025") == (1, says("2024-2025")[1])
    (published.work / "mkdocs.yml").write_text(
        "site_name: Proef\nplugins:\n  - kwartier:\n      editie: docent\n", encoding="utf-8"
    )
    assert "--antwoorden-openbaar" in says("2026-2027")[1]
    git("remote", "remove", "origin", cwd=published.work)
    assert "git remote add origin" in says("2026-2027", "--editie", "student")[1]
