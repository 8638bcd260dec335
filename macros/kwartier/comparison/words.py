"""The difference between two texts, word by word, as a reader of the page sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kwartier.texts import plain, tidy

CONTEXT = 8
"""How many unchanged words are shown on either side of a change."""

_MOST = 4_000_000
"""Largest product of two word counts that is compared word by word (about a second); beyond it a text is replaced as a whole."""


@dataclass(frozen=True)
class Stuk:
    """Some words that stayed (``gelijk``), went (``weg``) or came (``erbij``)."""

    soort: Literal["gelijk", "weg", "erbij"]
    tekst: str


Alinea = tuple[Stuk, ...]


def differences(old: str, new: str) -> list[Alinea]:
    """The paragraphs of two Markdown texts that differ, with a few unchanged words around each change.

    Marks are left out, unless only these changed.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    if before == after:
        before, after = ([" ".join(part.split()) for part in text.split("\n\n")] for text in (old, new))
    found: list[Alinea] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, came = before[a:b], after[c:d]
        both = min(len(gone), len(came))
        found += [_in_words(*pair) for pair in zip(gone, came, strict=False)]
        found += [(Stuk("weg", one),) for one in gone[both:]] + [(Stuk("erbij", one),) for one in came[both:]]
    return [paragraph for paragraph in found if paragraph]


def alike(old: str, new: str) -> float:
    """How much two short texts share, 0 to 1."""
    a, b = old.split(), new.split()
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if len(a) * len(b) <= _MOST else 0.0


def _paragraphs(content: str) -> list[str]:
    return [one for part in plain(content).split("\n\n") if (one := tidy(part))]


def _in_words(old: str, new: str) -> Alinea:
    a, b = old.split(), new.split()
    if len(a) * len(b) > _MOST or alike(old, new) < 0.25:
        return tuple(part for part in (Stuk("weg", old), Stuk("erbij", new)) if part.tekst)
    return tuple(_shortened(list(_steps(a, b))))


def _steps(a: list[str], b: list[str]) -> Iterator[Stuk]:
    for what, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            yield Stuk("gelijk", " ".join(a[a1:a2]))
            continue
        if a2 > a1:
            yield Stuk("weg", " ".join(a[a1:a2]))
        if b2 > b1:
            yield Stuk("erbij", " ".join(b[b1:b2]))


def _shortened(steps: list[Stuk]) -> Iterator[Stuk]:
    """The same with long unchanged stretches cut down to what stands next to a change."""
    for number, step in enumerate(steps):
        words = step.tekst.split()
        if step.soort != "gelijk" or len(words) <= 2 * CONTEXT + 2:
            yield step
            continue
        start = [] if number == 0 else words[:CONTEXT]
        end = [] if number == len(steps) - 1 else words[-CONTEXT:]
        yield Stuk("gelijk", " ".join([*start, "…", *end]))
