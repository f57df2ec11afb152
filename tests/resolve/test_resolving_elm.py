"""References of ELM datasets are followed like those of LOMS, to qualifications of any format, along their links."""

from __future__ import annotations

from pathlib import Path

import pytest

import loms
from loms.elm import Courses
from loms.errors import Severity
from loms.resolve import Index, Outcome, Resolution, resolve
from tests.resolve.datasets import (
    BASE,
    SCHEME,
    codes,
    elm,
    elm_qualification,
    elm_reference,
    link,
    loq,
    qualification,
    record,
    title,
    write,
)
from tests.resolve.datasets import loms as loms_dataset

REFERENCE = f"{BASE}/reference/1"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Qualifications of three formats, and an achievement that is none."""
    texts = '<title language="en">Baker</title>', '<EQFLevel uri="http://data.europa.eu/snb/eqf/4"/>'
    achievement = elm_qualification("A-1", kind="learningAchievementSpecification")
    return Index.from_sources(
        write(tmp_path / "q" / "elm.xml", elm(elm_qualification("E-1", *texts), achievement)),
        write(tmp_path / "q" / "loms.xml", loms_dataset(qualification("L-1", title("Miller")))),
        write(tmp_path / "q" / "legacy.xml", loq("O-1")),
        identifier_scheme=SCHEME,
    )


def resolved(tmp_path: Path, index: Index, *records: str) -> Resolution:
    return resolve(write(tmp_path / "courses.xml", elm(*records)), index=index)


def opportunity(*contents: str, number: int = 1) -> str:
    return record("learningOpportunity", f"{BASE}/opportunity/{number}", *contents)


class TestOutcomes:
    @pytest.mark.parametrize(("value", "name"), [("E-1", "Baker"), ("L-1", "Miller"), ("O-1", "Title of O-1")])
    def test_a_reference_finds_qualifications_of_any_format(
        self, tmp_path: Path, index: Index, value: str, name: str
    ) -> None:
        course = opportunity(link("learningAchievementSpecification", REFERENCE))
        done = resolved(tmp_path, index, course, elm_reference(value))
        (found,) = done.references
        assert (found.outcome, done.issues, done.ok) == (Outcome.FOUND, (), True)
        assert found.qualification is not None
        assert found.qualification.title == name

    @pytest.mark.parametrize(
        ("value", "outcome", "code"),
        [
            ("E-9", Outcome.MISSING, "RESOLVE-MISSING"),
            ("e-01", Outcome.NEAR, "RESOLVE-NEAR"),
            ("A-1", Outcome.WRONG_KIND, "RESOLVE-WRONG-KIND"),
        ],
    )
    def test_what_is_not_found_is_told(
        self, tmp_path: Path, index: Index, value: str, outcome: Outcome, code: str
    ) -> None:
        done = resolved(tmp_path, index, elm_reference(value))
        assert [each.outcome for each in done.references] == [outcome]
        (issue,) = [each for each in done.issues if each.code.startswith("RESOLVE")]
        assert (issue.code, issue.record, issue.line) == (code, REFERENCE, 3)

    def test_references_of_loms_find_qualifications_of_elm(self, tmp_path: Path, index: Index) -> None:
        reference = record("qualificationRef", REFERENCE, f'<identifier schemeID="{SCHEME}">E-1</identifier>')
        done = resolve(write(tmp_path / "courses.xml", loms_dataset(reference)), index=index)
        assert done.counts == {Outcome.FOUND: 1}

    def test_objects_are_followed_as_files_are(self, tmp_path: Path, index: Index) -> None:
        path = write(tmp_path / "courses.xml", elm(elm_reference("E-1")))
        done = resolve(loms.read(path, expect=Courses), index=index)
        assert done.counts == {Outcome.FOUND: 1}
        assert done.source is None


class TestWays:
    def test_an_opportunity_leads_straight_to_what_is_learned(self, tmp_path: Path, index: Index) -> None:
        achievement = record("learningAchievementSpecification", "urn:a", '<title language="en">Baking</title>')
        course = opportunity('<title language="en">Bread</title>', link("learningAchievementSpecification", "urn:a"))
        (found,) = resolved(tmp_path, index, course, achievement).opportunities
        assert (found.id, found.title) == (f"{BASE}/opportunity/1", "Bread")
        (goal,) = found.goals
        assert (goal.via, goal.kind, goal.title) == (
            "learningAchievementSpecification",
            "learningAchievementSpecification",
            "Baking",
        )

    @pytest.mark.parametrize("through_achievement", [True, False], ids=["achievement", "opportunity"])
    def test_an_activity_leads_on_to_a_qualification(
        self, tmp_path: Path, index: Index, through_achievement: bool
    ) -> None:
        first, step = (
            (link("learningAchievementSpecification", "urn:a"), "learningAchievementSpecification/influencedBy")
            if through_achievement
            else (link("learningActivitySpecification", "urn:b"), "learningActivitySpecification")
        )
        done = resolved(
            tmp_path,
            index,
            opportunity(first),
            record("learningAchievementSpecification", "urn:a", link("influencedBy", "urn:b")),
            record("learningActivitySpecification", "urn:b", link("hasPart", "urn:c")),
            record("learningActivitySpecification", "urn:c", link("influences", REFERENCE)),
            elm_reference("E-1"),
        )
        goal = done.opportunities[0].goals[-1]
        assert goal.via == f"{step}/hasPart/influences"
        assert (goal.kind, goal.title, goal.eqf_level) == ("qualificationReference", "Baker", "4")
        assert goal.resolved_in is not None

    def test_a_qualification_in_the_dataset_itself_names_who_awards_it(self, tmp_path: Path, index: Index) -> None:
        awarded = f"<awardingOpportunity>{link('awardingBody', 'urn:o')}</awardingOpportunity>"
        done = resolved(
            tmp_path,
            index,
            opportunity(link("learningAchievementSpecification", f"{BASE}/qualification/E-2")),
            elm_qualification("E-2", awarded),
            record("organisation", "urn:o", '<legalName language="en">Chamber</legalName>'),
        )
        assert done.opportunities[0].goals[0].awarding_bodies == ("Chamber",)


class TestLinks:
    def test_a_link_that_leads_nowhere_is_an_error(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, opportunity(link("providedBy", "urn:nobody")))
        assert codes(done.issues) == ["LINK-MISSING"]

    def test_a_link_to_a_wrong_kind_is_an_error(self, tmp_path: Path, index: Index) -> None:
        place = record("location", "urn:l")
        done = resolved(tmp_path, index, opportunity(link("providedBy", "urn:l")), place)
        assert codes(done.issues) == ["LINK-WRONG-KIND"]

    def test_what_the_schema_does_not_look_for_may_be_elsewhere(self, tmp_path: Path, index: Index) -> None:
        done = resolved(tmp_path, index, opportunity(link("isPartOf", "urn:else"), link("publisher", "urn:else")))
        assert done.issues == ()

    def test_a_circle_is_told(self, tmp_path: Path, index: Index) -> None:
        parts = [opportunity(link("hasPart", f"{BASE}/opportunity/{3 - number}"), number=number) for number in (1, 2)]
        assert codes(resolved(tmp_path, index, *parts).issues) == ["LINK-CYCLE"]

    def test_a_record_that_nobody_needs_is_a_warning_without_a_word_of_sweeping(
        self, tmp_path: Path, index: Index
    ) -> None:
        (issue,) = resolved(tmp_path, index, record("location", "urn:l")).issues
        assert (issue.code, issue.severity) == ("LINK-UNUSED", Severity.WARNING)
        assert issue.remedy == "Refer to it, or take it out."

    def test_an_accreditation_says_itself_what_it_is_about(self, tmp_path: Path, index: Index) -> None:
        done = resolved(
            tmp_path,
            index,
            opportunity(link("providedBy", "urn:o")),
            record("organisation", "urn:o"),
            record("accreditation", "urn:a", link("organisation", "urn:o")),
        )
        assert done.issues == ()
