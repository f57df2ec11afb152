"""Records of a LOMS document are found by their ids as XML Schema compares them."""

from __future__ import annotations

import pytest

from loms.model import EducationLevel, IdReference
from tests.convert.loms_to_loq.records import BASE, back, offer, organization, said, specification
from tests.convert.loms_to_loq_qualifications.records import Back, entitlement, qualification

SPELLINGS = ["\n  {}\t", " {}", "{}\r\n"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_white_space_around_a_reference_means_nothing(spelling: str) -> None:
    made = offer(
        provided_by=[IdReference(idref=spelling.format(f"{BASE}organization/1"))],
        specified_by=IdReference(idref=spelling.format(f"{BASE}specification/1")),
    )
    result = back(offers=[made])
    assert said(result.record.provider_name) == [("en", "Bakery school")]
    assert result.codes == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_white_space_around_an_id_means_nothing(spelling: str) -> None:
    school = organization(id=spelling.format(f"{BASE}organization/1"))
    learned = specification(id=spelling.format(f"{BASE}specification/1"))
    assert back(organizations=[school], specifications=[learned]).codes == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_further_provider_that_is_the_first_again_is_no_loss(spelling: str) -> None:
    first = f"{BASE}organization/1"
    links = [IdReference(idref=first), IdReference(idref=spelling.format(first))]
    assert back(offers=[offer(provided_by=links)]).report.lost == ()


def test_records_that_refer_to_another_are_found_too() -> None:
    made = qualification()
    job = entitlement(may_result_from=[IdReference(idref=f"\n{made.id} ")])
    result = Back(made, entitlements=[job])
    assert said(result.record.national_occupation_classification) == [("en", "Baker")]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_framework_of_a_level_is_known_whatever_white_space_is_around_its_id(spelling: str) -> None:
    levels = [
        EducationLevel(
            target_notation="5", target_framework_id=spelling.format("http://data.europa.eu/esco/concept-scheme/eqf")
        )
    ]
    assert back(specifications=[specification(has_education_level=levels)]).record.eqf_level is not None


def test_an_empty_reference_leads_to_no_record_without_an_id() -> None:
    result = back(offers=[offer(specified_by=IdReference(idref=" "))], specifications=[specification(id="")])
    assert "CONVERT-NO-SPECIFICATION" in result.codes
