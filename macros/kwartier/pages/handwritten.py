"""The hand-written pages below docs/: home, handbook, about."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from functools import partial
from typing import Any

from kwartier.pages.context import Draft, Page, PageContext, Site, yaml_tekst
from kwartier.terms import page_mark
from kwartier.text.source import Document


def pages(site: Site) -> Iterator[Draft]:
    """Every page below docs/ that is not a case. Its front matter is kept; ``begrippen_uit`` names terms not to link."""
    for file, document in sorted(site.project.library.teksten.items()):
        if file.startswith("docs/") and (not file.startswith("docs/casussen/") or file.endswith("/index.md")):
            yield Draft(file.removeprefix("docs/"), partial(_page, site, file, document))


def _page(site: Site, file: str, document: Document) -> Page:
    uri = file.removeprefix("docs/")
    context = PageContext(site, uri, posixpath.dirname(file))
    front: dict[str, Any] = dict(document.data) if isinstance(document.data, dict) else {}
    excluded = front.pop("begrippen_uit", [])
    raw = document.jinja
    body = (document.body if raw else context.md(document.body)).strip()
    bronnen = context.bronnenlijst()
    if bronnen:
        body += "\n\n" + context.render("deel/bronnenlijst.md", bronnen=bronnen).strip()
    lines = "".join(f"{key}: {_front(value)}\n" for key, value in front.items())
    head = f"---\n{lines}---\n\n" if lines else ""
    kind, title = site.titels[uri]
    mark = page_mark(uri, excluded if isinstance(excluded, list) else ())
    return Page(uri, f"{head}{body}\n\n{mark}\n", file, title, kind)


def _front(value: Any) -> str:
    """A front matter value as YAML that MkDocs reads; words that hosts expect as booleans stay booleans."""
    if value in ("true", "false"):
        return str(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else yaml_tekst(value)
