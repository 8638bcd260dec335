"""Een lijst is geschreven zoals Markdown haar leest.

Boven een lijst hoort een witregel; zonder die regel komen de punten achter elkaar in de alinea te staan. Een punt onder een ander punt springt vier spaties in. Een bolletje uit een tekstverwerker en `1)` zijn gewone tekst.

**Zo los je het op:** de tip bij de melding zegt wat er moet staan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from kwartier.project import Project
from kwartier.safety import rendered
from kwartier.text.problems import Problem
from kwartier.texts import Text

RULE = "lijst-geschreven"
SEVERITY = "waarschuwing"

_SIGN = "[-*+]|[0-9]{1,3}[.)]|[•·▪◦●○■–—\uf0b7]"
_ITEM = re.compile(f"(?P<before>[ \t]*(?:>[ \t]*)*(?::[ ]+)?)(?P<sign>{_SIGN})[ \t\xa0]+(?=[^ \t\n])")
_RULER = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
_FENCE = re.compile("[ \t>]*(```|~~~)")
_APART = re.compile(r"[ \t]*(?:#|/{3})")
"""A heading, and the border of a block: what follows begins anew."""
_MAY_HOLD = re.compile(f"^[ \t>]*(?::[ ]+)?(?:{_SIGN})[ \t\xa0]", re.MULTILINE)
_MARK = re.compile("\ue000([0-9]+)\ue001")


@dataclass
class _Item:
    """A line that looks like an item: its place in the text, its sign, how far it goes in, and what it became.

    ``group`` counts the runs of lines without an empty line; ``path`` holds the lists that it is an item of, outermost first,
    and is empty when it is none; ``told`` is whether its sign and words stand in a paragraph.
    """

    start: int
    sign: str
    indent: int
    group: int
    above: str
    path: tuple[int, ...] = ()
    told: bool = False

    @property
    def kind(self) -> str:
        """What the signs of one list have in common."""
        return self.sign[-1] if self.sign[0].isdigit() else self.sign


def check(project: Project) -> Iterator[Problem]:
    """Look for lines that are items to a reader, and ask Markdown what it makes of them: of a group the first is told.

    Rendering costs a millisecond, so only texts in which something may be wrong are rendered.
    """
    for text in project.index.texts:
        if _MAY_HOLD.search(text.content):
            items = _items(text.content)
            if _unusual(items) and not _folded(text):
                yield from _problems(text, items)


def _problems(text: Text, items: list[_Item]) -> Iterator[Problem]:
    """Render ``text`` with a mark behind each sign, and report what the marks tell."""
    _follow(text.content, items)
    reported: set[int] = set()
    open_lists: list[_Item] = []
    for number, item in enumerate(items):
        if item.indent < 0:  # text that ends every list above it
            open_lists = []
            continue
        wrong = _wrong(items, number, open_lists)
        if wrong and item.group not in reported:
            reported.add(item.group)
            yield Problem(text.locate(item.start), RULE, *wrong)
        if item.path:
            open_lists = [one for one in open_lists if one.indent < item.indent - 1] + [item]


def _wrong(items: list[_Item], number: int, open_lists: list[_Item]) -> tuple[str, str] | None:
    """Message and hint for an item, below the items whose lists are open there."""
    item = items[number]
    beside = next((one for one in reversed(open_lists) if abs(one.indent - item.indent) < 2), None)
    over = next((one for one in reversed(open_lists) if one.indent < item.indent - 1), None)
    if item.told:
        if not (beside or over or _is_list(items, number)):
            return None
        if item.sign[0] not in "-*+" and not item.sign.endswith("."):
            instead = "1. " if item.sign[0].isdigit() else "- "
            return f"'{item.sign}' maakt in Markdown geen lijst.", f"Begin een lijstpunt met '{instead}'."
        if over and not beside and item.indent != over.indent + 4:
            return _not_below()
        return "Dit lijstpunt komt achter de regel erboven te staan.", "Zet een witregel boven dit punt."
    if item.path and beside and beside.path and len(item.path) > len(beside.path):
        return "Dit punt komt in de lijst erboven te staan.", "Zet een witregel boven dit punt."
    if item.path and over and not beside and len(item.path) <= len(over.path):
        return _not_below()
    return None


def _not_below() -> tuple[str, str]:
    message = "Dit punt komt niet onder het punt erboven te staan."
    return message, "Laat een punt onder een ander punt vier spaties inspringen."


def _is_list(items: list[_Item], number: int) -> bool:
    """Whether an item that became text was meant as one: a sentence can have a dash or a number at the begin of a line."""
    item = items[number]
    near = [one for one in items if one.group == item.group and one.indent == item.indent]
    same = [one for one in near if one.kind == item.kind]
    if item.sign[0].isdigit():
        return item.sign[:-1] == "1" and (len(same) > 1 or item.above.endswith(":"))
    return len(same) > 1 or (item.above.endswith((":", "```", "~~~")) and item.sign in "-*+")


def _items(content: str) -> list[_Item]:
    """The lines of ``content`` that look like items, and between them those that end all lists, with an indent of -1."""
    items: list[_Item] = []
    start = group = 0
    above = fence = ""
    for line in content.split("\n"):
        stripped = line.strip()
        match = None if fence or _RULER.fullmatch(line) else _ITEM.match(line)
        if border := _FENCE.match(line):
            fence = "" if fence == border[1] else fence or border[1]
        if not above:
            group += 1
        if match:
            indent = len(match["before"].expandtabs(4))
            items.append(_Item(start + match.start("sign"), match["sign"], indent, group, above))
        elif not fence and stripped and (_APART.match(line) or (not above and not line.startswith(("    ", "\t")))):
            items.append(_Item(start, "", -1, group, above))
        above = "" if _APART.match(line) else stripped
        start += len(line) + 1
    return items


def _unusual(items: list[_Item]) -> bool:
    """Whether some item is not written in the plainest way, which Markdown reads as anyone does."""
    before: _Item | None = None
    for item in items:
        if item.indent < 0:
            before = None
            continue
        alone = not item.above or before is None or before.group != item.group
        if item.sign[0] not in "-*+0123456789" or item.sign.endswith(")") or item.indent % 4:
            return True
        if item.above and (before is None or before.group != item.group):
            return True
        if before is not None and not alone and (item.indent < before.indent or item.kind != before.kind):
            return True
        if item.indent > (before.indent + 4 if before else 0):
            return True
        before = item
    return False


def _folded(text: Text) -> bool:
    """Whether the text stands behind ``>``, where empty lines are not what they seem; reading the file told of its lists."""
    return text.path is not None and getattr(text.document.node(text.path), "style", None) == ">"


def _follow(content: str, items: list[_Item]) -> None:
    """Fill in what Markdown makes of each item."""
    parts, last = [], 0
    for number, item in enumerate(items):
        if item.indent >= 0:
            end = item.start + len(item.sign) + 1
            parts += [content[last:end], f"\ue000{number}\ue001"]
            last = end
    reader = _Reader(items)
    reader.feed(rendered("".join([*parts, content[last:]])))
    reader.close()


@dataclass
class _Block:
    """An element that is open, with the text in it so far."""

    tag: str
    number: int
    text: str = ""


class _Reader(HTMLParser):
    """Finds the marks in rendered Markdown."""

    def __init__(self, items: list[_Item]) -> None:
        super().__init__(convert_charrefs=True)
        self.items = items
        self.open: list[_Block] = []
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of which the place of a mark can depend."""
        if tag in _BLOCKS:
            self.count += 1
            self.open.append(_Block(tag, self.count))

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        while tag in _BLOCKS and self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Tell the items in ``data`` where they are."""
        last = 0
        for mark in _MARK.finditer(data):
            self._add(data[last : mark.start()])
            self._place(self.items[int(mark[1])])
            last = mark.end()
        self._add(data[last:])

    def _add(self, data: str) -> None:
        for block in self.open:
            block.text += data

    def _place(self, item: _Item) -> None:
        if any(block.tag in _ELSEWHERE for block in self.open):
            return
        lists = tuple(block.number for block in self.open if block.tag in {"ul", "ol"})
        nearest = next((block for block in reversed(self.open) if block.tag in _TEXT), None)
        inner = next((block for block in reversed(self.open) if block.tag == "li"), None)
        if inner is not None and not inner.text.strip():
            item.path = lists
        elif nearest is not None:
            item.told = nearest.text.rstrip().endswith(item.sign)


_TEXT = frozenset({"p", "li", "dd", "blockquote", "div"})
_ELSEWHERE = frozenset({"pre", "code", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "script", "style"})
_BLOCKS = _TEXT | _ELSEWHERE | {"ul", "ol"}
