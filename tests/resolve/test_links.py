"""The table of links says what the model and the schema say, and each way in which a link can be wrong is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from loms.elm import Courses, IdReference
from loms.errors import Issue, Severity
from loms.formats import find_format
from loms.rdf.slots import slots_of
from loms.releases.links import links_of
from loms.resolve.dataset import open_dataset
from loms.resolve.followed_store import FollowedStore
from loms.resolve.links import check_links, link_rules
from loms.resolve.vocabulary import ELM_LOQ
from loms.samples.kinds import record_kinds
from loms.samples.shapes import ElementShape
from tests.resolve.datasets import BASE, codes, link, loms, qualification, record, reference, write

XS = "{http://www.w3.org/2001/XMLSchema}"
FORMAT = find_format("loms-2019")
NO_KEYREF = {("qualification", "nqfLevel/@targetFrameworkID")}
"""What no keyref checks, because a code of a list may stand there too."""


def places_of_model() -> Iterator[tuple[str, str]]:
    for kind in record_kinds(FORMAT):
        if isinstance(kind.shape, ElementShape):
            cls: type = kind.shape.cls
            yield from ((kind.name, each.path) for each in links_of(cls))


class TestTable:
    def test_it_has_the_places_of_the_model_and_no_others(self) -> None:
        assert set(link_rules()) == set(places_of_model())

    def test_it_has_the_targets_of_the_keyrefs_of_the_schema(self) -> None:
        of_schema = dict(self.keyrefs())
        checked = {place: set(rule.targets) for place, rule in link_rules().items() if place not in NO_KEYREF}
        assert checked == of_schema

    def test_only_what_no_keyref_checks_may_lead_out_of_the_dataset(self) -> None:
        assert {place for place, rule in link_rules().items() if not rule.is_closed} == NO_KEYREF

    def keyrefs(self) -> Iterator[tuple[tuple[str, str], set[str]]]:
        """Kind, place and targets of each keyref, written out."""
        schema = etree.parse(str(FORMAT.schema_path())).getroot()
        keys = {key.get("name"): {path[-1] for path in self.paths(key, "selector")} for key in schema.iter(f"{XS}key")}
        for keyref in schema.iter(f"{XS}keyref"):
            targets = keys[str(keyref.get("refer")).rpartition(":")[2]]
            ((attribute,),) = self.paths(keyref, "field")
            for section, *inner in self.paths(keyref, "selector"):
                if section == ".":  # wherever it is
                    wanted = "/".join([*filter(None, inner), attribute])
                    yield from ((place, targets) for place in places_of_model() if place[1] == wanted)
                else:
                    yield (inner[0], "/".join([*inner[1:], attribute])), targets

    def paths(self, constraint: etree._Element, name: str) -> list[list[str]]:
        child = constraint.find(f"{XS}{name}")
        assert child is not None
        found = str(child.get("xpath")).split("|")
        return [[step.strip().rpartition(":")[2] for step in path.split("/")] for path in found]


class TestTableOfElm:
    SCHEMA = etree.parse(str(find_format("elm-loq").schema_path())).getroot()

    def test_it_has_the_places_of_the_model_and_no_others(self) -> None:
        places = {
            (record.name, "/".join([*steps, "@idref"]))
            for section in slots_of(Courses)
            for record in slots_of(section.types[0])
            for steps in self.places(record.types[0])
        }
        assert set(link_rules(ELM_LOQ)) == places

    def test_it_has_the_targets_of_the_keyrefs_of_the_schema(self) -> None:
        closed = {place: set(rule.targets) for place, rule in link_rules(ELM_LOQ).items() if rule.is_closed}
        assert closed == {place: targets for place, targets in self.keyrefs() if place in link_rules(ELM_LOQ)}

    def test_what_no_keyref_checks_may_lead_out_of_the_dataset(self) -> None:
        open_ends = {path for (_, path), rule in link_rules(ELM_LOQ).items() if not rule.is_closed}
        assert open_ends == {"isPartOf/@idref", "generalisationOf/@idref", "publisher/@idref"}

    def places(self, model: type[object]) -> Iterator[list[str]]:
        for slot in slots_of(model):
            if IdReference in slot.types:
                yield [slot.name]
            else:
                parts = (each for each in slot.types if dataclasses.is_dataclass(each))
                yield from ([slot.name, *steps] for part in parts for steps in self.places(part))

    def keyrefs(self) -> Iterator[tuple[tuple[str, str], set[str]]]:
        keys = {key.get("name"): {path[-1] for path in self.paths(key)} for key in self.SCHEMA.iter(f"{XS}key")}
        sections = {section.name: slots_of(section.types[0]) for section in slots_of(Courses)}
        for keyref in self.SCHEMA.iter(f"{XS}keyref"):
            targets = keys[str(keyref.get("refer")).rpartition(":")[2]]
            for section, kind, *inner in self.paths(keyref):
                kinds = [record.name for record in sections[section]] if kind == "*" else [kind]
                yield from (((each, "/".join([*inner, "@idref"])), set(targets)) for each in kinds)

    def paths(self, constraint: etree._Element) -> list[list[str]]:
        selector = constraint.find(f"{XS}selector")
        assert selector is not None
        ways = str(selector.get("xpath")).split("|")
        return [[step.strip().rpartition(":")[2] for step in way.split("/")] for way in ways]


def checked(tmp_path: Path, *records: str) -> list[Issue]:
    return _checked(write(tmp_path / "d.xml", loms(*records)), whole=True)


def _checked(path: str, *, whole: bool) -> list[Issue]:
    with FollowedStore() as store, open_dataset(path) as dataset:
        for node in dataset.nodes:
            store.put(node)
        store.seal()
        return list(check_links(store, source=dataset.source, whole=whole))


def faults(tmp_path: Path, *records: str) -> list[Issue]:
    """What is wrong beside records that nobody needs."""
    return [issue for issue in checked(tmp_path, *records) if issue.code != "LINK-UNUSED"]


def opportunity(number: int, *contents: str) -> str:
    return record("learningOpportunity", f"{BASE}/opportunity/{number}", *contents)


def organization(number: int, *contents: str) -> str:
    return record("organization", f"{BASE}/organization/{number}", *contents)


SCHOOL = link("providedBy", f"{BASE}/organization/1")


class TestBrokenLinks:
    def test_links_that_lead_to_records_of_the_right_kind_are_good(self, tmp_path: Path) -> None:
        course = opportunity(1, SCHOOL, link("specifiedBy", f"{BASE}/reference/1"))
        assert not checked(tmp_path, course, reference("Q-1"), organization(1))

    def test_a_link_that_leads_nowhere_is_told(self, tmp_path: Path) -> None:
        (issue,) = checked(tmp_path, opportunity(1, SCHOOL))
        assert (issue.code, issue.severity, issue.line) == ("LINK-MISSING", Severity.ERROR, 3)
        assert issue.record == f"{BASE}/opportunity/1"
        assert f"providedBy/@idref is '{BASE}/organization/1'" in issue.message
        assert "no organization" in issue.message

    def test_a_link_that_leads_nowhere_is_told_once_for_each_record(self, tmp_path: Path) -> None:
        assert codes(checked(tmp_path, opportunity(1, SCHOOL, SCHOOL), opportunity(2, SCHOOL))) == ["LINK-MISSING"] * 2

    def test_a_link_to_a_record_of_the_wrong_kind_is_told_with_both_kinds(self, tmp_path: Path) -> None:
        wrong = opportunity(1, link("specifiedBy", f"{BASE}/organization/1"))
        (issue,) = checked(tmp_path, wrong, organization(1))
        assert issue.code == "LINK-WRONG-KIND"
        assert "is an organization, where only a learningSpecification or qualification or " in issue.message

    def test_white_space_around_an_id_is_no_difference(self, tmp_path: Path) -> None:
        assert not checked(tmp_path, opportunity(1, link("providedBy", f" {BASE}/organization/1 ")), organization(1))

    def test_a_grading_scheme_and_a_record_of_the_same_id_are_two_things(self, tmp_path: Path) -> None:
        assessment = record("assessmentSpecification", "urn:a", link("proves", "urn:s"), link("gradingScheme", "urn:s"))
        specification = record("learningSpecification", "urn:s", link("assessmentSpecification", "urn:a"))
        (issue,) = faults(tmp_path, specification, assessment)
        assert (issue.code, "'urn:s'" in issue.message) == ("LINK-MISSING", True)
        assert not faults(tmp_path, specification, assessment, record("scoringScheme", "urn:s"))

    def test_a_national_framework_may_be_a_code_of_a_list(self, tmp_path: Path) -> None:
        level = '<nqfLevel targetFrameworkID="http://data.europa.eu/esco/qdr/QF/PT"/>'
        assert not checked(tmp_path, qualification("Q-1", level))

    def test_a_national_framework_must_be_a_framework_where_it_is_in_the_dataset(self, tmp_path: Path) -> None:
        level = f'<nqfLevel targetFrameworkID="{BASE}/organization/1"/>'
        assert codes(checked(tmp_path, qualification("Q-1", level), organization(1))) == ["LINK-WRONG-KIND"]

    def test_several_records_with_one_id_are_told_and_the_first_is_meant(self, tmp_path: Path) -> None:
        issues = faults(tmp_path, opportunity(1), opportunity(1), record("organization", f"{BASE}/opportunity/1"))
        assert [(issue.code, issue.line) for issue in issues] == [("LINK-DUPLICATE-ID", 4), ("LINK-DUPLICATE-ID", 7)]
        assert "learningOpportunity" in issues[0].message

    def test_of_a_part_of_a_dataset_nothing_is_said_to_be_missing_or_unused(self, tmp_path: Path) -> None:
        assert not _checked(write(tmp_path / "d.xml", loms(opportunity(1, SCHOOL), organization(2))), whole=False)


class TestCircles:
    @pytest.mark.parametrize(
        ("kind", "field"),
        [
            ("learningOpportunity", "hasPart"),
            ("learningSpecification", "hasPart"),
            ("learningSpecification", "specializationOf"),
            ("qualification", "hasPart"),
            ("qualification", "specializationOf"),
            ("learningActivitySpecification", "hasPart"),
            ("learningActivitySpecification", "specializationOf"),
            ("assessmentSpecification", "hasPart"),
            ("assessmentSpecification", "specializationOf"),
            ("entitlementSpecification", "hasPart"),
            ("entitlementSpecification", "specializationOf"),
            ("organization", "hasUnit"),
            ("organization", "unitOf"),
        ],
    )
    @pytest.mark.parametrize("length", [1, 2, 5])
    def test_each_circle_is_told_once_with_its_way(self, tmp_path: Path, kind: str, field: str, length: int) -> None:
        ring = [record(kind, f"urn:{n}", link(field, f"urn:{(n + 1) % length}")) for n in range(length)]
        (issue,) = faults(tmp_path, *ring)
        assert issue.code == "LINK-CYCLE"
        way = " → ".join(f"urn:{n % length}" for n in range(length + 1))
        assert f"{field}/@idref leads in a circle: {way}." in issue.message

    def test_a_circle_may_be_very_long(self, tmp_path: Path) -> None:
        ring = [
            record("learningOpportunity", f"urn:{n}", link("hasPart", f"urn:{(n + 1) % 5000}")) for n in range(5000)
        ]
        (issue,) = faults(tmp_path, *ring)
        assert issue.code == "LINK-CYCLE"
        assert len(issue.message) < 1000

    def test_a_very_long_chain_is_no_circle(self, tmp_path: Path) -> None:
        chain = [record("learningOpportunity", f"urn:{n}", link("hasPart", f"urn:{n + 1}")) for n in range(5000)]
        assert not faults(tmp_path, *chain, record("learningOpportunity", "urn:5000"))

    def test_a_part_of_several_wholes_is_no_circle(self, tmp_path: Path) -> None:
        wholes = [
            opportunity(n, *(link("hasPart", f"{BASE}/opportunity/{m}") for m in range(n + 1, 4))) for n in range(4)
        ]
        assert not faults(tmp_path, *wholes)

    def test_a_circle_is_found_from_outside_of_it(self, tmp_path: Path) -> None:
        parts = [(0, 1), (1, 2), (2, 1)]
        issues = faults(tmp_path, *(opportunity(n, link("hasPart", f"{BASE}/opportunity/{m}")) for n, m in parts))
        assert codes(issues) == ["LINK-CYCLE"]
        assert issues[0].record == f"{BASE}/opportunity/1"

    def test_two_circles_are_told_apart(self, tmp_path: Path) -> None:
        parts = [(0, 1), (1, 0), (2, 3), (3, 2)]
        issues = faults(tmp_path, *(opportunity(n, link("hasPart", f"{BASE}/opportunity/{m}")) for n, m in parts))
        assert codes(issues) == ["LINK-CYCLE"] * 2

    def test_a_unit_that_names_its_whole_while_the_whole_names_it_is_no_circle(self, tmp_path: Path) -> None:
        whole = organization(1, link("hasUnit", f"{BASE}/organization/2"))
        unit = organization(2, link("unitOf", f"{BASE}/organization/1"))
        assert not faults(tmp_path, whole, unit)


class TestUnusedRecords:
    def test_a_record_to_which_nothing_refers_is_a_warning(self, tmp_path: Path) -> None:
        (issue,) = checked(tmp_path, organization(1))
        assert (issue.code, issue.severity, issue.record) == ("LINK-UNUSED", Severity.WARNING, f"{BASE}/organization/1")

    def test_a_record_that_refers_to_itself_is_not_used_by_that(self, tmp_path: Path) -> None:
        own = organization(1, link("hasUnit", f"{BASE}/organization/1"))
        assert sorted(codes(checked(tmp_path, own))) == ["LINK-CYCLE", "LINK-UNUSED"]

    def test_nobody_needs_to_refer_to_an_opportunity_or_a_qualification(self, tmp_path: Path) -> None:
        assert not checked(tmp_path, opportunity(1), qualification("Q-1"))

    def test_a_record_without_an_id_cannot_be_referred_to(self, tmp_path: Path) -> None:
        assert not checked(tmp_path, reference("Q-1", id=None))

    @pytest.mark.parametrize(
        ("kind", "field"),
        [
            ("learningActivitySpecification", "teaches"),
            ("assessmentSpecification", "proves"),
            ("entitlementSpecification", "mayResultFrom"),
        ],
    )
    def test_a_record_that_says_what_it_is_about_is_used(self, tmp_path: Path, kind: str, field: str) -> None:
        about = record(kind, "urn:a", link(field, f"{BASE}/qualification/Q-1"))
        assert not checked(tmp_path, qualification("Q-1"), about)
        assert codes(faults(tmp_path, about)) == ["LINK-MISSING"]
        assert "LINK-UNUSED" in codes(checked(tmp_path, about))
