"""One build in this process, as ``mkdocs build`` does it, with messages that name the author's file."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kwartier.alone import alone
from kwartier.compile import EDITIE, Compilation, compile_alone
from kwartier.project import WORK
from kwartier.settings import VERSIE
from kwartier.text.problems import Location, Problem

RULE = "bouw-zonder-waarschuwing"
BROKEN = "Deze pagina kan niet gemaakt worden: {}"


@dataclass(frozen=True)
class Rendered:
    """The result of a build: the folder of the site and the problems; ``site`` is ``None`` when the build was refused."""

    site: Path | None
    compilation: Compilation
    problems: tuple[tuple[str, Problem], ...]


class _Collector(logging.Handler):
    """Collects what MkDocs warns about, at the author's file in place of the compiled one."""

    def __init__(self, root: Path, bronnen: dict[str, str]) -> None:
        super().__init__(logging.WARNING)
        self.root = root
        self.bronnen = bronnen
        self.found: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Turn one log record into a problem."""
        message = record.getMessage()
        problem = Problem(self._place(message), RULE, _in_dutch(message))
        if problem not in self.found:
            self.found.append(problem)

    def _place(self, message: str) -> Location:
        """The author's file of the page that a message names, else the line of ``mkdocs.yml`` that it is about."""
        named = [*re.findall(r"""['"`]([^'"`]+)['"`]""", _SETTING.sub("", message)), *_SETTING.findall(message)]
        page = next((self.bronnen[name] for name in named if self.bronnen.get(name)), None)
        return Location(page) if page else _settings_line(self.root, named)


def _settings_line(root: Path, names: list[str]) -> Location:
    """The last line of ``mkdocs.yml`` with one of ``names``, the most precise name first; the file without one."""
    lines = (root / "mkdocs.yml").read_text(encoding="utf-8", errors="replace").splitlines()
    for name in names:
        for number, line in reversed(list(enumerate(lines, 1))):
            if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line):
                return Location("mkdocs.yml", number, line.index(name) + 1)
    return Location("mkdocs.yml")


_SETTING = re.compile(r"(?:Config value|in the) '([^']+)'")
_DUTCH = (
    (
        r"A reference to '(.+?)' is included in the 'nav' configuration, which .*",
        r"In 'nav' staat '\1', maar die pagina is er niet.",
    ),
    (r"Config value '(.+?)': Unrecognised configuration name: .*", r"MkDocs kent de instelling '\1' niet."),
    (r"Config value 'theme': Unrecognised theme name: '(.+?)'\..*", r"Het thema '\1' is er niet."),
    (r"Config value 'plugins': The \"(.+?)\" plugin is not installed", r"De plugin '\1' is niet geïnstalleerd."),
    (r"\[macros\].*?_File_: `.+?`\s+_\w+_: (.+?)\n.*", r"Jinja kan deze pagina niet maken (\1)."),
)
"""What MkDocs says most, and how we say it; other messages are passed on in its own words."""


def _in_dutch(message: str) -> str:
    for english, dutch in _DUTCH:
        if re.fullmatch(english, message, re.DOTALL):
            return re.sub(english, dutch, message, flags=re.DOTALL)
    return f"MkDocs meldt: {message}"


def build_site(
    root: Path, *, editie: str | None = None, site_dir: str | None = None, versie: str | None = None
) -> Rendered:
    """Compile and build the project at ``root``; the previous site stays when anything is wrong.

    ``versie`` is the name of the version that the site will be published as.
    """
    with _environment({EDITIE: editie, VERSIE: versie}), alone(root):
        compilation = compile_alone(root, os.environ.get(EDITIE))
        if compilation.fouten:
            return Rendered(None, compilation, compilation.problems)
        site, found = _render(root, compilation, site_dir)
    problems = (*compilation.problems, *(("fout", problem) for problem in found))
    return Rendered(None if found else site, compilation, problems)


@contextmanager
def _environment(values: dict[str, str | None]) -> Iterator[None]:
    """Set environment variables for a while; those without a value stay as they are."""
    given = {name: value for name, value in values.items() if value}
    before = {name: os.environ[name] for name in given if name in os.environ}
    os.environ.update(given)
    try:
        yield
    finally:
        for name in given:
            os.environ.pop(name, None)
        os.environ.update(before)


def _render(root: Path, compilation: Compilation, site_dir: str | None) -> tuple[Path | None, list[Problem]]:
    """Let MkDocs build the compiled tree; gives the folder of the site and everything that went wrong."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, BuildError

    from kwartier.plugin import NOT_A_SITE, may_replace
    from kwartier.render import PagesFailedError, build, reason

    collector = _Collector(root, compilation.bronnen)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        config = load_config(str(root / "mkdocs.yml"))
        if "kwartier" not in config.plugins:
            text = "In 'plugins' staat geen kwartier, dus MkDocs kan deze site niet bouwen."
            return None, [Problem(_settings_line(root, ["plugins"]), RULE, text)]
        if site_dir:
            config.site_dir = str(Path(site_dir).resolve())
        target = Path(config.site_dir)
        if not may_replace(target, root):
            return None, [Problem(_settings_line(root, ["site_dir"]), RULE, NOT_A_SITE.format(target))]
        config.plugins.on_startup(command="build", dirty=False)
        plugin: Any = config.plugins["kwartier"]
        plugin.refuse = lambda: bool(collector.found)
        plugin.compile = lambda *_: compilation
        build(config)
        return target, collector.found
    except (Abort, BuildError) as error:
        return None, collector.found or [Problem(Location("mkdocs.yml"), RULE, str(error))]
    except PagesFailedError as error:
        bronnen = compilation.bronnen
        return None, [
            *collector.found,
            *(
                Problem(Location(bronnen.get(uri) or uri), RULE, BROKEN.format(why))
                for uri, why in error.errors.items()
            ),
        ]
    except Exception as error:  # whatever a plugin or extension does with a page, it is a problem of that page
        text = BROKEN.format(reason(error))
        page = collector.found[-1].at if collector.found else Location(f"{WORK}/docs")
        return None, [*collector.found[:-1], Problem(page, RULE, text)]
    finally:
        logger.removeHandler(collector)
