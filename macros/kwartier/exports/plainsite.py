"""The whole site as Markdown that any host builds: ``docs/`` with an ordinary ``mkdocs.yml``, without anything of Kwartier.

What authors wrote is Markdown again (:mod:`kwartier.exports.written`), what page makers made is HTML, which Python-Markdown leaves
alone. Pages are files (``use_directory_urls: false``): only then a link in HTML means the same to every host, since MkDocs
leaves it as it is and Zensical makes it relative to the built page (https://github.com/zensical/zensical/issues/258).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from kwartier import colour
from kwartier.addresses import DOSSIER, relative
from kwartier.assets import all_assets
from kwartier.exports.fragments import Fragment, Renderer, Resolve, media_file
from kwartier.exports.job import Job, Report
from kwartier.exports.package import write, zipped
from kwartier.exports.written import Writer
from kwartier.pages.context import Page
from kwartier.pages.downloads import downloads
from kwartier.pages.jinja import Sandbox, page_names
from kwartier.project import WORK

_ASSETS = "assets/kwartier/"
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_KEPT = ("title", "description", "hide", "search")
"""What front matter says that Material for MkDocs understands."""
_SCRIPTED = frozenset({"kw-definities"})
"""Class of the definitions that our script shows at a term; here a term has its definition in ``title``."""
_NOT_CARRIED = (
    ("zoeken van Kwartier", "het gewone zoeken van het thema"),
    ("leerdossier", "weggelaten"),
    ("filters boven lijsten", "weggelaten"),
    ("gegevens voor zoekmachines in de pagina's", "weggelaten; zie het formaat metadata"),
)
_BY_HAND = {
    "kw-zelftoets": ("zelftoets die nakijkt", "als vragen met uitklapbare antwoorden"),
    "kw-werkblad": ("instrument om op het scherm in te vullen", "als werkblad om af te drukken"),
    "kw-scenes": ("keuzeverhaal", "als tekst onder elkaar"),
}
"""Per class: what a reader does there on the site, and what stands there instead."""
_THEME = b".md-logo::before, .md-header .md-icon::before, .md-top::before { content: none; }\n"
"""The theme draws its own mark and icons, where our pages let the style do so."""
_README = """# {name}

## Zo bouw je deze site

De teksten staan als Markdown in `docs/`, en `mkdocs.yml` is gewone configuratie. Er is geen Kwartier voor nodig:

    pip install mkdocs-material
    mkdocs serve

Met `mkdocs build` komt de site in de map `site/`. ProperDocs en Zensical bouwen dezelfde bestanden.

Begrippen zijn links geworden en lijsten zijn al ingevuld: wat je nu toevoegt, werkt Kwartier niet meer voor je bij.

## How to build this site

The texts are Markdown files in `docs/`, and `mkdocs.yml` is ordinary configuration. Kwartier is not needed:

    pip install mkdocs-material
    mkdocs serve

`mkdocs build` puts the site in the folder `site/`. ProperDocs and Zensical build the same files.

Terms have become links and lists have been filled in: Kwartier no longer updates them when you add something.
"""


def export(job: Job) -> Report:
    """``<naam>-markdown.zip``: of the route, of one chosen module, or of the site; for lecturers ``-docent`` before that.

    With a choice of modules the pages of other modules are left out, and links to them go to the site.
    """
    report = Report()
    for what, instead in _NOT_CARRIED:
        report.loss("hele site", what, instead)
    renderer = Renderer(job, report, _SCRIPTED)
    pages = {uri: page for uri, page in job.pages.items() if _belongs(job, uri)}
    files = _styles(job)
    data = {name: make() for name, make in downloads(job.project)}
    for done, (uri, page) in enumerate(pages.items()):
        job.progress(done, len(pages), page.titel)
        front, fragment = _read(job, renderer, page)
        link = partial(_link, job, report, pages, fragment)
        fragment.relink(link, partial(_media, job, link, data, files, uri))
        for css_class, (what, instead) in _BY_HAND.items():
            if fragment.find(css_class):
                report.loss(fragment.titel, what, instead)
        files[f"docs/{uri}"] = _markdown(front, fragment, pages)
    files["mkdocs.yml"] = _configuration(job, set(pages))
    files["README.md"] = _README.format(name=job.project.settings.site_name).encode()
    name = job.leerroute or (job.modules[0] if len(job.modules) == 1 else "site")
    file = f"{name}{'-docent' if job.docent else ''}-markdown.zip"
    report.files.append(write(job.uit / file, zipped(files)))
    return report


def _belongs(job: Job, uri: str) -> bool:
    """Whether a page goes along: all but the learner's file and the pages of modules that were not chosen."""
    folders = uri.split("/")
    return uri != DOSSIER and (folders[0] != "modules" or len(folders) == 2 or folders[1] in job.modules)


def _read(job: Job, renderer: Renderer, page: Page) -> tuple[dict[str, Any], Fragment]:
    """The front matter of a page and its text; one with ``render_macros`` is rendered in our sandbox first."""
    found = _FRONT.match(page.markdown)
    front = (found and yaml.load(found[1], Loader=yaml.CSafeLoader)) or {}
    text = page.markdown[found.end() :] if found else page.markdown
    if front.get("render_macros"):
        text = Sandbox(page_names(job.project, lambda: page.uri)).from_string(text).render()
    return {"title": page.titel} | front, renderer.text(text, page.uri, page.titel)


def _relative(target: str, uri: str) -> str:
    """The way from the page ``uri`` to a page or file in the built site."""
    path, hash_, anchor = target.partition("#")
    built = re.sub(r"\.md$", ".html", quote(path))
    return relative(built + hash_ + anchor, re.sub(r"\.md$", ".html", quote(uri)))


def _link(job: Job, report: Report, pages: dict[str, Page], fragment: Fragment, target: str) -> str | None:
    """The address of a page; one that is not in the package, or a film on this page itself, is on the site."""
    if target.partition("#")[0] in pages and target != fragment.uri:
        return _relative(target, fragment.uri)
    address = job.url(target) or None
    report.loss(
        fragment.titel, "link naar wat niet meegaat", "gaat naar de site" if address else "als tekst zonder link"
    )
    return address


def _media(
    job: Job, elsewhere: Resolve, data: dict[str, bytes], files: dict[str, bytes], uri: str, target: str
) -> str | None:
    """The address of a picture or a file to download, which goes along."""
    path = target.partition("#")[0]
    file = media_file(job, path)
    found = data.get(path) if file is None else file.read_bytes()
    if found is None:
        return elsewhere(target)
    files[f"docs/{path}"] = found
    return _relative(target, uri)


def _markdown(front: dict[str, Any], fragment: Fragment, pages: Collection[str]) -> bytes:
    kept = {key: value for key, value in front.items() if key in _KEPT}
    head = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n{Writer(fragment.uri, pages).text(fragment.body)}\n".encode()


def _styles(job: Job) -> dict[str, bytes]:
    """Our style and fonts, which need no script."""
    assets = all_assets(job.project.root / WORK / "cache")
    files = {f"docs/{_ASSETS}{name}": data for name, data in assets.items() if Path(name).suffix != ".js"}
    files[f"docs/{_ASSETS}thema.css"] = _THEME
    if job.project.settings.kleur:
        files[f"docs/{_ASSETS}kleur.css"] = colour.css(job.project.settings.kleur).encode()
    return files


def _configuration(job: Job, pages: set[str]) -> bytes:
    """An ordinary ``mkdocs.yml`` for Material for MkDocs, with the navigation of the site as far as its pages are there."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config

    ours = load_config(str(job.project.root / "mkdocs.yml"))
    settings = job.project.settings
    schemes = (("default", "light", "weather-night", "Naar donker"), ("slate", "dark", "weather-sunny", "Naar licht"))
    values = {
        "site_name": settings.site_name,
        "site_description": settings.site_description or None,
        "copyright": ours.copyright,
        "nav": _navigation(ours.nav, pages) if ours.nav else None,
        "theme": {
            "name": "material",
            "language": "nl",
            "font": False,
            "logo": f"{_ASSETS}merk.svg",
            "favicon": f"{_ASSETS}merk.svg",
            "palette": [
                {
                    "media": f"(prefers-color-scheme: {light})",
                    "scheme": scheme,
                    "primary": "custom",
                    "accent": "custom",
                    "toggle": {"icon": f"material/{icon}", "name": label},
                }
                for scheme, light, icon, label in schemes
            ],
            "features": ["navigation.tabs", "navigation.top"],
        },
        "extra_css": [f"{_ASSETS}{name}.css" for name in ("kwartier", "thema", *(["kleur"] if settings.kleur else []))],
        "use_directory_urls": False,
        "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"toc_depth": "2-3"}}],
        "plugins": ["search"],
        "validation": {"omitted_files": "ignore"},
    }
    kept = {name: value for name, value in values.items() if value is not None}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False).encode()


def _navigation(items: Any, pages: set[str]) -> Any:
    """The navigation without pages that are not there, and without groups that hold nothing."""
    if isinstance(items, dict):
        return {title: found for title, one in items.items() if (found := _navigation(one, pages))}
    if isinstance(items, list):
        return [found for one in items if (found := _navigation(one, pages))]
    return items if items in pages or "://" in str(items) else None
