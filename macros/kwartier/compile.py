"""Write the compiled site: Markdown pages, pictures and assets below ``.kwartier/``, touching only what changed.

Layout::

    .kwartier/docs/           the tree that MkDocs (or another host) builds
    .kwartier/termen.json     what the term linker needs
    .kwartier/jinja.json      what pages that ask for Jinja become
    .kwartier/compilatie.json what was read and written, so that a second run without changes does nothing

A file is written only when its bytes differ; files that no longer belong are removed. The record of a compilation names
every file that was read with its size and time stamp (nanoseconds), and every file that was written; when all of them are
as they were, nothing has to be read again.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import splitext
from urllib.parse import unquote

import kwartier
from kwartier import assets, colour
from kwartier.alone import alone
from kwartier.checks import all_problems, severity
from kwartier.comparison.history import version_files
from kwartier.index import term_entries
from kwartier.markup import links
from kwartier.pages import all_drafts
from kwartier.pages.context import Draft
from kwartier.pages.dossier import data_files
from kwartier.pages.downloads import downloads
from kwartier.pages.jinja import problems as jinja_problems
from kwartier.pages.jinja import rendered
from kwartier.project import WORK, Project, read_project
from kwartier.search import Entry, Gathering, entry
from kwartier.settings import VERSIE, as_version
from kwartier.text.problems import Location, Problem
from kwartier.texts import Text
from kwartier.tree import SKIP, Stamp, keep, look, put, stamp, walk
from kwartier.workers import apart, side_by_side

EDITIE = "KWARTIER_EDITIE"
"""Environment variable with which the command line chooses an edition for hosts that it does not call itself."""
_FORMAT = 2
_BESIDE = ("termen.json", "jinja.json")
"""What is written beside the tree."""
CONTENT = ("docs", "modules", "glossary")
_HTML_TARGET = re.compile(r"""\b(?:src|href)\s*=\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class Compilation:
    """The result: where the tree is, per page the author's file behind it, and the problems that were found.

    ``problems`` are pairs of severity (``fout`` or ``waarschuwing``) and problem, sorted by place.
    """

    docs: Path
    bronnen: dict[str, str]
    problems: tuple[tuple[str, Problem], ...]
    geschreven: int
    """Number of files that were written or removed."""

    @property
    def fouten(self) -> list[Problem]:
        """The problems that stop a build."""
        return [problem for kind, problem in self.problems if kind == "fout"]


def compile_site(root: Path, *, editie: str | None = None) -> Compilation:
    """Compile the project at ``root``; ``editie`` wins over the setting. Nothing is written when there are errors.

    Raises ``OSError`` when the work folder cannot be written.
    """
    with alone(root):
        return compile_alone(root, editie)


def compile_alone(root: Path, editie: str | None) -> Compilation:
    """The same for who keeps the project to itself already, with :func:`alone`, because it goes on with the pages."""
    work = root / WORK
    inputs = _inputs(root)
    versie = os.environ.get(VERSIE, "")
    inputs[f"//versie {versie}"] = (0, 0)
    record = _read_record(work, inputs, editie)
    if record is not None:
        return record
    return apart(partial(_compile, root, inputs, editie, versie))


def _compile(root: Path, inputs: dict[str, Stamp], editie: str | None, versie: str) -> Compilation:
    """Compile what is not as it was; in a process of its own, as thousands of modules take much memory."""
    work = root / WORK
    project = read_project(root)
    if editie:
        project.settings = project.settings.model_copy(update={"editie": editie})
    if versie:
        project.settings = as_version(project.settings, versie)
    problems = find_problems(project)
    result = Compilation(work / "docs", {}, problems, 0)
    if result.fouten:
        return result
    bronnen, names, changed = _write(project, work / "docs")
    terms = json.dumps([vars(entry) for entry in term_entries(project.library)], ensure_ascii=False, indent=0)
    changed += put(work / "termen.json", terms.encode())
    changed += put(work / "jinja.json", json.dumps(rendered(project, work / "docs"), ensure_ascii=False).encode())
    result = Compilation(work / "docs", bronnen, problems, changed)
    _save_record(work, inputs, editie, result, names)
    return result


def find_problems(project: Project) -> tuple[tuple[str, Problem], ...]:
    """Everything that is wrong with a project, pages that run Jinja included, sorted by place, with its severity."""
    found = all_problems(project)
    jinja = [one for one in jinja_problems(project) if severity(project, one) != "uit"]
    return tuple((severity(project, problem), problem) for problem in sorted([*found, *jinja]))


def _write(project: Project, docs: Path) -> tuple[dict[str, str], set[str], int]:
    """Make the tree below ``docs`` hold exactly what belongs there: pages, search index, data files, pictures, assets.

    Pages are not kept: they are made, indexed and written one after another, in processes beside each other. Gives per page the
    author's file, the names of all files, and how many were written or removed.
    """
    drafts = {draft.uri: draft for draft in all_drafts(project)}  # a hand-written page comes later and wins
    files = {name: data for name, data in _files_beside(project).items() if name not in drafts}
    made = {name: make for name, make in made_files(project) if name not in drafts}
    names = {*files, *made, *drafts}
    changed = keep(docs, names, _ZOEK)
    changed += sum(put(docs / name, data) for name, data in files.items() if name not in made)
    bronnen: dict[str, str] = {}
    index = Gathering()
    project.let_go()
    work: list[_Work] = [*made.items(), *drafts.values()]
    for part in side_by_side(partial(_make, project, docs, work), range(len(work)), _AT_ONCE):
        for name, bron, written, found in part:
            if bron is not None:
                bronnen[name] = bron
            changed += written
            if found:
                index.add(found)
    for name, text in index.files().items():
        changed += put(docs / _ZOEK / name, text.encode())
        names.add(_ZOEK + name)
    return bronnen, names, changed + keep(docs, names)


_AT_ONCE = 40
"""Files that a process makes at a time."""
_ZOEK = "assets/kwartier/zoek/"
_Work = Draft | tuple[str, Callable[[], bytes]]
"""A page to make, or the path of a data file with what makes it."""
_Made = tuple[str, str | None, int, Entry | None]
"""The path of a file that was made, 1 when it changed, and of a page the author's file and its entry in the search index."""


def _make(project: Project, docs: Path, work: Sequence[_Work], numbers: Sequence[int]) -> list[_Made]:
    """Make and write some of the data files and pages."""
    made: list[_Made] = []
    for number in numbers:
        one = work[number]
        if isinstance(one, Draft):
            page = one.make()
            made.append((page.uri, page.bron, put(docs / page.uri, page.markdown.encode()), entry(project, page)))
        else:
            made.append((one[0], None, put(docs / one[0], one[1]()), None))
    return made


def _files_beside(project: Project) -> dict[str, bytes | Path]:
    """Everything in the tree that goes along as it is: the file to copy, or bytes."""
    files: dict[str, bytes | Path] = {}
    for file in other_files(project):
        files[file.removeprefix("docs/")] = project.root / file
    for name, data in assets.all_assets(project.root / WORK / "cache").items():
        files[f"assets/kwartier/{name}"] = data
    return files


def made_files(project: Project) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every file that is made from the content and is no page and no part of the search index, as (path, what makes it)."""
    yield from downloads(project)
    yield from data_files(project)
    kleur = project.settings.kleur
    if kleur:
        yield "assets/kwartier/kleur.css", lambda: colour.css(kleur).encode()


def other_files(project: Project, listed: Iterable[str] | None = None) -> list[str]:
    """Pictures and other files that go along as they are: all of docs/ and modules/ that is not content.

    For students without the files in a folder ``docent`` and without those that only lecturers' texts point to. ``listed`` are
    all files of the project, when these are known.
    """
    student = project.settings.editie == "student"
    kept_back = _lecturer_files(project) if student else set()
    found = []
    tops = ("docs", "modules")
    for file in listed if listed is not None else (one for top in tops for one in walk(project.root, top)):
        top, suffix = file.partition("/")[0], splitext(file)[1].lower()
        if top not in tops or file.rpartition("/")[2] in SKIP or file in kept_back:
            continue
        if student and "docent" in file.split("/")[:-1]:
            continue
        if suffix == ".md" or (top == "modules" and suffix in {".yml", ".yaml"}):
            continue
        found.append(file)
    return sorted(found)


def _lecturer_files(project: Project) -> set[str]:
    """Files that texts for lecturers point to and no other text does."""
    lecturer = [text for text in project.index.texts if text.docent]
    files = {file for text in lecturer for file in _pointed_at(text)}
    return files.difference(*(_pointed_at(text) for text in project.index.texts if not text.docent)) if files else files


def _pointed_at(text: Text) -> set[str]:
    """The paths of the project that a text links to or shows, whether they exist or not."""
    targets = [link.doel for link in links(text.content)] + _HTML_TARGET.findall(text.content)
    paths = (unquote(target).partition("#")[0] for target in targets if "://" not in target)
    return {posixpath.normpath(posixpath.join(text.folder, path)) for path in paths if path}


def _inputs(root: Path) -> dict[str, Stamp]:
    """Size and time stamp of every file that a compilation depends on, Kwartier's own code included."""
    seen = look(root, CONTENT)
    stamps = {file: found[:2] for file, found in (seen.files | seen.linked).items()}  # a copy keeps these two
    if (root / "mkdocs.yml").is_file():
        stamps["mkdocs.yml"] = stamp(root / "mkdocs.yml")
    for path in version_files(root):
        stamps[f"//git {path.name}"] = stamp(path)
    package = Path(kwartier.__file__).parent
    for file in walk(package.parent, package.name):
        if not file.endswith(".pyc"):
            stamps["//" + file] = stamp(f"{package.parent}/{file}")
    return stamps


def _read_record(work: Path, inputs: dict[str, Stamp], editie: str | None) -> Compilation | None:
    """The previous result when nothing that was read or written has changed since."""
    try:
        record = json.loads((work / "compilatie.json").read_text(encoding="utf-8"))
        if record["format"] != _FORMAT or record["editie"] != editie:
            return None
        if {file: tuple(before) for file, before in record["gelezen"].items()} != inputs:
            return None
        if any(stamp(f"{work}/{file}") != tuple(before) for file, before in record["geschreven"].items()):
            return None
        if len(walk(work, "docs")) + len(_BESIDE) != len(record["geschreven"]):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    problems = tuple(
        (kind, Problem(Location(*at), rule, message, hint)) for kind, at, rule, message, hint in record["problemen"]
    )
    return Compilation(work / "docs", record["bronnen"], problems, 0)


def _save_record(
    work: Path, inputs: dict[str, Stamp], editie: str | None, result: Compilation, names: set[str]
) -> None:
    written = {f"docs/{file}": stamp(f"{work}/docs/{file}") for file in sorted(names)}
    written |= {name: stamp(work / name) for name in _BESIDE}
    problems = [
        (kind, (one.at.file, one.at.line, one.at.column), one.rule, one.message, one.hint)
        for kind, one in result.problems
    ]
    record = {
        "format": _FORMAT,
        "editie": editie,
        "gelezen": inputs,
        "geschreven": written,
        "bronnen": result.bronnen,
        "problemen": problems,
    }
    put(work / "compilatie.json", json.dumps(record).encode())  # a name that is no UTF-8 can only stand there escaped
