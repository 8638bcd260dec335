"""Content as it was: read at a Git ref without touching the checkout, and the version that was published before this one."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from pathlib import Path, PurePosixPath

from kwartier.comparison.snapshot import FORMAT, Snapshot, snapshot_of_folder
from kwartier.text.source import MAX_BYTES

YEAR = re.compile(r"(\d{4})-(\d{4})")
_CONTENT = ("modules", "glossary", "docs/casussen")
_SUFFIXES = frozenset({".yml", ".md"})


class GitError(Exception):
    """Git cannot give what was asked; the text is a Dutch sentence for the author."""


def git(root: Path, *arguments: str, data: bytes | None = None) -> bytes:
    """What Git prints; raises :class:`GitError` when Git is not there or refuses."""
    command = ["git", "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(command, cwd=root, input=data, capture_output=True, check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError("Git is niet geïnstalleerd of geeft geen antwoord.") from error
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def commit_of(root: Path, ref: str) -> str:
    """The commit that ``ref`` (a tag, a branch, a commit) names in the repository of ``root``."""
    try:
        git(root, "rev-parse", "--git-dir")
    except GitError as error:
        raise GitError("De map van deze site is geen Git-map, dus er is geen vroegere versie om te lezen.") from error
    try:
        return git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}").decode().strip()
    except GitError as error:
        known = ", ".join(tags(root)[:5])
        shown = f" Tags die er wel zijn: {known}." if known else " Haal eerst alle versies op met 'git fetch --tags'."
        raise GitError(f"Git kent hier geen versie '{ref}'.{shown}") from error


def tags(root: Path) -> list[str]:
    """The tags of the repository that are an academic year, newest first."""
    found = git(root, "tag", "--list", "[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]").decode().split()
    return sorted((tag for tag in found if YEAR.fullmatch(tag)), reverse=True)


def previous_version(root: Path, jaar: str, vorige: str) -> tuple[str, str] | None:
    """The version that this one is compared with on its page of changes, as (name, commit); ``None`` without one.

    That is ``vorige`` when it is given (``geen`` for none), else the newest tag of an academic year before ``jaar``, else
    the newest one. Never raises: a site without Git, or a clone without tags, has no such page.
    """
    if vorige == "geen":
        return None
    try:
        if vorige:
            return vorige, commit_of(root, vorige)
        earlier = [tag for tag in tags(root) if not YEAR.fullmatch(jaar) or tag < jaar]
        return (earlier[0], commit_of(root, earlier[0])) if earlier else None
    except GitError:
        return None


def read_at(root: Path, ref: str) -> Snapshot:
    """The content of the project at ``root`` as it was at ``ref``; the checkout is not touched.

    Raises :class:`GitError` with a Dutch sentence when there is no such version.
    """
    commit = commit_of(root, ref)
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    listed = git(root, "ls-tree", "-r", "-z", "--full-tree", commit, *(prefix + part for part in _CONTENT))
    wanted: list[tuple[str, str]] = []
    for line in listed.decode(errors="surrogateescape").split("\0")[:-1]:
        head, _, name = line.partition("\t")
        mode, _, blob = head.split(" ")
        path = PurePosixPath(name)
        if mode.startswith("100") and path.suffix in _SUFFIXES and ".." not in path.parts:
            wanted.append((name.removeprefix(prefix), blob))
    with tempfile.TemporaryDirectory(prefix="kwartier-") as folder:
        for (name, _), content in zip(wanted, _blobs(root, [blob for _, blob in wanted]), strict=True):
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return snapshot_of_folder(Path(folder))


def read_kept(root: Path, commit: str, cache: Path) -> Snapshot:
    """The same for a whole commit name, from the folder ``cache`` when it was read before: a commit never changes."""
    kept = cache / f"inhoud-{FORMAT}-{commit}.json"
    try:
        data = json.loads(kept.read_text(encoding="utf-8"))
        return Snapshot({(s, i): item for s, i, item in data["items"]}, {(s, i): f for s, i, f in data["onleesbaar"]})
    except (OSError, ValueError, KeyError, TypeError):
        snapshot = read_at(root, commit)
    data = {
        "items": [[*key, item] for key, item in snapshot.items.items()],
        "onleesbaar": [[*key, file] for key, file in snapshot.onleesbaar.items()],
    }
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob("inhoud-*.json"):
        old.unlink()
    kept.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return snapshot


def version_files(root: Path) -> list[Path]:
    """Files of Git that change when a version is added or moved, found without running Git."""
    folder = next((one / ".git" for one in (root, *root.parents) if (one / ".git").exists()), None)
    if folder is None:
        return []
    if folder.is_file():  # a worktree: the file names a folder, which names the one that holds the tags
        named = folder.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
        folder = folder.parent / named
        if (folder / "commondir").is_file():
            folder = folder / (folder / "commondir").read_text(encoding="utf-8").strip()
    return [one for one in (folder / "packed-refs", folder / "refs" / "tags") if one.exists()]


def _blobs(root: Path, names: list[str]) -> list[bytes]:
    """The contents of Git objects, in order; one larger than a content file may be is cut off, so reading refuses it."""
    output = git(root, "cat-file", "--batch", data="".join(name + "\n" for name in names).encode())
    contents = []
    position = 0
    for _ in names:
        end = output.index(b"\n", position)
        size = int(output[position:end].split()[2])
        contents.append(output[end + 1 : end + 1 + min(size, MAX_BYTES + 1)])
        position = end + 1 + size + 1
    return contents
