"""What an index keeps of a qualification, format by format."""

from __future__ import annotations

from pathlib import Path

import pytest

from loms.convert.known import QualificationIdentity
from loms.formats import FORMATS, find_format
from loms.resolve import Index, IndexedRecord
from loms.resolve.readers import READERS, reader_of
from tests.resolve.datasets import (
    BASE,
    SCHEME,
    elm,
    elm_identifier,
    elm_qualification,
    elm_reference,
    link,
    loms,
    loq,
    qms,
    qualification,
    record,
    title,
    write,
)
from tests.support.documents import ROOT

VALID = ROOT / "tests" / "data" / "valid"


def only(path: str) -> IndexedRecord:
    (found,) = Index.from_sources(path)
    return found


def test_there_is_a_reader_for_each_format_with_qualifications() -> None:
    assert {format.name for format in FORMATS if reader_of(format.name) is not None} == set(READERS)
    assert {"loq-learning-opportunities", "loq-delete"} == {format.name for format in FORMATS} - set(READERS)


@pytest.mark.parametrize("format", READERS)
def test_nothing_of_a_full_document_is_overlooked(format: str) -> None:
    record = next(iter(Index.from_sources(VALID / f"{format}-full.xml")))
    assert record.identities
    assert record.pages
    assert record.title
    assert record.eqf_level
    assert record.awarding_bodies
    assert record.place.format == format


class TestLoms:
    def test_a_title_in_english_goes_before_others(self, tmp_path: Path) -> None:
        texts = title("Boulanger", "fr"), title("Baker", "en"), title("Other", "en")
        found = only(write(tmp_path / "q.xml", loms(qualification("Q-1", *texts))))
        assert found.titles == {"fr": "Boulanger", "en": "Baker"}
        assert found.title == "Baker"

    def test_the_first_title_stands_in_for_english(self, tmp_path: Path) -> None:
        texts = title(" ", "de"), title("Bou\n langer", "fr")
        assert only(write(tmp_path / "q.xml", loms(qualification("Q-1", *texts)))).title == "Bou langer"

    def test_a_text_without_a_language_is_kept_too(self, tmp_path: Path) -> None:
        found = only(write(tmp_path / "q.xml", loms(qualification("Q-1", "<title><text>Baker</text></title>"))))
        assert found.titles == {"und": "Baker"}

    def test_an_awarding_body_may_come_after_the_qualification(self, tmp_path: Path) -> None:
        awarded = (
            "<awardingOpportunities><awardingOpportunity>"
            f"{link('organization', 'urn:known')}{link('organization', 'urn:unknown')}"
            "</awardingOpportunity></awardingOpportunities>"
        )
        known = record("organization", "urn:known", "<prefLabel><text lang='en'>Chamber</text></prefLabel>")
        found = only(write(tmp_path / "q.xml", loms(qualification("Q-1", awarded), known)))
        assert found.awarding_bodies == ("Chamber", "urn:unknown")

    def test_an_awarding_body_is_looked_for_in_its_own_file_only(self, tmp_path: Path) -> None:
        awarded = (
            "<awardingOpportunities><awardingOpportunity>"
            f"{link('organization', 'urn:a')}</awardingOpportunity></awardingOpportunities>"
        )
        other = record("organization", "urn:a", "<prefLabel><text lang='en'>Other</text></prefLabel>")
        write(tmp_path / "a.xml", loms(other))
        write(tmp_path / "b.xml", loms(qualification("Q-1", awarded)))
        assert only(str(tmp_path)).awarding_bodies == ("urn:a",)

    def test_a_blank_identifier_is_none(self, tmp_path: Path) -> None:
        found = only(write(tmp_path / "q.xml", loms(qualification(" ", id="urn:q"))))
        assert found.identities == ()
        assert found.name == "urn:q"

    def test_a_record_is_counted_among_all_records_of_its_file(self, tmp_path: Path) -> None:
        course = record("learningOpportunity", "urn:1")
        assert only(write(tmp_path / "q.xml", loms(course, qualification("Q-1")))).place.position == 2


class TestElm:
    def test_it_has_what_a_qualification_says(self, tmp_path: Path) -> None:
        contents = (
            '<title language="fr">Boulanger</title><title language="en">Baker</title>'
            "<homepage><contentUrl>https://page.example/</contentUrl></homepage>"
            '<EQFLevel uri="http://data.europa.eu/snb/eqf/4"/>'
            f"<awardingOpportunity>{link('awardingBody', 'urn:known')}{link('awardingBody', 'urn:unknown')}"
            "</awardingOpportunity>"
        )
        chamber = record("organisation", "urn:known", '<legalName language="en">Chamber</legalName>')
        found = only(write(tmp_path / "q.xml", elm(elm_qualification("Q-1", contents), chamber)))
        assert (found.kind, found.id, found.title) == ("qualification", f"{BASE}/qualification/Q-1", "Baker")
        assert found.identities == (QualificationIdentity(identifier="Q-1", scheme_id=SCHEME),)
        assert (found.pages, found.eqf_level) == (("https://page.example/",), "4")
        assert found.awarding_bodies == ("Chamber", "urn:unknown")

    @pytest.mark.parametrize(
        ("identifier", "scheme"),
        [
            (elm_identifier("1", SCHEME, "<schemeId>urn:s</schemeId>"), SCHEME),
            (elm_identifier("1", " ", "<schemeName>Ours</schemeName>", "<schemeId>urn:s</schemeId>"), "urn:s"),
            (elm_identifier("1", None, "<schemeName>Ours</schemeName>"), "Ours"),
            (elm_identifier("1", None), None),
        ],
        ids=["type", "id", "name", "none"],
    )
    def test_the_scheme_is_the_type_of_the_notation_or_else_what_names_it(
        self, tmp_path: Path, identifier: str, scheme: str | None
    ) -> None:
        text = elm(record("qualification", "urn:q", identifier))
        assert only(write(tmp_path / "q.xml", text)).identities == (
            QualificationIdentity(identifier="1", scheme_id=scheme),
        )

    def test_an_achievement_is_no_qualification_and_a_reference_is_not_kept(self, tmp_path: Path) -> None:
        achievement = elm_qualification("A-1", kind="learningAchievementSpecification")
        index = Index.from_sources(write(tmp_path / "q.xml", elm(achievement, elm_reference("Q-1"))))
        assert len(index) == 0
        assert [found.kind for found in index.similar("A-1", scheme_id=SCHEME)] == ["learningSpecification"]
        assert index.similar("Q-1", scheme_id=SCHEME) == ()


class TestLegacyQualifications:
    def test_a_text_without_a_language_is_in_english(self, tmp_path: Path) -> None:
        found = only(write(tmp_path / "q.xml", loq("1")))
        assert found.titles == {"en": "Title of 1"}
        assert (found.id, found.pages, found.eqf_level) == (None, ("https://page.example/",), "5")
        assert found.awarding_bodies == ("Chamber",)

    def test_its_identifiers_have_the_scheme_that_was_named(self, tmp_path: Path) -> None:
        path = write(tmp_path / "q.xml", loq("1"))
        assert only(path).identities == (QualificationIdentity(identifier="1"),)
        (found,) = Index.from_sources(path, identifier_scheme="urn:s")
        assert found.identities == (QualificationIdentity(identifier="1", scheme_id="urn:s"),)


class TestQms:
    @pytest.mark.parametrize(
        ("namespace", "root"), [(None, None), ("urn:any", None), ("urn:any", "Anything")], ids=["ours", "other", "root"]
    )
    def test_it_is_read_in_any_namespace(self, tmp_path: Path, namespace: str | None, root: str | None) -> None:
        found = only(write(tmp_path / "q.xml", qms("1", namespace=namespace, root=root)))
        assert (found.id, found.title, found.eqf_level) == (f"{BASE}/qms/1", "Title of 1", "4")
        assert found.pages == ("https://page.example/1",)
        assert found.awarding_bodies == ("Chamber",)

    def test_a_list_of_qualifications_is_read_too(self, tmp_path: Path) -> None:
        inner = qms("1", "2").partition("<Qualifications>")[2].partition("</Qualifications>")[0]
        index = Index.from_sources(write(tmp_path / "q.xml", f"<Qualifications>{inner}</Qualifications>"))
        assert [found.name for found in index] == ["1", "2"]
        assert {state.format for state in index.sources} == {find_format("qms-1.0").name}

    def test_the_code_of_a_level_goes_before_its_uri(self, tmp_path: Path) -> None:
        text = qms("1").replace("<EQFLevel>", "<EQFLevel><Code> 6 </Code>")
        assert only(write(tmp_path / "q.xml", text)).eqf_level == "6"
