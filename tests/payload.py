"""Content in which every text field of every kind holds a text that wants to be more than text.

The fields are found by walking the model, so a new one is in it by itself.
"""

from __future__ import annotations

import itertools
import json
import types
from enum import EnumType
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from kwartier.checks import DEFAULT_SEVERITY
from kwartier.model import Begrip, Bron, Casus, Instrument, Kader, Leerroute, Module, Thema, Vraag
from kwartier.model.base import ID_PATTERN, Bestandsnaam, Opmaak, Verwijzing
from kwartier.settings import SITE_KEYS, Instellingen

LINE = """Z{0}Z "' onkwaad="1" <b>b</b><br> ]]> --> {{{{ 7*191 }}}} {{% kwaad %}} &lt;kwaad&gt; &amp;lt;kwaad&amp;gt; `code` \\"""
"""For a line: what the check lets through is text, quotes and what others read as markup too."""
TEXT = """Z{0}Z "' onkwaad="1" &lt;kwaad onkwaad=1&gt;&lt;script&gt;kwaad()&lt;/script&gt; &amp;lt;kwaad&amp;gt; ]]&gt; --&gt; {{{{ 7*191 }}}} {{% kwaad %}} `<kwaad onkwaad="1"></kwaad><script>kwaad()</script>]]>`"""
"""For a field of Markdown: what its author wrote is text, and stays text however often it is read again."""
HARM = (
    *("</title><script>kwaad()</script>", '"><kwaad></kwaad>', '<b onclick="kwaad()">b</b>', "[k](javascript:kwaad)"),
    *(
        "x {: onclick=kwaad }",
        "<svg/onload=kwaad()>",
        "</textarea><kwaad>",
        "<!--",
        "`<kwaad>`",
        "&lt;b&gt;<iframe src=x></iframe>",
    ),
)
"""What the check refuses in any field."""

IDS = {
    "module": "m",
    "begrip": "kwade-term",
    "casus": "verhaal",
    "kader": "raam",
    "kaderitem": "raam/deel-0",
    "instrument": "blad-kolommen",
    "bron": "bron-0",
    "thema": "thema-0",
    "leeruitkomst": "deel-0",
    "les": "deel-0",
}
"""What references point to."""
FIXED = {
    **{"tekst@Pad": "lessen/tekst.md", "opdracht@Pad": "toets/opdracht.md", "zelftoets@Pad": "zelftoets.yml"},
    **{"issued": "2020", "licentie": "cc-by-40", "DOI": "10.1000/1", "URL": "https://elders.example/"},
    **{
        "naar": "deel-1",
        "studielast": 4,
        "perspectief": "beleid",
        "language": "en",
        "verplaatst_van": [],
        "voorbeeld": {},
    },
}
"""Values of fields that cannot be just any text."""


class Payload:
    """Makes items full of payloads; ``used`` has the number and place of each."""

    def __init__(self, harm: str = "") -> None:
        self.used: dict[int, str] = {}
        self.lines: set[int] = set()
        """The numbers of those that are no Markdown."""
        self._harm = harm.replace("{", "{{").replace("}", "}}")
        self._numbers = itertools.count(1)

    def text(self, template: str, place: str) -> str:
        number = next(self._numbers)
        self.used[number] = place
        if template is LINE:
            self.lines.add(number)
        return (f"Z{{0}}Z {self._harm}" if self._harm else template).format(number)

    def model(self, cls: type[BaseModel], place: str, index: int = 0) -> dict[str, Any]:
        """An item with every field filled in."""
        found: dict[str, Any] = {}
        for name, field in cls.model_fields.items():
            key = field.alias or name
            annotation: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            found[key] = self.value(annotation, f"{place}.{key}", key, index)
        if cls.__name__ == "Naam":  # a person or an organisation
            found = {"literal": found["literal"]} if index % 2 else {k: v for k, v in found.items() if k != "literal"}
        return found

    def value(self, annotation: Any, place: str, key: str, index: int) -> Any:
        marks: list[Any] = []
        while get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks += more
        if any(isinstance(one, Bestandsnaam) for one in marks):
            return FIXED[f"{key}@Pad"]
        if key in FIXED:
            return FIXED[key]
        for mark in marks:
            if isinstance(mark, Verwijzing):
                return IDS[mark.soort]
        origin, parts = get_origin(annotation), get_args(annotation)
        if origin in {Union, types.UnionType}:
            return self.value(next(one for one in parts if one is not type(None)), place, key, index)
        if origin is tuple:
            return [self.value(parts[0], f"{place}.{number}", key, number) for number in range(3)]
        if origin is Literal:
            return parts[0]
        if isinstance(annotation, EnumType):
            return next(iter(annotation)).value
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.model(annotation, place, index)
        return self._simple(annotation, marks, place, key, index)

    def _simple(self, annotation: Any, marks: list[Any], place: str, key: str, index: int) -> Any:
        if annotation is bool:
            return "ja" if index == 0 else "nee"
        if annotation in {int, float}:
            return 1 + index
        if annotation is str and not any(ID_PATTERN.pattern in str(one) for one in marks):
            template = TEXT if any(isinstance(one, Opmaak) for one in marks) else LINE
            return self.text(template, place)
        return f"deel-{index}" if annotation is str else "2026-09-01"


def variants(union: Any, payload: Payload, place: str, tag: str) -> list[dict[str, Any]]:
    """An item of every class of a union."""
    return [
        payload.model(cls, f"{place}[{cls.__name__}]") | {"id": f"deel-{number}"}
        if tag == "soort"
        else payload.model(cls, f"{place}[{cls.__name__}]")
        for number, cls in enumerate(get_args(get_args(union)[0]))
    ]


def write(root: Path, harm: str = "") -> Payload:
    """Write a project of which every text field of every kind is such a text."""
    payload = Payload(harm)
    files: dict[str, Any] = {
        "modules/m/module.yml": payload.model(Module, "module"),
        "modules/m/zelftoets.yml": variants(Vraag, payload, "vraag", "soort"),
        "modules/leerroutes/route.yml": payload.model(Leerroute, "leerroute"),
        "glossary/begrippen/kwade-term.yml": payload.model(Begrip, "begrip"),
        "glossary/kaders/raam.yml": payload.model(Kader, "kader"),
        "glossary/themas.yml": [
            payload.model(Thema, "thema", number) | {"id": f"thema-{number}"} for number in range(2)
        ],
        "glossary/bronnen.yml": [
            payload.model(Bron, f"bron[{kind}]", number) | {"id": f"bron-{number}", "type": kind}
            for number, kind in enumerate(get_args(Bron.model_fields["type"].annotation))
        ],
    }
    for one in variants(Instrument, payload, "instrument", "layout"):
        files[f"glossary/instrumenten/blad-{one['layout']}.yml"] = one
    settings = {
        name: payload.text(LINE, f"instellingen.{name}")
        for name, field in Instellingen.model_fields.items()
        if field.annotation is str and name not in {*SITE_KEYS, "kleur", "vorige", "jaar"}
    }
    files["mkdocs.yml"] = {
        "site_name": "Proef",
        "site_url": "https://proef.example/",
        "theme": {"name": "material", "language": "nl", "font": False},
        "markdown_extensions": [
            *("attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.superfences"),
            *("kwartier.blocks", "kwartier.terms"),
        ],
        "plugins": [
            {"kwartier": {**settings, "ernst": dict.fromkeys(DEFAULT_SEVERITY, "uit") | {"html-veilig": "fout"}}}
        ],
    }
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    case = payload.model(Casus, "casus")
    for number, scene in enumerate(case["scenes"]):
        scene["keuzes"] = [one | {"naar": f"deel-{number + 1}"} for one in scene["keuzes"]] if number < 2 else []
        del scene["terugblik" if number < 2 else "keuzes"]
        for one in scene.get("keuzes", ()):
            for person, result in zip(case["personen"], one["gevolgen"], strict=True):
                result["persoon"] = person["naam"]
    pages = {
        "docs/casussen/verhaal.md": (case, payload.text(TEXT, "casus")),
        "docs/index.md": (
            {"title": payload.text(LINE, "pagina.title"), "description": payload.text(LINE, "pagina.description")},
            payload.text(TEXT, "pagina"),
        ),
        "modules/m/lessen/tekst.md": (
            None,
            payload.text(TEXT, "les")
            + '\n\n## Kop "een" &lt;kwaad&gt;\n\n{{ bron("bron-0", "\'><kwaad>") }} {{ begrip("kwade-term", tekst="<kwaad>") }}',
        ),
        "modules/m/toets/opdracht.md": (None, payload.text(TEXT, "opdracht")),
    }
    for name, (front, body) in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        head = f"---\n{json.dumps(front, ensure_ascii=False, indent=1)}\n---\n\n" if front else ""
        (root / name).write_text(f"{head}{body}\n", encoding="utf-8")
    written = "".join(file.read_text(encoding="utf-8") for file in root.rglob("*.*") if file.is_file())
    payload.used = {number: place for number, place in payload.used.items() if f"Z{number}Z" in written}
    return payload
