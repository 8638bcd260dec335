"""The rules that hold while reading a file, before anything is compared: id and Dutch section of the handbook.

The checks themselves are in :mod:`kwartier.text.source`, :mod:`kwartier.text.yaml_errors`, :mod:`kwartier.settings` and
:mod:`kwartier.load`, at the place where the file is read.
"""

LEESREGELS: dict[str, str] = {
    "bestand-leesbaar": "Het bestand kan gelezen worden en is niet groter dan 2 MB.",
    "bestand-utf8": "Het bestand is opgeslagen als UTF-8, zonder BOM. Zie je vreemde tekens waar letters met een accent horen, open het dan eerst opnieuw met de codering die het heeft (vaak Windows-1252) en kies pas daarna *Opslaan met codering: UTF-8*.",
    "bestand-niet-leeg": "Er staat iets in het bestand.",
    "bestand-bestaat": "Een bestand dat een module noemt, staat in de map van die module.",
    "bestand-op-zijn-plaats": "Een bestand staat in de map die bij zijn soort hoort, met de goede uitgang; anders zou het zonder melding wegvallen.",
    "geen-stuurtekens": "Er staan geen onzichtbare tekens in, zoals stuurtekens en spaties zonder breedte. Ze komen mee als je plakt uit een tekstverwerker.",
    "geen-tabs": "YAML springt in met spaties, nooit met tabs.",
    "gewone-spaties": "Inspringen en scheiden doe je met gewone spaties, niet met vaste of smalle.",
    "lijst-met-koppelteken": "Een lijstpunt begint met een koppelteken en een spatie, niet met een streepje of bolletje uit een tekstverwerker.",
    "lijst-recht-onder-elkaar": "De koppeltekens van een lijst staan recht onder elkaar; anders leest YAML twee punten als één. Staat een lijst in tekst achter `>`, schrijf dan `|`.",
    "tekst-blijft-heel": "Een spatie met een hekje maakt in YAML de rest van de regel commentaar. Zet zulke tekst tussen aanhalingstekens.",
    "veld-eenmaal": "Een veld komt in een blok één keer voor; YAML gooit anders zonder melding het eerste weg.",
    "waarde-ingevuld": "Achter een veld staat een waarde.",
    "yaml-leesbaar": "Het bestand is geldige YAML. De melding zegt welk teken in de weg zit.",
    "yaml-eenvoudig": "Ankers (`&`), verwijzingen (`*`) en tags (`!`) van YAML worden niet gebruikt.",
    "yaml-diepte": "De YAML is niet dieper genest dan veertig niveaus.",
    "id-geldig": "Een bestandsnaam of id bestaat uit kleine letters, cijfers en koppeltekens.",
    "veld-verplicht": "Alle verplichte velden zijn er.",
    "veld-op-zijn-plaats": "Een veld staat recht onder de andere velden; springt het verder in, dan leest YAML het als deel van de tekst erboven.",
    "veld-bekend": "Elk veld bestaat. Kwartier noemt de naam die er het meest op lijkt.",
    "veld-klopt": "De waarde past bij het veld: een getal, een lijst, een datum, ja of nee.",
    "waarde-bekend": "Een waarde uit een vaste lijst is precies zo geschreven.",
    "leestekst-zonder-kop": "Een leestekst heeft geen kop tussen `---`; haar gegevens staan in module.yml.",
    "project-compleet": "Er is een mkdocs.yml.",
    "instelling-bekend": "Een instelling van Kwartier in mkdocs.yml bestaat en heeft een bekende waarde.",
}
"""Rule id to what should be true, in Dutch."""
