"""The door to mkdocs-macros: our macros in pages that ask for Jinja with ``render_macros: true``.

Macro calls in lessons, cases, glossary and ordinary pages are expanded by the compile step, checked and with a place. A
page below docs/ that needs more (a loop, a condition) sets ``render_macros: true`` in its front matter; then mkdocs-macros
renders it, with the same macros, in a sandbox. In ``mkdocs.yml``::

    plugins:
      - kwartier
      - macros: {modules: [kwartier.macros], render_by_default: false, on_undefined: strict, on_error_fail: false}
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kwartier.pages.jinja import Sandbox, page_names
from kwartier.project import WORK, read_project


def define_env(env: Any) -> None:
    """Called by mkdocs-macros when a build starts. Our names are given to a page when it is rendered, see :func:`sandbox`."""


def sandbox(plugin: Any, root: Path) -> None:
    """Let mkdocs-macros render in our sandbox, with nothing but our own names.

    mkdocs-macros 1.5 uses an ordinary Jinja environment with the whole configuration in it, in which a page can run a
    shell command.
    """
    plugin._env = _Pages(plugin, root)
    plugin.variables.clear()


class _Pages(Sandbox):
    """The sandbox for the pages of a build.

    The compile step has rendered every page that asks for Jinja already, to check it, and kept what it became. Only for other
    pages, and for those that go wrong, the project is read; on a large site that takes seconds and a hundred megabytes.
    """

    def __init__(self, plugin: Any, root: Path) -> None:
        super().__init__({})
        self._plugin = plugin
        self._root = root
        self._kept: dict[str, list[str]] | None = None

    def from_string(self, source: Any, *given: Any, **more: Any) -> Any:
        """A template of a page, or what it becomes when that is known."""
        if self._kept is None:
            kept = self._root / WORK / "jinja.json"
            self._kept = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
        text, became = self._kept.get(self._plugin.page.file.src_uri, (None, ""))
        if text == source:
            return SimpleNamespace(render=lambda **_: became)
        if not self.globals:
            self.globals = page_names(read_project(self._root), lambda: str(self._plugin.page.file.src_uri))
        return super().from_string(source, *given, **more)
