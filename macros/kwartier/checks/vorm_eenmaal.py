"""Een vorm hoort bij één begrip.

Als twee begrippen dezelfde vorm opgeven, weet Kwartier niet waarheen een woord moet linken. Hoofdletters, accenten en koppeltekens tellen daarbij niet mee.
Het id van een begrip telt als een vorm ervan.

**Zo los je het op:** laat de vorm bij één begrip staan.
"""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.project import Project
from kwartier.terms import words_of
from kwartier.text.problems import Problem

RULE = "vorm-eenmaal"
SEVERITY = "fout"


def check(project: Project) -> Iterator[Problem]:
    """Report a form at the second term that claims it, and one that a term gives twice."""
    library = project.library
    owners = {" ".join(words_of(term_id)): term_id for term_id in sorted(library.begrippen)}
    for term_id, term in sorted(library.begrippen.items()):
        own: set[str] = set()
        for name, forms in (("term", (term.term,)), ("afkorting", (term.afkorting,)), ("vormen", term.vormen)):
            for number, form in enumerate(forms):
                if not form:
                    continue
                key = " ".join(words_of(form))
                path = (name, number) if name == "vormen" else (name,)
                owner = owners.setdefault(key, term_id)
                if owner != term_id:
                    message, hint = (
                        f"De vorm '{form}' is al van het begrip '{owner}'.",
                        "Laat hem bij één begrip staan.",
                    )
                elif form in own:
                    message, hint = f"De vorm '{form}' staat er al.", "Haal hem een keer weg."
                else:
                    own.add(form)
                    continue
                yield Problem(library.locate(("begrip", term_id), *path), RULE, message, hint)
