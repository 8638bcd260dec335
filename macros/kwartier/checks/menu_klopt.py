"""Elke pagina in het menu bestaat.

Het menu staat in `mkdocs.yml` onder `nav`. Een pagina noem je met haar pad in `docs/`, of met het pad van een overzicht dat de site maakt, zoals `begrippen/index.md`. Achter de naam in het menu hoort een dubbele punt met een spatie.

**Zo los je het op:** verbeter het pad, of haal de regel weg.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from kwartier.addresses import VERANDERD
from kwartier.links import GENERATED, resolve
from kwartier.project import Project
from kwartier.text.problems import Location, Problem, did_you_mean
from kwartier.text.source import Document, read_text, too_deep

RULE = "menu-klopt"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Look for the page of every line in the menu."""
    text, _ = read_text(project.root, "mkdocs.yml")
    document = Document("mkdocs.yml", text or "", yaml_text=text or "")
    try:
        nodes = None if too_deep(document) else document.nodes
    except yaml.YAMLError:
        return  # reading the settings told of it
    plugins = {str(node.value) for node, _ in _lines(_setting(nodes, "plugins"), keys=True)}
    for node, titled in _lines(_setting(nodes, "nav")):
        at = Location("mkdocs.yml", node.start_mark.line + 1, node.start_mark.column + 1)
        path = str(node.value).partition("#")[0]
        if not titled and ":" in path and "://" not in path:
            title, _, page = path.partition(":")
            message = "Achter deze dubbele punt ontbreekt een spatie, zodat het menu geen naam heeft."
            yield Problem(at, RULE, message, f"Schrijf {title}: {page.strip()}")
        elif _is_page(path) and plugins <= _MAKE_NO_PAGES and not resolve(project.root, project.index, "docs", path):
            pages = [one.removeprefix("docs/") for one in project.library.teksten if one.startswith("docs/")]
            hint = did_you_mean(path, [*pages, *GENERATED]) or "Kijk of het bestand in docs/ staat."
            yield Problem(at, RULE, f"De pagina '{path}' in het menu bestaat niet.", hint)


_MAKE_NO_PAGES = frozenset({"kwartier", "macros", "search", "tags"})
"""Plugins of which we know that they add no pages."""


def _is_page(path: str) -> bool:
    return path.endswith(".md") and "://" not in path and not path.startswith("/") and path != VERANDERD


def _setting(node: Any, name: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if getattr(key, "value", None) == name), None)


def _lines(node: Any, *, titled: bool = False, keys: bool = False) -> Iterator[tuple[yaml.ScalarNode, bool]]:
    """The words in a list, with those in lists inside it, each with whether it has a title; with ``keys`` the names in the list."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(key if keys else value, titled=True)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _lines(one, keys=keys)
    elif isinstance(node, yaml.ScalarNode):
        yield node, titled
