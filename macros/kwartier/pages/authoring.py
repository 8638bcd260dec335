"""What the macros of authors give: Markdown for the page that they stand on."""

from __future__ import annotations

from collections.abc import Callable
from inspect import cleandoc
from typing import TYPE_CHECKING

from kwartier.addresses import page_uri
from kwartier.checks import CHECKS
from kwartier.checks.lezen import LEESREGELS
from kwartier.markup import ids_in, is_block
from kwartier.schemas import field_groups

if TYPE_CHECKING:
    from kwartier.pages.context import PageContext

Waarden = dict[str, str | int]


def expand(context: PageContext, name: str, values: Waarden) -> str:
    """The Markdown of one macro call; the names and values have been checked by :mod:`kwartier.markup`."""
    return EXPANDERS[name](context, values)


def _text(values: Waarden) -> str | None:
    return str(values["tekst"]) if "tekst" in values else None


def _item(soort: str) -> Callable[[PageContext, Waarden], str]:
    def link(context: PageContext, values: Waarden) -> str:
        return context.link(soort, str(values["id"]), _text(values))

    return link


def _casus(context: PageContext, values: Waarden) -> str:
    """A link to a case, or with ``deel`` or ``vragen`` the case itself at this place.

    ``deel="situatie"`` gives the situation only, ``deel="geheel"`` also the people, the dilemma, the branching scenes and all
    questions. ``vragen="id1, id2"`` chooses questions by their id; without ``deel`` only these questions are shown.
    """
    casus_id = str(values["id"])
    casus = context.library.casussen.get(casus_id)
    if casus is None or not is_block("casus", values):
        return context.link("casus", casus_id, _text(values))
    deel = str(values.get("deel", ""))
    chosen = ids_in(values.get("vragen"))
    questions = [one for one in casus.vragen if one.id in chosen or (deel == "geheel" and not chosen)]
    inside = context.elsewhere("docs/casussen")
    text = inside.md(context.library.teksten[f"docs/casussen/{casus_id}.md"].body) if deel else ""
    return inside.render("deel/casus.md", casus=casus, casus_id=casus_id, deel=deel, tekst=text, vragen=questions)


def _les(context: PageContext, values: Waarden) -> str:
    return context.leslink(str(values["module"]), str(values["les"]), _text(values))


def _kader(context: PageContext, values: Waarden) -> str:
    return context.kaderlink(str(values["id"]), _text(values))


def _bron(context: PageContext, values: Waarden) -> str:
    return context.citeer(str(values["sleutel"]), values.get("plaats"))


def _modules(context: PageContext, values: Waarden) -> str:
    """The modules in order of prior knowledge; ``niveau`` may be a level or ``mbo``/``hbo``."""
    level = str(values.get("niveau", ""))
    limit = int(values.get("max_uren", 0))
    chosen = []
    for module_id in context.index.volgorde[0]:
        module = context.library.modules[module_id]
        levels = {one.value for one in module.niveaus} | {one.stroom for one in module.niveaus}
        if "thema" in values and module.thema != values["thema"]:
            continue
        if (level and level not in levels) or (limit and module.studielast > limit):
            continue
        chosen.append((module_id, module))
    return context.render("deel/modulelijst.md", modules=chosen)


def _leerroutes(context: PageContext, values: Waarden) -> str:
    return context.render("deel/leerroutelijst.md", routes=sorted(context.library.leerroutes.items()))


def _leeruitkomsten(context: PageContext, values: Waarden) -> str:
    module = context.library.modules.get(str(values["module"]))
    return context.render("deel/leeruitkomsten.md", module=module) if module else ""


def _vraag(context: PageContext, values: Waarden) -> str:
    """A question of the self-test of the module that the page belongs to."""
    module_id = context.module_id
    asked = next((one for one in context.library.zelftoetsen.get(module_id, ()) if one.id == values["id"]), None)
    return context.render("vraag/vraag.md", vraag=asked, module_id=module_id, nummer=0) if asked else ""


def _dekking(context: PageContext, values: Waarden) -> str:
    kader_id = str(values["kader"])
    kader = context.library.kaders.get(kader_id)
    if kader is None:
        return ""
    route = context.library.leerroutes.get(str(values.get("leerroute", "")))
    rows = context.index.dekking_in_route(kader_id, route) if route else context.index.dekking(kader_id)
    return context.render("deel/dekking.md", kader=kader, kader_id=kader_id, rijen=rows, page_uri=page_uri)


def _regels(context: PageContext, values: Waarden) -> str:
    """Every rule of the check with its remedy, from the docstrings of the rules."""
    rules = [(one.RULE, one.SEVERITY, cleandoc(one.__doc__ or "")) for one in CHECKS]
    return context.render("deel/regels.md", regels=rules, leesregels=LEESREGELS)


def _velden(context: PageContext, values: Waarden) -> str:
    """The fields of one kind of file, from the model."""
    return context.render("deel/velden.md", groepen=field_groups(str(values["soort"])))


EXPANDERS: dict[str, Callable[[PageContext, Waarden], str]] = {
    "begrip": _item("begrip"),
    "casus": _casus,
    "module": _item("module"),
    "leerroute": _item("leerroute"),
    "instrument": _item("instrument"),
    "les": _les,
    "kader": _kader,
    "bron": _bron,
    "modules": _modules,
    "leerroutes": _leerroutes,
    "vraag": _vraag,
    "leeruitkomsten": _leeruitkomsten,
    "dekking": _dekking,
    "regels": _regels,
    "velden": _velden,
}
"""One function per macro of :data:`kwartier.markup.MACROS`."""
