"""Hand-written pages that ask for Jinja (``render_macros: true``): our macros and plain data, in a sandbox.

The sandbox is Jinja's own ``ImmutableSandboxedEnvironment`` with an empty set of globals: a page can call the macros, loop over
``inhoud`` and use filters; attributes that start with ``_``, Python's builtins, files and other templates are out of reach.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kwartier.markup import MACROS
from kwartier.pages.authoring import expand
from kwartier.pages.context import PageContext, Site
from kwartier.project import Project
from kwartier.text.problems import Problem, did_you_mean

RULE = "macro-geschreven"
MAX_OUTPUT = 2_000_000
"""A page that renders to more characters is refused; a loop in a loop can make any amount."""
_MAX_FACTOR = 10**12
_MAX_POWER = 100


class _Missing(StrictUndefined):
    """What has no value: an error where it is shown, also inside a list."""

    __repr__ = StrictUndefined.__str__


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment in which pages are rendered; a mistake in a name is an error, never an empty place."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(undefined=_Missing)
        self.globals = dict(names)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would fill the memory: a text repeated too often, or a number with too many digits."""
        small = isinstance(left, int) and isinstance(right, int) and max(abs(left), abs(right)) < _MAX_FACTOR
        repeated = operator == "*" and not (isinstance(left, int | float) and isinstance(right, int | float))
        if operator == "**" and not (small and abs(right) < _MAX_POWER):
            raise TypeError("deze berekening wordt te groot")
        if repeated and _repeated_length(left, right) > MAX_OUTPUT:
            raise TypeError("deze pagina wordt te groot")
        return super().call_binop(context, operator, left, right)


def _repeated_length(left: Any, right: Any) -> int:
    times, value = (left, right) if isinstance(left, int) else (right, left)
    return times * len(value) if isinstance(times, int) and hasattr(value, "__len__") else 0


def page_names(project: Project, uri: Callable[[], str]) -> dict[str, Any]:
    """What a page can use: every macro as a function, and ``inhoud``; ``uri`` tells the page being rendered."""
    site = Site(project)

    def macro(name: str) -> Callable[..., str]:
        parameters = [parameter.naam for parameter in MACROS[name]]

        def call(*values: Any, **named: Any) -> str:
            given = dict(zip(parameters, values, strict=False)) | named
            unknown = sorted(set(named) - set(parameters))
            missing = [one.naam for one in MACROS[name] if one.verplicht and one.naam not in given]
            if len(values) > len(parameters) or unknown:
                raise TypeError(f"de macro '{name}' kent alleen: {', '.join(parameters) or 'geen waarden'}")
            if missing:
                raise TypeError(f"de macro '{name}' mist '{missing[0]}'")
            for parameter in MACROS[name]:
                _must_exist(project, parameter.soort, given.get(parameter.naam))
            return expand(PageContext(site, uri(), "docs"), name, given)

        return call

    return {name: macro(name) for name in MACROS} | {"inhoud": contents(project)}


def _must_exist(project: Project, soort: str | None, value: Any) -> None:
    if soort in {None, "les"} or value is None:
        return
    if soort == "vraag":
        raise TypeError("de macro 'vraag' werkt alleen in een tekst van een module")
    if soort == "kaderitem":
        if project.library.kaderitem(str(value)) is None:
            raise TypeError(f"het kader '{value}' bestaat niet")
    elif project.library.find(str(soort), str(value)) is None:
        hint = did_you_mean(str(value), project.library.of_kind(str(soort)))
        raise TypeError(f"{soort} '{value}' bestaat niet. {hint}".strip())


def contents(project: Project) -> dict[str, list[dict[str, Any]]]:
    """All items as plain data: lists of dicts with id and the fields that a list or table needs."""
    library = project.library
    return {
        "modules": [
            {
                "id": one,
                "titel": library.modules[one].titel,
                "niveaus": [level.label for level in library.modules[one].niveaus],
                "studielast": library.modules[one].studielast,
                "thema": library.modules[one].thema,
                "lessen": len(library.modules[one].lessen),
                "vragen": len(library.zelftoetsen.get(one, ())),
            }
            for one in project.index.volgorde[0]
        ],
        "begrippen": [
            {"id": one, "term": term.term, "concepties": len(term.concepties)}
            for one, term in sorted(library.begrippen.items())
        ],
        "casussen": [
            {"id": one, "titel": casus.titel, "scenes": len(casus.scenes)}
            for one, casus in sorted(library.casussen.items())
        ],
        "kaders": [
            {"id": one, "titel": kader.titel, "items": len(kader.items)}
            for one, kader in sorted(library.kaders.items())
        ],
        "instrumenten": [{"id": one, "titel": item.titel} for one, item in sorted(library.instrumenten.items())],
        "leerroutes": [{"id": one, "titel": route.titel} for one, route in sorted(library.leerroutes.items())],
        "bronnen": [{"id": one, "titel": bron.title} for one, bron in sorted(library.bronnen.items())],
    }


def problems(project: Project) -> Iterator[Problem]:
    """Render every page that asks for Jinja and report what goes wrong, at the line of the page."""
    for file, document in project.library.teksten.items():
        if not (isinstance(document.data, dict) and document.data.get("render_macros") == "true"):
            continue
        uri = file.removeprefix("docs/")
        sandbox = Sandbox(page_names(project, lambda uri=uri: uri))  # type: ignore[misc]
        try:
            length = 0
            for piece in sandbox.from_string(document.body).generate():
                length += len(piece)
                if length > MAX_OUTPUT:
                    raise TypeError("deze pagina wordt te groot")
        except Exception as error:  # whatever a page does, it is a problem of that page
            yield Problem(document.locate_body(_offset(document.body, _line(error))), RULE, _message(error), _HINT)


_HINT = "Kijk in het handboek bij 'Macro's', of haal render_macros weg."


def _line(error: Exception) -> int:
    """The line of the page (from 1) on which Jinja failed."""
    if isinstance(error, TemplateSyntaxError):
        return int(error.lineno)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return (lines[-1] if lines else 1) or 1


def _offset(body: str, line: int) -> int:
    return sum(len(one) + 1 for one in body.split("\n")[: line - 1])


def _message(error: Exception) -> str:
    if isinstance(error, TypeError):
        text = str(error)
        return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
    if isinstance(error, TemplateError):
        return f"Jinja kan deze regel niet lezen ({error.message})."
    return f"Deze regel gaat mis ({type(error).__name__}: {error})."
