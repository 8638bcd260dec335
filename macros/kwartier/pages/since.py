"""What readers of this edition may know about what changed, and which pages say that they are new or changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kwartier.addresses import page_uri
from kwartier.comparison import Change, ItemChange
from kwartier.library import Sleutel
from kwartier.project import Project


@dataclass(frozen=True)
class Mark:
    """What a changed page says below its title: whether it is new, and where to read more."""

    nieuw: bool
    anker: str


def anchor(sleutel: Sleutel) -> str:
    """The place of an item on the page."""
    return "-".join(sleutel)


def visible(project: Project) -> list[ItemChange]:
    """What readers of this edition may see: no text for lecturers in the student edition, and no answers to questions."""
    if project.since is None:
        return []
    docent = project.settings.editie == "docent"
    found = []
    for item in project.since.comparison.items:
        changes = tuple(dict.fromkeys(_without_answer(one) for one in item.veranderingen if docent or not one.docent))
        if changes or item.betekenis or item.wat in {"nieuw", "weg", "verplaatst"}:
            found.append(replace(item, veranderingen=changes))
    return found


def _without_answer(change: Change) -> Change:
    """A change in the answers to a question of a self-test without what it says, so that nobody reads the answer here."""
    if change.pad[0] != "zelftoets" or len(change.pad) < 3 or change.pad[2] == "vraag":
        return change
    text = "De antwoorden of de uitleg zijn bijgewerkt."
    return Change(change.pad[:2], change.waar.partition(" · ")[0], "gewijzigd", "", "", text)


def marks(project: Project) -> dict[str, Mark]:
    """Per page that is new or changed since the version before, what it says about that."""
    found: dict[str, Mark] = {}
    for item in visible(project):
        soort, item_id = item.sleutel
        if item.wat == "weg" or soort in {"bron", "thema"}:
            continue
        new = item.wat == "nieuw"
        here = anchor(item.sleutel)
        found[page_uri(item.sleutel)] = Mark(new, here)
        lessons = project.library.modules[item_id].lessen if soort == "module" else ()
        changed = {one.pad[1]: one for one in item.veranderingen if one.pad[0] == "lessen" and len(one.pad) > 1}
        for les in lessons:
            if new or les.id in changed:
                added = new or (changed[les.id].wat == "nieuw" and len(changed[les.id].pad) == 2)
                found[page_uri(item.sleutel, les.id)] = Mark(added, here)
    return found
