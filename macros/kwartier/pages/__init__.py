"""Floor 4: from items to Markdown pages. :func:`all_pages` gives every page of the site except the hand-written ones' files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kwartier.pages import (
    broken,
    cases,
    changes,
    coverage,
    dossier,
    glossary,
    handwritten,
    modules,
    overviews,
    routes,
    shared,
    studie,
)
from kwartier.pages.context import Draft, Page, Site
from kwartier.project import Project
from kwartier.text.problems import Problem

MAKERS = (
    modules.pages,
    studie.pages,
    glossary.pages,
    cases.pages,
    shared.pages,
    routes.pages,
    coverage.pages,
    overviews.pages,
    dossier.pages,
    changes.pages,
    handwritten.pages,
)
"""The makers of pages, kind by kind."""


def all_drafts(project: Project, kapot: Mapping[str, list[Problem]] | None = None) -> Iterator[Draft]:
    """Every page of the site, in a fixed order. A hand-written page comes after a generated one with the same name.

    With ``kapot``, which says per file what is wrong, a page stands in for what cannot be read.
    """
    site = Site(project, kapot=kapot)
    yield from broken.pages(site)
    for drafts in MAKERS:
        yield from drafts(site)


def all_pages(project: Project) -> Iterator[Page]:
    """The same pages, made."""
    for draft in all_drafts(project):
        yield draft.make()
