"""Write the compiled site: Markdown pages, pictures and assets below ``.kwartier/``, touching only what changed.

Layout::

    .kwartier/docs/           the tree that MkDocs (or another host) builds
    .kwartier/termen.json     what the term linker needs
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
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import kwartier
from kwartier import assets, colour
from kwartier.checks import all_problems, severity
from kwartier.comparison.history import version_files
from kwartier.index import term_entries
from kwartier.markup import links
from kwartier.pages import all_pages
from kwartier.pages.dossier import data_files
from kwartier.pages.downloads import downloads
from kwartier.pages.jinja import problems as jinja_problems
from kwartier.project import WORK, Project, read_project
from kwartier.search import build_index
from kwartier.settings import VERSIE, as_version
from kwartier.text.problems import Location, Problem
from kwartier.texts import Text

EDITIE = "KWARTIER_EDITIE"
"""Environment variable with which the command line chooses an edition for hosts that it does not call itself."""
_FORMAT = 1
_CONTENT = ("docs", "modules", "glossary")
_SKIP = frozenset({".git", "__pycache__", ".DS_Store", "Thumbs.db"})
_HTML_TARGET = re.compile(r"""\b(?:src|href)\s*=\s*["']([^"']+)["']""")
Stamp = tuple[int, int]


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
    work = root / WORK
    inputs = _inputs(root)
    versie = os.environ.get(VERSIE, "")
    inputs[f"//versie {versie}"] = (0, 0)
    record = _read_record(work, inputs, editie)
    if record is not None:
        return record
    project = read_project(root)
    if editie:
        project.settings = project.settings.model_copy(update={"editie": editie})
    if versie:
        project.settings = as_version(project.settings, versie)
    problems = find_problems(project)
    result = Compilation(work / "docs", {}, problems, 0)
    if result.fouten:
        return result
    files, bronnen = _files(project)
    work.mkdir(exist_ok=True)
    changed = _write(work / "docs", files)
    terms = json.dumps([asdict(entry) for entry in term_entries(project.library)], ensure_ascii=False, indent=0)
    changed += _write_one(work / "termen.json", terms.encode())
    result = Compilation(work / "docs", bronnen, problems, changed)
    _save_record(work, inputs, editie, result, files)
    return result


def find_problems(project: Project, cores: int = 1) -> tuple[tuple[str, Problem], ...]:
    """Everything that is wrong with a project, pages that run Jinja included, sorted by place, with its severity."""
    found = all_problems(project, cores)
    jinja = [one for one in jinja_problems(project) if severity(project, one) != "uit"]
    return tuple((severity(project, problem), problem) for problem in sorted([*found, *jinja]))


def _files(project: Project) -> tuple[dict[str, bytes | Path], dict[str, str]]:
    """Everything that belongs in the tree, by its path: bytes, or the file to copy. And per page the author's file."""
    files: dict[str, bytes | Path] = {}
    bronnen: dict[str, str] = {}
    for file in _other_files(project):
        files[file.removeprefix("docs/")] = project.root / file
    pages = {page.uri: page for page in all_pages(project)}  # a hand-written page comes later and wins
    for page in pages.values():
        files[page.uri] = page.markdown.encode()
        bronnen[page.uri] = page.bron
    for name, text in build_index(project, pages.values()).items():
        files[f"assets/kwartier/zoek/{name}"] = text.encode()
    files |= dict(downloads(project))
    files |= data_files(project)
    for name, data in assets.all_assets(project.root / WORK / "cache").items():
        files[f"assets/kwartier/{name}"] = data
    if project.settings.kleur:
        files["assets/kwartier/kleur.css"] = colour.css(project.settings.kleur).encode()
    return files, bronnen


def _other_files(project: Project) -> list[str]:
    """Pictures and other files that go along as they are: all of docs/ and modules/ that is not content.

    For students without the files in a folder ``docent`` and without those that only lecturers' texts point to.
    """
    student = project.settings.editie == "student"
    kept_back = _lecturer_files(project) if student else set()
    found = []
    for top in ("docs", "modules"):
        for file in _walk(project.root, top):
            suffix = Path(file).suffix.lower()
            if file in kept_back or (student and "docent" in file.split("/")[:-1]):
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


def _walk(root: Path, top: str) -> list[str]:
    """Every file below ``top`` as a POSIX path relative to ``root``; hidden files and links out of the tree are left out."""
    found = []
    for folder, folders, names in os.walk(root / top):
        folders[:] = sorted(one for one in folders if one not in _SKIP and not one.startswith("."))
        base = Path(folder).relative_to(root).as_posix()
        found += [f"{base}/{name}" for name in names if name not in _SKIP and not name.startswith(".")]
    return [file for file in found if not (root / file).is_symlink()]


def _inputs(root: Path) -> dict[str, Stamp]:
    """Size and time stamp of every file that a compilation depends on, Kwartier's own code included."""
    stamps: dict[str, Stamp] = {}
    for top in _CONTENT:
        for file in _walk(root, top):
            stamps[file] = _stamp(root / file)
    if (root / "mkdocs.yml").is_file():
        stamps["mkdocs.yml"] = _stamp(root / "mkdocs.yml")
    for path in version_files(root):
        stamps[f"//git {path.name}"] = _stamp(path)
    package = Path(kwartier.__file__).parent
    for file in _walk(package.parent, package.name):
        if not file.endswith(".pyc"):
            stamps["//" + file] = _stamp(package.parent / file)
    return stamps


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _read_record(work: Path, inputs: dict[str, Stamp], editie: str | None) -> Compilation | None:
    """The previous result when nothing that was read or written has changed since."""
    try:
        record = json.loads((work / "compilatie.json").read_text(encoding="utf-8"))
        if record["format"] != _FORMAT or record["editie"] != editie:
            return None
        if {file: tuple(stamp) for file, stamp in record["gelezen"].items()} != inputs:
            return None
        if any(_stamp(work / file) != tuple(stamp) for file, stamp in record["geschreven"].items()):
            return None
        if len(_walk(work, "docs")) + 1 != len(record["geschreven"]):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    problems = tuple(
        (kind, Problem(Location(*at), rule, message, hint)) for kind, at, rule, message, hint in record["problemen"]
    )
    return Compilation(work / "docs", record["bronnen"], problems, 0)


def _save_record(
    work: Path, inputs: dict[str, Stamp], editie: str | None, result: Compilation, files: dict[str, Any]
) -> None:
    written = {f"docs/{file}": _stamp(work / "docs" / file) for file in files}
    written["termen.json"] = _stamp(work / "termen.json")
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
    _write_one(work / "compilatie.json", json.dumps(record, ensure_ascii=False).encode())


def _write(docs: Path, files: dict[str, bytes | Path]) -> int:
    """Make the tree below ``docs`` hold exactly ``files``; returns how many files changed or went."""
    docs.mkdir(parents=True, exist_ok=True)
    changed = 0
    for file in _walk(docs.parent, docs.name):
        name = file.partition("/")[2]
        if name not in files:
            (docs.parent / file).unlink()
            changed += 1
    for name, data in files.items():
        changed += _write_one(docs / name, data)
    for folder, _, _ in sorted(os.walk(docs), reverse=True):
        if folder != str(docs) and not any(Path(folder).iterdir()):
            Path(folder).rmdir()
    return changed


def _write_one(target: Path, data: bytes | Path) -> int:
    """Write ``data`` (or copy the file) when ``target`` differs; 1 when something was written."""
    if isinstance(data, Path):
        source = data.stat()
        if target.is_file() and (target.stat().st_size, target.stat().st_mtime_ns) == (
            source.st_size,
            source.st_mtime_ns,
        ):
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(data, target)
        return 1
    if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return 1
