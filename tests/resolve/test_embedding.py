"""Embedding puts qualifications in the place of references, with all that they need, and says what it did."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import loms
from loms.document import Document
from loms.errors import UsageError
from loms.model import (
    AssessmentSpecification,
    GradingScheme,
    IdReference,
    LearningActivitySpecification,
    LearningOutcome,
    Organization,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
    ScoringScheme,
    ScoringSchemeReferences,
)
from loms.releases.links import references
from loms.releases.records import Record, records_of
from loms.resolve import Embedding, Index, embed
from loms.text import label
from tests.convert.loq_qualifications_to_loms import documents as loq
from tests.convert.qms_to_loms import documents as qms
from tests.releases.small import (
    SCHEME,
    activity,
    assessment,
    course,
    dataset,
    framework,
    ids,
    numbers,
    opportunity,
    organization,
    outcome,
    qualification,
    qualification_ref,
    specification,
    urn,
)
from tests.resolve.datasets import SCHEME as ELM_SCHEME
from tests.resolve.datasets import elm, elm_qualification, write
from tests.support.documents import EXAMPLES

NAMESPACE = "https://data.example.org/lo/"
SETTINGS = loms.Settings(namespace=NAMESPACE)

Published = Callable[..., str]


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """Writes records as a dataset of qualifications, and gives its path."""

    def publish(*records: Record, name: str = "qualifications.xml") -> str:
        loms.write(dataset(*records), tmp_path / name)
        return str(tmp_path / name)

    return publish


def reference(name: str, *, id: str) -> QualificationRef:
    """A reference to a qualification that has another id."""
    made = qualification_ref(name)
    made.id = urn(id)
    return made


def linked(*taught: str | QualificationRef) -> list[Record]:
    """A course of which the activity teaches qualifications, with a reference to each."""
    references = [qualification_ref(each) if isinstance(each, str) else each for each in taught]
    names = [each.id.removeprefix("urn:example:") for each in references]
    return [
        opportunity("lo", by="specification"),
        specification("specification", outcome="lo-outcome", activity="lo-activity"),
        outcome("lo-outcome"),
        activity("lo-activity", teaches=names),
        organization(),
        *references,
    ]


def embedded(*records: Record, sources: str | list[str], accept_near: bool = False) -> Embedding:
    paths = [sources] if isinstance(sources, str) else sources
    done = embed(dataset(*records), *paths, accept_near=accept_near)
    assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues == ()
    return done


def fates(done: Embedding) -> dict[str, str]:
    return {each.record.removeprefix("urn:example:"): each.fate.value for each in done.records}


def codes(done: Embedding) -> list[str]:
    return [issue.code for issue in done.issues]


def taught(done: Embedding) -> list[str]:
    record = records_of(done.document, role="document")[urn("lo-activity")]
    assert isinstance(record, LearningActivitySpecification)
    return [link.idref.removeprefix("urn:example:") for link in record.teaches]


def kinds(done: Embedding, name: str) -> type:
    return type(records_of(done.document, role="document")[urn(name)])


class TestAReference:
    def test_becomes_the_qualification_with_what_it_needs(self, published: Published) -> None:
        path = published(
            qualification("Q-1", activity="a", framework="f", parts=["Q-2"]),
            qualification("Q-2", outcome="second"),
            qualification("Q-3", outcome="third"),
            outcome(),
            outcome("second"),
            outcome("third"),
            activity("a"),
            framework("f"),
        )
        done = embedded(*linked("Q-1"), sources=path)
        assert done.ok
        assert fates(done) == dict.fromkeys(["Q-1", "Q-2", "outcome", "second", "a", "f"], "embedded")
        assert kinds(done, "Q-1") is Qualification
        assert [(each.reference.identifier, each.qualification) for each in done.references] == [("Q-1", urn("Q-1"))]

    def test_that_has_another_id_is_followed_to_the_id_of_the_qualification(self, published: Published) -> None:
        path = published(qualification("Q-1"), outcome())
        done = embedded(*linked(reference("Q-1", id="stand-in")), sources=path)
        assert taught(done) == ["Q-1"]
        assert urn("stand-in") not in records_of(done.document, role="document")

    def test_that_leads_nowhere_stays_with_the_issue_of_its_resolution(self, published: Published) -> None:
        done = embedded(*linked("Q-1", "Q-2"), sources=published(qualification("Q-1"), outcome()))
        assert kinds(done, "Q-2") is QualificationRef
        assert codes(done) == ["RESOLVE-MISSING"]
        assert not done.ok
        assert [each.qualification for each in done.references] == [urn("Q-1"), None]
        assert done.as_dict()["reference_counts"] == {"embedded": 1, "stayed": 1}

    def test_to_one_of_two_of_the_same_identifier_stays(self, published: Published) -> None:
        twin = qualification("twin")
        twin.identifier = numbers("Q-1")
        other = qualification("other")
        other.identifier = numbers("Q-1")
        done = embedded(*linked("Q-1"), sources=published(twin, other, outcome()))
        assert "RESOLVE-AMBIGUOUS" in codes(done)
        assert kinds(done, "Q-1") is QualificationRef

    @pytest.mark.parametrize(("accept_near", "kind"), [(False, QualificationRef), (True, Qualification)])
    def test_that_nearly_fits_is_taken_only_if_that_is_wanted(
        self, published: Published, accept_near: bool, kind: type
    ) -> None:
        near = qualification("Q-1")
        near.identifier = numbers("q-01")
        done = embedded(*linked("Q-1"), sources=published(near, outcome()), accept_near=accept_near)
        assert codes(done) == ["RESOLVE-NEAR"]
        assert kinds(done, "Q-1") is kind
        assert (done.ok, done.stayed) == (True, 0 if accept_near else 1)

    def test_without_an_id_becomes_the_qualification_too(self, published: Published) -> None:
        document = dataset(*course("lo"), qualification_ref("Q-1"))
        assert document.learning_specification_references is not None
        document.learning_specification_references.records[-1].id = None  # type: ignore[assignment]
        done = embed(document, published(qualification("Q-1"), outcome()))
        assert kinds(done, "Q-1") is Qualification
        assert codes(done) == ["RESOLVE-NO-ID"]

    def test_among_what_comes_is_followed_too(self, published: Published) -> None:
        first = published(qualification("Q-1", parts=["Q-2"]), qualification_ref("Q-2"), outcome(), name="1.xml")
        second = published(qualification("Q-2", parts=["Q-1"]), qualification_ref("Q-1"), outcome(), name="2.xml")
        done = embedded(*linked("Q-1"), sources=[first, second])
        assert (kinds(done, "Q-1"), kinds(done, "Q-2")) == (Qualification, Qualification)
        assert len([each for each in ids(done.document) if each.startswith("Q-")]) == 2
        assert [each.qualification for each in done.references[:2]] == [urn("Q-1"), urn("Q-2")]

    def test_among_what_comes_may_get_another_id_before_it_is_followed(self, published: Published) -> None:
        first = published(
            qualification("Q-1", parts=["taken"]),
            qualification("Q-3", parts=["taken"]),
            reference("Q-2", id="taken"),
            outcome(),
            name="1.xml",
        )
        second = published(qualification("Q-2", parts=["on"]), reference("Q-3", id="on"), outcome(), name="2.xml")
        done = embedded(*linked("Q-1"), outcome("taken"), sources=[first, second])
        found = records_of(done.document, role="document")
        parts = {name: [each.target for each in references(found[urn(name)])][-1] for name in ("Q-1", "Q-2", "Q-3")}
        assert parts == {"Q-1": urn("Q-2"), "Q-2": urn("Q-3"), "Q-3": urn("Q-2")}

    def test_among_what_comes_may_have_the_id_of_one_that_went(self, published: Published) -> None:
        first = published(qualification("Q-1", parts=["on"]), reference("Q-2", id="on"), outcome(), name="1.xml")
        second = published(qualification("Q-2"), outcome(), name="2.xml")
        done = embedded(*linked(reference("Q-1", id="on")), sources=[first, second])
        found = records_of(done.document, role="document")
        assert [each.target for each in references(found[urn("Q-1")])] == [urn("outcome"), urn("Q-2")]
        assert taught(done) == ["Q-1"]
        assert [each.qualification for each in done.references] == [urn("Q-1"), urn("Q-2")]

    def test_among_what_comes_may_be_named_by_what_comes_after_it(self, published: Published) -> None:
        path = published(
            qualification("Q-1", parts=["on"]),
            reference("Q-2", id="on"),
            qualification("Q-2", activity="a"),
            activity("a", teaches=["on"]),
            outcome(),
        )
        done = embedded(*linked("Q-1"), sources=path)
        found = records_of(done.document, role="document")
        assert [each.target for each in references(found[urn("a")])] == [urn("Q-2")]

    def test_among_what_comes_may_make_a_record_the_same_as_one_of_the_document(self, published: Published) -> None:
        path = published(
            qualification("Q-1", parts=["on"]),
            reference("Q-2", id="on"),
            qualification("Q-2", activity="a"),
            activity("a", teaches=["on"]),
            outcome(),
        )
        here: list[Record] = [qualification("Q-2", activity="a"), activity("a", teaches=["Q-2"]), outcome()]
        done = embedded(*linked("Q-1"), *here, sources=path)
        assert fates(done) == {"Q-1": "embedded", "outcome": "merged", "Q-2": "merged", "a": "merged"}

    def test_among_what_comes_is_no_record_that_came_where_it_became_one(self, published: Published) -> None:
        first = published(
            qualification("Q-1", parts=["2", "3"]), reference("Q-2", id="2"), reference("Q-3", id="3"), outcome()
        )
        second = published(qualification("Q-2"), outcome(), name="2.xml")
        done = embedded(*linked("Q-1"), sources=[first, second])
        assert fates(done) == {"Q-1": "embedded", "3": "embedded", "outcome": "merged", "Q-2": "embedded"}
        assert (len(done.references), done.stayed) == (3, 1)

    def test_to_the_same_qualification_as_another_gives_one_record(self, published: Published) -> None:
        path = published(qualification("Q-1"), outcome())
        done = embedded(*linked("Q-1", reference("Q-1", id="same")), sources=path)
        assert taught(done) == ["Q-1", "Q-1"]
        assert [each for each in ids(done.document) if each.startswith(("Q-", "same"))] == ["Q-1"]


class TestWhatIsAboutAQualification:
    def test_comes_with_it_where_nothing_refers_to_it(self, published: Published) -> None:
        path = published(qualification("Q-1"), outcome(), assessment("exam", proves=["Q-1"]))
        assert "exam" in fates(embedded(*linked("Q-1"), sources=path))

    def test_stays_away_where_something_else_refers_to_it(self, published: Published) -> None:
        path = published(
            specification("other", activity="a"), qualification("Q-1"), outcome(), activity("a", teaches=["Q-1"])
        )
        assert "a" not in fates(embedded(*linked("Q-1"), sources=path))

    def test_stays_away_where_it_is_about_more(self, published: Published) -> None:
        path = published(
            qualification("Q-1"), qualification("Q-2"), outcome(), assessment("exam", proves=["Q-1", "Q-2"])
        )
        assert "exam" not in fates(embedded(*linked("Q-1"), sources=path))
        assert "exam" in fates(embedded(*linked("Q-1", "Q-2"), sources=path))

    def test_brings_what_it_needs(self, published: Published) -> None:
        path = published(
            qualification("Q-1"),
            outcome(),
            activity("part"),
            activity("a", teaches=["Q-1"], parts=["part", "later"]),
            activity("later"),
        )
        assert {"a", "part", "later"} <= fates(embedded(*linked("Q-1"), sources=path)).keys()


def test_what_stands_before_in_the_file_is_found_however_long_the_way_back_is(published: Published) -> None:
    number = 9
    path = published(
        qualification("Q-0"),
        *(qualification(f"Q-{each}", parts=[f"Q-{each - 1}"]) for each in range(1, number + 1)),
        outcome(),
    )
    done = embedded(*linked(f"Q-{number}"), sources=path)
    assert {f"Q-{each}" for each in range(number + 1)} <= fates(done).keys()


class TestARecordThatTheDocumentHasAlready:
    def test_stays_one_where_it_is_the_same(self, published: Published) -> None:
        done = embedded(*linked("Q-1"), outcome(), sources=published(qualification("Q-1"), outcome()))
        assert fates(done) == {"Q-1": "embedded", "outcome": "merged"}
        assert ids(done.document).count("outcome") == 1

    def test_keeps_its_id_and_the_other_gets_a_new_one(self, published: Published) -> None:
        path = published(qualification("Q-1"), outcome(called="Bakes rolls"))
        done = embedded(*linked("Q-1"), outcome(called="Bakes bread"), sources=path)
        assert fates(done) == {"Q-1": "embedded", "outcome~2": "renamed"}
        assert [each.original_id for each in done.records] == [urn("Q-1"), urn("outcome")]
        found = records_of(done.document, role="document")
        assert [each.target for each in references(found[urn("Q-1")])] == [urn("outcome~2")]

    def test_gives_a_number_that_is_free(self, published: Published) -> None:
        path = published(qualification("Q-1"), outcome(called="Bakes rolls"))
        done = embedded(*linked("Q-1"), outcome(), outcome("outcome~2"), sources=path)
        assert fates(done)["outcome~3"] == "renamed"

    def test_is_not_the_same_where_it_refers_to_something_else_of_that_id(self, published: Published) -> None:
        there = [qualification("Q-1", activity="a"), outcome(), activity("a", parts=["part"]), activity("part")]
        here = [activity("a", parts=["part"]), activity("part", teaches=["specification"])]
        done = embedded(*linked("Q-1"), *here, sources=published(*there))
        assert fates(done) == {"Q-1": "embedded", "outcome": "embedded", "a~2": "renamed", "part~2": "renamed"}

    def test_may_be_a_qualification_of_another_version(self, published: Published) -> None:
        old = qualification("Q-1", outcome="lo-outcome")
        path = published(qualification("Q-1"), outcome())
        done = embedded(*linked(reference("Q-1", id="stand-in")), old, sources=path)
        assert taught(done) == ["Q-1~2"]
        assert done.references[0].qualification == urn("Q-1~2")

    def test_may_be_a_scoring_scheme_whose_id_is_no_uri(self, tmp_path: Path) -> None:
        there = graded(qualification("Q-1"), outcome(), exam="exam", called="Points")
        loms.write(there, tmp_path / "q.xml")
        here = graded(*linked("Q-1"), exam="other-exam", called="Marks")
        done = embed(here, tmp_path / "q.xml")
        assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues == ()
        assert fates(done)["1 to 5~2"] == "renamed"
        exam = records_of(done.document, role="document")[urn("exam")]
        assert isinstance(exam, AssessmentSpecification)
        assert [each.idref for each in exam.grading_scheme] == ["1 to 5~2"]

    def test_may_have_the_id_of_nothing_but_a_host(self, published: Published) -> None:
        def at_host(called: str) -> LearningOutcome:
            made = outcome(called=called)
            made.id = "https://host.example:80"
            return made

        baker = qualification("Q-1")
        baker.learning_outcomes.learning_outcome[0].idref = "https://host.example:80"
        done = embedded(*linked("Q-1"), at_host("Bread"), sources=published(baker, at_host("Rolls")))
        assert fates(done)["https://host.example:80/~2"] == "renamed"


def graded(*records: Record, exam: str, called: str) -> QmsLearningOpportunities:
    """Records, and an assessment of their qualification with a scoring scheme."""
    document = dataset(*records, AssessmentSpecification(id=urn(exam), grading_scheme=[GradingScheme(idref="1 to 5")]))
    for record in records:
        if isinstance(record, Qualification):
            record.assessment_specification = IdReference(idref=urn(exam))
    scheme = ScoringScheme(id="1 to 5", title=[label(called, "en")])
    return dataclasses.replace(document, scoring_scheme_references=ScoringSchemeReferences(scoring_scheme=[scheme]))


def spoil(path: str, text: str) -> None:
    """Give a text a type that it cannot have."""
    before = Path(path).read_text(encoding="utf-8")
    after = before.replace(f'content-type="text/plain">{text}<', f'content-type="none">{text}<')
    assert after != before
    Path(path).write_text(after, encoding="utf-8")


class TestASource:
    def test_that_vanished_is_told_and_the_reference_stays(self, published: Published) -> None:
        path = published(qualification("Q-1"), outcome())
        index = Index.from_sources(path)
        Path(path).unlink()
        done = embed(dataset(*linked("Q-1")), index=index)
        assert [(issue.code, issue.source) for issue in done.issues] == [("EMBED-SOURCE-GONE", path)]
        assert kinds(done, "Q-1") is QualificationRef

    @pytest.mark.parametrize("content", ["", "<a/>", None])
    def test_that_changed_is_not_trusted(self, published: Published, content: str | None) -> None:
        path = published(qualification("Q-1"), outcome())
        index = Index.from_sources(path)
        if content is None:
            published(qualification("Q-2"), qualification("Q-1"), outcome())
        else:
            Path(path).write_text(content, encoding="utf-8")
        done = embed(dataset(*linked("Q-1")), index=index)
        assert codes(done) == ["EMBED-SOURCE-CHANGED"]
        assert kinds(done, "Q-1") is QualificationRef

    def test_of_which_a_record_is_not_valid_gives_the_others(self, published: Published) -> None:
        path = published(
            qualification("Q-1", outcome="bad"), qualification("Q-2"), outcome("bad", called="Bakes badly"), outcome()
        )
        spoil(path, "Bakes badly")
        done = embedded(*linked("Q-1", "Q-2"), sources=path)
        [issue] = done.issues
        assert (issue.code, issue.record) == ("EMBED-NOT-VALID", urn("Q-1"))
        assert "content-type of text is 'none'" in issue.message
        assert (kinds(done, "Q-1"), kinds(done, "Q-2")) == (QualificationRef, Qualification)

    def test_of_which_a_record_refers_to_nothing_gives_the_others(self, published: Published) -> None:
        path = published(qualification("Q-1", outcome="nowhere"), qualification("Q-2"), outcome())
        done = embedded(*linked("Q-1", "Q-2"), sources=path)
        assert codes(done) == ["EMBED-NOT-VALID"]
        assert (kinds(done, "Q-1"), kinds(done, "Q-2")) == (QualificationRef, Qualification)

    def test_of_which_a_record_about_a_qualification_is_not_valid_gives_the_qualification(
        self, published: Published
    ) -> None:
        exam = assessment("exam", proves=["Q-1"])
        exam.title = [label("Bakes badly", "en")]
        path = published(qualification("Q-1"), outcome(), exam)
        spoil(path, "Bakes badly")
        done = embedded(*linked("Q-1"), sources=path)
        assert [(issue.code, issue.record) for issue in done.issues] == [("EMBED-PART-LEFT-OUT", urn("exam"))]
        assert done.ok
        assert "exam" not in ids(done.document)

    def test_that_is_compressed_is_read(self, published: Published) -> None:
        path = published(qualification("Q-1"), outcome(), name="q.xml.gz")
        assert embedded(*linked("Q-1"), sources=path).ok


class TestALegacySource:
    def test_is_converted(self, tmp_path: Path) -> None:
        document = loq.document(*(loq.record(f"Q-{number}") for number in range(1, 4)))
        done = embedded_from(document, tmp_path, "Q-2", "Q-3")
        assert done.ok
        made = [f"{NAMESPACE}qualification/Q-2", f"{NAMESPACE}qualification/Q-3"]
        assert [each.qualification for each in done.references] == made
        assert taught(done) == made
        assert not any("Q-1" in each.record for each in done.records)
        assert [report.records_converted for report in done.conversions] == [2]

    def test_keeps_the_scheme_by_which_it_was_found(self, tmp_path: Path) -> None:
        done = embedded_from(loq.document(loq.record("Q-1")), tmp_path, "Q-1")
        found = records_of(done.document, role="document")[f"{NAMESPACE}qualification/Q-1"]
        assert isinstance(found, Qualification)
        assert found.identifier[0].scheme_id == SCHEME

    def test_may_be_one_of_qms_and_brings_the_organizations_that_award(self, tmp_path: Path) -> None:
        document = qms.document(
            qms.record("Q-1", awarding_activities=qms.awarding("B")),
            qms.record("Q-2", awarding_activities=qms.awarding("A")),
            qms.agent("A", name=qms.texts("School A")),
            qms.agent("B", name=qms.texts("School B")),
        )
        done = embedded_from(document, tmp_path, "Q-1")
        assert done.ok
        organizations = [each.record for each in done.records if each.kind == "organization"]
        assert len(organizations) == 1
        found = records_of(done.document, role="document")[organizations[0]]
        assert isinstance(found, Organization)
        assert found.pref_label[0].text.value == "School B"

    def test_of_which_a_record_cannot_be_converted_gives_the_others(self, tmp_path: Path) -> None:
        document = loq.document(loq.record("Q-1", eqf_level=None), loq.record("Q-2"))
        done = embedded_from(document, tmp_path, "Q-1", "Q-2")
        assert "EMBED-NOT-CONVERTED" in codes(done)
        assert [each.qualification for each in done.references] == [None, f"{NAMESPACE}qualification/Q-2"]

    def test_gives_nothing_where_its_format_is_not_converted(self, tmp_path: Path) -> None:
        record = elm_qualification("Q-1").replace(ELM_SCHEME, SCHEME)
        done = embed(dataset(*linked("Q-1")), write(tmp_path / "elm.xml", elm(record)), settings=SETTINGS)
        assert codes(done) == ["EMBED-NO-WAY"]
        assert done.stayed == 1

    @pytest.mark.parametrize("settings", [None, loms.Settings()])
    def test_gives_nothing_without_a_namespace(self, tmp_path: Path, settings: loms.Settings | None) -> None:
        done = embedded_from(loq.document(loq.record("Q-1")), tmp_path, "Q-1", settings=settings)
        assert codes(done) == ["EMBED-NO-NAMESPACE"]
        assert kinds(done, "Q-1") is QualificationRef

    def test_says_the_upload_key_nowhere(self, tmp_path: Path) -> None:
        done = embedded_from(loq.document(loq.record("Q-1"), key="k3y-of-mine"), tmp_path, "Q-1")
        assert "k3y-of-mine" not in json.dumps(done.as_dict()) + loms.dumps(done.document).decode()


def embedded_from(
    document: Document, folder: Path, *taught: str, settings: loms.Settings | None = SETTINGS
) -> Embedding:
    """What comes of embedding from a document in an older format."""
    loms.write(document, folder / "old.xml")
    done = embed(dataset(*linked(*taught)), folder / "old.xml", identifier_scheme=SCHEME, settings=settings)
    assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").issues == ()
    return done


def test_the_examples_are_embedded_whole() -> None:
    courses = loms.read(EXAMPLES / "courses-loms.xml", expect=QmsLearningOpportunities)
    done = embed(courses, EXAMPLES / "qualifications-loms.xml")
    assert done.ok
    assert loms.validate(io.BytesIO(loms.dumps(done.document)), profile="schema").ok
    assert not any(kind is QualificationRef for kind in map(type, records_of(done.document, role="").values()))


def test_the_report_is_plain_data(published: Published) -> None:
    path = published(qualification("Q-1"), outcome())
    assert embedded(*linked("Q-1"), sources=path).as_dict() == {
        "operation": "embed",
        "ok": True,
        "counts": {"embedded": 2, "merged": 0, "renamed": 0},
        "reference_counts": {"embedded": 1, "stayed": 0},
        "references": [
            {
                "id": urn("Q-1"),
                "identifier": "Q-1",
                "scheme_id": SCHEME,
                "outcome": "found",
                "qualification": urn("Q-1"),
            }
        ],
        "records": [
            {
                "record": urn(name),
                "kind": kind,
                "fate": "embedded",
                "source": path,
                "original_id": urn(name),
            }
            for name, kind in (("Q-1", "qualification"), ("outcome", "learningOutcome"))
        ],
        "issues": [],
        "conversions": [],
    }


def test_either_files_or_an_index_are_needed() -> None:
    with pytest.raises(UsageError, match="either files"):
        embed(dataset(*linked()))
