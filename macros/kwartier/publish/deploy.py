"""A publication from start to end: look at the remote, put one commit on top of what is there, and look again.

The remote is never left halfway: it takes the commit whole or not at all. When another publication came first, the commit is made
anew on top of that one. Success is told only after a fresh reading of the remote.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kwartier.library import Library
from kwartier.publish import pagelist, signposts, versions
from kwartier.publish.git import BRANCH, Entry, GitError, Remote, Store, Tip

LIST = "versions.json"
_OURS = frozenset({".nojekyll", ".gitignore", "CNAME", "README.md", "LICENSE", "404.html", "robots.txt"})
"""What may stand on a branch that holds no versions yet."""
_TRIES = 10


class PublishError(Exception):
    """Why nothing was published, and what to do: one Dutch sentence for who publishes."""


@dataclass(frozen=True)
class Edition:
    """What is published: a built site and the facts about it that readers of other versions need."""

    name: str
    site: Path
    moved: dict[str, str]
    """Former address to the present one."""
    title: str
    """Name of the site."""
    path: str
    """Where the site stands on its host, such as ``/kwartier/``."""
    source: str
    """The commit of the content, or ``""``."""


@dataclass(frozen=True)
class Outcome:
    """What is on the remote now."""

    changed: bool
    """False when the remote already had exactly this."""
    current: str
    """The version that is the current one."""
    size: int
    """Bytes of this version."""
    total: int
    """Bytes of all versions."""
    kept: tuple[str, ...]
    """Pages at the top of someone else, that were left alone."""


def edition(name: str, site: Path, library: Library, title: str, address: str, source: str) -> Edition:
    """The edition of a site that was built from ``library``; ``address`` is that of the site, without a version."""
    path = re.sub(r"^\w+://[^/]+", "", address) + "/"
    return Edition(name, site, pagelist.moves(library, pagelist.pages(site)), title, path, source)


def survey(remote: Remote, name: str, *, replace: bool = False) -> None:
    """See whether a version can be published at all, before the site is built for it; raises :class:`PublishError`."""
    with _store(remote) as store:
        _state(store, _look(store), name, replace=replace)


def publish(edition: Edition, remote: Remote, *, current: bool = False, replace: bool = False) -> Outcome:
    """Publish an edition; with ``current`` it becomes the current version, unless that is a newer year.

    ``replace`` is needed for a year before the current one that is there already. Raises :class:`PublishError`; then every
    version on the remote is what it was.
    """
    with _store(remote) as store:
        addresses = pagelist.pages(edition.site)
        if "" not in addresses:
            raise PublishError("De gebouwde site heeft geen beginpagina; voeg docs/index.md toe en publiceer opnieuw.")
        with _saying(_NO_ROOM):
            (edition.site / pagelist.NAME).write_bytes(pagelist.dump(edition.name, addresses, edition.moved))
            size = sum(file.stat().st_size for file in edition.site.rglob("*") if file.is_file())
            made = store.add_folder(edition.site)
            forwards = signposts.alias_pages(edition.name, pagelist.forwards(addresses, edition.moved))
            alias = _folder(store, forwards)
        for attempt in range(_TRIES):
            tip = _look(store)
            listed = _state(store, tip, edition.name, replace=replace)
            is_current = versions.becomes_current(listed, edition.name, asked=current)
            after = versions.insert(listed, edition.name, is_current=is_current, size=size, source=edition.source)
            total = sum(one["properties"]["bytes"] for one in after)
            if total > versions.REFUSE * versions.LIMIT:
                raise PublishError(
                    f"Alle versies samen worden {megabytes(total)}, en GitHub Pages neemt er hoogstens 1000 MB; verklein grote"
                    " bestanden (beelden, video) of haal een oude versie weg, zie 'Publiceren' in het handboek."
                )
            with _saying(_NO_ROOM):
                entries, kept = _top(store, tip, edition, after)
                entries |= {edition.name: made} | ({versions.CURRENT: alias} if is_current else {})
                tree = store.tree(entries)
                changed = not tip.commit or tree != store.tree_of(tip.commit)
                commit = store.commit(tree, tip.commit, _message(edition)) if changed else tip.commit
            if not changed or _pushed(store, tip, commit):
                break
            time.sleep(min(0.1 * 2**attempt, 3) * (1 + os.getpid() % 10 / 10))
        else:
            raise PublishError(
                "Anderen publiceren nu ook, telkens net eerder; wacht tot ze klaar zijn en publiceer opnieuw."
            )
    _verify(remote, edition.name, made)
    return Outcome(changed, versions.current(after), size, total, kept)


def megabytes(size: int) -> str:
    """A size as people read it, in MB of a million bytes."""
    return f"{size / 1e6:.1f} MB".replace(".", ",")


_NO_ROOM = "De site kan niet worden klaargezet: {}; maak zo nodig ruimte vrij en publiceer opnieuw."


@contextmanager
def _store(remote: Remote) -> Iterator[Store]:
    with _scratch() as folder:
        with _saying(_NO_ROOM):
            store = Store(folder / "git", remote)
        yield store


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with _saying(_NO_ROOM):
        folder = tempfile.mkdtemp(prefix="kwartier-")
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _saying(sentence: str) -> Iterator[None]:
    """Turn what Git or the disk says into a sentence for who publishes."""
    try:
        yield
    except (GitError, OSError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise PublishError(sentence.format(reason)) from None


def _look(store: Store, *, sizes: bool = False) -> Tip:
    address = store.remote.address
    with _saying(
        f"{address} is niet te lezen: {{}}; er is niets gepubliceerd, dus controleer het adres, je verbinding en je rechten, en"
        " probeer het opnieuw."
    ):
        return store.fetch(sizes=sizes)


def _state(store: Store, tip: Tip, name: str, *, replace: bool) -> list[versions.Version]:
    """The versions on the remote, each with its size; raises when this one may not be added to them."""
    if LIST not in tip.entries:
        if foreign := sorted(tip.entries.keys() - _OURS):
            raise PublishError(
                f"Op {BRANCH} staat iets anders dan een site met versies ({', '.join(foreign[:3])}); zet dat eerst op een andere"
                f" tak en verwijder {BRANCH}, zie 'Publiceren' in het handboek."
            )
        return []
    try:
        with _saying(f"{LIST} op {BRANCH} is niet te lezen: {{}}; probeer het opnieuw."):
            listed = versions.parse(store.read(tip.entries[LIST]))
    except ValueError:
        raise PublishError(
            f"{LIST} op {BRANCH} is beschadigd; herstel dat bestand op GitHub en publiceer opnieuw."
        ) from None
    lost = [one["version"] for one in listed if one["version"] not in tip.entries]
    if lost:
        raise PublishError(
            f"{LIST} op {BRANCH} noemt {lost[0]}, maar die map is er niet; herstel dat op GitHub en publiceer opnieuw."
        )
    if name in tip.entries and not versions.find(listed, name):
        raise PublishError(
            f"Op {BRANCH} staat al een map {name} die geen versie is; geef haar op GitHub een andere naam en publiceer opnieuw."
        )
    if versions.is_past(listed, name) and not replace:
        raise PublishError(
            f"{name} staat er al en is voorbij; wil je wat studenten van toen gebruiken echt vervangen, voeg dan --vervang toe."
        )
    if any("bytes" not in one["properties"] for one in listed):
        full = _look(store, sizes=True)
        for one in listed:
            one["properties"].setdefault("bytes", store.size(full.entries[one["version"]].name))
    return listed


def _top(
    store: Store, tip: Tip, edition: Edition, after: list[versions.Version]
) -> tuple[dict[str, Entry], tuple[str, ...]]:
    """What stands at the top of the branch, with our own files made anew; and the pages of someone else that stay."""
    ours = {
        "index.html": signposts.start_page(edition.title, versions.current(after)),
        "404.html": signposts.missing_page(edition.title, edition.path),
    }
    entries = dict(tip.entries)
    kept = tuple(name for name in ours if name in entries and signposts.MARK not in store.read(entries[name]))
    for name, data in ours.items():
        if name not in kept:
            entries[name] = store.add_blob(data)
    entries[LIST] = store.add_blob(versions.dump(after))
    entries.setdefault(".nojekyll", store.add_blob(b""))
    return entries, kept


def _folder(store: Store, files: dict[str, bytes]) -> Entry:
    with _scratch() as folder:
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return store.add_folder(folder)


def _message(edition: Edition) -> str:
    return f"Publiceer {edition.name}" + (f" ({edition.source[:12]})" if edition.source else "")


def _pushed(store: Store, tip: Tip, commit: str) -> bool:
    """Offer the commit; ``False`` when the branch moved meanwhile. A refusal for another reason raises."""
    try:
        store.push(commit)
    except GitError as error:
        with _saying(
            f"{store.remote.address} is niet te lezen: {{}}; kijk of de nieuwe versie er staat en publiceer anders opnieuw."
        ):
            now = store.tip_commit()
        if now == tip.commit:
            raise PublishError(
                f"{store.remote.address} weigert de publicatie: {error}; er is niets veranderd, dus controleer of je daar mag"
                f" schrijven en of {BRANCH} beschermd is, en publiceer opnieuw."
            ) from None
        return now == commit
    return True


def _verify(remote: Remote, name: str, made: Entry) -> None:
    """Read the branch from the remote anew, and see that the version is there and listed."""
    unclear = f"Of {name} er nu staat is niet na te gaan: {{}}; kijk op de site en publiceer anders opnieuw."
    with _store(remote) as store, _saying(unclear):
        tip = store.fetch()
        data = store.read(tip.entries[LIST]) if LIST in tip.entries else b""
    if tip.entries.get(name) != made or f'"{name}"'.encode() not in data:
        raise PublishError(
            f"Een andere publicatie kwam over die van {name} heen; kijk op de site of die klopt en publiceer anders opnieuw."
        )
