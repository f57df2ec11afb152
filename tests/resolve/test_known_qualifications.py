"""An index knows the qualifications to which legacy opportunities lead, so that a block becomes a reference."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from loms.model import LearningSpecification, Qualification, QualificationRef
from loms.resolve import Index, resolve
from tests.convert.documents import SETTINGS, Converted, block, converted, urls
from tests.resolve.datasets import SCHEME, identifier, loms, qualification, write

PAGE = "https://quals.example/baker"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    baker = qualification("Q-1", f'<homepage uri="{PAGE}"/>')
    others = [qualification(f"R-{n}", '<homepage uri="https://quals.example/all"/>') for n in range(2)]
    return Index.from_sources(write(tmp_path / "q.xml", loms(baker, *others)))


def converted_with(index: Index, address: str) -> Converted:
    settings = attrs.evolve(SETTINGS, known_qualifications=index)
    return converted(settings, qualifications=[block("Baker", qualification_awarded_url=urls({"en": address}))])


def records(result: Converted) -> list[LearningSpecification | Qualification | QualificationRef]:
    section = result.document.learning_specification_references
    assert section is not None
    return section.records


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/", PAGE.replace("https", "http")])
def test_a_block_with_the_page_of_a_qualification_becomes_a_reference_that_resolves(index: Index, address: str) -> None:
    result = converted_with(index, address)
    (reference,) = [each for each in records(result) if isinstance(each, QualificationRef)]
    assert (reference.identifier.value, reference.identifier.scheme_id) == ("Q-1", SCHEME)
    assert [each.outcome.value for each in resolve(result.document, index=index).references] == ["found"]


@pytest.mark.parametrize("address", ["https://quals.example/cook", "https://quals.example/all"])
def test_a_page_that_nobody_or_several_have_makes_no_reference(index: Index, address: str) -> None:
    assert not [each for each in records(converted_with(index, address)) if isinstance(each, QualificationRef)]


def test_a_qualification_without_identifier_is_not_known(tmp_path: Path) -> None:
    index = Index.from_sources(
        write(tmp_path / "q.xml", loms(qualification(None, f'<homepage uri="{PAGE}"/>', id="urn:q")))
    )
    assert index.find(PAGE) == ()


def test_the_first_identifier_is_taken(tmp_path: Path) -> None:
    both = qualification("Q-1", identifier("Q-2"), f'<homepage uri="{PAGE}"/>')
    (found,) = Index.from_sources(write(tmp_path / "q.xml", loms(both))).find(PAGE)
    assert found.identifier == "Q-1"
