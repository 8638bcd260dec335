"""The door to mkdocs-macros: our macros in pages that ask for Jinja with ``render_macros: true``.

Macro calls in lessons, cases, glossary and ordinary pages are expanded by the compile step, checked and with a place. A
page below docs/ that needs more (a loop, a condition) sets ``render_macros: true`` in its front matter; then mkdocs-macros
renders it, with the same macros, in a sandbox. In ``mkdocs.yml``::

    plugins:
      - kwartier
      - macros: {modules: [kwartier.macros], render_by_default: false, on_undefined: strict, on_error_fail: false}
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

from kwartier.markup import MACROS
from kwartier.pages.authoring import expand
from kwartier.pages.context import PageContext, Site
from kwartier.project import Project, read_project


def page_macros(project: Project, uri: Callable[[], str]) -> dict[str, Callable[..., str]]:
    """Every macro as a function for Jinja; ``uri`` tells the page that is being rendered."""
    site = Site(project)

    def make(name: str) -> Callable[..., str]:
        def macro(*values: str | int, **named: str | int) -> str:
            names = [parameter.naam for parameter in MACROS[name]]
            if len(values) > len(names) or any(key not in names for key in named):
                raise TypeError(f"de macro '{name}' kent: {', '.join(names) or 'geen waarden'}")
            given = dict(zip(names, values, strict=False)) | named
            for parameter in MACROS[name]:
                if parameter.verplicht and parameter.naam not in given:
                    raise TypeError(f"de macro '{name}' mist '{parameter.naam}'")
            return expand(PageContext(site, uri(), "docs"), name, given)

        return macro

    return {name: make(name) for name in MACROS}


def define_env(env: Any) -> None:
    """Called by mkdocs-macros: register our macros, and replace its environment by a sandbox when it renders."""
    root = Path(env.conf["config_file_path"]).parent
    project = read_project(root)
    for name, macro in page_macros(project, lambda: str(env.page.file.src_uri)).items():
        env.macro(macro, name)


def sandbox(plugin: Any) -> None:
    """Put the pages of mkdocs-macros into a sandbox: no attributes that start with ``_``, no changes to data, no files.

    mkdocs-macros 1.5 renders with an ordinary Jinja environment, in which a page can run a shell command.
    """
    unsafe = plugin.env
    safe = ImmutableSandboxedEnvironment(undefined=unsafe.undefined)
    safe.globals = {name: macro for name, macro in unsafe.globals.items() if name in MACROS}
    plugin._env = safe
    for name in set(plugin.variables) - set(MACROS):
        del plugin.variables[name]
