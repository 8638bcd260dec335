"""Citations in APA 7 with Dutch words.

The form follows the *Publication Manual of the American Psychological Association* (7th ed.) with the Dutch words and dates of
*De APA-richtlijnen uitgelegd* (Werkgroep APA, by the libraries of the hogescholen): ``Red.`` for editors, ``2014, 10 oktober``
for a date, and a *tussenvoegsel* before the family name, with a capital, which also gives the name its place in the list.
"""

from __future__ import annotations

from kwartier.model import Bron
from kwartier.model.bron import Naam

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def datum(iso: str) -> str:
    """A year or ISO date as a Dutch reader writes it: 2014, oktober 2014, 10 oktober 2014."""
    year, *rest = iso.split("-")
    if not rest:
        return year
    month = MAANDEN[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def _turned(iso: str) -> str:
    """A date as it stands in an entry, with the year first: 2014, 10 oktober."""
    year, *rest = iso.split("-")
    return f"{year}, {datum(iso).removesuffix(f' {year}')}" if rest else year


def jaar(bron: Bron) -> str:
    """The year of publication."""
    return bron.issued[:4]


def _family(name: Naam) -> str:
    """The name as it begins an entry: ``Van Dijk``; the one particle that keeps its small letter is ``d'``."""
    whole = _with_particle(name)
    return whole if whole.startswith(("d'", "d’")) or name.literal else whole[:1].upper() + whole[1:]


def _with_particle(name: Naam) -> str:
    if not name.non_dropping_particle:
        return name.literal or name.family or ""
    stuck = name.non_dropping_particle.endswith(("d'", "d’", "l'", "l’"))
    return f"{name.non_dropping_particle}{'' if stuck else ' '}{name.family}"


def kort(bron: Bron) -> str:
    """Author and year as they stand in a sentence: ``Jansen et al., 2016``."""
    names = [_family(name) for name in (bron.author or bron.editor)]
    if not names:
        return f"{bron.title}, {jaar(bron)}"
    if len(names) > 2:
        return f"{names[0]} et al., {jaar(bron)}"
    return f"{' & '.join(names)}, {jaar(bron)}"


def sorteersleutel(bron: Bron) -> str:
    """Order of the list: the name as it stands there, then year and title."""
    first = (bron.author or bron.editor or (None,))[0]
    return f"{_family(first) if first else bron.title} {bron.issued} {bron.title}".casefold()


def _names(names: tuple[Naam, ...]) -> str:
    """Authors at the beginning of an entry: ``Van Dijk, A., & Bakker, B.``"""
    listed = [f"{_family(name)}, {name.given}" if name.given else _family(name) for name in names]
    if len(listed) > 20:
        return ", ".join([*listed[:19], "…", listed[-1]])
    return ", & ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def _editors(names: tuple[Naam, ...]) -> str:
    """Editors of the book that a chapter is in, initials first: ``D. Jacobs & A. van Dijk``."""
    listed = [f"{name.given} {_with_particle(name)}" if name.given else _family(name) for name in names]
    if len(listed) < 3:
        return " & ".join(listed)
    return f"{', '.join(listed[:-1])}, & {listed[-1]}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_").replace("[", "\\[").replace("<", "&lt;")


def volledig(bron: Bron, naar: str = "") -> str:
    """The full reference as Markdown, with the title of the work in italics; the title is a link to ``naar``."""
    contained = bron.type in {"chapter", "article-journal", "article-magazine", "article-newspaper"}
    title = _escape(bron.title)
    head = _escape(_names(bron.author))
    if not head and bron.editor and not contained:
        head = f"{_escape(_names(bron.editor))} (Red.)"
    when = (
        _turned(bron.issued)
        if bron.type in {"article-newspaper", "webpage", "article-magazine", "speech"}
        else jaar(bron)
    )
    extra = "; ".join(
        part for part in (bron.genre, f"nr. {bron.number}" if bron.number else None, bron.edition) if part
    )
    shown = title if contained else f"*{title}*"
    stop = "" if shown.endswith(("?", "!", "?*", "!*")) else "."
    if naar:
        shown = f"[{shown}]({naar})"
    if bron.language and bron.language != "nl":
        shown = f'<span lang="{bron.language}">{shown}</span>'
    if extra:
        shown += f" ({_escape(extra)})"
    parts = [f"{head.removesuffix('.')}. ({when})." if head else "", shown + stop]
    if not head:
        parts = [parts[1], f"({when})."]
    if bron.type == "chapter" and bron.container_title:
        editors = f"{_escape(_editors(bron.editor))} (Red.), " if bron.editor else ""
        pages = f" ({'p.' if bron.page.isdecimal() else 'pp.'} {bron.page})" if bron.page else ""
        stop = "" if not pages and bron.container_title.endswith(("?", "!")) else "."
        parts.append(f"In {editors}*{_escape(bron.container_title)}*{pages}{stop}")
    elif contained and bron.container_title:
        volume = f", *{bron.volume}*" if bron.volume else ""
        issue = f"({bron.issue})" if bron.issue else ""
        pages = f", {bron.page}" if bron.page else ""
        parts.append(
            f"*{_escape(bron.container_title)}*{volume}{issue if volume else (', ' + bron.issue if bron.issue else '')}{pages}."
        )
    if bron.publisher and bron.publisher != (bron.author[0].literal if bron.author else None):
        parts.append(f"{_escape(bron.publisher)}.")
    if bron.doi:
        parts.append(f"<{bron.doi_adres}>")
    elif bron.url:
        seen = f"Geraadpleegd op {datum(bron.accessed.isoformat())}, van " if bron.accessed else ""
        parts.append(f"{seen}<{bron.url}>")
    return " ".join(part for part in parts if part)
