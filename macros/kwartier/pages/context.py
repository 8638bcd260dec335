"""What a page template can use: links to items, author's Markdown made ready for its page, and words for numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from kwartier.addresses import VERANDERD, page_uri, relative
from kwartier.index import Vermelding
from kwartier.instruments import example_rows
from kwartier.library import Sleutel
from kwartier.linkeddata import Node, script
from kwartier.links import resolve
from kwartier.markup import comments, is_block, links, macro_calls, term_marks
from kwartier.pages import citations
from kwartier.pages.authoring import expand
from kwartier.pages.since import Mark, marks
from kwartier.project import Project
from kwartier.terms import page_mark
from kwartier.text.problems import Problem

SOORTNAMEN = {
    "module": ("module", "modules"),
    "les": ("les", "lessen"),
    "begrip": ("begrip", "begrippen"),
    "casus": ("casus", "casussen"),
    "kader": ("kader", "kaders"),
    "instrument": ("instrument", "instrumenten"),
    "leerroute": ("leerroute", "leerroutes"),
    "bron": ("bron", "bronnen"),
    "pagina": ("pagina", "pagina's"),
}
"""Singular and plural of each kind, for readers."""

_EXTERNAL = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


_ASKS = re.compile(r"\[[^\]\n]*[?!]\]\(")
_FULL_STOP = re.compile(r"\.(?!\.)")
_BRONNEN_HIER = "<!-- bronnen -->"
"""Where a template wants the list of sources; without it the list is the end of the page."""
_NIVEAUS_HIER = "<!-- niveaus -->"
"""Where a template wants the choice of a level, on a page that has something to choose."""
_NIVEAUS = re.compile(r"^/{3,}[ ]*(?:mbo|hbo)\b", re.MULTILINE)
_NIVEAUPLEK = '<div class="kw-niveauplek kw-niet-afdrukken"></div>'


@lru_cache(maxsize=4096, typed=True)
def plat(text: str) -> str:
    """Plain text made safe inside Markdown: marks and tags of an author's title stay visible characters."""
    return str(text).translate(_VISIBLE)


_VISIBLE = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]|#"} | {"<": "&lt;", ">": "&gt;"})


def attribuut(text: str) -> str:
    """Plain text inside a quoted HTML attribute."""
    return str(text).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def yaml_tekst(text: str) -> str:
    """Text as a quoted YAML scalar on one line, for front matter."""
    flat = " ".join(str(text).split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def uren(value: float) -> str:
    """Hours in words: ``28 uur``, ``2,5 uur``."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",") + " uur"


def ec(value: float) -> str:
    """EC in words: ``1 EC``, ``0,7 EC``."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",") + " EC"


def duur(minuten: int) -> str:
    """Minutes in words: ``45 min``, ``1 uur``, ``2,5 uur``, ``1 uur 15``."""
    if minuten < 60:
        return f"{minuten} min"
    whole, rest = divmod(minuten, 60)
    return f"{whole} uur {rest}" if rest % 30 else uren(minuten / 60)


def inspring(text: str, spaties: int = 4) -> str:
    """A Markdown text moved right, so that it stays inside a list item."""
    return text.replace("\n", "\n" + " " * spaties)


def alleen(stroom: str | None, *, kies: bool = False) -> str:
    """The label of what is for mbo or hbo only; with ``kies`` a reader can choose a level, and what bears it is left out."""
    mark = f' data-niveau="{stroom}"' if kies else ""
    return f' <span class="kw-etiket"{mark}>alleen {stroom}</span>' if stroom else ""


@dataclass(frozen=True)
class Page:
    """A compiled Markdown page. ``bron`` is the author's file that the edit link opens; ``kop`` its front matter."""

    uri: str
    markdown: str
    bron: str
    titel: str
    soort: str


@dataclass(frozen=True)
class Draft:
    """A page that is made when it is asked for, because a preview shows one of thousands."""

    uri: str
    make: Callable[[], Page]


class _Templates(Environment):
    """Templates that do not change while a process runs, so that one is looked up in a table and no more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[str, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """The template of that name."""
        if name not in self._known:
            self._known[name] = super().get_template(name, parent, globals)
        return self._known[name]


@cache
def _templates() -> Environment:
    """Our own templates, compiled once per process."""
    environment = _Templates(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        auto_reload=False,
    )
    environment.filters |= {
        "plat": plat,
        "attribuut": attribuut,
        "yaml": yaml_tekst,
        "uren": uren,
        "ec": ec,
        "duur": duur,
        "datum": lambda day: citations.datum(day.isoformat()),
        "inspring": inspring,
        "alleen": alleen,
        "voorbeeld": example_rows,
        "md": lambda text, page: page.md(text),
    }
    return environment


def notice(problems: Iterable[Problem]) -> str:
    """What is wrong with a file, for a preview, as HTML with place, sentence and hint."""
    rows = "".join(
        f"<li><code>{escape(str(one.at))}</code> {escape(one.message)} <em>{escape(one.hint)}</em></li>"
        for one in problems
    )
    return f'<div class="kw-kapot" role="note"><p><strong>Dit kan nog niet getoond worden</strong></p><ul>{rows}</ul></div>'


@dataclass
class Site:
    """What all pages of one compilation share: the project, the templates, and the titles of all pages."""

    project: Project
    environment: Environment = field(default_factory=_templates)
    kapot: Mapping[str, list[Problem]] | None = None
    """In a preview, per file of an author what is wrong with it; ``None`` in a build, which has no pages then."""

    @property
    def docent(self) -> bool:
        """Whether this is the lecturer edition."""
        return self.project.settings.editie == "docent"

    @cached_property
    def titels(self) -> dict[str, tuple[str, str]]:
        """Per page (without anchor) its kind and title, as lists of links show it."""
        library = self.project.library
        found: dict[str, tuple[str, str]] = {}
        for module_id, module in library.modules.items():
            sleutel = ("module", module_id)
            found[page_uri(sleutel)] = ("module", module.titel)
            for les in module.lessen:
                found[page_uri(sleutel, les.id)] = ("les", f"{les.titel} ({module.titel})")
            found[page_uri(sleutel, "toets")] = ("les", f"Toets ({module.titel})")
            found[page_uri(sleutel, "zelftoets")] = ("les", f"Zelftoets ({module.titel})")
        for soort in ("casus", "kader", "instrument", "leerroute"):
            for item_id, item in library.of_kind(soort).items():
                found[page_uri((soort, item_id))] = (soort, item.titel)
        for term_id, term in library.begrippen.items():
            found[page_uri(("begrip", term_id))] = ("begrip", term.term)
        for file, document in library.teksten.items():
            if file.startswith("docs/") and not file.startswith("docs/casussen/"):
                title = document.data.get("title") if isinstance(document.data, dict) else None
                match = re.search(r"^#[ \t]+(.+?)[ \t]*#*$", document.body, re.MULTILINE)
                found.setdefault(file.removeprefix("docs/"), ("pagina", title or (match[1] if match else file)))
        return found

    @cached_property
    def veranderd(self) -> dict[str, Mark]:
        """Per page that is new or changed since the version before, its mark."""
        return marks(self.project)


class PageContext:
    """One page being made: knows its own place, and remembers which sources it cites."""

    def __init__(self, site: Site, uri: str, folder: str) -> None:
        self.site = site
        self.project = site.project
        self.library = site.project.library
        self.index = site.project.index
        self.uri = uri
        self.folder = folder
        self.geciteerd: dict[str, None] = {}
        self.lijst = True

    @property
    def module_id(self) -> str:
        """The module that this page belongs to; empty when it is not a page of a module."""
        top, _, rest = self.uri.partition("/")
        return rest.partition("/")[0] if top == "modules" and "/" in rest else ""

    def naar(self, uri: str) -> str:
        """The link target to another page."""
        return relative(uri, self.uri)

    def elsewhere(self, folder: str) -> PageContext:
        """A context for a text from another folder that appears on this page: its links start there, its sources count here."""
        other = PageContext(self.site, self.uri, folder)
        other.geciteerd = self.geciteerd
        return other

    def titel(self, sleutel: Sleutel) -> str:
        """The title of an item as readers see it."""
        soort, item_id = sleutel
        item = self.library.find(soort, item_id)
        if soort == "begrip":
            return str(item.term) if item else item_id
        if soort == "bron":
            return citations.kort(item) if item else item_id
        return str(item.titel) if item else item_id

    def link(self, soort: str, item_id: str, tekst: str | None = None, part: str = "") -> str:
        """A Markdown link to an item; the text alone when there is no such item."""
        if soort == "kader" and "/" in item_id:
            return self.kaderlink(item_id, tekst)
        text = plat(tekst or self.titel((soort, item_id)))
        if self.library.find(soort, item_id) is None:
            return text + self.missing(soort, item_id)
        classes = "{ .kw-begrip }" if soort == "begrip" else ""
        return f"[{text}]({self.naar(page_uri((soort, item_id), part))}){classes}"

    def missing(self, soort: str, item_id: str) -> str:
        """In a preview, what a page says where it refers to something that is not there or cannot be read."""
        if self.site.kapot is None:
            return ""
        unreadable = self.library.is_unreadable(soort, item_id)
        return f' <span class="kw-kapot-hier">({"kan niet gelezen worden" if unreadable else "bestaat niet"})</span>'

    def kaderlink(self, ref: str, tekst: str | None = None) -> str:
        """A link to a framework item, with its label as text."""
        found = self.library.kaderitem(ref)
        if found is None:
            return plat(tekst or ref) + self.missing("kader", ref.partition("/")[0])
        kader, item = found
        label = tekst or (item.label if item else kader.titel)
        return f"[{plat(label)}]({self.naar(page_uri(('kader', ref.partition('/')[0]), item.id if item else ''))})"

    def leslink(self, module_id: str, les_id: str, tekst: str | None = None) -> str:
        """A link to a lesson."""
        les = self.library.les(module_id, les_id)
        if les is None:
            return plat(tekst or les_id) + self.missing("module", module_id)
        return f"[{plat(tekst or les.titel)}]({self.naar(page_uri(('module', module_id), les_id))})"

    def citeer(self, bron_id: str, plaats: str | int | None = None, haakjes: bool = True) -> str:
        """A citation in a sentence, linked to the list of sources below on this page, or to the page of all sources."""
        bron = self.library.bronnen.get(bron_id)
        if bron is None:
            return plat(bron_id) + self.missing("bron", bron_id)
        self.geciteerd[bron_id] = None
        text = citations.kort(bron) + (f", {plaats}" if plaats else "")
        target = f"#bron-{bron_id}" if self.lijst else self.naar(page_uri(("bron", bron_id)))
        cited = f"[{plat(text)}]({target})"
        return f"({cited})" if haakjes else cited

    def bronnenlijst(self) -> list[tuple[str, str]]:
        """(id, full reference) of every source cited so far on this page, in the order of APA; a title leads to where it is used."""
        bronnen = [self.library.bronnen[one] for one in self.geciteerd if one in self.library.bronnen]
        return [
            (bron.id, citations.volledig(bron, self.naar(page_uri(("bron", bron.id)))))
            for bron in sorted(bronnen, key=citations.sorteersleutel)
        ]

    def vermeldingen(self, found: list[Vermelding]) -> list[tuple[str, list[tuple[Vermelding, str]]]]:
        """Mentions that this edition may show, grouped by kind in a fixed order, each with the title of its page."""
        titels = self.site.titels
        groups: dict[str, dict[str, tuple[Vermelding, str]]] = {}
        for mention in found:
            if mention.uri == self.uri or (mention.docent and not self.site.docent) or mention.uri not in titels:
                continue
            if mention.uri.startswith("handboek/") and not self.uri.startswith("handboek/"):
                continue  # an example for who writes, and of no use to who learns
            soort, title = titels[mention.uri]
            known = groups.setdefault(soort, {}).get(mention.uri)
            if known is None or (mention.zin and not known[0].zin):
                groups[soort][mention.uri] = (mention, title)
        order = [soort for soort in SOORTNAMEN if soort in groups]
        return [
            (SOORTNAMEN[soort][1], sorted(groups[soort].values(), key=lambda pair: pair[1].casefold()))
            for soort in order
        ]

    def md(self, content: str | None) -> str:
        """Author's Markdown made ready for this page: macros expanded, explicit terms linked, relative links turned,
        comments left out."""
        if not content:
            return ""
        if "[" not in content and "{{" not in content and "<!--" not in content:  # as most fields are
            return content.strip("\n")
        changes = [(start, end, "") for start, end in comments(content)]
        for call in macro_calls(content):
            if call.fout is None:
                text = expand(self, call.naam, call.waarden)
                ends = _ASKS.match(text) and _FULL_STOP.match(content, call.end)  # one mark ends a sentence
                end = ends.end() if ends else call.end
                changes.append((call.start, end, f"\n\n{text}\n\n" if is_block(call.naam, call.waarden) else text))
        for mark in term_marks(content):
            term_id = None if mark.uit else self.index.matcher.lookup(mark.vorm)
            if term_id:
                changes.append((mark.start, mark.end, self.link("begrip", term_id, mark.tekst)))
        for link in links(content):
            target = unquote(link.doel)
            if not _EXTERNAL.match(target):
                path, hash_, anchor = target.partition("#")
                found = resolve(self.project.root, self.index, self.folder, path)
                if found is not None:
                    changes.append((link.start, link.end, self.naar(found.uri).replace(" ", "%20") + hash_ + anchor))
        pieces: list[str] = []
        position = 0
        for start, end, text in sorted(changes):
            if start >= position:
                pieces += [content[position:start], text]
                position = end
        return "".join([*pieces, content[position:]]).strip("\n")

    def regel(self, content: str | None) -> str:
        """Author's Markdown as one line, for a heading, a table cell or a list item."""
        return " ".join(self.md(content).split())

    def render(self, template: str, **values: Any) -> str:
        """Fill a template for this page."""
        return self.site.environment.get_template(template).render(
            k=self, docent=self.site.docent, soortnamen=SOORTNAMEN, **values
        )

    def page(
        self,
        template: str,
        *,
        titel: str,
        omschrijving: str,
        soort: str,
        bron: str,
        uit: tuple[str, ...] | None = (),
        kop: dict[str, Any] | None = None,
        data: Node | None = None,
        **values: Any,
    ) -> Page:
        """A whole page: front matter, the filled template, the sources that it cited, and the mark for the term linker.

        Terms in ``uit`` are not linked; with ``None`` no term is. ``data`` is what the page says about its item as linked data.
        """
        body = self.render(template, titel=titel, **values)
        bronnen = self.bronnenlijst()
        if bronnen:
            listed = self.render("deel/bronnenlijst.md", bronnen=bronnen)
            body = body.replace(_BRONNEN_HIER, listed, 1) if _BRONNEN_HIER in body else f"{body}\n{listed}"
        body = body.replace(_BRONNEN_HIER, "", 1)
        if _NIVEAUS_HIER in body:
            choice = 'data-niveau="' in body or ("\n///" in body and _NIVEAUS.search(body))
            body = body.replace(_NIVEAUS_HIER, _NIVEAUPLEK if choice else "", 1)
        front = {"title": titel, "description": omschrijving, "soort": soort, **(kop or {})}
        lines = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else yaml_tekst(value)}\n"
            for key, value in front.items()
            if value
        )
        while "\n\n\n" in body:  # faster than a pattern
            body = body.replace("\n\n\n", "\n\n")
        body = self._with_mark(body.strip())
        if self.site.kapot and bron in self.site.kapot:
            body = f"{notice(self.site.kapot[bron])}\n\n{body}"
        if data:
            body += f"\n\n{script(data)}"
        mark = "" if uit is None else f"\n{page_mark(self.uri, uit)}\n"
        return Page(self.uri, f"---\n{lines}---\n\n{body}\n{mark}", bron, titel, soort)

    def _with_mark(self, body: str) -> str:
        """A page that is new or changed since the version before says so below its title, with a link to what changed."""
        mark, since = self.site.veranderd.get(self.uri), self.project.since
        title = re.search(r"^# .+$", body, re.MULTILINE) if mark else None
        if mark is None or since is None or title is None:
            return body
        word = "Nieuw" if mark.nieuw else "Veranderd"
        link = f"[{word} sinds {plat(since.vorige)}]({self.naar(VERANDERD)}#{mark.anker})"
        note = f'\n\n<p class="kw-sinds" markdown="span">{link}</p>'
        return body[: title.end()] + note + body[title.end() :]
