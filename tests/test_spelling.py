"""The content is spelled right: Dutch dictionary plus our own list of jargon and names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest

from kwartier.markup import mask
from kwartier.project import read_project
from kwartier.texts import plain

ROOT = Path(__file__).parent.parent
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
NOT_PROSE = re.compile(r"\{[:%{ ].*?\}\}?|<https?://[^>]+>", re.DOTALL)


def words() -> dict[str, str]:
    """Every word in the content with the first file that has it."""
    found: dict[str, str] = {}
    for text in read_project(ROOT).index.texts:
        if text.jinja:
            continue
        for word in WORD.findall(plain(NOT_PROSE.sub(" ", mask(text.content))).replace("’", "'")):
            found.setdefault(word, text.file)
    return found


def without_stress(word: str) -> str:
    """The word without acute accents, which Dutch may put on any vowel for stress: dóén, jóúw."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace("\u0301", ""))


def unknown(candidates: Iterable[str]) -> set[str]:
    """The words that hunspell's Dutch dictionary does not know; it starts slowly, so give it many at once."""
    command = ["hunspell", "-d", "nl_NL", "-i", "utf-8", "-l"]
    found = subprocess.run(command, input="\n".join(candidates), capture_output=True, text=True, check=True)
    return set(found.stdout.split())


@pytest.mark.skipif(not shutil.which("hunspell") and not os.environ.get("CI"), reason="hunspell is not installed")
def test_every_word_is_in_the_dictionary_or_in_our_list() -> None:
    own = set((ROOT / "tests" / "woordenlijst.txt").read_text(encoding="utf-8").split())
    places = words()
    assert len(places) > 5000, "the content was not found"
    wrong = unknown(sorted(places)) - own
    wrong = {word for word in wrong if word[:1].lower() + word[1:] not in own}  # at the start of a sentence
    unknown_without = unknown(map(without_stress, wrong))
    wrong = {word for word in wrong if without_stress(word) in unknown_without}
    unknown_parts = unknown(part for word in wrong for part in word.split("-")) - own
    wrong = {word for word in wrong if unknown_parts & set(word.split("-"))}  # compounds with a hyphen, by their parts
    assert not wrong, "\n".join(f"{places.get(word, '?')}: {word}" for word in sorted(wrong))


def test_the_list_holds_no_word_that_the_content_does_not_use() -> None:
    own = (ROOT / "tests" / "woordenlijst.txt").read_text(encoding="utf-8").split()
    assert own == sorted(set(own), key=lambda word: (word.casefold(), word)), "keep the list sorted"
    used = {part.casefold() for word in words() for part in [word, *word.split("-")]}
    assert not [word for word in own if word.casefold() not in used]
