"""Each reference of a dataset is followed to its qualification, and each opportunity to what is learned there."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from loms.errors import InvalidDataError, Severity, SourceError, UsageError
from loms.io.read import read
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.resolve import Index, Outcome, Resolution, ResolvedReference, resolve
from tests.resolve.datasets import (
    BASE,
    SCHEME,
    codes,
    identifier,
    link,
    loms,
    loq,
    qms,
    qualification,
    record,
    reference,
    title,
    write,
)
from tests.support.documents import EXAMPLES, LOQ, SAMPLES

COURSES, QUALIFICATIONS = EXAMPLES / "courses-loms.xml", EXAMPLES / "qualifications-loms.xml"
GREEK = "http://proson.eoppep.gr"
FRAGMENT = f"""<!-- Only the section, in no namespace, and without an id. -->
<learningSpecificationReferences>
  <qualificationRef><identifier schemeID="{GREEK}">12445</identifier></qualificationRef>
</learningSpecificationReferences>
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """One qualification with all that is told of it, and a specification."""
    full = qualification(
        "Q-1",
        title("Baker", "fr"),
        title("Master baker", "en"),
        '<eqfLevel uri="http://data.europa.eu/esco/eqf/5"/>',
        "<awardingOpportunities><awardingOpportunity>"
        f"{link('organization', 'urn:chamber')}{link('organization', 'urn:unknown')}"
        "</awardingOpportunity></awardingOpportunities>",
    )
    chamber = record("organization", "urn:chamber", "<prefLabel><text lang='en'>Chamber</text></prefLabel>")
    specification = qualification("S-1", kind="learningSpecification")
    return Index.from_sources(write(tmp_path / "qualifications.xml", loms(full, specification, chamber)))


def resolved(tmp_path: Path, index: Index, *records: str, accept_near: bool = False) -> Resolution:
    return resolve(write(tmp_path / "courses.xml", loms(*records)), index=index, accept_near=accept_near)


def only(resolution: Resolution) -> ResolvedReference:
    (found,) = resolution.references
    return found


class TestExamples:
    def test_each_reference_of_the_example_is_found(self) -> None:
        done = resolve(COURSES, QUALIFICATIONS)
        assert done.counts == {Outcome.FOUND: 7}
        assert done.ok
        assert not [issue for issue in done.issues if issue.severity is Severity.ERROR]

    def test_each_opportunity_of_the_example_leads_to_a_goal_with_a_title(self) -> None:
        done = resolve(COURSES, QUALIFICATIONS)
        assert done.opportunities
        assert all(goal.title for opportunity in done.opportunities for goal in opportunity.goals)
        goals = [goal for each in done.opportunities for goal in each.goals if goal.kind == "qualificationRef"]
        assert goals
        assert all(goal.eqf_level and goal.awarding_bodies and goal.resolved_in for goal in goals)

    @pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not part of the repository")
    def test_the_reference_as_it_was_published_is_found_in_a_dataset_that_holds_it(self, tmp_path: Path) -> None:
        done = resolve(
            SAMPLES / "qualification-ref-as-published.xml",
            write(tmp_path / "q.xml", loms(qualification("12445", scheme=GREEK))),
        )
        assert done.counts == {Outcome.FOUND: 1}
        assert codes(done.issues) == ["RESOLVE-FRAGMENT", "RESOLVE-NO-ID"]
        assert done.ok


class TestOutcomes:
    def test_a_reference_that_is_found_has_its_qualification_and_no_issue(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, reference("Q-1"), record("learningOpportunity", "urn:1", LEADS))
        assert only(done).outcome is Outcome.FOUND
        found = only(done).qualification
        assert found is not None
        assert (found.title, found.eqf_level, found.awarding_bodies) == (
            "Master baker",
            "5",
            ("Chamber", "urn:unknown"),
        )
        assert done.issues == ()

    def test_a_missing_qualification_is_an_error(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, reference("Q-9"))
        assert only(done).qualification is None
        assert "RESOLVE-MISSING" in codes(done.issues)
        assert not done.ok

    def test_a_near_miss_is_a_warning_that_says_what_is_meant_and_what_differs(
        self, tmp_path: Path, index: Index
    ) -> None:
        done = resolved(tmp_path, index, reference("q-01"))
        (issue,) = [each for each in done.issues if each.code == "RESOLVE-NEAR"]
        assert f"'Q-1' of {SCHEME} is meant" in issue.message
        assert "letter case, zero padding" in issue.message
        assert (issue.severity, issue.line, issue.record) == (Severity.WARNING, 5, f"{BASE}/reference/1")
        assert done.ok

    def test_a_near_miss_counts_as_found_only_where_that_is_asked_for(self, tmp_path: Path, index: Index) -> None:
        assert only(resolved(tmp_path, index, reference("q-1"))).qualification is None
        taken = resolved(tmp_path, index, reference("q-1"), accept_near=True)
        assert only(taken).qualification is not None
        assert only(taken).outcome is Outcome.NEAR
        assert any("It was taken." in issue.message for issue in taken.issues)

    def test_ambiguity_is_an_error_that_lists_the_qualifications(self, tmp_path: Path) -> None:
        files = [write(tmp_path / f"{name}.xml", loms(qualification("Q-1"))) for name in "ab"]
        done = resolve(write(tmp_path / "c.xml", loms(reference("Q-1"))), *files)
        (issue,) = [each for each in done.issues if each.code == "RESOLVE-AMBIGUOUS"]
        assert all(file in issue.message for file in files)
        assert not done.ok

    def test_ambiguity_of_very_many_says_that_there_may_be_more(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.xml", loms(*(qualification("n/a", id=f"urn:{number}") for number in range(150))))
        done = resolve(write(tmp_path / "c.xml", loms(reference("n/a"))), file)
        (issue,) = [each for each in done.issues if each.code == "RESOLVE-AMBIGUOUS"]
        assert issue.message.startswith("100 or more qualifications have the identifier")
        assert issue.message.endswith("; and others.")

    def test_ambiguity_of_near_misses_is_never_accepted(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.xml", loms(qualification("q-1"), qualification("Q-01")))
        done = resolve(write(tmp_path / "c.xml", loms(reference("Q-1"))), file, accept_near=True)
        assert only(done).qualification is None
        assert not done.ok

    def test_the_id_of_the_reference_decides_between_several(self, tmp_path: Path) -> None:
        files = [write(tmp_path / f"{name}.xml", loms(qualification("Q-1", id=f"urn:{name}"))) for name in "ab"]
        done = resolve(write(tmp_path / "c.xml", loms(reference("Q-1", id="urn:b"))), *files)
        found = only(done).qualification
        assert found is not None
        assert found.place.source == files[1]

    def test_a_specification_is_the_wrong_kind(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, reference("S-1"))
        (issue,) = [each for each in done.issues if each.code == "RESOLVE-WRONG-KIND"]
        assert "stands for a learningSpecification in" in issue.message
        assert issue.severity is Severity.ERROR

    def test_a_reference_without_id_is_followed_with_a_warning(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, reference("Q-1", id=None))
        assert only(done).outcome is Outcome.FOUND
        assert [(each.code, each.severity) for each in done.issues] == [("RESOLVE-NO-ID", Severity.WARNING)]

    @pytest.mark.parametrize("content", ["", "<identifier/>", "<identifier schemeID='urn:s'> </identifier>"])
    def test_a_reference_without_identifier_is_an_error(self, tmp_path: Path, index: Index, content: str) -> None:
        done = resolved(tmp_path, index, record("qualificationRef", "urn:r", content))
        assert "RESOLVE-NO-IDENTIFIER" in codes(done.issues)
        assert "RESOLVE-MISSING" not in codes(done.issues)
        assert not done.ok

    def test_several_identifiers_that_lead_to_different_qualifications_are_an_error(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.xml", loms(qualification("Q-1"), qualification("Q-2")))
        done = resolve(write(tmp_path / "c.xml", loms(with_identifiers("Q-1", "Q-9", "Q-2"))), file)
        assert (only(done).outcome, only(done).qualification, done.ok) == (Outcome.AMBIGUOUS, None, False)
        [issue] = [each for each in done.issues if each.code.startswith("RESOLVE-")]
        assert (issue.code, issue.severity) == ("RESOLVE-SEVERAL-IDENTIFIERS", Severity.ERROR)
        assert f"'Q-1' of {SCHEME} in {file}, line 5; 'Q-2' of {SCHEME} in {file}, line 6." in issue.message
        assert issue.record == "urn:r"

    @pytest.mark.parametrize("values", [("Q-9", "Q-1"), ("q-1", "Q-1"), ("S-1", "Q-1"), ("Q-1", "Q-9")])
    def test_of_several_identifiers_that_counts_which_is_found(
        self, tmp_path: Path, index: Index, values: tuple[str, ...]
    ) -> None:
        done = resolved(tmp_path, index, with_identifiers(*values), accept_near=True)
        assert (only(done).outcome, only(done).identifier) == (Outcome.FOUND, "Q-1")
        [issue] = [each for each in done.issues if each.code.startswith("RESOLVE-")]
        assert (issue.code, issue.severity) == ("RESOLVE-SEVERAL-IDENTIFIERS", Severity.WARNING)
        assert "2 identifiers" in issue.message
        assert done.ok

    def test_several_identifiers_of_one_qualification_lead_to_it(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.xml", loms(qualification("Q-1", identifier("Q-2"))))
        done = resolve(write(tmp_path / "c.xml", loms(with_identifiers("Q-2", "Q-1"))), file)
        assert (only(done).outcome, only(done).identifier, done.ok) == (Outcome.FOUND, "Q-2", True)

    @pytest.mark.parametrize("accept_near", [True, False])
    def test_several_identifiers_that_nearly_lead_to_different_qualifications_are_never_accepted(
        self, tmp_path: Path, accept_near: bool
    ) -> None:
        file = write(tmp_path / "a.xml", loms(qualification("Q-1"), qualification("Q-2")))
        courses = write(tmp_path / "c.xml", loms(with_identifiers("q-1", "q-2")))
        done = resolve(courses, file, accept_near=accept_near)
        assert (only(done).qualification, done.ok) == (None, False)
        [message] = [each.message for each in done.issues if each.code == "RESOLVE-SEVERAL-IDENTIFIERS"]
        assert "they nearly lead to different ones" in message

    def test_several_identifiers_that_lead_nowhere_are_told_as_such_and_as_missing(
        self, tmp_path: Path, index: Index
    ) -> None:
        done = resolved(tmp_path, index, with_identifiers("Q-8", "Q-9"))
        assert [each for each in codes(done.issues) if each.startswith("RESOLVE-")] == [
            "RESOLVE-SEVERAL-IDENTIFIERS",
            "RESOLVE-MISSING",
        ]

    @pytest.mark.parametrize("values", [("Q-1", "Q-1"), (" ", "Q-1"), ("Q-1", "")])
    def test_an_identifier_that_is_repeated_or_blank_is_passed_over(
        self, tmp_path: Path, index: Index, values: tuple[str, ...]
    ) -> None:
        done = resolved(tmp_path, index, with_identifiers(*values))
        assert only(done).outcome is Outcome.FOUND
        assert not [each for each in codes(done.issues) if each.startswith("RESOLVE-")]

    def test_what_is_wrong_with_the_qualifications_is_wrong_here(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.xml", loms(qualification("Q-1"))[:-5])
        assert "INDEX-SOURCE-LEFT-OUT" in codes(resolve(COURSES, QUALIFICATIONS, file).issues)


def with_identifiers(*values: str) -> str:
    """A reference with several identifiers, of which the schema allows only one."""
    return record("qualificationRef", "urn:r", *map(identifier, values))


LEADS = link("specifiedBy", f"{BASE}/reference/1")


class TestChain:
    def goals(self, tmp_path: Path, index: Index, *records: str) -> list[tuple[str, str, str]]:
        done = resolved(tmp_path, index, *records)
        return [(goal.via, goal.kind, goal.title) for goal in done.opportunities[0].goals]

    def test_an_opportunity_may_name_the_reference_itself(self, tmp_path: Path, index: Index) -> None:
        course = record("learningOpportunity", "urn:1", LEADS)
        assert self.goals(tmp_path, index, course, reference("Q-1")) == [
            ("specifiedBy", "qualificationRef", "Master baker")
        ]

    def test_a_goal_says_what_is_known_of_the_qualification(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, record("learningOpportunity", "urn:1", LEADS), reference("Q-1"))
        (goal,) = done.opportunities[0].goals
        assert (goal.eqf_level, goal.awarding_bodies) == ("5", ("Chamber", "urn:unknown"))
        assert goal.resolved_in == f"{tmp_path / 'qualifications.xml'}, line 5"

    def test_a_reference_that_leads_nowhere_is_a_goal_without_a_title(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, record("learningOpportunity", "urn:1", LEADS), reference("Q-9"))
        (goal,) = done.opportunities[0].goals
        assert (goal.title, goal.resolved_in) == ("", None)

    def test_the_way_leads_through_specification_and_activity(self, tmp_path: Path, index: Index) -> None:
        records = [
            record("learningOpportunity", "urn:1", link("specifiedBy", "urn:s")),
            record("learningSpecification", "urn:s", title("Course"), link("learningActivitySpecification", "urn:a")),
            record("learningActivitySpecification", "urn:a", link("hasPart", "urn:b")),
            record("learningActivitySpecification", "urn:b", link("teaches", f"{BASE}/reference/1")),
            reference("Q-1"),
        ]
        assert self.goals(tmp_path, index, *records) == [
            ("specifiedBy", "learningSpecification", "Course"),
            ("specifiedBy/learningActivitySpecification/hasPart/teaches", "qualificationRef", "Master baker"),
        ]

    def test_a_qualification_of_the_dataset_itself_is_a_goal_with_what_it_says(
        self, tmp_path: Path, index: Index
    ) -> None:
        own = qualification("X-1", title("Own"), '<eqfLevel uri="http://data.europa.eu/esco/eqf/3"/>', id="urn:q")
        done = resolved(tmp_path, index, record("learningOpportunity", "urn:1", link("specifiedBy", "urn:q")), own)
        (goal,) = done.opportunities[0].goals
        assert (goal.title, goal.eqf_level, goal.resolved_in) == ("Own", "3", None)

    def test_circles_end(self, tmp_path: Path, index: Index) -> None:
        records = [
            record("learningOpportunity", "urn:1", link("specifiedBy", "urn:s")),
            record("learningSpecification", "urn:s", link("learningActivitySpecification", "urn:a")),
            record("learningActivitySpecification", "urn:a", link("teaches", "urn:s"), link("hasPart", "urn:a")),
        ]
        assert [via for via, _, _ in self.goals(tmp_path, index, *records)] == ["specifiedBy"]

    def test_an_opportunity_that_leads_nowhere_has_no_goals(self, tmp_path: Path, index: Index) -> None:
        assert self.goals(tmp_path, index, record("learningOpportunity", "urn:1", LEADS)) == []


class TestDatasets:
    def test_objects_give_what_the_file_gives(self) -> None:
        from_file, from_objects = resolve(COURSES, QUALIFICATIONS), resolve(read(COURSES), QUALIFICATIONS)
        assert from_objects.source is None
        assert from_objects.counts == from_file.counts
        assert [each.goals for each in from_objects.opportunities] == [each.goals for each in from_file.opportunities]
        assert {each.line for each in from_objects.references} == {None}

    def test_a_stream_gives_what_the_file_gives(self) -> None:
        done = resolve(io.BytesIO(COURSES.read_bytes()), QUALIFICATIONS)
        assert done.references == resolve(COURSES, QUALIFICATIONS).references

    def test_an_index_in_a_file_gives_what_the_files_give(self, tmp_path: Path) -> None:
        Index.from_sources(QUALIFICATIONS, path=tmp_path / "index.sqlite").close()
        with Index.open(tmp_path / "index.sqlite") as index:
            assert resolve(COURSES, index=index) == resolve(COURSES, QUALIFICATIONS)

    def test_a_result_can_be_written_as_json(self) -> None:
        done = json.loads(json.dumps(resolve(COURSES, QUALIFICATIONS).as_dict()))
        assert (done["ok"], done["counts"]["found"], done["counts"]["near"]) == (True, 7, 0)
        assert done["references"][0]["matches"][0]["record"]["identities"][0]["identifier"].startswith("TBQ")

    def test_references_in_every_format_that_holds_qualifications_are_found(self, tmp_path: Path) -> None:
        files = [write(tmp_path / "a.xml", loq("1")), write(tmp_path / "b.xml", qms("2", namespace="urn:any"))]
        courses = write(tmp_path / "c.xml", loms(reference("1", id="urn:1"), reference("2", id="urn:2")))
        done = resolve(courses, *files, identifier_scheme=SCHEME)
        assert done.counts == {Outcome.FOUND: 2}
        assert [each.qualification.title for each in done.references if each.qualification] == [
            "Title of 1",
            "Title of 2",
        ]

    @pytest.mark.parametrize("namespace", ["", ' xmlns="urn:any"'])
    def test_a_section_alone_is_followed_whatever_its_namespace(self, tmp_path: Path, namespace: str) -> None:
        text = FRAGMENT.replace("<learningSpecificationReferences>", f"<learningSpecificationReferences{namespace}>")
        file = write(tmp_path / "q.xml", loms(qualification("12445", scheme=GREEK)))
        done = resolve(write(tmp_path / "fragment.xml", text), file)
        assert done.counts == {Outcome.FOUND: 1}
        assert codes(done.issues) == ["RESOLVE-FRAGMENT", "RESOLVE-NO-ID"]

    def test_one_reference_alone_is_followed(self, tmp_path: Path, index: Index) -> None:
        done = resolve(write(tmp_path / "fragment.xml", reference("Q-1")), index=index)
        assert only(done).outcome is Outcome.FOUND
        assert codes(done.issues) == ["RESOLVE-FRAGMENT"]

    @pytest.mark.parametrize("inside", ["", "<qualificationReference/>"])
    def test_a_section_without_a_reference_is_an_error(self, tmp_path: Path, index: Index, inside: str) -> None:
        text = f"<learningSpecificationReferences>{inside}</learningSpecificationReferences>"
        done = resolve(write(tmp_path / "fragment.xml", text), index=index)
        assert codes(done.issues) == ["RESOLVE-NO-REFERENCE"]
        assert "qualificationReference" in done.issues[0].message or not inside
        assert not done.ok

    def test_a_section_may_come_through_a_pipe(self, tmp_path: Path) -> None:
        file = write(tmp_path / "q.xml", loms(qualification("12445", scheme=GREEK)))
        reading, writing = os.pipe()
        with os.fdopen(writing, "wb") as stream:
            stream.write(FRAGMENT.encode())
        with os.fdopen(reading, "rb") as stream:
            assert resolve(stream, file).counts == {Outcome.FOUND: 1}

    def test_a_section_may_begin_late(self, index: Index) -> None:
        text = f"<!--{'long ' * 40_000}-->{FRAGMENT.replace('12445', 'Q-1').replace(GREEK, SCHEME)}"
        assert resolve(io.BytesIO(text.encode()), index=index).counts == {Outcome.FOUND: 1}

    def test_a_long_section_comes_through_a_pipe_as_a_whole(self, index: Index) -> None:
        many = "".join(reference("Q-1", id=f"urn:{number}") for number in range(3000))
        stream = io.BytesIO(f"<learningSpecificationReferences>{many}</learningSpecificationReferences>".encode())
        assert resolve(stream, index=index).counts == {Outcome.FOUND: 3000}

    def test_a_dataset_of_another_format_is_refused_with_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="Convert it first: loms convert"):
            resolve(write(tmp_path / "a.xml", LOQ), QUALIFICATIONS)

    def test_objects_of_another_format_are_refused(self, tmp_path: Path) -> None:
        document = read(write(tmp_path / "a.xml", LOQ))
        assert isinstance(document, LearningOpportunities)
        with pytest.raises(UsageError, match="LearningOpportunities"):
            resolve(document, QUALIFICATIONS)

    def test_a_file_of_no_format_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidDataError, match="html"):
            resolve(write(tmp_path / "a.xml", "<html/>"), QUALIFICATIONS)

    def test_a_file_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(SourceError):
            resolve("none.xml", QUALIFICATIONS)

    def test_there_must_be_files_or_an_index_and_not_both(self, index: Index) -> None:
        with pytest.raises(UsageError, match="either"):
            resolve(COURSES)
        with pytest.raises(UsageError, match="either"):
            resolve(COURSES, QUALIFICATIONS, index=index)

    def test_what_is_not_valid_but_no_link_is_passed_over(self, tmp_path: Path, index: Index) -> None:
        odd = record("learningOpportunity", "urn:1", "<odd/>", LEADS, identifier("1"))
        assert resolved(tmp_path, index, odd, reference("Q-1")).ok
