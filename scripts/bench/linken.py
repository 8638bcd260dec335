"""Measure what linking terms costs a page: `python3 scripts/bench/linken.py [--vormen 100 1000 10000]`.

The pages are the lessons of the reference curriculum cut to 550 words, the Markdown extensions those of its ``mkdocs.yml``. The glossary
is the real one, filled up with made-up compounds to the asked number of forms; six of these are put into each page, as in
``generate.py``. Each page is converted with and without ``kwartier.terms`` in turn; the difference of the totals, divided by the pages, is
the cost of the whole extension: registering it, reading the page mark, finding, linking, and writing the definitions. Of each page the
best of the rounds counts, in processor time, so that what else the machine does falls out. The figures are printed as a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import tempfile
import time
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

from generate import FIRST, LAST, ROOT, SECOND, first_words
from markdown import Markdown
from mkdocs.config import load_config

from kwartier.index import term_entries
from kwartier.load import load
from kwartier.terms import TermEntry, page_mark

WORDS = 550
"""Words on a page: about the length of a lesson text."""


def made_up_forms(count: int) -> list[str]:
    """``count`` different compounds that are no Dutch words but look like them."""
    words = [a + b + c for a, b, c in product(FIRST, SECOND, LAST)]
    return [word + ending for ending in ("", "s", "en") for word in words][:count]


def glossary(forms: int) -> list[TermEntry]:
    """The real terms and made-up ones, three forms each, with ``forms`` forms together (never fewer than the real ones have)."""
    real = term_entries(load(ROOT)[0])
    extra = made_up_forms(max(0, forms - sum(len(term.vormen) for term in real)))
    made = [
        TermEntry(words[0], f"begrippen/{words[0]}.md", tuple(words), definitie=f"Een verzonnen woord voor {words[0]}.")
        for words in (extra[start : start + 3] for start in range(0, len(extra), 3))
    ]
    return [*real, *made]


def pages(terms: list[TermEntry], count: int) -> list[str]:
    """Pages of about 550 words with six terms sprinkled in."""
    files = sorted((ROOT / "modules").glob("*/lessen/*.md"))
    draw = random.Random(3)
    found = []
    for number in range(count):
        words = " ".join(f"Denk ook aan een {draw.choice(terms).vormen[0]}." for _ in range(6))
        text = files[number % len(files)].read_text(encoding="utf-8")
        text = first_words(text, WORDS - len(words.split()))
        found.append(f"{text}\n\n{words}\n\n{page_mark(f'modules/proef/les-{number}.md')}\n")
    return found


def seconds(text: str, extensions: list[str], configs: dict[str, Any]) -> float:
    """Processor time to convert a page, with a new converter, as MkDocs does."""
    start = time.process_time()
    Markdown(extensions=extensions, extension_configs=configs).convert(text)
    return time.process_time() - start


def measure(forms: int, count: int, rounds: int) -> str:
    """One row of the table."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    terms = glossary(forms)
    texts = pages(terms, count)
    without = [one for one in config.markdown_extensions if one != "kwartier.terms"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "termen.json"
        file.write_text(json.dumps([asdict(term) for term in terms]), encoding="utf-8")
        configs = {**config.mdx_configs, "kwartier.terms": {"bestand": str(file)}}
        ours, plain = [[math.inf] * count for _ in range(2)]
        for turn in range(1, rounds + 1):
            os.utime(file, (turn, turn))  # the terms are read again, and nothing is known of the texts any more
            first = f"{terms[0].vormen[0]}\n\n{page_mark('index.md')}"
            seconds(first, config.markdown_extensions, configs)  # a build reads the terms once
            for number, text in enumerate(texts):  # in turn, so that both meet the same moments of the machine
                ours[number] = min(ours[number], seconds(text, config.markdown_extensions, configs))
                plain[number] = min(plain[number], seconds(text, without, configs))
    words = sum(len(text.split()) for text in texts) / count
    total = sum(len(term.vormen) for term in terms)
    cost = (sum(ours) - sum(plain)) / count * 1000
    return f"| {total} | {words:.0f} | {sum(plain) / count * 1000:.2f} ms | {cost:.2f} ms |"


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vormen", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--bladzijden", type=int, default=100)
    parser.add_argument("--rondes", type=int, default=8)
    arguments = parser.parse_args()
    print(
        f"Python {sys.version.split()[0]}\n\n| forms | words a page | Markdown alone | linking adds |\n|---:|---:|---:|---:|"
    )
    for forms in arguments.vormen:
        print(measure(forms, arguments.bladzijden, arguments.rondes), flush=True)


if __name__ == "__main__":
    main()
