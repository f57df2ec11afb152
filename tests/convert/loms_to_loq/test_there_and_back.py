"""From the legacy model to LOMS and back: what differs is what is known to, and the reports say it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest
from hypothesis import given

import loms
from loms.convert.identifiers import quoted_address
from loms.convert.known import QualificationIdentity
from loms.convert.parse import duration_of
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.strategies import documents
from tests.convert.loms_to_loq.returning import Difference, Limit, Way, differences, unexplained
from tests.convert.stress import stress_document
from tests.support.documents import EXAMPLES, SAMPLES

WAY = Way(
    format="loq-learning-opportunities",
    edge="loq_to_loms",
    records="learning_opportunity",
    element="LearningOpportunity",
    identifier="learning_opportunity_id",
    blocks={"Qualifications": "QualificationAwarded", "CourseLocation": None},
)
SETTINGS = loms.Settings(namespace="https://data.example.org/lo/", legacy_key="KEY")

WITHOUT_URI = {"eu", "ca", "gl", "no", "ru", "gd", "tr", "cy"}
REGIONS = {"FI13", "FI1A", "HR01", "HR02", "IE01", "IE02", "RS1", "RS2", "RS3", "RS4", "RS5"}
PAGES = frozenset({"Url", "QualificationAwardedURL", "AwardingBodyUrl"})


def _of_language_without_uri(difference: Difference) -> bool:
    """Whether all that is gone was in such a language, and all that is new was one of those addresses."""
    addresses = difference.values(difference.field)
    silent = set().union(*(addresses.get(language, set()) for language in WITHOUT_URI))
    gone, new = set(difference.was) - set(difference.came), set(difference.came) - set(difference.was)
    kept = set().union(*difference.values("AwardingBodyContactInfo", of_return=True).values())
    return (difference.language in WITHOUT_URI or gone <= _quoted(kept)) and new <= silent


def _holds_addresses(difference: Difference) -> bool:
    addresses = set().union(*difference.values("AwardingBodyUrl").values())
    return difference.was == () and _quoted(difference.came) <= addresses


def _quoted(values: Iterable[str]) -> set[str]:
    return {quoted_address(value) for value in values if value.startswith("http")}


LIMITS = (
    Limit(
        frozenset({"CountryCode"}),
        "NUTS 2016 has no code for these regions, or one that stands for two of them; the country comes back.",
        lambda difference: set(difference.was) <= REGIONS and difference.came == (difference.was[0][:2],),
    ),
    Limit(
        PAGES,
        "LOMS has no URI for these languages, so nobody knows in which language such a page is.",
        _of_language_without_uri,
    ),
    Limit(
        frozenset({"AwardingBodyContactInfo"}),
        "Without an awarding body its addresses stand in notes; a second one in a language is a text on the way back.",
        _holds_addresses,
    ),
    Limit(
        frozenset({"ThematicAreas2013"}),
        "A record with fields of 1997 only has fields of 2013 in LOMS, which come back beside them.",
        lambda difference: difference.was == (),
    ),
)
"""What does not come back, and why."""


def there_and_back(
    source: LearningOpportunities, settings: loms.Settings = SETTINGS
) -> tuple[loms.Conversion, loms.Conversion]:
    there = WAY.there(source, settings)
    return there, WAY.back(there, settings)


def found(source: LearningOpportunities, settings: loms.Settings = SETTINGS) -> list[Difference]:
    _, back = there_and_back(source, settings)
    assert loms.validate(io.BytesIO(loms.dumps(back.document)), profile="schema").issues == ()
    assert back.report.ok
    return list(differences(WAY, source, back.document))


@pytest.mark.parametrize(
    "path",
    [SAMPLES / "loq-learning-opportunities-0.5.10-sample.xml", EXAMPLES / "courses-loq.xml"],
    ids=["sample", "example"],
)
def test_the_sample_and_the_example_come_back_without_a_difference(path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is not part of this repository")
    assert found(loms.read(path, expect=LearningOpportunities)) == []


@pytest.fixture(scope="module")
def all_differences() -> list[Difference]:
    return found(stress_document())


class TestStress:
    def test_every_difference_is_a_known_one(self, all_differences: list[Difference]) -> None:
        unknown = [each for each in all_differences if not any(limit.explains(each) for limit in LIMITS)]
        assert unknown == []

    @pytest.mark.parametrize("limit", LIMITS, ids=[sorted(limit.fields)[0] for limit in LIMITS])
    def test_every_known_difference_occurs(self, limit: Limit, all_differences: list[Difference]) -> None:
        assert any(limit.explains(each) for each in all_differences)

    def test_all_eleven_regions_are_among_them(self, all_differences: list[Difference]) -> None:
        assert {each.was[0] for each in all_differences if each.field == "CountryCode"} == REGIONS

    def test_the_reports_say_all_of_it_and_little_is_lost_on_the_way_back(self) -> None:
        source = stress_document()
        there, back = there_and_back(source)
        assert unexplained(WAY, source, there, back) == []
        assert {entry.source.rpartition("/")[2] for entry in back.report.lost if entry.source} <= {
            "@uri",  # of pages without a language, and of regions that were merged
            "@content-type",  # of plain texts that can be read as HTML, which the legacy model does not tell apart
        }


def some_of_stress() -> LearningOpportunities:
    """Every seventh record, which is enough where only a setting is different."""
    source = stress_document()
    source.learning_opportunity = source.learning_opportunity[::7]
    return source


def unknown(settings: loms.Settings) -> list[Difference]:
    """Differences that no limit explains."""
    return [each for each in found(some_of_stress(), settings) if not any(limit.explains(each) for limit in LIMITS)]


@pytest.mark.parametrize(
    "policy",
    [
        {"owns_qualifications": True},
        {"approximate_codes": False},
        {"study_type_pt": "partTimeLight", "study_type_wk": "workShop"},
        {"study_type_wk": "workbased"},
        {"parse_texts": False},
        {"fallback_languages": {"ES": "fr", "DE": "en"}},
    ],
    ids=lambda policy: next(iter(policy)),
)
def test_the_same_comes_back_by_every_policy(policy: dict[str, object]) -> None:
    assert unknown(attrs.evolve(SETTINGS, **policy)) == []  # type: ignore[arg-type]


def test_what_stands_behind_a_reference_needs_the_other_dataset() -> None:
    known = {"https://school.example/a": QualificationIdentity(identifier="Q-1", scheme_id="urn:q")}
    settings = attrs.evolve(SETTINGS, known_qualifications=known)
    source = some_of_stress()
    there, back = there_and_back(source, settings)
    count = sum(len(each.qualifications) for each in source.learning_opportunity)
    assert isinstance(back.document, LearningOpportunities)
    assert sum(len(each.qualifications) for each in back.document.learning_opportunity) < count
    assert unexplained(WAY, source, there, back) == []


def test_values_that_were_read_out_of_texts_are_not_written_beside_them() -> None:
    assert duration_of("3 Jahre") is not None
    _, back = there_and_back(some_of_stress())
    assert isinstance(back.document, LearningOpportunities)
    texts = {text.value for each in back.document.learning_opportunity for text in each.duration_information}
    assert "3 Jahre" in texts
    assert not any("\n\n" in text for text in texts)


@given(documents("loq-learning-opportunities"))
def test_what_does_not_come_back_of_any_document_was_reported(source: LearningOpportunities) -> None:
    there, back = there_and_back(source)
    assert unexplained(WAY, source, there, back) == []
    assert back.report.records_converted == there.report.records_converted
    if back.report.records_converted:
        assert loms.validate(io.BytesIO(loms.dumps(back.document)), profile="schema").issues == ()
