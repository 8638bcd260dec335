"""Citations in APA 7 with Dutch words.

The form follows the *Publication Manual of the American Psychological Association* (7th ed.) in the Dutch practice of the
university libraries: ``&`` between authors, ``(red.)`` for editors, ``Geraadpleegd op`` for a date of access.
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


def jaar(bron: Bron) -> str:
    """The year of publication."""
    return bron.issued[:4]


def _family(name: Naam) -> str:
    if name.literal:
        return name.literal
    particle = f"{name.non_dropping_particle} " if name.non_dropping_particle else ""
    return f"{particle}{name.family}"


def kort(bron: Bron) -> str:
    """Author and year as they stand in a sentence: ``Jansen et al., 2016``."""
    names = [_family(name) for name in (bron.author or bron.editor)]
    if not names:
        return f"{bron.title}, {jaar(bron)}"
    if len(names) > 2:
        return f"{names[0]} et al., {jaar(bron)}"
    return f"{' & '.join(names)}, {jaar(bron)}"


def sorteersleutel(bron: Bron) -> str:
    """Order of the list: family name without particle, then year and title."""
    first = (bron.author or bron.editor or (None,))[0]
    name = (first.family or first.literal or "") if first else bron.title
    return f"{name} {bron.issued} {bron.title}".casefold()


def _names(names: tuple[Naam, ...]) -> str:
    listed = [f"{_family(name)}, {name.given}" if name.given else _family(name) for name in names]
    if len(listed) > 20:
        listed = [*listed[:19], "…", listed[-1]]
        return ", ".join(listed)
    if len(listed) > 1:
        return ", ".join(listed[:-1]) + " & " + listed[-1]
    return listed[0] if listed else ""


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_").replace("[", "\\[").replace("<", "&lt;")


def volledig(bron: Bron, naar: str = "") -> str:
    """The full reference as Markdown, with the title of the work in italics; the title is a link to ``naar``."""
    contained = bron.type in {"chapter", "article-journal", "article-magazine", "article-newspaper"}
    title = _escape(bron.title)
    head = _escape(_names(bron.author))
    if not head and bron.editor and not contained:
        head = f"{_escape(_names(bron.editor))} (red.)"
    when = (
        datum(bron.issued)
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
    parts = [f"{head} ({when})." if head else "", shown + stop]
    if not head:
        parts = [parts[1], f"({when})."]
    if bron.type == "chapter" and bron.container_title:
        editors = f"{_escape(_names(bron.editor))} (red.), " if bron.editor else ""
        pages = f" (p. {bron.page})" if bron.page else ""
        parts.append(f"In {editors}*{_escape(bron.container_title)}*{pages}.")
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
