"""How hard a Dutch text reads: the formula of Flesch as W.H. Douma fitted it to Dutch (1960).

``206.84 - 0.77 x syllables per 100 words - 0.93 x words per sentence``: about 100 for a primer, about 30 for a scientific paper.
It says something about a whole text of some hundreds of words and nothing about one sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kwartier.terms import fold
from kwartier.texts import sentences

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SOUNDS = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouy]")
_TREMA = re.compile(r"(?=[äëïöü])")

LEVELS = (
    (80, "heel makkelijk"),
    (65, "makkelijk"),
    (50, "gemiddeld"),
    (35, "moeilijk"),
)
"""Lowest score of each level in words; lower than the last is *heel moeilijk*."""


@dataclass(frozen=True)
class Leesbaarheid:
    """The measures of a text; ``score`` is ``None`` for a text without sentences."""

    woorden: int
    zinnen: int
    lettergrepen: int

    @property
    def woorden_per_zin(self) -> float:
        """Average length of a sentence."""
        return self.woorden / self.zinnen if self.zinnen else 0

    @property
    def score(self) -> float | None:
        """Flesch-Douma: higher is easier."""
        if not self.zinnen or not self.woorden:
            return None
        return 206.84 - 77 * self.lettergrepen / self.woorden - 0.93 * self.woorden_per_zin

    @property
    def niveau(self) -> str:
        """The score in words."""
        score = self.score
        if score is None:
            return "geen tekst"
        return next((words for lowest, words in LEVELS if score >= lowest), "heel moeilijk")

    def __add__(self, other: Leesbaarheid) -> Leesbaarheid:
        return Leesbaarheid(
            self.woorden + other.woorden, self.zinnen + other.zinnen, self.lettergrepen + other.lettergrepen
        )


def measure(content: str) -> Leesbaarheid:
    """The measures of a Markdown text; a line without a verb, such as a heading, counts as a sentence of its own."""
    words = sentences_ = syllables_ = 0
    for sentence in sentences(content):
        found = _WORD.findall(sentence)
        if found:
            sentences_ += 1
            words += len(found)
            syllables_ += sum(map(syllables, found))
    return Leesbaarheid(words, sentences_, syllables_)


def syllables(word: str) -> int:
    """The number of syllables of a Dutch word, by its vowel sounds; a diaeresis begins a new one."""
    return max(1, sum(len(_SOUNDS.findall(fold(part))) for part in _TREMA.split(word.lower())))
