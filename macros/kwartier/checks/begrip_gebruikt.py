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
from kwartier.terms import Matcher, divides_words, fold
from kwartier.text.problems import Problem
from kwartier.text.source import Document
from kwartier.texts import Text, plain

RULE = "begrip-gebruikt"
SEVERITY = "waarschuwing"
_LETTERS = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))


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
    """The terms that nothing outside the glossary uses; the search narrows to the terms not yet seen.

    Only a file that has all the words of a form can use it, so the words of each file are looked at once, and its texts only
    when it may use a term that nothing before it did.
    """
    index = project.index
    missing = {
        term_id
        for term_id in project.library.begrippen
        if all(one.owner[0] == "begrip" for one in index.gebruik.get(("begrip", term_id), ()))
    }
    matcher = Matcher(term_entries(project.library, missing))
    forms = _forms(project, missing)
    looked_for = len(missing)
    for document, texts in _by_document(index.texts).items():
        for text in texts if "[[" in document.text else ():
            missing -= {index.matcher.lookup(mark.vorm) for mark in term_marks(text.content) if not mark.uit}
        if len(missing) < looked_for / 2:  # what is left is looked for faster
            forms, looked_for = _forms(project, missing), len(missing)
        likely = [pair for pair in _likely(document, forms) if pair[1] in missing]
        for text in texts if likely or divides_words(document.text) else ():
            wanted = [words for words, term_id in likely if term_id in missing]
            folded = fold(text.content).encode("utf-8", "replace") if wanted else b""
            if divides_words(text.content) or any(all(word in folded for word in words) for words in wanted):
                missing -= {match.id for match in matcher.find(plain(text.content))}
    return missing


_Pair = tuple[frozenset[bytes], str]
"""All words of a form, and the term that it belongs to."""
_FEW = 20


def _forms(project: Project, term_ids: set[str]) -> dict[bytes, list[_Pair]]:
    """The forms of some terms by their first word."""
    forms: dict[bytes, list[_Pair]] = defaultdict(list)
    for entry in term_entries(project.library, term_ids):
        for form in entry.vormen:
            words = _letters(form).split() or [b""]
            forms[words[0]].append((frozenset(words), entry.id))
    return forms


def _likely(document: Document, forms: dict[bytes, list[_Pair]]) -> Iterator[_Pair]:
    """The forms of which a file has all the words; of few forms it is quicker to look for each than to take all words apart."""
    letters = _letters(document.text)
    if len(forms) > _FEW or any(word in letters for word in forms):
        present = {b"", *letters.split()}
        yield from (pair for start in forms.keys() & present for pair in forms[start] if pair[0] <= present)


def _by_document(texts: list[Text]) -> dict[Document, list[Text]]:
    """The texts outside the glossary, by the file that they stand in."""
    found: dict[Document, list[Text]] = defaultdict(list)
    for text in texts:
        if text.owner[0] != "begrip":
            found[text.document].append(text)
    return found


def _letters(text: str) -> bytes:
    """Runs of plain letters and digits: every other sign divides, so a text has at least the runs of each form in it.

    Three times as fast as a regular expression, and this looks at every letter of the project.
    """
    return fold(text).encode("utf-8", "replace").translate(_LETTERS)
