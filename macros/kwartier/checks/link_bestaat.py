"""Een link of afbeelding in een tekst wijst naar iets dat er is.

Een link naar een ander bestand is een pad vanaf de map van je eigen bestand; naar een kop verwijs je met `#` en de kop in kleine letters met koppeltekens. Voor modules,
begrippen en casussen is een macro handiger: die kent de titel.

**Zo los je het op:** neem het voorgestelde pad over, of zet het bestand erbij.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from kwartier.addresses import FOLDERS, page_uri
from kwartier.library import Library
from kwartier.links import GENERATED, Target, resolve
from kwartier.markup import headings, links
from kwartier.project import Project
from kwartier.text.problems import Problem, did_you_mean
from kwartier.texts import Text

RULE = "link-bestaat"
SEVERITY = "fout"

_EXTERNAL = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def check(project: Project) -> Iterator[Problem]:
    """Resolve every relative link, image and anchor in every text."""
    for text in project.index.texts:
        for link in links(text.content):
            target = unquote(link.doel)
            if _EXTERNAL.match(target) or target.startswith("{{"):
                continue
            problem = _wrong(project, text, target, link.beeld)
            if problem:
                yield Problem(text.locate(link.start), RULE, *problem)


def _wrong(project: Project, text: Text, target: str, image: bool) -> tuple[str, str] | None:
    path, _, anchor = target.partition("#")
    noun = "De afbeelding" if image else "De pagina of het bestand"
    if path.startswith("/"):
        return (
            f"'{path}' begint met een schuine streep, en dat werkt niet op elke plek.",
            f"Schrijf het pad vanaf {text.folder}/.",
        )
    if path:
        found = resolve(project.root, project.index, text.folder, path)
        if found is None:
            if _is_unreadable(project.library, posixpath.normpath(posixpath.join(text.folder, path))):
                return None
            return f"{noun} '{path}' bestaat niet.", did_you_mean(path, _nearby(project, text, path))
    else:
        found = Target(text.uri, text.file)
    if anchor and not image:
        anchors = _anchors(project.library, text, found)
        if anchors is not None and anchor not in anchors:
            hint = did_you_mean(anchor, anchors) or ("Wel: " + ", ".join(sorted(anchors)[:10]) + "." if anchors else "")
            return f"De pagina heeft geen kop of anker '{anchor}'.", hint
    return None


def _anchors(library: Library, text: Text, target: Target) -> set[str] | None:
    """The anchors of a hand-written page; ``None`` for generated pages, whose anchors are not known here."""
    if target.file is None:
        return None
    if target.file == text.file and text.path is None:
        return {heading.anker for heading in headings(text.content)} | _inline_ids(text.content)
    document = library.teksten.get(target.file)
    if document is None or not target.file.endswith(".md"):
        return None
    return {heading.anker for heading in headings(document.body)} | _inline_ids(document.body)


def _inline_ids(content: str) -> set[str]:
    return set(re.findall(r"\{:?[^{}\n]*#([\w-]+)[^{}\n]*\}", content)) | set(
        re.findall(r"\bid=[\"']([\w-]+)", content)
    )


def _is_unreadable(library: Library, file: str) -> bool:
    """Whether ``file`` is a page of an item that could not be read, which is a problem already."""
    page = file.removeprefix("docs/")
    for soort, item_id in library.onleesbaar:
        if soort in FOLDERS and (page == page_uri((soort, item_id)) or page.startswith(f"{FOLDERS[soort]}/{item_id}/")):
            return True
    return False


def _nearby(project: Project, text: Text, path: str) -> list[str]:
    """Files and pages near the text and near ``path``, as paths from the folder of the text, for a suggestion."""
    wanted = posixpath.normpath(posixpath.join(text.folder, path))
    found: set[str] = set()
    for folder in (text.folder, posixpath.dirname(wanted)):
        top = project.root / "/".join(folder.split("/")[:2])
        if not folder.startswith("..") and folder.partition("/")[0] in {"docs", "modules"} and top.is_dir():
            files = (one for one in top.rglob("*") if one.is_file())
            found |= {one.relative_to(project.root).as_posix() for one in islice(files, 2000)}
    if text.folder.startswith("docs"):
        found |= {f"docs/{page}" for page in (*GENERATED, *project.index.pagina_van.values())}
    return [posixpath.relpath(one, text.folder) for one in found]
