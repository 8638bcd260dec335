"""Markdown as MkDocs converts it, with one converter for many pages.

``Page.render`` of MkDocs makes a converter anew for each page, and looks up each link from scratch; that is a tenth of the time that
a page takes. Python-Markdown means its converter to be used again (``Markdown.reset``); here that is done when all extensions are
of those of which it is known, and seen, that nothing of a page stays behind in them.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import mkdocs.structure.pages as host
from markdown import Markdown
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

_START_ANEW = frozenset(
    {
        "abbr",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "kwartier.blocks",
        "kwartier.terms",
        "md_in_html",
        "pymdownx.superfences",
        "tables",
        "toc",
    }
)
"""Extensions that know nothing of the page before once they are reset."""
_TO_PAGE = re.compile(r"((?:\.\./)*)((?:[\w-]+/)*[\w-]+\.md)(?:#([\w-]+))?", re.ASCII)
"""A link to a page as nearly all are: nothing in it is written in another way than the path itself."""
_NAMES = re.compile(r"""[\s"'/](?:id|name)[\s=>/]""", re.IGNORECASE)
"""What stands in every text with a tag that can be linked to."""
_LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


class Converter:
    """Converts the pages of a project, one after another."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        unique = (config.mdx_configs.get("footnotes") or {}).get("UNIQUE_IDS")  # these count pages
        self._again = _START_ANEW.issuperset(config.markdown_extensions) and not unique
        self._md: Markdown | None = None

    def convert(self, page: Page, files: Any) -> None:
        """Give a page its content, title, headings and links: all that ``page.render(config, files)`` does."""
        if not self._again:
            page.render(self.config, files)
            return
        md, self._md = self._md or self._new(), None  # a converter that fails half way is not used again
        raw, links, title = (
            _Anchors(),
            _Links(page.file, files, self.config),
            host._ExtractTitleTreeprocessor(),
        )
        anchors = host._ExtractAnchorsTreeprocessor(page.file, files, self.config)
        for part in (raw, anchors, links, title):
            part._register(md)
        page.content = md.convert(page.markdown or "")
        page.toc = get_toc(getattr(md, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
        if host.log.getEffectiveLevel() > logging.DEBUG:
            page.links_to_anchors = links.links_to_anchors
        self._md = md.reset()

    def _new(self) -> Markdown:
        return Markdown(extensions=self.config.markdown_extensions, extension_configs=self.config.mdx_configs or {})


class _Anchors(host._RawHTMLPreprocessor):
    """Finds what can be linked to in HTML that authors and templates wrote; a page without any is not read for it."""

    def run(self, lines: list[str]) -> list[str]:
        """Look at the whole page; it stays as it is."""
        return super().run(lines) if _NAMES.search("\n".join(lines)) else lines


class _Links(host._RelativePathTreeprocessor):
    """Makes of links to Markdown files links to pages, the plain ones without all that a link could be besides."""

    def path_to_url(self, url: str) -> str:
        """The address from this page of what ``url`` names."""
        plain = _TO_PAGE.fullmatch(url)
        folders = self.file.src_uri.split("/")[:-1]
        up = len(plain[1]) // 3 if plain else 0
        if plain is None or up > len(folders):
            return super().path_to_url(url)
        target: File | None = self.files.get_file_from_path("/".join([*folders[: len(folders) - up], plain[2]]))
        if target is None or target.inclusion in _LEFT_OUT:
            return super().path_to_url(url)
        path = utils.get_relative_url(target.url, self.file.url)
        if plain[3] is None:
            return path
        self.links_to_anchors.setdefault(target, {}).setdefault(plain[3], url)
        return f"{path}#{plain[3]}"
