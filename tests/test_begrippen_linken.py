"""Linking words to the glossary: which words of a Dutch text are a term, and which of them become a link on a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import PrettifyTreeprocessor

from datafiles import Case, each
from kwartier.terms import Matcher, TermEntry, page_mark

EXTENSIONS = ("attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.superfences")
_DEFINITIONS = re.compile(r'\n?<div class="kw-definities".*</div>', re.DOTALL)


def terms_of(case: Case) -> list[TermEntry]:
    """The terms of a case; a term that says no more is only its id and forms."""
    return [
        TermEntry(**{"uri": f"begrippen/{term['id']}.md", **term, "vormen": tuple(term["vormen"])})
        for term in case.data["terms"]
    ]


@each("begrippen/vinden")
def test_finding(case: Case, verify: Callable[[Case, Any], None]) -> None:
    """The text with each term in it as ``{words|id}``; or, for ``lookup``, the id of each form."""
    matcher = Matcher(terms_of(case))
    if "lookup" in case.data:
        verify(case, {form: matcher.lookup(form) for form in case.data["lookup"]})
        return
    text, shown, position = case.data["text"], "", 0
    for match in matcher.find(text):
        shown += f"{text[position : match.start]}{{{text[match.start : match.end]}|{match.id}}}"
        position = match.end
    verify(case, shown + text[position:])


@each("begrippen/pagina")
def test_linking(case: Case, tmp_path: Path, verify: Callable[[Case, Any], None]) -> None:
    """The HTML of a page, without the hidden definitions unless the case asks for them."""
    file = tmp_path / "termen.json"
    file.write_text(json.dumps([asdict(term) for term in terms_of(case)]), encoding="utf-8")
    md = Markdown(
        extensions=[*EXTENSIONS, "kwartier.blocks", "kwartier.terms"],
        extension_configs={"kwartier.terms": {"bestand": str(file)}},
    )
    md.treeprocessors.register(PrettifyTreeprocessor(md), "prettify", 10)  # so that the cases can be read
    page = case.data.get("page", "modules/wijk/begin.md")
    mark = page_mark(page, case.data.get("uit", ())) if page else ""
    html = md.convert(f"{case.data['markdown']}\n\n{mark}\n")
    verify(case, html if case.data.get("definitions") else _DEFINITIONS.sub("", html))
