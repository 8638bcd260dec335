"""Git, for publishing: a throw-away repository that holds no more than one new commit on top of the remote's branch.

Only trees are fetched (one commit deep, without blobs where the remote allows that), so a site with many versions costs
little. Nothing is forced: the remote takes a commit only when it stands on the remote's newest one.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

BRANCH = "gh-pages"
_REF = f"refs/heads/{BRANCH}"
_CARRIED = re.compile(
    r"(?:http|credential|url|ssh|core\.sshcommand|remote\.origin\.(?:url|pushurl|proxy))\b.*", re.IGNORECASE
)
"""Settings of the author's repository with which its remote is reached; a job on GitHub keeps its token there."""
_FOREIGN = re.compile(
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX|SHALLOW_FILE|NAMESPACE)"
)
"""Environment variables with which Git, when it runs us from a hook, points to the author's repository."""


class GitError(Exception):
    """What Git, or the other side, says when something cannot be done, in its own words and without passwords."""


@dataclass(frozen=True)
class Remote:
    """Where the site goes: settings for Git with the address as ``remote.origin.url``, and who publishes."""

    settings: tuple[tuple[str, str], ...]
    author: tuple[str, str]
    folder: Path
    """The author's folder; a relative address counts from here."""

    @property
    def address(self) -> str:
        """The address, without a user name and password in it."""
        return without_password(dict(self.settings)["remote.origin.url"])


@dataclass(frozen=True)
class Entry:
    """One line of a tree: its mode, ``blob`` or ``tree``, and the name of the object."""

    mode: str
    kind: str
    name: str


@dataclass(frozen=True)
class Tip:
    """The branch on the remote: its newest commit, or ``""`` when there is no branch, and what stands at the top of it."""

    commit: str
    entries: dict[str, Entry]


def remote_of(root: Path, bare: Path | None = None) -> Remote | None:
    """The remote ``origin`` of the repository at ``root``, or a bare repository on this computer; ``None`` without one.

    The bare repository is made when there is nothing yet. Raises :class:`GitError` when it cannot be made.
    """
    author = (_config(root, "user.name") or "Kwartier", _config(root, "user.email") or "kwartier@localhost")
    if bare is not None:
        if not bare.exists() or not any(bare.iterdir()):
            _run(["init", "--quiet", "--bare", "--initial-branch", BRANCH, str(bare)], root)
            _run(["--git-dir", str(bare), "config", "uploadpack.allowFilter", "true"], root)
        return Remote((("remote.origin.url", str(bare.resolve())),), author, root)
    try:
        listed = _run(["config", "--list", "--null", "--show-scope", "--includes"], root)
    except GitError:
        return None
    parts = listed.decode(errors="replace").split("\0")
    found = [
        item.partition("\n")
        for scope, item in zip(parts[::2], parts[1::2], strict=False)
        if scope in {"local", "worktree"}
    ]
    settings = tuple((key, value) for key, _, value in found if _CARRIED.fullmatch(key))
    return Remote(settings, author, root) if "remote.origin.url" in dict(settings) else None


def source_commit(root: Path) -> str:
    """The commit that the content at ``root`` is at; ``""`` outside a repository."""
    try:
        return _run(["rev-parse", "--verify", "HEAD"], root).decode().strip()
    except GitError:
        return ""


class Store:
    """A repository in an empty folder, to read the remote's branch and put one commit on it.

    Every method raises :class:`GitError` when Git fails.
    """

    def __init__(self, folder: Path, remote: Remote) -> None:
        self.folder = folder
        self.remote = remote
        _run(["init", "--quiet", "--bare", str(folder)], remote.folder)

    def tip_commit(self) -> str:
        """The newest commit of the branch on the remote, ``""`` when there is no branch."""
        return self._git("ls-remote", "origin", _REF).decode().partition("\t")[0]

    def fetch(self, *, sizes: bool = False) -> Tip:
        """The branch as it is on the remote now; with ``sizes`` all files are fetched, so that they can be measured."""
        if not self.tip_commit():
            return Tip("", {})
        depth = ["--refetch"] if sizes else ["--filter=blob:none"]
        spec = f"+{_REF}:refs/remotes/origin/{BRANCH}"
        self._git("fetch", "--quiet", "--no-tags", "--no-auto-maintenance", "--depth=1", *depth, "origin", spec)
        commit = self._git("rev-parse", f"refs/remotes/origin/{BRANCH}").decode().strip()
        return Tip(commit, self.entries(commit))

    def entries(self, tree: str) -> dict[str, Entry]:
        """What stands at the top of a tree, by name."""
        found = {}
        for line in self._git("ls-tree", "-z", tree).decode().split("\0")[:-1]:
            facts, _, name = line.partition("\t")
            found[name] = Entry(*facts.split(" "))
        return found

    def size(self, tree: str) -> int:
        """Bytes of all files in a tree, which must have been fetched with ``sizes``."""
        lines = self._git("ls-tree", "-r", "-l", "-z", "--full-tree", tree).decode().split("\0")[:-1]
        return sum(int(line.partition("\t")[0].split()[3].replace("-", "0")) for line in lines)

    def read(self, entry: Entry) -> bytes:
        """The bytes of a file on the branch."""
        return self._git("cat-file", "blob", entry.name)

    def add_blob(self, data: bytes) -> Entry:
        """Keep a file."""
        return Entry(
            "100644", "blob", self._git("hash-object", "-w", "--stdin", "--no-filters", stdin=data).decode().strip()
        )

    def add_folder(self, folder: Path) -> Entry:
        """Keep all files below a folder, byte for byte, whatever Git is told elsewhere about line ends or ignored files."""
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        listed = "".join(f"{file}\n" for file in files).encode()
        names = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=listed).decode().split()
        pairs = zip(names, files, strict=True)
        lines = "".join(f"100644 {name}\t{file.relative_to(folder).as_posix()}\0" for name, file in pairs)
        self._git("read-tree", "--empty")
        self._git("update-index", "-z", "--index-info", stdin=lines.encode())
        return Entry("040000", "tree", self._git("write-tree").decode().strip())

    def tree(self, entries: dict[str, Entry]) -> str:
        """Make a tree of what is kept, or on the branch already."""
        lines = "".join(f"{one.mode} {one.kind} {one.name}\t{name}\0" for name, one in sorted(entries.items()))
        return self._git("mktree", "-z", "--missing", stdin=lines.encode()).decode().strip()

    def tree_of(self, commit: str) -> str:
        """The tree of a commit."""
        return self._git("rev-parse", f"{commit}^{{tree}}").decode().strip()

    def commit(self, tree: str, parent: str, message: str) -> str:
        """Make a commit on top of ``parent``, or a first one."""
        above = ["-p", parent] if parent else []
        return self._git("commit-tree", *above, "-m", message, tree).decode().strip()

    def push(self, commit: str) -> None:
        """Offer the commit to the remote, which takes it whole or not at all.

        Without force: when the branch has moved the remote refuses.
        """
        self._git("push", "--quiet", "--porcelain", "origin", f"{commit}:{_REF}")

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return _run(["--git-dir", str(self.folder), *arguments], self.remote.folder, stdin, self.remote)


def _config(root: Path, key: str) -> str:
    try:
        return _run(["config", key], root).decode().strip()
    except GitError:
        return ""


def _run(arguments: list[str], folder: Path, stdin: bytes = b"", remote: Remote | None = None) -> bytes:
    """The output of one Git command."""
    env = {key: value for key, value in os.environ.items() if not _FOREIGN.fullmatch(key)} | {
        "LC_ALL": "C",
        "LANGUAGE": "",
    }
    if remote is not None:
        name, email = remote.author
        env |= {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": email,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": email,
        }
        env = _with_settings(env, [("core.hooksPath", os.devnull), ("gc.auto", "0"), *remote.settings])
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, env=env, input=stdin, capture_output=True, check=False)
    except FileNotFoundError:
        raise GitError("Git is niet geïnstalleerd") from None
    if done.returncode:
        raise GitError(
            _reason(done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace"), done.returncode)
        )
    return done.stdout


def _with_settings(env: dict[str, str], settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The environment with settings for Git, after those that are there already; see ``GIT_CONFIG_COUNT`` in git-config(1)."""
    given = dict(env)
    count = int(given.get("GIT_CONFIG_COUNT") or 0)
    for number, (key, value) in enumerate(settings, count):
        given |= {
            f"GIT_CONFIG_KEY_{number}": key,
            f"GIT_CONFIG_VALUE_{number}": value,
            "GIT_CONFIG_COUNT": str(number + 1),
        }
    return given


def _reason(output: str, code: int) -> str:
    """The lines of Git's output that say why, on one line."""
    lines = [line.strip() for line in without_password(output).splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"(?:fatal|error|remote|!)", line)] or lines
    words = [re.sub(r"^(?:fatal|error|remote|!)[:\s]+", "", line) for line in telling]
    return "; ".join(dict.fromkeys(word for word in words if word))[:400] or f"git stopt met code {code}"


def without_password(text: str) -> str:
    """A text in which no address has a user name and password."""
    return re.sub(r"(\w+://)[^/@\s]+@", r"\1", text)
