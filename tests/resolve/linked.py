"""Links made by rows, for the tests of linking: small documents, and what became of them."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence

import loms
from loms.model import LearningActivitySpecification
from loms.releases.records import Record, records_of
from loms.resolve import Index, Linking, LinkRow, link
from tests.releases.small import SCHEME, activity, dataset, opportunity, organization, outcome, specification, urn

NAMESPACE = "https://data.example.org/lo/"


def row(opportunity: str, qualification: str, scheme: str | None = SCHEME, line: int | None = None) -> LinkRow:
    return LinkRow(opportunity=opportunity, qualification=qualification, scheme_id=scheme, line=line)


def linked(records: Sequence[Record], *rows: LinkRow, index: Index | None = None, accept_near: bool = False) -> Linking:
    document = dataset(*records)
    before = copy.deepcopy(document)
    done = link(document, rows, index=index, namespace=NAMESPACE, accept_near=accept_near)
    assert document == before
    assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues == ()
    return done


def with_activity(name: str = "lo", *, teaches: Sequence[str] = ()) -> list[Record]:
    """A course whose specification has an activity."""
    return [
        opportunity(name, by=f"{name}-specification"),
        specification(f"{name}-specification", activity=f"{name}-activity"),
        outcome(),
        activity(f"{name}-activity", teaches=teaches),
        organization(),
    ]


def taught(done: Linking, name: str) -> list[str]:
    record = records_of(done.document, role="document")[urn(name)]
    assert isinstance(record, LearningActivitySpecification)
    return [each.idref for each in record.teaches]


def codes(done: Linking) -> list[str]:
    return [issue.code for issue in done.issues]


def states(done: Linking) -> list[str]:
    return [each.state.value for each in done.rows]
