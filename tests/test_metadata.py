"""What others read about the content: linked data in the pages and the catalogue of the site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from datafiles import Case, make_project
from kwartier.catalogue import FILE, as_json, catalogue
from kwartier.pages import all_pages
from kwartier.project import Project, read_project
from kwartier.schemas import all_schemas
from sites import ROOT, Site
from test_schemas import complaints

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # inside rdflib
SCHEMA = Namespace("https://schema.org/")
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


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
