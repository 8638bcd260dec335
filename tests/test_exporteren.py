"""``kwartier exporteer``: what is chosen, what is refused, and what every format has to keep to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from datafiles import Case, make_project
from exports import checksums, export, unpacked
from kwartier.exports import FORMATEN
from kwartier.project import read_project
from test_edities import CASE as MARKED
from test_edities import MARK


@pytest.fixture
def project(folder: Path) -> Path:
    make_project(folder, Case(folder, 0, {"name": "", "files": {}}))
    return folder


def test_a_module_becomes_files_with_a_report(project: Path, tmp_path: Path, kwartier: Any) -> None:
    done = kwartier("exporteer", "moodle", "kennismaken", "--uit", tmp_path / "uit", "--map", project)
    assert done.code == 0
    names = sorted(file.name for file in (tmp_path / "uit").iterdir())
    assert names == ["begrippen-moodle.xml", "kennismaken-boek.zip", "kennismaken-vragen.xml"]
    assert all(name in done.out for name in names)
    assert (
        "instrument om op het scherm in te vullen: als werkblad om af te drukken.\n    Instrument - Kaart" in done.out
    )
    assert done.err == ""


def test_strictly_what_cannot_be_carried_is_an_error(project: Path, tmp_path: Path, kwartier: Any) -> None:
    done = kwartier("exporteer", "moodle", "kennismaken", "--uit", tmp_path / "uit", "--map", project, "--streng")
    assert done.code == 1
    assert (tmp_path / "uit" / "kennismaken-boek.zip").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((), "Noem een of meer modules, of kies --leerroute ID of --alles."),
        (("kennismake",), "De module 'kennismake' bestaat niet. Bedoel"),
        (("--leerroute", "rute"), "De leerroute 'rute' bestaat niet. Bedoel"),
        (("kennismaken", "--alles"), "Kies modules, --leerroute of --alles, niet meer dan één daarvan."),
        (("kennismaken", "--canvas"), "--canvas en --alleen-links horen bij cartridge, niet bij moodle."),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    given: tuple[str, ...], message: str, project: Path, tmp_path: Path, kwartier: Any
) -> None:
    done = kwartier("exporteer", "moodle", *given, "--uit", tmp_path / "uit", "--map", project)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert not (tmp_path / "uit").exists()


def test_a_file_in_the_way_is_left_alone(project: Path, tmp_path: Path, kwartier: Any) -> None:
    (tmp_path / "uit").write_text("van mij", encoding="utf-8")
    done = kwartier("exporteer", "moodle", "kennismaken", "--uit", tmp_path / "uit", "--map", project)
    assert done.code == 2
    assert "is een bestand. Kies bij --uit een map." in done.err
    assert (tmp_path / "uit").read_text(encoding="utf-8") == "van mij"


def test_content_with_errors_is_not_exported(project: Path, tmp_path: Path, kwartier: Any) -> None:
    (project / "modules" / "kennismaken" / "lessen" / "begin.md").unlink()
    done = kwartier("exporteer", "moodle", "kennismaken", "--uit", tmp_path / "uit", "--map", project)
    assert done.code == 1
    assert "modules/kennismaken/module.yml:" in done.err
    assert "Er is niets geëxporteerd." in done.err
    assert not (tmp_path / "uit").exists()


# What every format keeps to


@pytest.mark.parametrize("formaat", FORMATEN)
def test_the_same_content_gives_the_same_bytes(formaat: str, project: Path, tmp_path: Path) -> None:
    for name in ("een", "twee"):
        export(formaat, tmp_path / name, project=read_project(project))
    assert checksums(tmp_path / "een") == checksums(tmp_path / "twee") != {}


@pytest.mark.parametrize("formaat", FORMATEN)
def test_no_export_for_students_holds_anything_for_lecturers(formaat: str, folder: Path, tmp_path: Path) -> None:
    make_project(folder, MARKED)
    export(formaat, tmp_path / "uit", project=read_project(folder))
    found = {
        f"{name}: {mark}" for name, data in unpacked(tmp_path / "uit") for mark in MARK.findall(data.decode("latin-1"))
    }
    assert found == set()
    assert any(unpacked(tmp_path / "uit"))
