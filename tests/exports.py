"""Exports of this repository and of small projects, and how tests read what is in a package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from kwartier.exports import FORMATEN
from kwartier.exports.job import Job, Report
from kwartier.project import Project, read_project
from kwartier.texts import plain, tidy
from sites import ROOT

XSD = ROOT.parent / "shared" / "xsd"
"""Schemas of the formats; they are not ours to give away, so they are not in this repository."""
ADRES = "https://kwartier.github.io/kwartier/2026-2027/"

EXTENSIONS = """markdown_extensions:
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - sane_lists
  - tables
  - pymdownx.superfences
  - kwartier.blocks
  - kwartier.terms
"""
"""What a project needs in ``mkdocs.yml`` for its pages to be more than plain Markdown."""


def schema_file(name: str) -> Path:
    """A schema; skips the test, saying why, on a machine that does not have it."""
    file = XSD / name
    if not file.is_file():
        pytest.skip(f"the schema {name} is not in ../shared/xsd beside the repository")
    return file


@dataclass(frozen=True)
class Export:
    """What one export gave: its report, and every file by name."""

    report: Report
    folder: Path

    def files(self, package: str) -> dict[str, bytes]:
        """Every file in a zip package by its name."""
        with zipfile.ZipFile(self.folder / package) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}


def export(
    formaat: str,
    folder: Path,
    *modules: str,
    project: Project | None = None,
    leerroute: str = "",
    editie: str = "student",
    adres: str = ADRES,
    canvas: bool = False,
    alleen_links: bool = False,
) -> Export:
    """Export modules (all of them without any) of a project, this repository when none is given."""
    project = project or read_project(ROOT)
    project.settings = project.settings.model_copy(update={"editie": editie})
    if leerroute:
        modules = tuple(one.module for one in project.library.leerroutes[leerroute].modules)
    job = Job(
        project,
        modules or tuple(project.index.volgorde[0]),
        folder,
        leerroute=leerroute,
        adres=adres,
        canvas=canvas,
        alleen_links=alleen_links,
    )
    return Export(FORMATEN[formaat].export(job), folder)


def unpacked(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and every file in a package in it."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                for name in archive.namelist():
                    yield f"{file.name}/{name}", archive.read(name)
        else:
            yield file.name, pdf_text(file).encode() if file.suffix == ".pdf" else file.read_bytes()


def pdf_text(file: Path, *options: str) -> str:
    """The words on the pages of a PDF, read by poppler; without it the test is skipped, in CI it fails."""
    if not shutil.which("pdftotext") and not os.environ.get("CI"):
        pytest.skip("pdftotext of poppler-utils is not installed")
    done = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def checksums(folder: Path) -> dict[str, str]:
    """The files in a folder with a checksum of their bytes."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def words(html: str) -> str:
    """The text of a piece of HTML, with single spaces."""
    inside = re.sub(r"</?(?:a|abbr|b|code|em|i|q|span|strong|sub|sup)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())


def flat(markdown: str) -> str:
    """The words of an author's Markdown, with single spaces."""
    return tidy(plain(markdown))
