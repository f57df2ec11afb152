"""The expiry of a qualification: a text, and the end of awarding where the data source declares that it is that."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

import loms
from loms.convert.accounting import Action
from loms.legacy.qualifications import Qualification as LegacyQualification
from loms.legacy.qualifications import Qualifications
from loms.model import AwardingOpportunity
from tests.convert.documents import SETTINGS
from tests.convert.loq_qualifications_to_loms.documents import (
    ENDING,
    Converted,
    Texts,
    converted,
    document,
    record,
    said,
    texts,
    topics,
)

END = "awardingOpportunities/awardingOpportunity/endedAtTime"
NOTE = "additionalNote/text"


def occasion(result: Converted) -> AwardingOpportunity:
    """The occasion at which the only qualification is awarded."""
    assert result.qualification.awarding_opportunities is not None
    (found,) = result.qualification.awarding_opportunities.awarding_opportunity
    return found


def end(result: Converted) -> str | None:
    """When awarding the only qualification ends."""
    moment = occasion(result).ended_at_time
    return None if moment is None else str(moment)


def test_no_date_is_made_of_the_expiry_because_nobody_says_what_expires() -> None:
    made = converted(expiry_date=texts({"en": "2030-12-31"}))
    assert end(made) is None
    (entry,) = [each for each in made.report.entries if each.source == "Qualification/ExpiryDate[1]"]
    assert "no date is made of it unless the setting expiry_ends_awarding" in entry.reason


@pytest.mark.parametrize(
    "expiry",
    [
        "2030-12-31",
        " 31.12.2030 ",
        {"en": "2030-12-31", "de": "31.12.2030"},
        {"en": "2030-12-31", "ca": "31. 12. 2030"},
    ],
)
def test_a_date_that_all_languages_agree_on_ends_awarding_at_its_beginning(expiry: Texts) -> None:
    assert end(converted(ENDING, expiry_date=texts(expiry))) == "2030-12-31T00:00:00"


@pytest.mark.parametrize(
    "expiry",
    [
        {"en": "2030-12-31", "de": "30.12.2030"},
        {"en": "2030-12-31", "de": "Ende 2030"},
        {"en": "2030-12-31", "de": ""},
        "Never",
        "",
        "2030",
        "31.12.30",
        "2030-02-30",
        "until 2030-12-31",
        "2030-12-31 or 2031-12-31",
        "<b>2030-12-31</b>",
    ],
)
def test_what_is_not_one_date_beyond_doubt_stays_a_text(expiry: Texts) -> None:
    made, undeclared = (converted(settings, expiry_date=texts(expiry)) for settings in (ENDING, SETTINGS))
    assert end(made) is None
    assert (made.xml, made.report) == (undeclared.xml, undeclared.report)


def test_without_an_expiry_nothing_ends() -> None:
    assert end(converted(ENDING)) is None


def test_the_note_is_kept_as_without_the_setting_and_the_account_names_both_places() -> None:
    expiry = texts({"en": "2030-12-31", "de": "31.12.2030"})
    made = converted(ENDING, expiry_date=expiry)
    assert said(made.qualification.additional_note) == [("en", "2030-12-31"), ("de", "31.12.2030")]
    assert topics(made.qualification.additional_note) == ["HISTORY_AND_LIFECYCLE"] * 2
    assert made.qualification.additional_note == converted(expiry_date=expiry).qualification.additional_note
    for number in (1, 2):
        assert made.fate(f"ExpiryDate[{number}]") == [(Action.MAPPED, END, False), (Action.COPIED, NOTE, False)]
    assert made.codes == []


def test_a_text_whose_language_has_no_code_names_both_places_too() -> None:
    made = converted(ENDING, expiry_date=texts({"ca": "31.12.2030"}))
    assert end(made) == "2030-12-31T00:00:00"
    assert made.fate("ExpiryDate[1]") == [(Action.MAPPED, END, False), (Action.NOTE, NOTE, False)]


def test_the_occasion_that_ends_is_the_one_of_the_awarding_body() -> None:
    made = converted(ENDING, expiry_date=texts("2030-12-31"), awarding_body=texts({"en": "Chamber"}))
    (body,) = made.organizations
    assert [each.idref for each in occasion(made).organization] == [body.id]
    assert occasion(made).location is not None
    assert end(made) == "2030-12-31T00:00:00"


def test_without_an_awarding_body_the_occasion_that_ends_has_the_place_only() -> None:
    made = converted(ENDING, expiry_date=texts("2030-12-31"))
    assert occasion(made).organization == []
    assert occasion(made).location is not None
    assert end(made) == "2030-12-31T00:00:00"


def test_nothing_ends_where_texts_are_not_parsed() -> None:
    settings = attrs.evolve(ENDING, parse_texts=False)
    assert end(converted(settings, expiry_date=texts("2030-12-31"))) is None


def test_each_record_has_its_own_end() -> None:
    expiries: Mapping[str, str] = {"A": "2030-12-31", "B": "Never", "C": "1.1.2031"}
    made = Converted(document(*(record(name, expiry_date=texts(each)) for name, each in expiries.items())), ENDING)
    ends = [
        str(each.ended_at_time)
        for found in made.qualifications
        if found.awarding_opportunities
        for each in found.awarding_opportunities.awarding_opportunity
    ]
    assert ends == ["2030-12-31T00:00:00", "None", "2031-01-01T00:00:00"]


def test_on_the_way_back_the_text_is_the_expiry_again_and_the_end_has_no_place() -> None:
    source = document(record(expiry_date=texts({"en": "2030-12-31", "de": "31.12.2030"})))
    there = Converted(source, ENDING)
    back = loms.convert(there.document, to="loq-qualifications", settings=ENDING)
    assert isinstance(back.document, Qualifications)
    (returned,) = back.document.qualification
    assert _expiry(returned) == _expiry(source.qualification[0])
    (entry,) = [each for each in back.report.entries if (each.source or "").endswith("/endedAtTime")]
    assert (entry.value, entry.action, entry.lost) == ("2030-12-31T00:00:00", Action.DROPPED, True)


def _expiry(record: LegacyQualification) -> list[tuple[str, str]]:
    return [(each.language.value if each.language else "en", each.value) for each in record.expiry_date]
