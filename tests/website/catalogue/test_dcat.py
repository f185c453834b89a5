"""catalog.jsonld: what DCAT-AP 3 asks of a catalogue, and the facts of the packages."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from urllib.parse import urljoin

import pytest
from rdflib import DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from tests.website.catalogue.conftest import describe_all, offer

from budgetpress.website.catalogue import dcat
from budgetpress.website.data import Package

HOST = "https://data.example.org/budgets/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
# What the profile (3.0) makes mandatory of each class, and some that it recommends and we always have.
ASKED = {
    DCAT.Catalog: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset, FOAF.homepage},
    DCAT.Dataset: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.theme, DCAT.distribution},
    DCAT.DatasetSeries: {DCTERMS.title, DCTERMS.description},
    DCAT.Distribution: {DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCAT.byteSize, DCTERMS.license},
    FOAF.Agent: {FOAF.name},
    SPDX.Checksum: {SPDX.algorithm, SPDX.checksumValue},
    DCTERMS.PeriodOfTime: {DCAT.startDate, DCAT.endDate},
}
# What may be there once at most, and what must be a thing, not a text.
ONCE = (DCAT.accessURL, DCAT.downloadURL, DCAT.byteSize, DCAT.mediaType, DCTERMS.issued, DCAT.version)
THINGS = (
    DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCAT.theme, DCAT.landingPage, DCAT.inSeries,
    DCTERMS.license, DCTERMS.language, DCTERMS.publisher, DCTERMS.accessRights, DCTERMS.isPartOf,
    DCTERMS.hasPart, SPDX.algorithm,
)  # fmt: skip


def read(site: Path, names: list[str]) -> Graph:
    """What the documents say together, each read from where it stands on its host."""
    graph = Graph()
    for name in names:
        text = (site / name).read_text(encoding="utf-8")
        assert isinstance(json.loads(text)["@context"], dict)  # nothing to fetch
        with warnings.catch_warnings():  # rdflib warns of a class of its own that its parser uses
            warnings.simplefilter("ignore", DeprecationWarning)
            graph.parse(data=text, format="json-ld", publicID=f"{HOST}{name}")
    return graph


@pytest.fixture(params=["", HOST])
def graph(request: pytest.FixtureRequest, packages: list[Package], tmp_path: Path) -> Graph:
    """The graph of a small site that knows its address or does not; then it is read from there."""
    site = offer(packages, tmp_path / "site")
    describe_all(packages, site, request.param)
    return read(site, ["catalog.jsonld", *(f"{package.name}/catalog.jsonld" for package in packages)])


def test_mandatory_properties_are_there(graph: Graph) -> None:
    """Each thing of each class has what the profile asks of it."""
    for kind, asked in ASKED.items():
        things = set(graph.subjects(RDF.type, kind))
        assert things, kind
        for thing in things:
            assert asked <= set(graph.predicates(thing)), (kind, thing)


def test_values_are_of_the_kinds_that_the_profile_knows(graph: Graph) -> None:
    """What is to be a thing is one, what may be there once is, and literals are what their types say."""
    for predicate in THINGS:
        assert all(not isinstance(value, Literal) for value in graph.objects(None, predicate)), predicate
    for predicate in ONCE:
        for thing in set(graph.subjects(predicate, None)):
            assert len(list(graph.objects(thing, predicate))) == 1
    sizes = list(graph.objects(None, DCAT.byteSize))
    literals = [value for value in graph.objects() if isinstance(value, Literal)]
    assert not [value for value in literals if value.ill_typed]
    assert {value.datatype for value in sizes if isinstance(value, Literal)} == {XSD.nonNegativeInteger}
    titles = [value for value in graph.objects(None, DCTERMS.title) if isinstance(value, Literal)]
    assert {value.language for value in titles if value.language} == {"zh", "en"}


def test_things_hang_together(graph: Graph) -> None:
    """The catalogue names every dataset and series; parts and wholes name each other; addresses are whole."""
    listed = set(graph.objects(None, DCAT.dataset))
    series = set(graph.subjects(RDF.type, DCAT.DatasetSeries))
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    releases = set(graph.subjects(DCAT.inSeries, None))
    assert listed == releases | series
    assert set(graph.objects(None, RDFS.seeAlso)) == {
        URIRef(str(release).replace("#dataset", "catalog.jsonld")) for release in releases
    }
    assert len(series) == 2
    assert set(graph.objects(None, DCAT.inSeries)) == series
    for whole, part in graph.subject_objects(DCTERMS.hasPart):
        assert (part, DCTERMS.isPartOf, whole) in graph
    assert datasets - releases == set(graph.objects(None, DCTERMS.hasPart))
    for url in graph.objects(None, DCAT.downloadURL):
        assert isinstance(url, URIRef)
        assert url.startswith(HOST)


def test_hashes_are_those_of_the_catalogue(graph: Graph, tmp_path: Path) -> None:
    """Each download has the SHA-256 that catalog.json says."""
    site = tmp_path / "site"
    said = {
        urljoin(f"{HOST}{path.parent.name}/", file["url"]): file["sha256"]
        for path in site.glob("*/catalog.json")
        for file in json.loads(path.read_text(encoding="utf-8"))["files"]
    }
    found = {}
    for distribution, url in graph.subject_objects(DCAT.downloadURL):
        checksum = graph.value(distribution, SPDX.checksum)
        found[str(url)] = str(graph.value(checksum, SPDX.checksumValue))
    assert found == said


def test_many_releases_are_on_several_pages(
    packages: list[Package], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page leads to the next, as Hydra has it; together they list what one page would."""
    whole = offer(packages, tmp_path / "whole")
    describe_all(packages, whole, HOST)
    monkeypatch.setattr(dcat, "MOST", 1)
    site = offer(packages, tmp_path / "site")
    describe_all(packages, site, HOST)
    names, pages = ["catalog.jsonld"], []
    while names:
        pages.append(read(site, [names.pop()]))
        names += [str(page).removeprefix(HOST) for page in pages[-1].objects(None, HYDRA.next)]
    assert len(pages) == 2
    listed = [
        dataset for page in pages for dataset in page.objects(URIRef(f"{HOST}catalog.jsonld"), DCAT.dataset)
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(read(whole, ["catalog.jsonld"]).objects(None, DCAT.dataset))
