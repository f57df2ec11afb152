"""What a file holds is counted while it is validated."""

from __future__ import annotations

import pytest

from loms.formats import FORMATS
from loms.io.write import dumps
from loms.reporting.statistics import KindStatistics, LinkUse, Statistics
from loms.samples import sample
from tests.reporting.files import checked, offers
from tests.support.documents import LOMS, LOQ


def statistics(text: str) -> Statistics:
    found = checked(text).statistics
    assert found is not None
    return found


def kind(text: str, name: str) -> KindStatistics:
    return next(each for each in statistics(text).kinds if each.kind == name)


def records_with(field: str, of: KindStatistics) -> int:
    return next(each.records for each in of.fields if each.name == field)


def link(text: str, field: str) -> LinkUse:
    return next(each for each in statistics(text).links if each.field == field)


def test_records_are_counted_by_kind_in_the_order_of_the_file() -> None:
    found = [(each.kind, each.records) for each in statistics(offers("a", "b", "a")).kinds]
    assert found == [
        ("learningOpportunity", 3),
        ("learningSpecification", 3),
        ("learningOutcome", 1),
        ("organization", 2),
    ]


def test_a_field_counts_once_for_each_record_that_has_it() -> None:
    opportunities = kind(offers("a", "b"), "learningOpportunity")
    assert records_with("title", opportunities) == 2


def test_fields_that_no_record_has_are_told_too() -> None:
    opportunities = kind(LOMS, "learningOpportunity")
    assert records_with("duration", opportunities) == 0
    assert [field.name for field in opportunities.fields][:2] == ["identifier", "title"]


def test_languages_are_counted_by_record_and_by_text() -> None:
    text = offers("a", "b").replace(">Pain 2<", "><")
    use = {each.language: (each.records, each.texts) for each in kind(text, "learningOpportunity").languages}
    assert use == {"en": (2, 2), "fr": (1, 1)}


def test_each_field_has_its_languages() -> None:
    title = next(field for field in kind(offers("a"), "learningOpportunity").fields if field.name == "title")
    assert title.languages == {"en": 1, "fr": 1}


def test_a_legacy_text_without_a_language_is_english() -> None:
    use = {each.language: each.records for each in kind(LOQ, "LearningOpportunity").languages}
    assert use == {"en": 1, "fr": 1}


def test_any_number_of_languages_is_told_in_bounded_space() -> None:
    titles = "".join(
        f'<title><text lang="x{number}" content-type="text/plain">T</text></title>' for number in range(999)
    )
    use = kind(LOMS.replace("<title>", f"{titles}<title>", 1), "learningOpportunity").languages
    assert len(use) == 201
    assert "other" in [each.language for each in use]


def test_links_lead_to_kinds() -> None:
    use = link(offers("a", "b", "a"), "providedBy")
    assert (use.source, use.target, use.links, use.sources, use.targets) == (
        "learningOpportunity",
        "organization",
        3,
        3,
        2,
    )


def test_links_that_lead_nowhere_have_no_kind() -> None:
    text = offers("a", "b").replace('<specifiedBy idref="urn:specification:2"/>', '<specifiedBy idref="urn:no"/>')
    uses = [each for each in statistics(text).links if each.field == "specifiedBy"]
    assert [(each.target, each.links) for each in uses] == [("learningSpecification", 1), (None, 1)]


def test_a_link_to_what_comes_earlier_is_known_too() -> None:
    text = offers("a").replace("<prefLabel>", '<unitOf idref="urn:organization:a"/><prefLabel>')
    assert link(text, "unitOf").target == "organization"


def test_every_provider_counts_also_a_second_one() -> None:
    text = offers("a", "b").replace("<specifiedBy", '<providedBy idref="urn:organization:c"/><specifiedBy', 1)
    assert statistics(text).providers == 3


def test_what_the_schema_does_not_know_is_not_counted() -> None:
    text = LOMS.replace("<title>", "<novelty/><title>", 1)
    assert "novelty" not in [field.name for field in kind(text, "learningOpportunity").fields]


def test_a_file_that_ends_early_is_counted_as_far_as_it_goes() -> None:
    text = offers("a", "b", "c")
    found = statistics(text[: text.index('<learningSpecification id="urn:specification:2')])
    assert not found.complete
    assert found.kinds[0].records == 3
    assert found.issues is None


def test_of_a_file_that_is_none_nothing_is_counted() -> None:
    assert checked("bread").statistics is None


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_every_record_of_every_format_is_counted(format: object) -> None:
    name = format.name  # type: ignore[attr-defined]
    file = checked(dumps(sample(name, records=20)).decode())
    assert file.statistics is not None
    assert sum(each.records for each in file.statistics.kinds) == file.report.records
