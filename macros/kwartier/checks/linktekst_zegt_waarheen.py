"""Een linktekst zegt waar de link heen gaat.

Wie met een schermlezer van link naar link springt, hoort alleen de woorden van de link. Van 'hier' of 'lees meer' word je dan niet wijzer, en een los webadres wordt letter voor letter voorgelezen.

**Zo los je het op:** maak een link van de woorden die zeggen wat er te vinden is: niet `Lees [hier](toets.md) wat je inlevert`, wel `Lees [wat je inlevert](toets.md)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwartier.markup import links, mask
from kwartier.project import Project
from kwartier.text.problems import Problem
from kwartier.texts import Text, plain

RULE = "linktekst-zegt-waarheen"
SEVERITY = "fout"

_SAYS_NOTHING = re.compile(
    r"(?:(?:klik|kijk|lees|zie)(?: dan)? )?hier(?:op)?|klik|(?:via )?(?:de |deze )?link|linkje|(?:lees )?(?:meer|verder)"
    r"|meer (?:info|informatie|lezen)|verder lezen|(?:deze )?(?:pagina|site|website)|bekijk|download(?:en)?|pdf"
    r"|(?:click )?here|read more"
)
"""Words that say nothing without what stands around them, in lower case."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\[[^\[\]\n]*\]")
_HTML = re.compile(r"<a\b[^>]*\bhref\s*=[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)


def check(project: Project) -> Iterator[Problem]:
    """Report links whose words say nothing, or are an address; ``<https://…>`` is how a list of sources shows one."""
    for text in project.index.texts:
        for offset, words in _written(text):
            said = plain(words).strip().strip(".,:;!?…»>→ ").casefold()
            if not words:
                message = "Deze link heeft geen tekst."
            elif _SAYS_NOTHING.fullmatch(" ".join(said.split())):
                message = f"De linktekst '{words.strip()}' zegt niet waar de link heen gaat."
            elif _ADDRESS.fullmatch(said):
                message = "De tekst van deze link is een webadres."
            else:
                continue
            yield Problem(text.locate(offset), RULE, message, "Maak een link van de woorden die zeggen wat er staat.")


def _written(text: Text) -> Iterator[tuple[int, str]]:
    """The words of every link in a text, with a place in the link."""
    content = text.content
    for link in links(content):
        if not link.beeld:
            yield link.start, link.tekst
    for call in text.calls:
        if isinstance(words := call.waarden.get("tekst"), str):
            yield call.start, words
    if "][" in content or "<a" in content:
        masked = mask(content)
        for pattern in (_REFERENCE, _HTML):
            yield from ((match.start(), match[1]) for match in pattern.finditer(masked))
