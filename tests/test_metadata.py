"""What others read about the content: linked data in the pages and the catalogue of the site."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from lxml import etree
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS

from datafiles import Case, make_project
from exports import export, schema_file
from kwartier.catalogue import FILE, as_json, catalogue
from kwartier.pages import all_pages
from kwartier.project import Project, read_project
from kwartier.schemas import all_schemas
from sites import ROOT, Site
from test_schemas import complaints

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside rdflib
SCHEMA = Namespace("https://schema.org/")
_BLOCK = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.DOTALL)


def linked(html: str) -> dict[str, Any]:
    """The linked data of a page."""
    found = _BLOCK.findall(html)
    assert len(found) == 1
    return dict(json.loads(found[0]))


def graph(data: dict[str, Any], address: str) -> Graph:
    """The statements of a page, with the names of schema.org but without asking schema.org for its list of names."""
    assert data["@context"] == "https://schema.org"
    local = json.dumps(
        {**data, "@context": {"@vocab": str(SCHEMA), "url": {"@type": "@id"}, "license": {"@type": "@id"}}}
    )
    return Graph().parse(data=local, format="json-ld", publicID=address)


def project_with(root: Path, files: dict[str, Any]) -> Project:
    make_project(root, Case(root, 0, {"name": "", "files": files}))
    return read_project(root)


# Linked data


@pytest.mark.slow
def test_every_module_page_says_what_the_module_is(reference: Site) -> None:
    library = read_project(ROOT).library
    for module_id, module in library.modules.items():
        address = f"https://{reference.address}modules/{module_id}/"
        html = (reference.folder / "modules" / module_id / "index.html").read_text(encoding="utf-8")
        found = graph(linked(html), address)
        courses = list(found.subjects(RDF.type, SCHEMA.Course))
        me = next(one for one in courses if str(one) == address)
        assert (me, RDF.type, SCHEMA.LearningResource) in found
        assert str(found.value(me, SCHEMA.name)) == module.titel
        assert str(found.value(me, SCHEMA.timeRequired)) == f"PT{module.studielast}H"
        assert str(found.value(me, SCHEMA.license)).startswith("https://creativecommons.org/licenses/")
        assert len(list(found.objects(me, SCHEMA.teaches))) == len(module.leeruitkomsten)
        assert set(found.objects(me, SCHEMA.assesses)) <= set(found.objects(me, SCHEMA.teaches))
        assert {str(one) for one in found.objects(me, SCHEMA.coursePrerequisites)} == {
            f"https://{reference.address}modules/{one}/" for one in module.voorkennis.modules
        }


@pytest.mark.slow
def test_lessons_and_terms_point_to_what_they_are_part_of(reference: Site) -> None:
    site, library = f"https://{reference.address}", read_project(ROOT).library
    for module_id, module in library.modules.items():
        for les in module.lessen:
            html = (reference.folder / "modules" / module_id / les.id / "index.html").read_text(encoding="utf-8")
            data = linked(html)
            assert (data["name"], data["isPartOf"]["@id"]) == (les.titel, f"{site}modules/{module_id}/")
    whole = linked((reference.folder / "begrippen" / "index.html").read_text(encoding="utf-8"))
    assert (whole["@type"], whole["@id"]) == ("DefinedTermSet", f"{site}begrippen/")
    for term_id, term in library.begrippen.items():
        data = linked((reference.folder / "begrippen" / term_id / "index.html").read_text(encoding="utf-8"))
        assert (data["@type"], data["name"], data["inDefinedTermSet"]) == ("DefinedTerm", term.term, whole["@id"])


def test_a_title_cannot_break_out_of_the_data(tmp_path: Path) -> None:
    title = 'Een </script><b>"titel"</b> & <!-- meer'
    project = project_with(
        tmp_path, {"modules/kennismaken/module.yml": {"titel: Kennismaken\n": f"titel: '{title}'\n"}}
    )
    page = next(page for page in all_pages(project) if page.uri == "modules/kennismaken/index.md")
    assert linked(page.markdown)["name"] == title


def test_without_an_address_the_data_names_none(tmp_path: Path) -> None:
    project = project_with(tmp_path, {})
    assert project.settings.site_url == ""
    pages = {page.uri: linked(page.markdown) for page in all_pages(project) if "ld+json" in page.markdown}
    assert {"modules/kennismaken/index.md", "modules/kennismaken/begin.md", "begrippen/buurt.md"} <= pages.keys()
    assert not [uri for uri, data in pages.items() if "url" in data or "@id" in data]


# The catalogue


@pytest.mark.slow
def test_the_catalogue_of_the_site_follows_its_schema_and_leads_to_pages(reference: Site) -> None:
    data = json.loads((reference.folder / FILE).read_bytes())
    schema = json.loads(all_schemas()["catalogus.schema.json"])
    assert list(complaints(schema, data)) == []
    addresses = [one["adres"] for one in data["items"]]
    addresses += [les["adres"] for one in data["items"] for les in one.get("lessen", ())]
    targets = [reference.target("index.html", address) for address in addresses]
    assert [
        address for address, target in zip(addresses, targets, strict=True) if not target or not target[0].is_file()
    ] == []


def test_the_catalogue_holds_every_item_with_what_a_harvester_asks() -> None:
    library = read_project(ROOT).library
    data = json.loads(as_json(catalogue(read_project(ROOT))))
    by_kind: dict[str, dict[str, Any]] = {}
    for one in data["items"]:
        by_kind.setdefault(one["soort"], {})[one["id"]] = one
    for soort in ("module", "leerroute", "begrip", "casus", "kader", "instrument"):
        assert by_kind[soort].keys() == library.of_kind(soort).keys()
    for module_id, module in library.modules.items():
        one = by_kind["module"][module_id]
        assert (one["titel"], one["versie"], one["studielast"]) == (
            module.titel,
            str(module.herzien),
            module.studielast,
        )
        assert [part["id"] for part in one["leeruitkomsten"]] == [part.id for part in module.leeruitkomsten]
        assert one["licentie"]["id"] == module.licentie
    for route_id, route in library.leerroutes.items():
        assert by_kind["leerroute"][route_id]["modules"] == [stap.module for stap in route.modules]


LESSON = "modules/kennismaken/lessen/begin.md"


@pytest.mark.parametrize(
    ("files", "changes"),
    [
        ({}, False),
        ({LESSON: "Loop eens rond in je straat.\n"}, True),
        ({"modules/kennismaken/module.yml": {"    duur: 60\n": "    duur: 90\n"}}, True),
        ({"modules/kennismaken/module.yml": {"    duur: 60\n": "    duur: 60\n    docent: Let op.\n"}}, False),
        ({"glossary/begrippen/buurt.yml": {"term: buurt\n": "term: buurt\nengels: area\n"}}, False),
    ],
)
def test_the_mark_of_a_module_changes_when_students_would_see_a_change(
    tmp_path: Path, files: dict[str, Any], changes: bool
) -> None:
    def mark(folder: Path, given: dict[str, Any]) -> str:
        found = catalogue(project_with(folder, given)).items
        return next(one.kenmerk for one in found if (one.soort, one.id) == ("module", "kennismaken"))

    assert (mark(tmp_path / "oud", {}) != mark(tmp_path / "nieuw", files)) is changes


# What is handed in elsewhere

LOM = {"l": "http://www.imsglobal.org/xsd/imsmd_v1p2"}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of this repository, with a discipline set."""
    project = read_project(ROOT)
    found = {"vakgebied": "Filosofie", "vakgebied_id": "d35b903f-1598-4bdd-a2fa-8aba854df762"}
    project.settings = project.settings.model_copy(update=found)
    made = export("metadata", tmp_path_factory.mktemp("metadata"), project=project)
    assert made.report.losses == []
    return made.folder


def test_every_record_of_nl_lom_follows_the_schema(handed_in: Path) -> None:
    text = schema_file("nl-lom/imsmd_v1p2p4.xsd").read_text(encoding="utf-8")
    beside = schema_file("nl-lom/xml.xsd").as_uri()  # the schema points to w3.org, and a test fetches nothing
    schema = etree.XMLSchema(etree.fromstring(text.replace("http://www.w3.org/2001/03/xml.xsd", beside).encode()))
    records = sorted(handed_in.glob("*-nl-lom.xml"))
    assert len(records) == len(read_project(ROOT).library.modules)
    for record in records:
        schema.assertValid(etree.parse(record))


def test_a_record_has_what_portals_demand(handed_in: Path) -> None:
    for module_id, module in read_project(ROOT).library.modules.items():
        lom = etree.parse(handed_in / f"{module_id}-nl-lom.xml").getroot()

        def said(path: str, lom: Any = lom) -> list[str]:
            return [str(one.text) for one in lom.iterfind("/".join(f"l:{step}" for step in path.split("/")), LOM)]

        assert said("general/title/langstring")[0].startswith(module.titel)
        assert said("general/aggregationlevel/value/langstring") == ["3"]
        assert said("metametadata/metadatascheme") == ["LOMv1.0", "nl_lom_v1p0"]
        assert said("technical/location")[0].endswith(f"/2026-2027/modules/{module_id}/")
        assert said("educational/intendedenduserrole/value/langstring") == ["learner"]
        assert said("rights/cost/value/langstring") == ["no"]
        assert said("rights/copyrightandotherrestrictions/value/langstring") == [module.licentie]
        levels = said("classification/taxonpath/taxon/entry/langstring")
        assert levels[0] == "Filosofie"
        sectors = {level.stroom for level in module.niveaus}
        assert any(one.startswith("HBO") for one in levels) is ("hbo" in sectors)
        assert ("MBO" in levels) is ("mbo" in sectors)


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
[] a sh:NodeShape ; sh:targetClass skos:Concept ;
  sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:uniqueLang true ; sh:languageIn ("nl") ] ,
    [ sh:path skos:prefLabel ; sh:disjoint skos:altLabel ] ,
    [ sh:path skos:definition ; sh:minCount 1 ; sh:maxCount 1 ; sh:languageIn ("nl") ] ,
    [ sh:path skos:inScheme ; sh:minCount 1 ; sh:class skos:ConceptScheme ] ,
    [ sh:path skos:broader ; sh:class skos:Concept ] ,
    [ sh:path skos:related ; sh:class skos:Concept ; sh:disjoint skos:broader ] .
[] a sh:NodeShape ; sh:targetClass skos:ConceptScheme ; sh:property [ sh:path dct:title ; sh:minCount 1 ] .
"""


def test_the_glossary_in_skos_keeps_to_its_shapes_and_holds_every_term(handed_in: Path) -> None:
    found = Graph().parse(handed_in / "begrippen-skos.ttl", format="turtle")
    conforms, _, text = pyshacl.validate(found, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, text
    terms = read_project(ROOT).library.begrippen
    assert {str(one) for one in found.objects(None, SKOS.prefLabel)} == {term.term for term in terms.values()}
    assert len(list(found.objects(None, SKOS.scopeNote))) == sum(len(term.concepties) for term in terms.values())
    assert all((other, SKOS.related, one) in found for one, other in found.subject_objects(SKOS.related))
    up = {
        (one, wide)
        for one in found.subjects(RDF.type, SKOS.Concept)
        for wide in found.transitive_objects(one, SKOS.broader)
    }
    assert not [pair for pair in found.subject_objects(SKOS.related) if pair in up]


def test_skos_says_the_same_in_both_forms(handed_in: Path) -> None:
    turtle = Graph().parse(handed_in / "begrippen-skos.ttl", format="turtle")
    assert isomorphic(turtle, Graph().parse(handed_in / "begrippen-skos.jsonld", format="json-ld"))


def test_files_of_schema_org_say_what_the_pages_say(handed_in: Path) -> None:
    whole = json.loads((handed_in / "begrippen-schema.jsonld").read_bytes())
    found = graph(whole, "https://example.org/")
    assert len(set(found.objects(None, SCHEMA.hasDefinedTerm))) == len(read_project(ROOT).library.begrippen)
    module = json.loads((handed_in / "kwartiermaken.jsonld").read_bytes())
    assert module["@id"].endswith("/2026-2027/modules/kwartiermaken/")


def test_the_sheet_has_a_row_per_module_with_no_empty_cell_that_a_form_demands(handed_in: Path) -> None:
    text = (handed_in / "aanmelden.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert len(rows) == len(read_project(ROOT).library.modules)
    assert not [
        row for row in rows if not all(row[one] for one in ("titel", "beschrijving", "adres", "licentie", "vakgebied"))
    ]


def test_without_a_discipline_the_report_says_so(tmp_path: Path) -> None:
    made = export("metadata", tmp_path / "uit", project=project_with(tmp_path / "proef", {}))
    assert [one.waar for one in made.report.losses] == ["mkdocs.yml: vakgebied en vakgebied_id"]
    text = (tmp_path / "uit" / "kennismaken-nl-lom.xml").read_text(encoding="utf-8")
    assert "discipline" not in text
