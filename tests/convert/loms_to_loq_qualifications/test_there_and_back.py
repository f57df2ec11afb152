"""From the legacy model of qualifications to LOMS and back: what differs is what is known to."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from hypothesis import given

import loms
from loms.convert.identifiers import quoted_address
from loms.legacy.qualifications import Qualifications
from loms.strategies import documents
from tests.convert.loms_to_loq.returning import Difference, Limit, Way, differences, unexplained
from tests.convert.loms_to_loq_qualifications.stress import stress_document
from tests.support.documents import SAMPLES

WAY = Way(
    format="loq-qualifications",
    edge="loq_qualifications_to_loms",
    records="qualification",
    element="Qualification",
    identifier="qualification_id",
    blocks={},
)
SETTINGS = loms.Settings(namespace="https://data.example.org/lo/", legacy_key="KEY")
SAMPLE = SAMPLES / "loq-qualifications-0.7.10-sample.xml"

WITHOUT_URI = {"eu", "ca", "gl", "no", "ru", "gd", "tr", "cy"}


def _of_language_without_uri(difference: Difference) -> bool:
    """Whether all that is gone was in such a language, and all that is new was one of those addresses."""
    addresses = difference.values(difference.field)
    silent = set().union(*(addresses.get(language, set()) for language in WITHOUT_URI))
    gone, new = set(difference.was) - set(difference.came), set(difference.came) - set(difference.was)
    moved = {"AwardingBodyUrl": "AwardingBodyContactInfo", "SourceOfFurtherInfo": "SourceOfInformation"}
    kept = set().union(*difference.values(moved.get(difference.field, ""), of_return=True).values())
    return (difference.language in WITHOUT_URI or gone <= _quoted(kept)) and new <= silent


def _was_an_address(difference: Difference) -> bool:
    known = {"AwardingBodyContactInfo": "AwardingBodyUrl", "SourceOfInformation": "SourceOfFurtherInfo"}
    addresses = set().union(*difference.values(known[difference.field]).values())
    return difference.was == () and _quoted(difference.came) <= _quoted(addresses)


def _quoted(values: Iterable[str]) -> set[str]:
    return {quoted_address(value) for value in values if value.startswith("http")}


LIMITS = (
    Limit(
        frozenset({"CountryCode"}),
        "NUTS 2016 has no code for England and Northern Ireland together; the country comes back.",
        lambda difference: (difference.was, difference.came) == (("UK-ENI",), ("UK",)),
    ),
    Limit(
        frozenset({"InformationLanguage"}),
        "A qualification has no place for the language of its record, so it is guessed from the first title.",
        lambda difference: len(difference.came) == 1,
    ),
    Limit(
        frozenset({"Url", "AwardingBodyUrl", "SourceOfFurtherInfo"}),
        "LOMS has no URI for these languages, so nobody knows in which language such a page is.",
        _of_language_without_uri,
    ),
    Limit(
        frozenset({"SupplementLanguage"}),
        "LOMS has no URI for these languages either, and a supplement must have one: that of the record is taken.",
        lambda difference: set(difference.was) <= WITHOUT_URI,
    ),
    Limit(
        frozenset({"SourceOfInformation", "AwardingBodyContactInfo"}),
        "A document without a language may be the source of the record or of further information; a second address of "
        "a nameless awarding body is a text.",
        _was_an_address,
    ),
)
"""What does not come back, and why."""


def there_and_back(source: Qualifications) -> tuple[loms.Conversion, loms.Conversion]:
    there = WAY.there(source, SETTINGS)
    return there, WAY.back(there, SETTINGS)


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample is not part of this repository")
def test_the_sample_comes_back_without_a_difference() -> None:
    source = loms.read(SAMPLE, expect=Qualifications)
    _, back = there_and_back(source)
    assert list(differences(WAY, source, back.document)) == []
    assert loms.validate(io.BytesIO(loms.dumps(back.document)), profile="schema").issues == ()


@pytest.fixture(scope="module")
def all_differences() -> list[Difference]:
    source = stress_document()
    _, back = there_and_back(source)
    assert back.report.ok
    assert loms.validate(io.BytesIO(loms.dumps(back.document)), profile="schema").issues == ()
    return list(differences(WAY, source, back.document))


def test_every_difference_is_a_known_one(all_differences: list[Difference]) -> None:
    unknown = [each for each in all_differences if not any(limit.explains(each) for limit in LIMITS)]
    assert unknown == []


@pytest.mark.parametrize("limit", LIMITS, ids=[sorted(limit.fields)[0] for limit in LIMITS])
def test_every_known_difference_occurs(limit: Limit, all_differences: list[Difference]) -> None:
    assert any(limit.explains(each) for each in all_differences)


def test_the_reports_say_all_of_it() -> None:
    source = stress_document()
    assert unexplained(WAY, source, *there_and_back(source)) == []


@given(documents("loq-qualifications"))
def test_what_does_not_come_back_of_any_document_was_reported(source: Qualifications) -> None:
    there, back = there_and_back(source)
    assert unexplained(WAY, source, there, back) == []
    assert back.report.records_converted == there.report.records_converted
    if back.report.records_converted:
        assert loms.validate(io.BytesIO(loms.dumps(back.document)), profile="schema").issues == ()
