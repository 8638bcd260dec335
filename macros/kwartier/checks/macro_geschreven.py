"""Een macro is geschreven zoals Kwartier haar kent.

Een macro heeft een bekende naam, haakjes en waarden tussen rechte aanhalingstekens: `{{ casus("kruidenbuurt") }}`. Andere dubbele accolades,
zoals in een formule, zijn gewone tekst. Een pagina onder `docs/` met `render_macros: true` in de kop mag meer: daar werkt Jinja,
in een afgesloten omgeving.

**Zo los je het op:** neem het voorstel over; de macro's staan in het handboek onder *Macro's*.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.text.problems import Problem

RULE = "macro-geschreven"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report every macro call that cannot be used as written."""
    for text in project.index.texts:
        if text.jinja:
            continue
        for call in text.calls:
            if call.fout:
                yield Problem(text.locate(call.start), RULE, *call.fout)
