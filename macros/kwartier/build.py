"""One build in this process, as ``mkdocs build`` does it, with messages that name the author's file."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kwartier.compile import EDITIE, WORK, Compilation, compile_site
from kwartier.text.problems import Location, Problem


@dataclass(frozen=True)
class Rendered:
    """The result of a build: the folder of the site and the problems; ``site`` is ``None`` when the build was refused."""

    site: Path | None
    compilation: Compilation
    problems: tuple[tuple[str, Problem], ...]


class _Collector(logging.Handler):
    """Collects what MkDocs warns about, with the author's file in place of the compiled one."""

    def __init__(self, bronnen: dict[str, str]) -> None:
        super().__init__(logging.WARNING)
        self.bronnen = bronnen
        self.found: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Turn one log record into a problem."""
        message = record.getMessage()
        page = re.search(r"'([^']+\.md)'", message)
        file = self.bronnen.get(page[1], page[1]) if page else "mkdocs.yml"
        text = f"MkDocs meldt: {message}"
        problem = Problem(Location(file), "bouw-zonder-waarschuwing", text)
        if problem not in self.found:
            self.found.append(problem)


def build_site(root: Path, *, editie: str | None = None, site_dir: str | None = None) -> Rendered:
    """Compile and build the project at ``root``; the previous site stays when anything is wrong.

    Raises ``mkdocs.exceptions.ConfigurationError`` when ``mkdocs.yml`` cannot be used.
    """
    if editie:
        os.environ[EDITIE] = editie
    compilation = compile_site(root, editie=editie)
    if compilation.fouten:
        return Rendered(None, compilation, compilation.problems)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import BuildError, PluginError

    collector = _Collector(compilation.bronnen)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    problems = list(compilation.problems)
    try:
        config = load_config(str(root / "mkdocs.yml"))
        plugin: Any = config.plugins["kwartier"]
        if site_dir:
            config.site_dir = str(Path(site_dir).resolve())
        target = Path(config.site_dir)
        config.plugins.on_startup(command="build", dirty=False)
        plugin.refuse = lambda: bool(collector.found)
        build(config)
    except (BuildError, PluginError) as error:
        problems.append(("fout", Problem(Location("mkdocs.yml"), "bouw-zonder-waarschuwing", str(error))))
        return Rendered(None, compilation, tuple(problems))
    except Exception as error:
        file = _page_of(collector, error)
        text = f"Deze pagina kan niet gemaakt worden: {type(error).__name__}: {error}"
        problems.append(("fout", Problem(Location(file), "bouw-zonder-waarschuwing", text)))
        return Rendered(None, compilation, tuple(problems))
    finally:
        logger.removeHandler(collector)
    problems += [("fout", one) for one in collector.found]
    return Rendered(None if collector.found else target, compilation, tuple(problems))


def _page_of(collector: _Collector, error: Exception) -> str:
    """The author's file of the page that broke, which MkDocs names in its last log line."""
    return collector.found[-1].at.file if collector.found else f"{WORK}/docs"
