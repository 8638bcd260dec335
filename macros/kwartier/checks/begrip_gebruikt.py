"""Elk begrip komt ergens voor.

Een begrip dat in geen enkele les, casus, kader of instrument voorkomt, leert niemand kennen. Dat een ander begrip het noemt, telt niet mee.

**Zo los je het op:** gebruik het woord in een les, noem het bij `kernbegrippen`, vul `vormen` aan, of verwijder het begrip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kwartier.index import term_entries
from kwartier.markup import term_marks
from kwartier.project import Project
from kwartier.terms import WORD, Matcher, fold, words_of
from kwartier.text.problems import Problem
from kwartier.texts import plain

RULE = "begrip-gebruikt"
SEVERITY = "waarschuwing"


def check(project: Project) -> Iterator[Problem]:
    """Report terms that occur only in the glossary itself."""
    library = project.library
    if library.onleesbaar:
        return  # a file that could not be read may use it
    for term_id in sorted(_unused(project)):
        term = library.begrippen[term_id]
        at = library.locate(("begrip", term_id), "term")
        message = f"Het begrip '{term.term}' komt in geen module, casus of pagina voor."
        yield Problem(at, RULE, message, "Gebruik het, of vul 'vormen' aan.")


def _unused(project: Project) -> set[str]:
    """The terms that nothing outside the glossary uses; the search narrows to the terms not yet seen."""
    index = project.index
    missing = {
        term_id
        for term_id in project.library.begrippen
        if all(one.owner[0] == "begrip" for one in index.gebruik.get(("begrip", term_id), ()))
    }
    entries = [entry for entry in term_entries(project.library) if entry.id in missing]
    matcher = Matcher(entries)
    forms: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)  # first word -> (all words, term)
    for entry in entries:
        for form in entry.vormen:
            words = words_of(form)
            forms[words[0]].append((frozenset(words), entry.id))
    for text in index.texts:
        if text.owner[0] == "begrip":
            continue
        found = {index.matcher.lookup(mark.vorm) for mark in term_marks(text.content) if not mark.uit}
        present = set(WORD.findall(fold(text.content)))
        likely = (pair for start in forms.keys() & present for pair in forms[start])
        if any(term_id in missing and words <= present for words, term_id in likely):
            found |= {match.id for match in matcher.find(plain(text.content))}
        missing -= found
        if not missing:
            break
    return missing
