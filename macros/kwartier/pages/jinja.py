"""Hand-written pages that ask for Jinja (``render_macros: true``): our macros and plain data, in a sandbox.

The sandbox is Jinja's own ``ImmutableSandboxedEnvironment`` with an empty set of globals: a page can call the macros, loop over
``inhoud`` and use filters; attributes that start with ``_``, Python's builtins, files and other templates are out of reach.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import wraps
from pathlib import Path
from types import BuiltinMethodType
from typing import Any, cast

from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError, nodes, pass_environment
from jinja2.filters import do_sum
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from kwartier.checks.html_veilig import HINT as SAFE_HINT
from kwartier.checks.html_veilig import RULE as SAFE
from kwartier.checks.html_veilig import message as unsafe
from kwartier.markup import MACROS
from kwartier.pages.authoring import expand
from kwartier.pages.context import PageContext, Site
from kwartier.project import Project
from kwartier.safety import findings
from kwartier.text.problems import Problem, did_you_mean
from kwartier.text.source import Document

RULE = "macro-geschreven"
MAX_OUTPUT = 1_000_000
"""A page that renders to more characters is refused; a loop in a loop can make any amount."""
_MAX_FACTOR = 10**12
_MAX_POWER = 100


class _Missing(StrictUndefined):
    """What has no value: an error where it is shown, also inside a list."""

    __repr__ = StrictUndefined.__str__


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment in which pages are rendered; a mistake in a name is an error, never an empty place.

    Nothing in it takes more than a moment or more than a few megabytes: loops count their steps, and what a filter, a
    method or an operator could make is estimated before it is made. Where no estimate is possible (templates in a
    template, ``format``) the construction is left out of the language.
    """

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(undefined=_Missing, finalize=self._shown)
        self.globals = dict(names)
        self.steps = 0
        self.filters = {name: _measured(one) for name, one in self.filters.items() if name not in _NO_FILTERS}
        self.filters["sum"] = pass_environment(_sum)
        self.filters |= {"_stap": self._counted, "_samen": _measured(lambda parts: "".join(map(str, parts)))}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Read a page; loops are counted and ``~`` is measured, like everything else that makes something."""
        self.steps = 0
        tree = super()._parse(source, name, filename)
        for wrong in tree.find_all((nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock, nodes.Block)):
            raise TemplateSyntaxError(_ONLY, wrong.lineno)
        for loop in tree.find_all(nodes.For):
            if loop.recursive:
                raise TemplateSyntaxError(_ONLY, loop.lineno)
            loop.iter = nodes.Filter(loop.iter, "_stap", [], [], None, None, lineno=loop.lineno)
        return cast(nodes.Template, _Joined().visit(tree))

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items of a loop, as long as the page has steps left."""
        for item in items:
            self.steps += 1
            if self.steps > _MAX_STEPS:
                raise TypeError("deze pagina telt te lang door")
            yield item

    def _shown(self, value: Any) -> Any:
        """What the page shows, when it is not too much."""
        _weigh(value)
        return value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Leave out what fills a text by a width that is written inside it."""
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _NO_METHODS)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """No ``format``: a page can use ``~``."""
        if getattr(value, "__name__", "") in _NO_METHODS and isinstance(getattr(value, "__self__", None), str):
            raise TypeError(f"'{value.__name__}' kan hier niet; plak stukken aan elkaar met ~")
        return None

    def call(self, context: Context, function: Any, *values: Any, **named: Any) -> Any:
        """Call a macro, or a method of a value after estimating what it makes."""
        owner = getattr(function, "__self__", None)
        if isinstance(function, BuiltinMethodType) and owner is not None:
            _estimate((owner, *values, *named.values()))
        return super().call(context, function, *values, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would fill the memory: a text repeated too often, or a number with too many digits."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        small = numbers and max(abs(left), abs(right)) < _MAX_FACTOR
        if operator == "**" and not (small and abs(right) < _MAX_POWER):
            raise TypeError("deze berekening wordt te groot")
        if operator == "%" and not numbers:
            raise TypeError("'%' kan hier alleen met getallen; plak stukken aan elkaar met ~")
        if numbers:
            if any(isinstance(one, int) and one.bit_length() > _MAX_BITS for one in (left, right)):
                raise TypeError("deze berekening wordt te groot")
        elif operator == "*":
            _estimate((left, right))
        else:
            _weigh((left, right))
        return super().call_binop(context, operator, left, right)


_MAX_STEPS = 200_000
"""How often all loops of a page together go round."""
_MAX_BITS = 10_000
_NO_FILTERS = frozenset({"format", "random"})
"""``format`` makes a text as wide as the text itself says; ``random`` gives another site at every build."""
_NO_METHODS = frozenset({"format", "format_map"})
_ONLY = "gebruik hier alleen for, if, set en filters"


class _Joined(NodeTransformer):
    """Let ``a ~ b`` go through a filter, which measures it first."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - name set by Jinja
        """Replace one ``~``."""
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "_samen", [], [], None, None, lineno=node.lineno)


def _measured(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that first estimates what it makes."""

    @wraps(function)
    def measured(*values: Any, **named: Any) -> Any:
        given = [value for value in (*values, *named.values()) if not isinstance(value, _OWN)]
        _estimate(given)
        return function(*values, **named)

    return measured


def _sum(environment: Environment, values: Iterable[Any], attribute: str | int | None = None) -> Any:
    """Add up numbers only: a sum of lists would take the square of their length."""
    return do_sum(environment, values, attribute, 0)


_OWN = (Environment, Context, EvalContext)
"""What Jinja gives to a filter besides the values of the page."""


def _estimate(values: Iterable[Any]) -> None:
    """Refuse a call whose result could be too large: at most the product of the sizes of what it gets."""
    product = 1
    for value in values:
        product *= max(1, abs(value) if isinstance(value, int) else _weigh(value))
    if product > 5 * MAX_OUTPUT:
        raise TypeError("deze pagina wordt te groot")


def _weigh(value: Any) -> int:
    """How many characters and items a value holds, inside other values too; refuses more than a page may hold."""
    total, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str | bytes):
            total += len(one)
        elif isinstance(one, dict):
            total += len(one)
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            total += len(one)
            waiting += one
        if total > MAX_OUTPUT:
            raise TypeError("deze pagina wordt te groot")
    return total


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
            context = PageContext(site, uri(), "docs")
            context.lijst = False  # what a page with Jinja cites is known only when it is rendered
            return expand(context, name, given)

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


def asking(project: Project) -> Iterator[tuple[str, Document]]:
    """The pages that ask for Jinja, as (path, document)."""
    return ((file, document) for file, document in project.library.teksten.items() if document.jinja)


def rendered(project: Project, docs: Path) -> dict[str, tuple[str, str]]:
    """Per compiled page below ``docs`` that asks for Jinja its text and what it becomes; not of one that goes wrong."""
    found = {}
    for file, _ in asking(project):
        uri = file.removeprefix("docs/")
        text = (docs / uri).read_text(encoding="utf-8").partition("\n---\n")[2].lstrip("\n")
        names = page_names(project, lambda uri=uri: uri)  # type: ignore[misc]
        with suppress(Exception):  # the host tells what a page does wrong
            found[uri] = text, Sandbox(names).from_string(text).render()
    return found


def problems(project: Project) -> Iterator[Problem]:
    """Render every page that asks for Jinja and report what goes wrong, at the line of the page."""
    for file, document in asking(project):
        uri = file.removeprefix("docs/")
        ours: set[str] = set()
        names = page_names(project, lambda uri=uri: uri)  # type: ignore[misc]
        sandbox = Sandbox({name: _noting(value, ours) if callable(value) else value for name, value in names.items()})
        try:
            length = 0
            pieces = []
            for piece in sandbox.from_string(document.body).generate():
                length += len(piece)
                if length > MAX_OUTPUT:
                    raise TypeError("deze pagina wordt te groot")
                pieces.append(piece)
            for finding in findings("".join(piece for piece in pieces if piece not in ours)):
                at = document.locate_body(_nearest(document.body, finding[1]))
                yield Problem(at, SAFE, unsafe(finding), SAFE_HINT)
        except Exception as error:  # whatever a page does, it is a problem of that page
            line = _longest(document.body) if isinstance(error, RecursionError) else _line(error)
            yield Problem(document.locate_body(_offset(document.body, line)), RULE, _message(error), _HINT)


def _noting(macro: Callable[..., str], given: set[str]) -> Callable[..., str]:
    """The macro, which also notes what it gave: that is our own HTML and not the author's."""

    def call(*values: Any, **named: Any) -> str:
        result = macro(*values, **named)
        given.add(result)
        return result

    return call


_HINT = "Kijk in het handboek bij 'Macro's', of haal render_macros weg."


def _line(error: Exception) -> int:
    """The line of the page (from 1) on which Jinja failed."""
    if isinstance(error, TemplateSyntaxError):
        return int(error.lineno)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return (lines[-1] if lines else 1) or 1


def _nearest(body: str, word: str) -> int:
    """Where a word of what the page became stands in the page, else its first expression."""
    found = [at for one in (word, "{{", "{%") if (at := body.lower().find(one.lower())) >= 0]
    return found[0] if found else 0


def _longest(body: str) -> int:
    """The longest line, which is the one with too many brackets when there are too many."""
    lines = body.split("\n")
    return lines.index(max(lines, key=len)) + 1


def _offset(body: str, line: int) -> int:
    return sum(len(one) + 1 for one in body.split("\n")[: line - 1])


def _message(error: Exception) -> str:
    if isinstance(error, TypeError):
        text = str(error)
        return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
    if isinstance(error, RecursionError):
        return "Deze regel is te diep genest."
    if isinstance(error, TemplateError):
        return f"Jinja kan deze regel niet lezen ({error.message})."
    return f"Deze regel gaat mis ({type(error).__name__}: {error})."
