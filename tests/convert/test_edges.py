"""The graph of conversions."""

from __future__ import annotations

import sys
import types

import pytest

import loms
from loms.convert import edges
from loms.convert.edges import Conversion, Edge
from tests.convert.documents import SETTINGS, document, record


def test_the_package_is_the_verb() -> None:
    done = loms.convert(document(record()), to="loms-2019", settings=SETTINGS)
    assert isinstance(done, Conversion)
    assert done.report.target_format == "loms-2019"


def test_a_target_that_no_conversion_leads_to_is_refused_with_what_is_possible() -> None:
    with pytest.raises(loms.UsageError, match="one can convert to: loms-2019"):
        loms.convert(document(record()), to="loq-delete", settings=SETTINGS)


def test_a_source_without_conversions_is_refused_with_what_is_possible() -> None:
    with pytest.raises(loms.UsageError, match="Possible are: ") as refusal:
        edges.find_path("loq-delete", "loms-2019")
    possible = {f"{edge.source} to {edge.target}" for edge in edges.EDGES}
    assert set(str(refusal.value).partition("Possible are: ")[2].rstrip(".").split(", ")) == possible


def test_a_document_of_the_target_format_is_refused() -> None:
    done = loms.convert(document(record()), to="loms-2019", settings=SETTINGS)
    with pytest.raises(loms.UsageError, match="is loms-2019 already"):
        loms.convert(done.document, to="loms-2019", settings=SETTINGS)


def test_something_that_is_no_document_is_refused() -> None:
    with pytest.raises(loms.UsageError, match="is not a whole document"):
        loms.convert(record(), to="loms-2019", settings=SETTINGS)  # type: ignore[arg-type]


@pytest.mark.parametrize("settings", [None, loms.Settings(identifier_scheme="urn:example:scheme")])
def test_ids_need_a_namespace(settings: loms.Settings | None) -> None:
    with pytest.raises(loms.UsageError, match=r"needs a namespace.*--namespace"):
        loms.convert(document(record()), to="loms-2019", settings=settings)


def test_a_path_of_several_edges_is_found_and_reported_on_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    more = Edge(source="loms-2019", target="loq-delete", name="none")
    monkeypatch.setattr(edges, "EDGES", (more, *edges.EDGES))
    path = edges.find_path("loq-learning-opportunities", "loq-delete")
    assert [edge.target for edge in path] == ["loms-2019", "loq-delete"]


def test_a_package_of_an_edge_that_is_added_is_all_that_a_longer_path_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    report = edges.EDGES[0].run(document(record()), SETTINGS).report
    again = Edge(source="loms-2019", target="loq-delete", name="again")
    package = types.SimpleNamespace(convert_document=lambda given, _, *, strict: (given, report))
    monkeypatch.setitem(sys.modules, "loms.convert.again", package)
    monkeypatch.setattr(edges, "EDGES", (*edges.EDGES, again))
    joined = edges.convert(document(record()), to="loq-delete", settings=SETTINGS).report
    assert len(joined.entries) == 2 * len(report.entries)
    assert joined.source_format == "loq-learning-opportunities"
