"""Forms of a Dutch word that an author may have forgotten: plural, diminutive, genitive, adjective and verb forms.

These are guesses by spelling rule, used for suggestions in the author's report and never for linking: *vraag* gives
*vragen*, and also forms that nobody uses, which is harmless because only forms that occur in the texts are suggested.
The rules are those of the Dutch spelling (woordenlijst.org, *Leidraad*): open and closed syllables, f/v and s/z, the
apostrophe after an open vowel, and the diaeresis.
"""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = "aeiouyäëïöü"
_LONG = ("aa", "ee", "oo", "uu")


def likely_forms(term: str) -> set[str]:
    """Other forms of a term of one or more words, without the term itself.

    Of several words the last is inflected, and an adjective before it with it: *informeel netwerk* gives *informele
    netwerken*. A term of several words is given as one word and with hyphens as well.
    """
    words = term.split()
    if not words:
        return set()
    found = set(_forms_of_word(words[-1]))
    if len(words) == 1:
        found |= {term.replace("-", " "), term.replace("-", "")} if "-" in term else set()
        return {form for form in found if form != term and len(form) > 2}
    lead, last = words[:-1], words[-1]
    leads = [lead, *_inflected_leads(lead)]
    phrases = {" ".join([*one, end]) for one in leads for end in {last, *found}}
    phrases |= {"".join(words), "-".join(words)}
    return phrases - {term}


def _inflected_leads(lead: list[str]) -> list[list[str]]:
    """The words before the last with the adjective right before it inflected, and the other way round."""
    *before, adjective = lead
    changed = [adjective[:-1] if adjective.endswith("e") else ""]
    changed += [closed(adjective[:-1])] if adjective.endswith("e") else [_open(adjective) + "e"]
    return [[*before, one] for one in changed if len(one) > 3]


def _forms_of_word(word: str) -> Iterator[str]:
    yield from _plurals(word)
    yield from _singulars(word)
    yield from _diminutives(word)
    yield _open(word) + "e"
    if word.endswith("e"):
        yield closed(word[:-1])
    if word.endswith("en") and len(word) >= 5:
        yield from _verb_forms(word)


def _plurals(word: str) -> Iterator[str]:
    if word.endswith("heid"):
        yield word[:-4] + "heden"
        return
    if word.endswith("ie"):
        yield from (word + "s", word + "ën", word[:-1] + "ën")
    elif word.endswith("ee"):
        yield from (word + "ën", word + "s")
    elif word[-1:] in "aiouy":
        yield word + "'s"
    elif word.endswith("e"):
        yield from (word + "n", word + "s")
    elif word.endswith("um"):
        yield from (word[:-2] + "a", word + "s")
    elif word.endswith("icus"):
        yield word[:-4] + "ici"
    else:
        yield from (_open(word) + "en", word + "en", word + "s")


def _singulars(word: str) -> Iterator[str]:
    if word.endswith("heden"):
        yield word[:-5] + "heid"
    elif word.endswith("'s"):
        yield word[:-2]
    elif word.endswith("ën"):
        yield word[:-2]
    elif word.endswith("en"):
        yield from (closed(word[:-2]), word[:-1])
    elif word.endswith("s") and len(word) > 4:
        yield word[:-1]


def _diminutives(word: str) -> Iterator[str]:
    if word.endswith("m"):
        small = [word + "pje"]
    elif word.endswith("ing"):
        small = [word + "etje", word[:-1] + "kje"]
    elif word[-1:] in "lnrw" or word[-1:] in _VOWELS:
        small = [word + "tje"]
    else:
        small = [word + "je"]
    for one in small:
        yield from (one, one + "s")


def _verb_forms(infinitive: str) -> Iterator[str]:
    """Present, past and participle of a regular verb, its doer and its name: *arrangeren*, *kwartiermaken*."""
    bare = infinitive[:-2]
    stem = closed(bare)
    ending = "te" if bare.endswith(("t", "k", "f", "s", "ch", "p")) else "de"
    participle = stem if stem[-1:] in "td" else stem + ending[0]
    yield from (stem, stem if stem.endswith("t") else stem + "t", stem + ending, stem + ending + "n")
    ge = "geï" if stem.startswith("i") else "geë" if stem.startswith("e") else "ge" + stem[:1]
    yield from (ge + participle[1:], participle, ge + participle[1:] + "e", infinitive + "d", infinitive + "de")
    yield from (bare + "er", bare + "ers", bare + "ing", bare + "ingen")


def _open(word: str) -> str:
    """The word as it is written before a vowel: *vraag* - *vrag*, *bak* - *bakk*, *brief* - *briev*, *huis* - *huiz*."""
    if len(word) < 3 or word[-1] in _VOWELS:
        return word[:-1] if word.endswith("e") else word
    if word[-3:-1] in _LONG:
        return word[:-3] + word[-2] + _voiced(word[-1])
    if word[-2] in _VOWELS and word[-3] not in _VOWELS and word[-1] not in "wx":
        return word + word[-1] if _stressed(word) else word
    if word[-2] in _VOWELS and word[-3] in _VOWELS:
        return word[:-1] + _voiced(word[-1])
    return word[:-1] + _voiced(word[-1]) if word[-1] in "fs" and word[-2] in "lr" else word


def _stressed(word: str) -> bool:
    """Whether the last syllable doubles its consonant; unstressed endings such as *-er*, *-el* and *-en* do not."""
    return not word.endswith(("er", "el", "em", "en", "ig", "ik", "es", "et", "or", "aar")) or len(word) < 4


def _voiced(letter: str) -> str:
    return {"f": "v", "s": "z"}.get(letter, letter)


def closed(stem: str) -> str:
    """The stem as it is written at the end of a word: *vrag* - *vraag*, *bakk* - *bak*, *briev* - *brief*."""
    if len(stem) < 3:
        return stem
    if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return stem[:-1]
    voiceless = {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    if stem[-1] not in _VOWELS and stem[-2] in "aeou" and stem[-3] not in _VOWELS:
        if stem.endswith(("er", "el", "em", "en", "ig")) and stem[-2] == "e" and not stem.endswith(("eer", "eel")):
            return stem if not _verb_on_eren(stem) else stem[:-1] + "e" + stem[-1]
        return stem[:-1] + stem[-2] + voiceless
    return stem[:-1] + voiceless


def _verb_on_eren(stem: str) -> bool:
    """Whether a stem on *-er* is that of a verb on *-eren* with the stress on it: *arranger* - *arrangeer*."""
    return stem.endswith("er") and len(stem) > 5
