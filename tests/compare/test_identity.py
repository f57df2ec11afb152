"""Records are found again under other ids: by content, by what is around them, by strong keys; and doubts are told."""

from __future__ import annotations

import pytest

from loms.compare import Comparison, Difference, Match
from loms.errors import InvalidDataError, Severity, UsageError
from tests.compare.releases import LOMS, LOQ, compared, fields_of, only, with_records
from tests.support.documents import DELETE

ORGANIZATION = """<organization id="{id}">
  <prefLabel><text lang="en" content-type="text/plain">{name}</text></prefLabel>
  <hasLocation><spatialCode uri="http://publications.europa.eu/resource/authority/country/LUX"/></hasLocation>
  {more}
</organization>"""
ELM = """<Courses xmlns="http://data.europa.eu/snb/model/application-profile/loq-constraints/"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <learningOpportunityReferences>
    <learningOpportunity id="urn:same">
      <title language="en">School day</title>
    </learningOpportunity>
    <learningOpportunity id="{id}">
      <identifier><skos:notation>7</skos:notation><schemeId>urn:scheme</schemeId></identifier>
      <title language="en">{title}</title>
    </learningOpportunity>
  </learningOpportunityReferences>
  <agentReferences>
    <organisation id="urn:same"><legalName language="en">School</legalName></organisation>
  </agentReferences>
</Courses>"""
HOMEPAGE = '<homepage uri="https://school.example/{page}"/>'


def organization(id: str, name: str = "School", *, more: str = "") -> str:
    return ORGANIZATION.format(id=id, name=name, more=more)


def with_organizations(*records: str) -> str:
    return with_records("agentReferences", records)


def codes(comparison: Comparison) -> list[str]:
    return [issue.code for issue in comparison.issues]


def test_new_ids_with_the_references_to_them_are_no_other_change() -> None:
    comparison = compared(LOMS, LOMS.replace("/1", "/7f3a"))
    assert {each.difference for each in comparison.records} == {Difference.RENAMED}
    assert [each.fields for each in comparison.records] == [()] * 4
    assert {each.match for each in comparison.records} == {Match.CONTENT}
    assert codes(comparison) == ["DIFF-ID-CHANGED"] * 4
    assert {issue.severity for issue in comparison.issues} == {Severity.WARNING}
    assert "Europass knows records by their ids" in comparison.issues[0].message


def test_a_record_that_refers_to_a_renamed_one_has_not_changed() -> None:
    comparison = compared(LOMS, LOMS.replace("organization/1", "organization/2"))
    record = only(comparison)
    assert (record.old_id, record.new_id) == (
        "https://data.example.org/organization/1",
        "https://data.example.org/organization/2",
    )
    assert comparison.unchanged["learningOpportunity"] == 1


def test_records_of_the_same_content_are_told_apart_by_what_refers_to_them() -> None:
    old = with_organizations(
        organization("urn:a", "Unit", more='<unitOf idref="urn:left"/>'),
        organization("urn:b", "Unit", more='<unitOf idref="urn:right"/>'),
        organization("urn:left", "Left"),
        organization("urn:right", "Right"),
    )
    new = with_organizations(
        organization("urn:x", "Unit", more='<unitOf idref="urn:right"/>'),
        organization("urn:y", "Unit", more='<unitOf idref="urn:left"/>'),
        organization("urn:left", "Left"),
        organization("urn:right", "Right"),
    )
    found = {(each.old_id, each.new_id, each.candidates) for each in compared(old, new).records}
    assert found == {("urn:a", "urn:y", 1), ("urn:b", "urn:x", 1)}


def test_a_guess_is_told() -> None:
    old = with_organizations(organization("urn:a"), organization("urn:b"))
    comparison = compared(old, with_organizations(organization("urn:x"), organization("urn:y")))
    assert [each.candidates for each in comparison.records] == [2, 2]
    assert codes(comparison) == ["DIFF-ID-CHANGED", "DIFF-SEVERAL-CANDIDATES"]


def test_what_is_there_more_often_than_before_is_added() -> None:
    old = with_organizations(organization("urn:a"))
    new = with_organizations(organization("urn:x"), organization("urn:y"))
    assert [each.difference for each in compared(old, new).records] == [Difference.RENAMED, Difference.ADDED]


@pytest.mark.parametrize(
    ("key", "match"),
    [
        ('<identifier schemeID="urn:scheme">7</identifier>', Match.IDENTIFIER),
        (HOMEPAGE.format(page="seven"), Match.HOMEPAGE),
    ],
)
def test_a_changed_record_is_found_by_a_strong_key(key: str, match: Match) -> None:
    old = LOMS.replace('<identifier schemeID="https://data.example.org/scheme">1</identifier>', key)
    new = old.replace("opportunity/1", "opportunity/2").replace(">Bread<", ">Rolls<", 1)
    comparison = compared(old, new)
    record = only(comparison)
    assert (record.difference, record.match) == (Difference.RENAMED, match)
    assert fields_of(record) == [("learningOpportunity/title[1]/text", "changed", "Bread", "Rolls")]
    assert comparison.changed_besides_id == 1


def test_an_identifier_of_another_scheme_is_another() -> None:
    new = LOMS.replace("opportunity/1", "opportunity/2").replace(">Bread<", ">Rolls<", 1)
    comparison = compared(LOMS, new.replace('schemeID="https://data.example.org/scheme"', 'schemeID="urn:other"'))
    assert {each.difference for each in comparison.records} == {Difference.ADDED, Difference.REMOVED}


def test_a_key_that_several_records_have_decides_nothing_and_that_is_told() -> None:
    page = HOMEPAGE.format(page="")
    stays = organization("urn:stays", "Head office", more=page)
    old = with_organizations(organization("urn:a", "North", more=page), stays)
    new = with_organizations(organization("urn:b", "South", more=page), stays)
    comparison = compared(old, new)
    assert [each.difference for each in comparison.records] == [Difference.REMOVED, Difference.ADDED]
    assert codes(comparison) == ["DIFF-SEVERAL-CANDIDATES"]
    assert "share an identifier or a home page" in comparison.issues[0].message


def test_records_with_little_content_are_not_the_same_if_they_refer_to_others() -> None:
    old = with_organizations(
        organization("urn:a", "Unit", more='<unitOf idref="urn:left"/>'), organization("urn:left", "L")
    )
    new = with_organizations(
        organization("urn:b", "Unit", more='<unitOf idref="urn:right"/>'), organization("urn:right", "R")
    )
    assert {each.difference for each in compared(old, new).records} == {Difference.ADDED, Difference.REMOVED}


def test_a_record_with_much_content_is_the_same_though_it_refers_to_others() -> None:
    texts = "".join(
        f'<altLabel><text lang="{lang}" content-type="text/plain">{lang}</text></altLabel>'
        for lang in ("en", "fr", "de", "nl")
    )
    old = with_organizations(
        organization("urn:a", "Unit", more=f'{texts}<unitOf idref="urn:left"/>'), organization("urn:left", "L")
    )
    new = with_organizations(
        organization("urn:b", "Unit", more=f'{texts}<unitOf idref="urn:right"/>'), organization("urn:right", "R")
    )
    [unit] = [each for each in compared(old, new).records if each.difference is Difference.RENAMED]
    assert [path for path, *_ in fields_of(unit)] == ["organization/unitOf/@idref"]


def test_legacy_records_are_found_by_content_and_by_their_page() -> None:
    record = only(compared(LOQ, LOQ.replace("B-1", "C-9")))
    assert (record.difference, record.old_id, record.new_id, record.match) == (
        Difference.RENAMED, "B-1", "C-9", Match.CONTENT,
    )  # fmt: skip
    changed = only(compared(LOQ, LOQ.replace("B-1", "C-9").replace("Bread<", "Rolls<")))
    assert changed.match is Match.HOMEPAGE


def test_a_withdrawal_of_other_records_is_another_one() -> None:
    comparison = compared(DELETE, DELETE.replace("Q-2", "Q-3"))
    assert [(each.difference, each.old_id, each.new_id) for each in comparison.records] == [
        (Difference.REMOVED, "Q-2", None),
        (Difference.ADDED, None, "Q-3"),
    ]
    [kind] = compared(DELETE, DELETE.replace(">Qualification<", ">Learning Opportunity<")).document
    assert (kind.path, kind.new) == ("Delete/EntityType", "Learning Opportunity")


def test_records_without_an_id_are_compared_by_content() -> None:
    nameless = LOMS.replace(' id="https://data.example.org/organization/1"', "")
    comparison = compared(nameless, nameless.replace(">Bread<", ">Rolls<", 1))
    assert only(comparison).kind == "learningOpportunity"
    assert codes(comparison) == ["DIFF-NO-ID", "DIFF-NO-ID"]
    assert comparison.issues[0].line == nameless[: nameless.index("<organization")].count("\n") + 1


def test_several_records_of_one_id_are_told_and_compared() -> None:
    twice = with_organizations(organization("urn:a", "North"), organization("urn:a", "South"))
    again = with_organizations(organization("urn:a", "South"), organization("urn:a", "North"))
    comparison = compared(twice, again)
    assert list(comparison.records) == []
    assert codes(comparison) == ["DIFF-DUPLICATE-ID", "DIFF-DUPLICATE-ID"]


def test_only_releases_of_one_format_are_compared() -> None:
    with pytest.raises(UsageError, match="Convert one of them first: loms convert <stream> --to loms-2019 -o FILE"):
        compared(LOMS, LOQ)


def test_a_broken_release_is_an_error_with_its_line() -> None:
    with pytest.raises(InvalidDataError) as raised:
        compared(LOMS, LOMS.replace("</agentReferences>", ""))
    assert raised.value.issues[0].line == LOMS.count("\n")


def test_a_key_that_many_records_share_is_told_once() -> None:
    page = HOMEPAGE.format(page="")
    releases = (
        with_organizations(*(organization(f"urn:{name}:{at}", f"{name} {at}", more=page) for at in range(200)))
        for name in ("north", "south")
    )
    comparison = compared(*releases)
    assert comparison.count(Difference.ADDED) == comparison.count(Difference.REMOVED) == 200
    assert codes(comparison) == ["DIFF-SEVERAL-CANDIDATES"]
    assert "(200, organization)" in comparison.issues[0].message


def test_an_id_that_two_kinds_of_record_have_where_each_kind_has_its_own_is_no_duplicate() -> None:
    """ELM counts the ids of each kind by themselves, and says identifiers in elements of another vocabulary."""
    old, new = (ELM.format(id=id, title=title) for id, title in (("urn:a", "Bread"), ("urn:b", "Rolls")))
    comparison = compared(old, new)
    assert codes(comparison) == ["DIFF-ID-CHANGED"]
    record = only(comparison)
    assert (record.match, record.old_id, record.new_id) == (Match.IDENTIFIER, "urn:a", "urn:b")
    assert fields_of(record) == [("learningOpportunity/title[1]", "changed", "Bread", "Rolls")]
