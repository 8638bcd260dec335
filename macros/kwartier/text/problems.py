"""A content error is a value: where it is, which rule it breaks, what is wrong and what helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

MAX_SENTENCE = 600
"""Longest message or hint, in characters; of a longer one the middle is left out."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a content file.

    ``file`` is a POSIX path relative to the project folder; ``line`` and ``column`` count from 1, and a column counts
    Unicode characters, not bytes, as editors do.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with the content, written for the author of that content.

    ``rule`` is the id of the broken rule in kebab-case and states what should be true (``verwijzing-bestaat``).
    ``message`` is one Dutch sentence; ``hint`` says what the author can do and may be empty.
    """

    at: Location
    rule: str
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        """Keep what an author wrote, and a message quotes, to one line of a length that can be read."""
        for name in ("message", "hint"):
            text = getattr(self, name)
            if "\n" in text or len(text) > MAX_SENTENCE:
                flat = " ".join(text.split())
                short = f"{flat[: MAX_SENTENCE // 2]} … {flat[-MAX_SENTENCE // 2 :]}"
                object.__setattr__(self, name, flat if len(flat) <= MAX_SENTENCE else short)


def did_you_mean(wrong: str, names: Iterable[str]) -> str:
    """A Dutch hint with the nearest valid name, or an empty string when nothing is near."""
    return _nearest(wrong.casefold(), tuple(sorted(names)))


@lru_cache(maxsize=1024)
def _nearest(wrong: str, names: tuple[str, ...]) -> str:
    folded = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(wrong, list(folded), n=1, cutoff=0.6)
    return f"Bedoelde je '{folded[near[0]]}'?" if near else ""
