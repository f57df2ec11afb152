"""What holds of moving qualifications out of a dataset and back into it, whatever the dataset."""

from __future__ import annotations

import copy
import dataclasses
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import loms
from loms.errors import InvalidDataError, Issue
from loms.formats import find_format
from loms.model import (
    Identifier,
    IdReference,
    LearningOpportunityReferences,
    LearningSpecificationReferences,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
)
from loms.resolve import Embedding, Extraction, LinkRow, embed, extract, link
from loms.samples.document import build_document
from loms.samples.kinds import record_kinds
from loms.samples.options import Options
from loms.strategies import NearInvalid, documents, near_invalid
from loms.strategies.chooser import HypothesisChooser

_FORMAT = find_format("loms-2019")
_KINDS = {kind.name: kind for kind in record_kinds(_FORMAT)}
# Qualifications, and all that can refer to them.
_LINKED = (
    "qualification",
    "learningActivitySpecification",
    "qualification",
    "assessmentSpecification",
    "entitlementSpecification",
    "learningSpecification",
    "qualificationRef",
    "learningOpportunity",
)


@st.composite
def datasets(draw: st.DrawFn) -> QmsLearningOpportunities:
    """Datasets in which much refers to qualifications, most of which have an identifier of their own.

    References often share an identifier, or the id, with one of the qualifications, also with one that others need, and
    qualifications often need references.
    """
    others = draw(st.lists(st.sampled_from(_LINKED), max_size=8))
    names = ["qualification", *others, "qualification", *draw(st.sampled_from([[], ["qualificationRef"]]))]
    document = build_document(
        HypothesisChooser(draw), _FORMAT, Options(), kinds=[_KINDS[name] for name in names], richness=draw(_RICHNESS)
    )
    assert isinstance(document, QmsLearningOpportunities)
    section = document.learning_specification_references or LearningSpecificationReferences()
    for number, record in enumerate(section.records):
        if isinstance(record, Qualification) and draw(_MOSTLY):
            record.identifier.insert(0, Identifier(value=f"Q {number}", scheme_id="https://data.example.org/scheme"))
    qualifications = [each for each in section.records if isinstance(each, Qualification)]
    references = [each for each in section.records if isinstance(each, QualificationRef)]
    for reference in references:
        if draw(_MOSTLY):
            meant = draw(st.sampled_from(qualifications))
            identifiers = [*meant.identifier, Identifier(value=meant.id)]
            reference.identifier = copy.copy(draw(st.sampled_from(identifiers)))
    ids = [*(each.id for each in references), *(each.id for each in qualifications[1:])]
    activities = document.learning_activity_specification_references
    taught = [each.teaches for each in activities.learning_activity_specification] if activities else []
    for needed in (qualifications[0].has_part, *taught):
        more = IdReference(idref=draw(st.sampled_from(ids)))
        if draw(st.booleans()) and more not in needed:
            needed.append(more)
    if activities and activities.learning_activity_specification and draw(st.booleans()):
        activity = draw(st.sampled_from(activities.learning_activity_specification))
        draw(st.sampled_from(qualifications)).learning_activity_specification = IdReference(idref=activity.id)
    return document


_RICHNESS = st.sampled_from([1, 2])
_MOSTLY = st.sampled_from([True, True, True, False])


def restored(done: Extraction) -> Embedding:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "qualifications.xml")
        loms.write(done.qualifications, path)
        return embed(done.document, path)


def sections(document: QmsLearningOpportunities) -> dict[str, Any]:
    """The content of a document, with the records of each section in the order of their ids."""
    found: dict[str, Any] = {}
    for each in dataclasses.fields(document):
        section = getattr(document, each.name)
        if dataclasses.is_dataclass(section):
            (items,) = dataclasses.fields(section)
            section = sorted(getattr(section, items.name), key=lambda record: str(record.id))
        found[each.name] = section
    return found


def is_valid(document: QmsLearningOpportunities) -> bool:
    return loms.validate(io.BytesIO(loms.dumps(document)), profile="schema").issues == ()


@given(datasets())
def test_what_was_extracted_can_be_embedded_again(document: QmsLearningOpportunities) -> None:
    assert sections(restored(extract(document)).document) == sections(document)


@given(documents(max_records=2))
def test_what_was_extracted_by_odd_identifiers_can_be_embedded_again(document: QmsLearningOpportunities) -> None:
    assert sections(restored(extract(document)).document) == sections(document)


@given(datasets())
def test_both_datasets_of_an_extraction_are_valid(document: QmsLearningOpportunities) -> None:
    done = extract(document)
    assert is_valid(done.document)
    assert is_valid(done.qualifications)


@given(datasets())
def test_extracting_changes_nothing_that_was_given_and_gives_the_same_bytes_twice(
    document: QmsLearningOpportunities,
) -> None:
    before = copy.deepcopy(document)
    once, twice = extract(document), extract(document)
    assert document == before
    assert loms.dumps(once.document) == loms.dumps(twice.document)
    assert loms.dumps(once.qualifications) == loms.dumps(twice.qualifications)


@given(datasets(), datasets())
def test_embedding_from_any_dataset_is_valid_whole_and_the_same_twice(
    document: QmsLearningOpportunities, other: QmsLearningOpportunities
) -> None:
    rest = extract(document).document
    before = copy.deepcopy(rest)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "other.xml")
        loms.write(other, path)
        done = embed(rest, path)
        assert is_valid(done.document)
        assert rest == before
        assert loms.dumps(embed(rest, path).document) == loms.dumps(done.document)
        assert loms.dumps(embed(done.document, path).document) == loms.dumps(done.document)


@given(datasets())
def test_embedding_one_qualification_of_any_dataset_is_valid(published: QmsLearningOpportunities) -> None:
    section = published.learning_specification_references
    assert section is not None
    names = next(each.identifier for each in section.records if isinstance(each, Qualification))
    identifier = names[0] if names else Identifier(value="nobody")
    reference = QualificationRef(id="https://data.example.org/stand-in", identifier=copy.copy(identifier))
    document = QmsLearningOpportunities(
        learning_opportunities=LearningOpportunityReferences(),
        learning_specification_references=LearningSpecificationReferences(records=[reference]),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "published.xml")
        loms.write(published, path)
        done = embed(document, path)
    assert is_valid(done.document)


@given(near_invalid("loms-2019"))
def test_a_faulty_document_is_worked_on_as_far_as_it_goes(faulty: NearInvalid) -> None:
    faults: list[Issue] = []
    try:
        document = loms.loads(faulty.data, expect=QmsLearningOpportunities, strict=False, on_issue=faults.append)
    except InvalidDataError:
        return  # it cannot be read at all
    done = extract(document)
    found = restored(done)
    opportunities = sections(document)["learning_opportunities"]
    names = [each.id for each in opportunities or [] if each.id and each.id.strip()]
    rows = [LinkRow(opportunity=name, qualification="Q") for name in names]
    linked = link(found.document, rows, namespace="https://data.example.org/lo/")
    assert json.dumps([done.as_dict(), found.as_dict(), linked.as_dict()])
    assert len(linked.rows) == len(rows)
