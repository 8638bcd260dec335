"""Floor 2: what authors write, as frozen types with the Dutch names that authors use. No input or output here."""

from kwartier.model.begrip import Begrip, Conceptie
from kwartier.model.bron import Bron
from kwartier.model.casus import Casus, Keuze, Persoon, Scene
from kwartier.model.instrument import Instrument
from kwartier.model.kader import Kader, KaderItem
from kwartier.model.leerroute import Leerroute, LeerrouteModule
from kwartier.model.module import Activiteit, Leeruitkomst, Les, Module, Toetsing
from kwartier.model.thema import Thema
from kwartier.model.vraag import Vraag

__all__ = [
    "Activiteit",
    "Begrip",
    "Bron",
    "Casus",
    "Conceptie",
    "Instrument",
    "Kader",
    "KaderItem",
    "Keuze",
    "Leerroute",
    "LeerrouteModule",
    "Leeruitkomst",
    "Les",
    "Module",
    "Persoon",
    "Scene",
    "Thema",
    "Toetsing",
    "Vraag",
]
