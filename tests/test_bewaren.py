"""Nothing is lost: a site is whole whenever a build stops, the same on every computer, and odd names are handled or refused."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import Result
from datafiles import BASE
from sites import EPOCH, OTHER_COMPUTER, Site, digest
from test_bouwen import small, small_project

__all__ = ["small"]
pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-c", "from kwartier.cli import main; main()"]
LESSON = "modules/kennismaken/lessen/begin.md"
ROUNDS = 30
NOBODY = 65534


def build(root: Path, *before: str, **extra: str) -> subprocess.Popen[bytes]:
    """Start a build in a process of its own."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("KWARTIER_", "SOURCE_DATE"))}
    env |= {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", **extra}
    command = [*before, *COMMAND, "bouw", "--map", str(root)]
    return subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finished(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a build that ends by itself."""
    process.communicate()
    return process.returncode


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_build_that_is_stopped_leaves_the_old_site_or_the_new_one(
    small: Site, tmp_path: Path, count: Callable[..., None]
) -> None:
    root = shutil.copytree(small.root, tmp_path / "proef", symlinks=True)
    lesson = root / LESSON
    texts = [lesson.read_text(encoding="utf-8"), lesson.read_text(encoding="utf-8") + "\nNieuwe zin.\n"]
    whole = []
    started = time.monotonic()
    for text in texts:
        lesson.write_text(text, encoding="utf-8")
        assert finished(build(root)) == 0
        whole.append(digest(root / "site"))
    longest = (time.monotonic() - started) / 2
    assert whole[0] != whole[1]
    moments = random.Random(1)
    for number in range(ROUNDS):
        lesson.write_text(texts[number % 2], encoding="utf-8")
        process = build(root)
        # half of the moments in the last fifth, where the site is replaced
        time.sleep(longest * (moments.uniform(0.8, 1.1) if number % 2 else moments.uniform(0.1, 1)))
        process.send_signal((signal.SIGKILL, signal.SIGKILL, (signal.SIGTERM, signal.SIGINT)[number % 2])[number % 3])
        process.communicate()
        assert digest(root / "site") in whole, f"after round {number} the site is neither the old one nor the new one"
    count("builds_interrupted", ROUNDS)
    lesson.write_text(texts[0], encoding="utf-8")
    assert finished(build(root)) == 0
    assert digest(root / "site") == whole[0]


@pytest.mark.skipif(os.name == "nt", reason="users and masks of POSIX")
def test_another_user_with_another_mask_builds_the_same_bytes(
    small: Site, tmp_path: Path, count: Callable[..., None]
) -> None:
    """Another path, locale, time zone, hash seed and mask; and another user when we may become one."""
    with open_to_all(small.root) as root:
        process = build(root, *someone(), **OTHER_COMPUTER, HOME=str(root))
        said = process.communicate()[0].decode()
        assert process.returncode == 0, said
        there, here = digest(root / "site"), digest(small.folder)
        different = [file for file in {*there, *here} if there.get(file) != here.get(file)]
        count("files_compared", len(here))
        count("files_different", len(different))
        assert different == []


@contextmanager
def open_to_all(project: Path) -> Iterator[Path]:
    """A copy of a project in a folder that other users can reach, owned by nobody when we may give it away."""
    with tempfile.TemporaryDirectory(prefix="ander pad ") as folder:
        root = Path(folder) / "proef"
        shutil.copytree(project, root, ignore=shutil.ignore_patterns("site", ".kwartier"))
        if os.geteuid() == 0:
            for path in (Path(folder), root, *root.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        yield root


def someone() -> list[str]:
    """What comes before a command to run it with another mask, and as another user where we may become one.

    That user may read all files, as it would on a machine where Python is not in someone's home folder.
    """
    rights = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    other = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *rights]
    mask = [sys.executable, "-c", "import os,sys; os.umask(0o077); os.execv(sys.argv[1], sys.argv[1:])"]
    return [*other, *mask] if os.geteuid() == 0 and works(other) else mask


def works(before: list[str]) -> bool:
    """Whether we may run a command after ``before``."""
    run = [*before, sys.executable, "-c", "import kwartier.cli"]
    return bool(shutil.which(before[0])) and subprocess.run(run, capture_output=True).returncode == 0


# Names and forms of files


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["mijn foto.png", "café.png", "Één & twee (3).png", "naam+plus.png"])
def test_a_picture_with_an_odd_name_is_on_the_page(
    folder: Path, kwartier: Callable[..., Result], name: str, form: str
) -> None:
    small_project(folder)
    name = unicodedata.normalize(form, name)
    picture = b"\x89PNG\r\n\x1a\n" + name.encode()
    (folder / LESSON).with_name(name).write_bytes(picture)
    address = name.replace("(", "%28").replace(")", "%29")
    (folder / LESSON).write_text(f"In een buurt.\n\n![Een foto](<{address}>)\n", encoding="utf-8")
    done = kwartier("bouw", "--map", folder)
    assert done.code == 0, done.err
    site = Site(folder, folder / "site")
    page = "modules/kennismaken/begin/index.html"
    shown = [target[0] for one in site.pages[page].loads if (target := site.target(page, one))]
    assert picture in [file.read_bytes() for file in shown if file.is_file()]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["deel #2.png", "wat?.png", "100%.png", "a\\b.png", "a\nb.png"])
def test_a_name_that_cannot_be_in_an_address_is_refused(
    folder: Path, kwartier: Callable[..., Result], name: str
) -> None:
    small_project(folder)
    (folder / LESSON).with_name(name).write_bytes(b"x")
    done = kwartier("bouw", "--map", folder)
    assert done.code == 1
    assert "niet in een adres kan" in done.err


def test_windows_line_ends_give_the_same_site(small: Site, folder: Path, kwartier: Callable[..., Result]) -> None:
    small_project(folder)
    for file in [*folder.glob("docs/**/*.md"), *folder.glob("modules/**/*.md"), *folder.glob("modules/**/*.yml")]:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert kwartier("bouw", "--map", folder).code == 0
    page = "modules/kennismaken/begin/index.html"
    assert (folder / "site" / page).read_bytes() == (small.folder / page).read_bytes()


def test_a_byte_order_mark_is_refused_with_what_to_do(folder: Path, kwartier: Callable[..., Result]) -> None:
    small_project(folder)
    (folder / LESSON).write_bytes(b"\xef\xbb\xbf" + (folder / LESSON).read_bytes())
    done = kwartier("bouw", "--map", folder)
    assert done.code == 1
    assert f"{LESSON}:1:1" in done.err and "BOM" in done.err


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="there names differ in more than capitals")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("docs/Gast.md", "docs/gast.md"),
        (LESSON.replace("begin.md", "Plaat.png"), LESSON.replace("begin.md", "plaat.png")),
    ],
)
def test_names_that_differ_in_capitals_only_are_refused(
    folder: Path, kwartier: Callable[..., Result], one: str, other: str
) -> None:
    """On Windows and macOS one of the two would be lost."""
    small_project(folder)
    for name in (one, other):
        (folder / name).write_text("# Gast\n\nTekst.\n", encoding="utf-8")
    done = kwartier("bouw", "--map", folder)
    assert done.code == 1
    assert "hoofdletters" in done.err


@pytest.mark.skipif(os.name == "nt", reason="users and mounts of POSIX")
@pytest.mark.parametrize("command", ["bouw", "compileer"])
@pytest.mark.parametrize("kind", ["a read-only disk", "no right to write"])
def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, command: str, kind: str) -> None:
    root = shutil.copytree(BASE, tmp_path / "proef")
    before = read_only(root) if kind == "a read-only disk" else unwritable(root)
    done = subprocess.run([*before, *COMMAND, command, "--map", str(root)], capture_output=True, text=True, cwd="/")
    root.chmod(0o755)
    assert not (root / ".kwartier").exists() and not (root / "site").exists()
    assert done.returncode in {1, 2, 3}, done.stdout
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.strip()]) <= 3, done.stderr
    assert "schrijven" in done.stderr


def read_only(root: Path) -> list[str]:
    """What comes before a command to see ``root`` on a read-only disk; skips where we may not mount."""
    mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    before = ["unshare", "--mount", "sh", "-c", mount, str(root)]
    if not works(before):
        pytest.skip("only an administrator may mount a disk read-only")
    return before


def unwritable(root: Path) -> list[str]:
    """What comes before a command to run it without the right to write in ``root``, also for an administrator."""
    root.chmod(0o555)
    return ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
