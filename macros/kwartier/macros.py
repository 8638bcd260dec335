"""The door to mkdocs-macros: our macros in pages that ask for Jinja with ``render_macros: true``.

Macro calls in lessons, cases, glossary and ordinary pages are expanded by the compile step, checked and with a place. A
page below docs/ that needs more (a loop, a condition) sets ``render_macros: true`` in its front matter; then mkdocs-macros
renders it, with the same macros, in a sandbox. In ``mkdocs.yml``::

    plugins:
      - kwartier
      - macros: {modules: [kwartier.macros], render_by_default: false, on_undefined: strict, on_error_fail: false}
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kwartier.pages.jinja import Sandbox, page_names
from kwartier.project import Project, read_project

given: dict[Path, Project] = {}
"""Projects that were read already, by their folder: a preview has one in memory."""


def define_env(env: Any) -> None:
    """Called by mkdocs-macros when a build starts: register our macros and the data of the site, when a page may use them."""
    root = Path(env.conf["config_file_path"]).parent
    if not (env.config["render_by_default"] or env.config["force_render_paths"] or _asks_for_jinja(root / "docs")):
        return
    project = given.get(root) or read_project(root)
    for name, value in page_names(project, lambda: str(env.page.file.src_uri)).items():
        if callable(value):
            env.macro(value, name)
        else:
            env.variables[name] = value


def _asks_for_jinja(docs: Path) -> bool:
    """Whether a page has ``render_macros`` in it; reading the project for nothing takes seconds on a large site."""
    return any(b"render_macros" in page.read_bytes() for page in docs.rglob("*.md"))


def sandbox(plugin: Any) -> None:
    """Let mkdocs-macros render in our sandbox, with nothing but our own names.

    mkdocs-macros 1.5 uses an ordinary Jinja environment with the whole configuration in it, in which a page can run a
    shell command.
    """
    ours = {
        name: value
        for name, value in plugin.macros.items()
        if getattr(value, "__module__", "") == page_names.__module__
    }
    content = plugin.variables.get("inhoud")
    plugin._env = Sandbox(ours | {"inhoud": content})
    plugin.variables.clear()
