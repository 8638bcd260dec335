"""Dutch words as search keys: the same small normaliser at index time (here) and at query time (``assets/zoek/woord.js``).

It is a light stemmer, not a linguist: it takes off endings of number and inflection (*gesprekken*, *jongere*, *casussen*,
*wijkteams*), undoes the spelling changes that come with them (*brieven* - *brief*, *huizen* - *huis*, *jaren* - *jaar*), and
leaves the rest to prefix, compound and typo matching at query time. Both files are compared word by word in a test.
"""

from __future__ import annotations

from kwartier.terms import words_of

_VOWELS = "aeiouy"
STOP = frozenset(
    [
        "aan",
        "al",
        "als",
        "bij",
        "dan",
        "dat",
        "de",
        "die",
        "dit",
        "door",
        "een",
        "en",
        "er",
        "het",
        "hij",
        "hoe",
        "ik",
        "in",
        "is",
        "je",
        "jij",
        "jou",
        "jouw",
        "kan",
        "maar",
        "me",
        "men",
        "met",
        "mijn",
        "naar",
        "niet",
        "nog",
        "nu",
        "of",
        "om",
        "ook",
        "op",
        "over",
        "te",
        "tot",
        "uit",
        "van",
        "veel",
        "voor",
        "wat",
        "we",
        "wel",
        "wie",
        "wij",
        "word",
        "wordt",
        "ze",
        "zich",
        "zij",
        "zijn",
        "zo",
        "zou",
    ]
)
"""Words that say nothing about a page."""
FRAME = [
    "betekenis",
    "betekent",
    "definitie",
    "doe",
    "doen",
    "doet",
    "eigenlijk",
    "ga",
    "gaan",
    "gaat",
    "geen",
    "had",
    "hebben",
    "hebt",
    "heeft",
    "hem",
    "haar",
    "hoeveel",
    "hun",
    "iedereen",
    "iemand",
    "iets",
    "kun",
    "kunt",
    "kunnen",
    "mag",
    "mij",
    "moet",
    "moeten",
    "mogen",
    "ons",
    "onze",
    "precies",
    "tussen",
    "uitleg",
    "verschil",
    "waar",
    "waarom",
    "wanneer",
    "wat",
    "welk",
    "welke",
    "werd",
    "wil",
    "willen",
    "worden",
    "zonder",
]
"""Words that frame a question; they count only when there is nothing else."""


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return words_of(text)


def stem(word: str) -> str:
    """The search key of one folded word."""
    word = word.replace("'", "")
    if len(word) < 4 or word.isdigit():
        return word
    if word.endswith("heden"):
        return word[:-5] + "heid"
    if word.endswith("ieen"):  # ideeën, knieën after folding
        word = word[:-2]
    for ending, rest in (
        ("ssen", "s"),
        ("etjes", ""),
        ("etje", ""),
        ("tjes", ""),
        ("tje", ""),
        ("jes", ""),
        ("je", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) + len(rest) >= 3:
            return _tidy(word[: -len(ending)] + rest)
    if word.endswith("en") and len(word) >= 5:
        return _tidy(word[:-2])
    if word.endswith("es") and len(word) >= 6:
        return _tidy(word[:-2])
    if word.endswith("s") and len(word) >= 4 and word[-2] not in "sui":
        return _tidy(word[:-1])
    if word.endswith("e") and len(word) >= 5:
        return _tidy(word[:-1])
    return _tidy(word)


def _tidy(word: str) -> str:
    """One spelling for what Dutch writes in two ways: doubled consonants and vowels, and f/v and s/z at the end."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    if len(word) > 3 and word[-2] == word[-3] and word[-2] in "aeou" and word[-1] not in _VOWELS:
        word = word[:-2] + word[-1]
    if word[-1] == "v":
        word = word[:-1] + "f"
    elif word[-1] == "z":
        word = word[:-1] + "s"
    return word
