"""In a preview: a page in the place of what cannot be read, with what is wrong and where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kwartier.addresses import BRONNEN, page_uri
from kwartier.library import ALLE
from kwartier.load import KINDS
from kwartier.pages.context import Draft, Page, Site, notice, plat, yaml_tekst
from kwartier.text.problems import Problem

_ITEMS = {kind.soort: kind for kind in KINDS if not kind.bundle}


def pages(site: Site) -> Iterator[Draft]:
    """A page for every item, and every hand-written page, of which the file cannot be read; none in a build."""
    library = site.project.library
    if not site.kapot:
        return
    for soort, item_id in sorted(library.onleesbaar):
        if soort in _ITEMS:
            uri, kind = page_uri((soort, item_id)), _ITEMS[soort]
            yield Draft(uri, partial(_page, site, uri, f"{kind.folder}/{kind.pattern.replace('*', item_id)}", item_id))
        elif soort == "zelftoets" and library.modules[item_id].zelftoets and item_id not in library.zelftoetsen:
            uri = page_uri(("module", item_id), "zelftoets")
            yield Draft(
                uri, partial(_page, site, uri, f"modules/{item_id}/{library.modules[item_id].zelftoets}", "Zelftoets")
            )
    if ("bron", ALLE) in library.onleesbaar:
        yield Draft(BRONNEN, partial(_page, site, BRONNEN, "glossary/bronnen.yml", "Bronnen"))
    for file in sorted(site.kapot):
        if file.startswith("docs/") and file.endswith(".md") and file not in library.teksten:
            uri = file.removeprefix("docs/")
            yield Draft(uri, partial(_page, site, uri, file, uri))


def _page(site: Site, uri: str, file: str, title: str) -> Page:
    problems: list[Problem] = (site.kapot or {}).get(file, [])
    text = f"---\ntitle: {yaml_tekst(title)}\n---\n\n# {plat(title)}\n\n{notice(problems)}\n"
    return Page(uri, text, file, title, "pagina")
