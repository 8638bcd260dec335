"""Markdown as MkDocs reads and converts it, with one converter for many pages.

``Page.render`` of MkDocs makes a converter anew for each page, looks up each link from scratch and reads all HTML for what can be
linked to; that is a fifth of the time that a page takes. Python-Markdown means its converter to be used again (``Markdown.reset``);
here that is done when all extensions are of those of which it is known, and seen, that nothing of a page stays behind in them.
"""

from __future__ import annotations

import json
import logging
import re
import xml.etree.ElementTree as etree
from functools import lru_cache, partial
from html import unescape
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
        "sane_lists",
        "tables",
        "toc",
    }
)
"""Extensions that know nothing of the page before once they are reset."""
_TO_PAGE = re.compile(r"((?:\.\./)*)((?:[\w-]+/)*[\w-]+\.md)(?:#([\w-]+))?", re.ASCII)
"""A link to a page as nearly all are: nothing in it is written in another way than the path itself."""
_ID = re.compile(rb"""id\s*=(?:"([^"]*)")?""")
_NAMED_ANCHOR = re.compile(rb"<a\s[^<>]*name\s*=")
_HEAD = re.compile(r"---\n((?:[a-z_]+: .*\n)+)---\n")
_KNOWN_VALUE = re.compile(r'["\[{]|(?:true|false)$')
_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")
"""What ends a line in YAML and not in JSON."""
_LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


class Converter:
    """Converts the pages of a project, one after another. Making it reads and imports all that it needs besides the pages."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        unique = (config.mdx_configs.get("footnotes") or {}).get("UNIQUE_IDS")  # these count pages
        self._again = _START_ANEW.issuperset(config.markdown_extensions) and not unique
        self._md: Markdown | None = self._new() if self._again else None

    def convert(self, page: Page, files: Any) -> None:
        """Give a page its content, title, headings and links: all that ``page.render(config, files)`` does."""
        if not self._again:
            page.render(self.config, files)
            return
        md, self._md = self._md or self._new(), None  # a converter that fails half way is not used again
        links, title = _Links(page.file, files, self.config), host._ExtractTitleTreeprocessor()
        for part in (links, title):
            part._register(md)
        _leave_out(md, page.markdown or "")
        page.content = md.convert(page.markdown or "")
        page.toc = get_toc(getattr(md, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = _ids(page.content)
        if host.log.getEffectiveLevel() > logging.DEBUG:
            page.links_to_anchors = links.links_to_anchors
        self._md = md.reset()

    def _new(self) -> Markdown:
        md: Any = Markdown(extensions=self.config.markdown_extensions, extension_configs=self.config.mdx_configs or {})
        md.is_block_level = _BlockLevel(md).__getitem__
        return md  # type: ignore[no-any-return]


class _BlockLevel(dict[Any, bool]):
    """Per name of an element whether it is a block; that is asked a thousand times for a page, and there are some thirty names."""

    def __init__(self, md: Markdown) -> None:
        super().__init__()
        self._ask = md.is_block_level

    def __missing__(self, name: Any) -> bool:
        answer = self[name] = self._ask(name)
        return answer


def _leave_out(md: Any, text: str) -> None:
    """Leave out what a text does not ask for: a table of contents in it (MkDocs makes its own of the same headings), and code."""
    if "toc" in md.treeprocessors:
        toc = md.treeprocessors["toc"]
        marker = vars(toc).setdefault("written_as", toc.marker)
        toc.marker = marker if marker and marker in text else ""
        toc.build_toc_div = partial(type(toc).build_toc_div, toc) if toc.marker else lambda _: etree.Element("div")
    if "fenced_code_block" in md.preprocessors:
        fences = md.preprocessors["fenced_code_block"]
        fences.run = partial(type(fences).run, fences) if "```" in text or "~~~" in text else lambda lines: lines


def read(page: Page, config: MkDocsConfig) -> None:
    """Give a page its Markdown and its front matter, as ``page.read_source(config)`` does.

    The front matter that the compile step writes is a line of JSON per name, of which YAML makes the same in ten times the time.
    """
    try:
        source = page.file.content_string
    except (OSError, ValueError):
        page.read_source(config)  # for what MkDocs says of it
        raise
    head = _HEAD.match(source)
    lines = [line.partition(": ") for line in head[1].splitlines()] if head else []
    if head and all(_KNOWN_VALUE.match(value) for _, _, value in lines) and not _LINE_BREAKS.search(head[1]):
        try:
            page.meta = {name: json.loads(value) for name, _, value in lines}
        except ValueError:
            page.read_source(config)
        else:
            page.markdown = source[head.end() :].lstrip("\n")
    else:
        page.read_source(config)


def _ids(html: str) -> set[str]:
    """What can be linked to on a page."""
    data = html.encode(errors="surrogatepass")
    low = data.lower()  # of bytes, as that of a text with signs outside ASCII takes as long as all the rest here
    found = set()
    for one in _ID.finditer(low):
        start = one.start()
        if low[start - 1] not in b" \n":
            continue
        if one[1] is None or low.rfind(b"<", 0, start) < low.rfind(b">", 0, start):
            break  # written in another way, or in words of the text
        found.add(unescape(data[one.start(1) : one.end(1)].decode(errors="surrogatepass")))
    else:
        if not (b"name" in low and _NAMED_ANCHOR.search(low)):
            return found
    parser = host._HTMLHandler()
    parser.feed(html)
    parser.close()
    return parser.present_anchor_ids


class _Links(host._RelativePathTreeprocessor):
    """Makes of links to Markdown files links to pages, the plain ones without all that a link could be besides."""

    def __init__(self, file: File, files: Any, config: MkDocsConfig) -> None:
        super().__init__(file, files, config)
        self.source = file.src_uri.rpartition("/")[0]
        self.up = "../" * file.url.count("/")

    def path_to_url(self, url: str) -> str:
        """The address from this page of what ``url`` names."""
        plain = _TO_PAGE.fullmatch(url)
        folder = _up(self.source, plain[1]) if plain else None
        if plain is None or folder is None:
            return super().path_to_url(url)
        target: File | None = self.files.get_file_from_path(folder + plain[2])
        if target is None or target.inclusion in _LEFT_OUT:
            return super().path_to_url(url)
        top = target.url.partition("/")[0]
        if top in ("", ".") or self.file.url.startswith((f"{top}/", ".")):
            path = utils.get_relative_url(target.url, self.file.url)
        else:  # another folder at the top, so the way goes all up and down
            path = self.up + target.url
        if plain[3] is None:
            return path
        self.links_to_anchors.setdefault(target, {}).setdefault(plain[3], url)
        return f"{path}#{plain[3]}"


@lru_cache(maxsize=4096)
def _up(folder: str, steps: str) -> str | None:
    """The folder that one comes to from another with ``../`` as often as in ``steps``, with the slash behind it; none above the first."""
    parts = folder.split("/") if folder else []
    left = len(parts) - steps.count("/")
    return None if left < 0 else "".join(f"{part}/" for part in parts[:left])
