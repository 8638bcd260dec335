"""Damage to content, as hypothesis draws it: what a slip of the hand, a merge, a word processor or a disk can do to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from datafiles import BASE

ROOT = Path(__file__).parent.parent
SKELETONS = ROOT / "macros" / "kwartier" / "skelet"

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "module": ("modules/kennismaken/module.yml", ("modules/*/module.yml",)),
    "zelftoets": ("modules/kennismaken/zelftoets.yml", ("modules/*/zelftoets.yml",)),
    "les": ("modules/kennismaken/lessen/begin.md", ("modules/*/lessen/*.md",)),
    "opdracht": ("modules/verdiepen/toets/opdracht.md", ("modules/*/toets/*.md",)),
    "leerroute": ("modules/leerroutes/route.yml", ("modules/leerroutes/*.yml",)),
    "begrip": ("glossary/begrippen/buurt.yml", ("glossary/begrippen/*.yml",)),
    "kader": ("glossary/kaders/proefkader.yml", ("glossary/kaders/*.yml",)),
    "instrument": ("glossary/instrumenten/kaart.yml", ("glossary/instrumenten/*.yml",)),
    "bronnen": ("glossary/bronnen.yml", ("glossary/bronnen.yml",)),
    "themas": ("glossary/themas.yml", ("glossary/themas.yml",)),
    "casus": ("docs/casussen/de-sleutel.md", ("docs/casussen/*.md",)),
    "pagina": ("docs/index.md", ("docs/handboek/*.md", "docs/index.md", "docs/over/*.md")),
    "instellingen": ("mkdocs.yml", ("mkdocs.yml",)),
}
"""Per kind of file the file of the base project that is replaced, and where real ones are found."""


def examples(kind: str, most: int = 6) -> list[str]:
    """Some files of a kind: that of the base project, the skeleton, and the longest real ones."""
    file, patterns = KINDS[kind]
    real = {path for pattern in patterns for path in ROOT.glob(pattern)}
    chosen = sorted(real, key=lambda path: (-path.stat().st_size, path))[:: max(1, len(real) // most)][:most]
    found = [path for path in (BASE / file, SKELETONS / f"{kind}{Path(file).suffix}", *chosen) if path.is_file()]
    return [path.read_text(encoding="utf-8") for path in found]


ODD = (
    *(
        "",
        " ",
        "~",
        "null",
        "nee",
        "no",
        "12:30",
        "0123",
        "1e999",
        "-0",
        ".inf",
        ".nan",
        "0x1F",
        "2026-02-30",
        "9" * 400,
    ),
    *(
        "[]",
        "{}",
        "[[]]",
        "- ",
        "? ",
        "!!python/object:os.system x",
        "&a [*a]",
        "*a",
        "<<: {a: b}",
        "|",
        ">-",
        "%YAML 9",
        "---",
        "...",
    ),
    *(
        "\t",
        "\x00",
        "\x0b",
        "\ufeff",
        "\u2028",
        "\u202e",
        "\xa0",
        "\ud7ff",
        "\U0010ffff",
        "e\u0301",
        "İ",
        "ß",
        "ﬁ",
        "👩‍👩‍👧",
        "١٢",
    ),
    *(
        "{{ begrip('buurt') }}",
        "{{ begrip(",
        "{{ x(1,2,**3) }}",
        "[[buurt]]",
        "[[",
        "[[!a|b]]",
        "{% for",
        "{#",
        "{{ les('a','b') }}",
    ),
    *(
        "](",
        "![](",
        "[a](../../../../etc/passwd)",
        "[^1]",
        "[^1]: x",
        "*[a]: b",
        "[a]: b",
        "```",
        "~~~",
        "///",
        "/// opdracht",
        "|--|--|",
    ),
    *(
        "<",
        "<!--",
        "-->",
        "<div markdown=1>",
        "</div>",
        "&#0;",
        "&#x110000;",
        "&nbsp;",
        "#" * 50,
        ">" * 50,
        "*" * 80,
        "_" * 81,
        "`" * 41,
    ),
    *(
        "- " * 30,
        "1. " * 20,
        " " * 300,
        "(" * 100,
        "[" * 100,
        "![" * 60,
        "<a " * 40,
        "\\" * 33,
        ": x",
        "\n: x",
        "\n\n    x",
        "\r",
        "\r\n",
    ),
    *("/etc/passwd", "..", "../x.md", "C:\\x.md", "%2e%2e%2fx.md", "x.md\x00", "lessen/", "a" * 5000),
)
"""Texts that have meant something unexpected to a reader of YAML, Markdown, HTML, numbers, paths or Unicode."""

VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.lists(st.sampled_from(ODD), max_size=3),
    st.dictionaries(st.sampled_from(("id", "titel", "tekst", "soort", "1")), st.sampled_from(ODD), max_size=3),
)


class _Dumper(yaml.SafeDumper):
    """Text as text, with its lines."""


@st.composite
def damaged(draw: st.DrawFn, kind: str) -> bytes:
    """A file of a kind after one to four mishaps, half of them in its structure and half in its characters."""
    text = draw(st.sampled_from(examples(kind)))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from((structure, structure, lines, characters)))(draw, text)
    raw = text.encode("utf-8", "surrogatepass")
    return draw(st.sampled_from((_whole, _whole, _whole, _truncated, _bytes, _encoded)))(draw, raw)


def structure(draw: st.DrawFn, text: str) -> str:
    """Take out, double, rename, move or retype a part of the YAML, when there is any."""
    head, body = "", ""
    source = text
    if text.startswith("---\n") and "\n---" in text[4:]:
        head = "---\n"
        source, _, body = text[4:].partition("\n---")
        body = "\n---" + body
    try:
        data = yaml.load(source, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return lines(draw, text)
    places = list(_places(data))
    if not places:
        return lines(draw, text)
    holder, key = draw(st.sampled_from(places))
    action = draw(st.sampled_from(("remove", "replace", "replace", "wrap", "copy", "rename")))
    if action == "remove":
        del holder[key]
    elif action == "replace":
        holder[key] = draw(VALUES)
    elif action == "wrap":
        holder[key] = draw(st.sampled_from(([holder[key]], {"id": holder[key]}, str(holder[key]), [holder[key]] * 3)))
    elif action == "copy":
        other, place = draw(st.sampled_from(places))
        holder[key] = other.get(place) if isinstance(other, dict) else other[place]
    elif isinstance(holder, dict):
        holder[draw(st.sampled_from((f"{key}s", "id", "titel", "", "1", "soort")))] = holder.pop(key)
    else:
        holder.insert(0, draw(VALUES))
    dumped = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return f"{head}{dumped.rstrip()}{body}" if head else dumped


def _places(data: Any) -> Any:
    """Every place in the data that can be changed, as the thing that holds it and its key; data may hold itself."""
    waiting, seen = [data], set()
    while waiting:
        holder = waiting.pop()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        pairs = (
            list(holder.items())
            if isinstance(holder, dict)
            else list(enumerate(holder))
            if isinstance(holder, list)
            else []
        )
        for key, value in pairs:
            yield holder, key
            waiting.append(value)


def lines(draw: st.DrawFn, text: str) -> str:
    """Take out, double, move or indent a line, or put a sign of a merge between two."""
    parts = text.split("\n")
    at = draw(st.integers(0, len(parts) - 1))
    action = draw(st.sampled_from(("remove", "double", "swap", "indent", "odd", "merge", "join")))
    if action == "remove":
        del parts[at]
    elif action == "double":
        parts.insert(at, parts[at])
    elif action == "swap":
        other = draw(st.integers(0, len(parts) - 1))
        parts[at], parts[other] = parts[other], parts[at]
    elif action == "indent":
        parts[at] = draw(st.sampled_from((" ", "  ", "    ", "\t", "\xa0"))) + parts[at]
    elif action == "odd":
        parts.insert(at, draw(st.sampled_from(ODD)))
    elif action == "merge":
        parts.insert(at, draw(st.sampled_from(("<<<<<<< HEAD", "=======", ">>>>>>> af3c"))))
    elif at + 1 < len(parts):
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return "\n".join(parts)


def characters(draw: st.DrawFn, text: str) -> str:
    """Put something odd anywhere, or in the place of a piece."""
    at = draw(st.integers(0, len(text)))
    until = min(len(text), at + draw(st.sampled_from((0, 0, 1, 2, 20))))
    return text[:at] + draw(st.one_of(st.sampled_from(ODD), st.text(max_size=20))) + text[until:]


def _whole(draw: st.DrawFn, raw: bytes) -> bytes:
    return raw


def _truncated(draw: st.DrawFn, raw: bytes) -> bytes:
    return raw[: draw(st.integers(0, len(raw)))]


def _bytes(draw: st.DrawFn, raw: bytes) -> bytes:
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + draw(st.binary(max_size=8)) + raw[at + draw(st.integers(0, 4)) :]


def _encoded(draw: st.DrawFn, raw: bytes) -> bytes:
    """The same text as another program would write it."""
    text = raw.decode("utf-8", "replace")
    return draw(
        st.sampled_from(
            (
                text.encode("utf-16"),
                text.encode("latin-1", "replace"),
                text.encode("cp1252", "replace"),
                b"\xef\xbb\xbf" + raw,
                raw.replace(b"\n", b"\r\n"),
                raw.replace(b"\n", b"\r"),
            )
        )
    )


@st.composite
def markdown(draw: st.DrawFn) -> str:
    """A text of pieces of Markdown that can stand in any order."""
    pieces = st.one_of(
        st.sampled_from(ODD),
        st.sampled_from(
            (
                *(
                    "een buurt ",
                    "**vet** ",
                    "\n\n## Kop\n\n",
                    "\n\n- een\n- twee\n    - drie\n",
                    "\n\n1. a\n\n    b\n",
                    "\n\n> citaat\n",
                ),
                *(
                    "\n\n| a | b |\n|---|---|\n| 1 | [[buurt]] |\n",
                    "\n\n```python\nx = {{ 1 }}\n```\n",
                    "\n\n/// let-op | Pas op\nTekst\n///\n",
                ),
                *(
                    "\n\n/// mbo\n\n- x\n\n///\n",
                    "[link](begin.md#kop) ",
                    "![beeld](x.png) ",
                    "noot[^n] ",
                    "\n\n[^n]: De noot.\n",
                    "\n\nterm\n: uitleg\n",
                ),
                *(
                    "<kbd>Esc</kbd> ",
                    "{ #anker .klas }",
                    "\n\nTitel\n=====\n\n",
                    "{{ bron('proef') }} ",
                    "{{ vraag('x') }}",
                    "\n\n***\n\n",
                    "<!-- x -->",
                ),
            )
        ),
        st.text(max_size=12),
    )
    return "".join(draw(st.lists(pieces, min_size=1, max_size=25)))
