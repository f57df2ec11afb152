"""The account: the document element, records that are left out, records that nothing needs."""

from __future__ import annotations

import loms
from loms.convert.accounting import Action
from loms.errors import Severity
from loms.model import Identifier
from loms.text import label
from tests.convert.loms_to_loq.records import KEY, SETTINGS, Back, Given, back, offer, organization, specification


def test_the_upload_key_comes_from_the_settings_and_stands_in_the_document_only() -> None:
    result = back()
    assert result.document.key == KEY
    assert KEY not in repr(result.report)
    assert KEY not in repr(SETTINGS)


def test_without_a_key_it_is_left_empty_with_a_warning() -> None:
    result = back(loms.Settings())
    assert result.document.key == ""
    (issue,) = result.report.issues
    assert (issue.code, issue.severity, issue.path) == ("CONVERT-NO-KEY", Severity.WARNING, "@Key")
    assert "legacy_key" in (issue.remedy or "")


def test_the_version_is_that_of_the_legacy_format_whether_the_source_says_one_or_not() -> None:
    source = Given().document()
    assert Back(source).fate("qmsLearningOpportunities/@xsdVersion") == [(Action.MAPPED, "@XsdVersion", False)]
    source.xsd_version = None
    made = {entry.target for entry in Back(source).report.of(Action.SYNTHESISED)}
    assert {"@Key", "@XsdType", "@XsdVersion"} <= made


def test_the_file_says_nothing_of_how_it_is_to_be_loaded() -> None:
    assert back().document.incremental is None
    assert back().document.datasource_comment is None


def test_a_record_that_is_left_out_is_accounted_for_with_all_reasons_and_the_others_go_on() -> None:
    bad = offer(2, homepage=[], title=[label(" ", "en")], reference_language=offer().reference_language)
    result = back(offers=[bad, offer()])
    assert [each.learning_opportunity_id for each in result.document.learning_opportunity] == ["BREAD-1"]
    errors = [issue for issue in result.report.issues if issue.severity is Severity.ERROR]
    assert {issue.code for issue in errors} == {"CONVERT-NO-TITLE", "CONVERT-NO-PAGE"}
    assert {issue.record for issue in errors} == {bad.id}
    entries = [entry for entry in result.report.entries if entry.record == bad.id]
    assert {entry.action for entry in entries} == {Action.DROPPED}
    assert all("no web page" in entry.reason for entry in entries)


def test_what_a_record_that_is_left_out_was_made_of_is_not_said_to_be_kept() -> None:
    result = back(offers=[offer(homepage=[])])
    assert {entry.action for entry in result.report.entries if entry.record} == {Action.DROPPED}
    reasons = {entry.reason for entry in result.entries("organization/prefLabel[1]/text")}
    assert reasons == {"It is not the first provider or awarding body of anything that was converted."}


def test_a_document_without_a_record_is_an_error_because_the_legacy_model_wants_one() -> None:
    result = back(offers=[])
    assert result.codes == ["CONVERT-NO-RECORD"]
    assert not result.report.ok


def test_a_record_that_no_opportunity_needs_is_dropped_leaf_by_leaf_with_the_reason() -> None:
    spare = specification(9, identifier=[Identifier(value="S")])
    result = back(specifications=[specification(), spare], organizations=[organization(), organization(9)])
    entries = [entry for entry in result.report.entries if entry.record == spare.id]
    assert {entry.reason for entry in entries} == {"No opportunity that was converted needs it."}
    lost = {entry.source for entry in entries if entry.lost}
    assert "learningSpecification/title[1]/text" in lost
    assert "learningSpecification/@id" not in lost


def test_what_becomes_of_a_record_in_the_same_way_twice_is_entered_once() -> None:
    result = back(offers=[offer(), offer(2)])
    assert result.fate("learningSpecification/title[1]/text") == [(Action.DROPPED, None, False)]


def test_what_a_record_lacks_is_no_loss_even_where_the_whole_record_is_left_out() -> None:
    result = back(offers=[offer(homepage=[], alt_label=[label(" ", "en")])])
    assert result.fate("learningOpportunity/altLabel[1]/text") == [(Action.DROPPED, None, False)]


def test_the_source_is_not_changed() -> None:
    source, same = Given().document(), Given().document()
    Back(source)
    assert source == same


def test_entries_stand_in_the_order_of_the_source() -> None:
    given = Given()
    records = dict.fromkeys(entry.record for entry in Back(given.document()).report.entries if entry.source)
    ids = [each.id for each in (*given.offers, *given.specifications, *given.outcomes, *given.organizations)]
    assert list(records) == [None, *ids]
