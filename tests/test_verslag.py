"""The author's report, and what it rests on: likely forms of a word, and readability."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datafiles import Case, each, make_project
from kwartier.inflection import likely_forms
from kwartier.readability import measure, syllables


@each("vormen")
def test_likely_forms(case: Case) -> None:
    """Every form that the case lists is suggested for the word before it, and the word itself never is."""
    missing = {word: set(forms) - likely_forms(word) for word, forms in case.data["vormen"].items()}
    assert {word: forms for word, forms in missing.items() if forms} == {}
    assert [word for word in case.data["vormen"] if word in likely_forms(word)] == []


@each("leesbaarheid")
def test_readability(case: Case, verify: Callable[[Case, Any], None]) -> None:
    if "words" in case.data:
        verify(case, {word: syllables(word) for word in case.data["words"]})
        return
    found = measure(case.data["text"])
    verify(
        case,
        {
            "woorden": found.woorden,
            "zinnen": found.zinnen,
            "lettergrepen": found.lettergrepen,
            "score": None if found.score is None else round(found.score, 1),
            "niveau": found.niveau,
        },
    )


@each("verslag")
def test_report(case: Case, tmp_path: Path, kwartier: Callable[..., Any], verify: Callable[[Case, Any], None]) -> None:
    """One part of the report of a project, as programs get it."""
    make_project(tmp_path, case)
    result = kwartier("verslag", "--map", tmp_path, "--formaat", "json")
    assert result.code == 0
    verify(case, json.loads(result.out)[case.data["part"]])


def test_the_report_for_people_names_every_part_and_shows_the_story(
    tmp_path: Path, kwartier: Callable[..., Any]
) -> None:
    make_project(tmp_path, Case(tmp_path, 0, {"name": "the base project"}))
    result = kwartier("verslag", "--map", tmp_path)
    assert result.code == 0
    heads = [line.partition("(")[0].partition(":")[0].strip() for line in result.out.splitlines() if line[:1].isalpha()]
    assert heads == [
        "Begrippen die nergens voorkomen",
        "Kernbegrippen die in geen les van hun module staan",
        "Begrippen zonder bron",
        "Begrippen met één stem",
        "Vormen die misschien ontbreken",
        "Gaten in de dekking",
        "Leesbaarheid",
        "Keuzeverhalen",
    ]
    assert "begin: De deur\n        → einde: Aanbellen." in result.out
    assert "einde: Binnen (einde)" in result.out
