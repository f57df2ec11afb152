"""What a qualification of QMS becomes: ids, levels, outcomes, occupations, awarding bodies."""

from __future__ import annotations

import pytest
from xsdata.models.datatype import XmlDate

import loms
from loms.convert.accounting import Action
from loms.legacy import qms
from loms.model import Country, LearningSpecification, Nuts, Qualification, QualificationFramework
from tests.convert.documents import SETTINGS
from tests.convert.qms_to_loms.documents import (
    AUSTRIAN,
    ESCO_OCCUPATION,
    ESCO_SKILL,
    Converted,
    agent,
    awarding,
    code,
    converted,
    document,
    framework,
    level,
    minted,
    occupation,
    outcome,
    record,
    said,
    text,
    texts,
    topics,
)


class TestShape:
    def test_a_qualification_becomes_a_qualification_and_no_opportunity(self) -> None:
        result = converted()
        assert isinstance(result.qualification, Qualification)
        assert result.document.learning_opportunities.learning_opportunity == []
        assert (result.report.records_read, result.report.records_converted) == (1, 1)

    @pytest.mark.parametrize("eqf", [None, qms.Code(code=None)], ids=["absent", "without a code"])  # type: ignore[arg-type]
    def test_without_an_eqf_level_it_becomes_a_learning_specification(self, eqf: qms.Code | None) -> None:
        result = converted(eqf_level=eqf)
        assert isinstance(result.specification, LearningSpecification)
        assert result.codes == ["CONVERT-NO-EQF-LEVEL"]
        assert result.report.ok

    @pytest.mark.parametrize(
        "eqf",
        [qms.Code(code="9"), qms.Code(code=None, uri="http://data.europa.eu/esco/eqf/9")],  # type: ignore[arg-type]
    )
    def test_an_eqf_level_that_is_none_is_not_taken_for_an_absent_one(self, eqf: qms.Code) -> None:
        result = Converted(document(record("A", eqf_level=eqf), record("B")))
        assert [each.identifier[0].value for each in result.records] == ["B"]
        assert result.codes == ["CONVERT-UNKNOWN-CODE"]

    @pytest.mark.parametrize("field", ["isced_fo_et_field", "eqf_level"])
    def test_a_uri_that_nobody_knows_keeps_the_record_out_where_there_is_no_code(self, field: str) -> None:
        only_uri = qms.Code(code=None, uri="https://codes.example/1")  # type: ignore[arg-type]
        value = only_uri if field == "eqf_level" else [code("0721"), only_uri]
        result = Converted(document(record("A", **{field: value}), record("B")))
        [issue] = result.report.issues
        assert (issue.code, issue.record) == ("CONVERT-UNKNOWN-CODE", "A")
        assert (issue.path or "").endswith("/URI")

    def test_a_uri_that_nobody_knows_beside_a_known_code_is_dropped_alone(self) -> None:
        result = converted(isced_fo_et_field=[code("0721", "https://codes.example/1")])
        assert result.codes == []
        assert result.fate("Qualification/ISCEDFoETField[1]/URI") == [(Action.DROPPED, None, True)]

    def test_a_document_without_records_becomes_one(self) -> None:
        result = Converted(qms.QualificationMetadata())
        assert (result.records, result.codes) == ([], [])

    def test_where_no_record_can_be_converted_the_last_issue_says_so(self) -> None:
        assert converted(preferred_label=[]).codes == ["CONVERT-NO-TITLE", "CONVERT-NO-RECORD"]

    @pytest.mark.parametrize("identifier", ["", " "])
    def test_records_without_an_identifier_are_told_by_position_and_name(self, identifier: str) -> None:
        cook, office = record(identifier, preferred_label=texts("Cook")), agent(identifier, name=texts("Office"))
        issues = Converted(document(record(), agent(), cook, office)).report.issues
        assert [(issue.code, issue.path) for issue in issues] == [
            ("CONVERT-NO-ID", "QualificationMetadata/Qualifications/Qualification[2]"),
            ("CONVERT-NO-ID", "QualificationMetadata/Agents/Agent[2]"),
        ]
        assert ["'Cook'" in issues[0].message, "'Office'" in issues[1].message] == [True, True]

    def test_a_namespace_is_needed(self) -> None:
        with pytest.raises(loms.UsageError, match="needs a namespace"):
            loms.convert(document(record()), to="loms-2019")

    def test_accounts_come_in_the_order_of_the_source(self) -> None:
        records = [entry.record for entry in Converted(document(record(), agent())).report.entries]
        assert list(dict.fromkeys(records)) == ["BAKER", "SCHOOL"]


class TestIds:
    def test_the_uri_is_the_id(self) -> None:
        result = converted(uri="https://quals.example/1")
        assert result.qualification.id == "https://quals.example/1"
        assert (Action.COPIED, "@id", False) in result.fate("Qualification/URI")

    def test_without_a_uri_the_id_is_minted(self) -> None:
        assert converted().qualification.id == minted("qualification", "BAKER")

    @pytest.mark.parametrize("uri", ["quals/1", "https://quals.example/a b"])
    def test_a_uri_that_is_none_is_one_more_identifier(self, uri: str) -> None:
        result = converted(uri=uri)
        assert result.qualification.id == minted("qualification", "BAKER")
        assert [each.value for each in result.qualification.identifier] == ["BAKER", uri]
        assert result.codes == ["CONVERT-URI"]

    def test_a_uri_that_another_record_has_is_one_more_identifier(self) -> None:
        uri = "https://example.org/1"
        result = Converted(document(record("A", uri=uri), record("B", uri=uri), agent(uri=uri)))
        assert [each.id for each in result.records] == [minted("qualification", "A"), minted("qualification", "B")]
        assert [each.id for each in result.organizations] == [uri]

    def test_a_minted_id_that_is_somebodys_uri_is_not_given(self) -> None:
        result = Converted(document(record("A", uri=minted("qualification", "B")), record("B")))
        assert [each.id for each in result.records] == [
            minted("qualification", "B"),
            minted("qualification", "B", "other", "2"),
        ]

    def test_identifiers_have_the_scheme_of_the_settings_and_a_mark(self) -> None:
        made = record()
        made.identifier = ["1", "2"]
        found = Converted(document(made)).qualification.identifier
        assert [(each.value, each.scheme_id, each.type) for each in found] == [
            ("1", SETTINGS.scheme(), "qms"),
            ("2", SETTINGS.scheme(), "qms"),
        ]

    def test_records_of_the_same_identifier_are_both_there(self) -> None:
        result = Converted(document(record("A"), record("A")))
        assert len(result.records) == 2
        assert result.codes == ["CONVERT-DUPLICATE-ID"]


class TestNationalLevels:
    def test_a_level_of_a_listed_framework_stands_in_its_own_element(self) -> None:
        [found] = converted(nqf_level=[level("5")]).qualification.nqf_level
        assert (found.target_notation, found.target_framework_id) == ("5", QualificationFramework.AT)

    def test_without_a_level_the_element_that_loms_requires_is_empty(self) -> None:
        [found] = converted().qualification.nqf_level
        assert (found.target_notation, found.target_framework_id) == (None, None)

    def test_a_framework_that_is_not_listed_gets_a_record_of_its_own(self) -> None:
        other = framework("https://frameworks.example/x", {"en": "Framework X", "fr": "Cadre X"}, "FX")
        result = converted(nqf_level=[level("5", target_framework=other)])
        assert [each.target_framework_id for each in result.qualification.nqf_level] == [None]
        [found] = result.qualification.has_education_level
        assert (found.target_notation, found.target_framework_id) == ("5", "https://frameworks.example/x")
        [made] = result.frameworks
        assert made.id == "https://frameworks.example/x"
        assert said(made.title) == [("en", "Framework X"), ("fr", "Cadre X")]
        assert said(made.description) == [("en", "FX")]

    def test_labels_of_several_levels_come_together_in_the_record_of_the_framework(self) -> None:
        levels = [
            level(target_framework=framework("https://f.example/x", {language: name}))
            for language, name in (("en", "X"), ("fr", "Le X"), ("en", "X"))
        ]
        result = Converted(document(record("A", nqf_level=levels[:2]), record("B", nqf_level=levels[2:])))
        assert [said(each.title) for each in result.frameworks] == [[("en", "X"), ("fr", "Le X")]]

    def test_a_framework_without_a_label_is_called_by_what_is_known(self) -> None:
        named = level(target_name=text("Five"))
        unknown = level(target_framework=framework("https://f.example/x"))
        titles = [said(each.title) for each in converted(nqf_level=[named, unknown]).frameworks]
        assert titles == [
            [("en", "Austrian national qualifications framework")],
            [("en", "https://f.example/x")],
        ]

    def test_names_that_the_element_cannot_hold_stand_in_a_level_of_education(self) -> None:
        result = converted(nqf_level=[level("5", target_name=text("Five"), target_description=text("Fifth"))])
        assert [each.target_notation for each in result.qualification.nqf_level] == ["5"]
        [found] = result.qualification.has_education_level
        assert (found.target_notation, said(found.target_name)) == ("5", [("en", "Five")])
        assert said(found.target_description) == [("en", "Fifth")]
        assert found.target_framework_id == AUSTRIAN

    def test_the_name_of_a_framework_without_uri_stands_at_the_level(self) -> None:
        result = converted(nqf_level=[level(target_framework=framework(None, "Framework X", "FX"))])
        [found] = result.qualification.has_education_level
        assert said(found.target_framework_name) == [("en", "Framework X")]
        [(action, _, lost)] = result.fate("Qualification/NQFLevel[1]/targetFramework/AlternativeLabel[1]")
        assert (action, lost) == (Action.DROPPED, True)

    def test_a_learning_specification_keeps_it_as_a_level_of_education(self) -> None:
        [found] = converted(eqf_level=None, nqf_level=[level("5")]).specification.has_education_level
        assert (found.target_notation, found.target_framework_id) == ("5", AUSTRIAN)


class TestOutcomes:
    def test_one_is_made_up_where_there_is_none(self) -> None:
        [found] = converted(preferred_label=texts({"en": "Baker", "fr": "Boulanger"})).outcomes
        assert said(found.pref_label) == [("en", "Baker"), ("fr", "Boulanger")]
        assert [(each.value, each.type) for each in found.identifier] == [("BAKER#outcome", "synthetic")]

    def test_each_is_a_record_to_which_the_qualification_refers(self) -> None:
        result = converted(learning_out_comes=[outcome("Bakes"), outcome("Sells")])
        assert [said(each.pref_label) for each in result.outcomes] == [[("en", "Bakes")], [("en", "Sells")]]
        references = result.qualification.learning_outcomes.learning_outcome
        assert [each.idref for each in references] == [each.id for each in result.outcomes]

    def test_a_skill_of_esco_is_related(self) -> None:
        [found] = converted(
            learning_out_comes=[outcome(target=ESCO_SKILL, target_notation="S1", target_description=text("Daily"))]
        ).outcomes
        assert [(each.target_id, each.description) for each in found.related_esco_skill] == [(ESCO_SKILL, "S1")]
        assert (found.identifier, said(found.description)) == ([], [("en", "Daily")])

    def test_what_is_not_of_esco_is_an_identifier(self) -> None:
        [found] = converted(learning_out_comes=[outcome(target="https://skills.example/1")]).outcomes
        assert [each.value for each in found.identifier] == ["https://skills.example/1"]
        assert found.related_esco_skill == []

    def test_one_without_a_name_is_named_like_the_qualification(self) -> None:
        [found] = converted(learning_out_comes=[outcome(None, target=ESCO_SKILL)]).outcomes
        assert said(found.pref_label) == [("en", "Baker")]


class TestOccupations:
    def test_an_occupation_of_esco(self) -> None:
        result = converted(
            related_occupations=[
                occupation(target=ESCO_OCCUPATION, description=text("leads to"), target_name=text("B"))
            ]
        )
        [found] = result.entitlements
        assert [(each.target_id, each.description) for each in found.limit_occupation] == [
            (ESCO_OCCUPATION, "leads to")
        ]
        assert said(found.title) == [("en", "B")]
        assert [each.idref for each in result.qualification.entitlement_specification] == [found.id]
        assert [each.idref for each in found.may_result_from] == [result.qualification.id]

    def test_an_occupation_of_a_national_classification(self) -> None:
        result = converted(
            related_occupations=[
                occupation(
                    target_notation="7512",
                    target_name=text("Baker"),
                    target_framework=framework("https://jobs.example/", "Jobs"),
                )
            ]
        )
        [[found]] = [each.limit_national_occupation for each in result.entitlements]
        assert (found.target_notation, said(found.target_name)) == ("7512", [("en", "Baker")])
        assert found.target_framework_id == "https://jobs.example/"
        assert [each.id for each in result.frameworks] == ["https://jobs.example/"]

    def test_one_of_which_nothing_can_be_said_is_not_there(self) -> None:
        result = converted(related_occupations=[occupation(association_type=code("close"))])
        assert result.entitlements == []
        [(action, _, lost)] = result.fate("Qualification/RelatedOccupations[1]/AssociationType/Code")
        assert (action, lost) == (Action.DROPPED, True)


class TestAwarding:
    def test_the_awarding_body_is_found_by_uri_or_identifier(self) -> None:
        made = awarding("SCHOOL", "OFFICE")
        made.awarding_activity[0].associated_with.append(qms.Reference(uri="https://agents.example/3"))
        agents = [agent(), agent("OFFICE"), agent("THIRD", uri="https://agents.example/3")]
        result = Converted(document(record(awarding_activities=made), *agents))
        [found] = result.qualification.awarding_opportunities.awarding_opportunity  # type: ignore[union-attr]
        assert [each.idref for each in found.organization] == [each.id for each in result.organizations]
        assert found.location is not None
        assert found.location.uri is Country.LUX
        assert result.codes == []

    def test_days_begin_at_midnight(self) -> None:
        made = awarding(started_at_date=XmlDate(2025, 9, 1), ended_at_date=XmlDate(2026, 8, 31, 60))
        [found] = converted(awarding_activities=made).qualification.awarding_opportunities.awarding_opportunity  # type: ignore[union-attr]
        assert str(found.started_at_time) == "2025-09-01T00:00:00"
        assert str(found.ended_at_time) == "2026-08-31T00:00:00+01:00"

    def test_an_unknown_awarding_body_stands_in_a_note(self) -> None:
        result = converted(awarding_activities=awarding("SCHOOL"))
        assert said(result.qualification.additional_note) == [("en", "Awarding body: SCHOOL")]
        assert topics(result.qualification.additional_note) == ["AWARDING_ACTIVITY"]
        assert result.codes == ["CONVERT-UNKNOWN-AGENT"]

    def test_references_that_name_two_agents_follow_the_uri(self) -> None:
        made = awarding()
        made.awarding_activity[0].associated_with = [qms.Reference(uri="https://a.example/1", identifier="OFFICE")]
        result = Converted(
            document(record(awarding_activities=made), agent(uri="https://a.example/1"), agent("OFFICE"))
        )
        [found] = result.qualification.awarding_opportunities.awarding_opportunity  # type: ignore[union-attr]
        assert [each.idref for each in found.organization] == ["https://a.example/1"]
        assert said(result.qualification.additional_note) == [("en", "Awarding body: OFFICE")]


class TestAgents:
    def test_one_without_a_name_is_left_out_and_the_reference_to_it_stands_in_the_qualification(self) -> None:
        made = record(awarding_activities=awarding("SCHOOL"))
        result = Converted(document(made, agent(name=texts(" "))))
        assert result.codes == ["CONVERT-NO-TITLE"]
        assert said(result.qualification.additional_note) == [("en", "Awarding body: SCHOOL")]

    def test_the_main_site_says_where_it_is(self) -> None:
        result = Converted(document(agent(main_site=code("AT13"))))
        assert [each.spatial_code[0].uri for each in result.organizations[0].has_location] == [Nuts.AT13]

    def test_without_a_main_site_it_is_where_it_awards(self) -> None:
        made = record(awarding_activities=awarding("SCHOOL", location="FR10"))
        result = Converted(document(made, agent(main_site=None)))
        assert [each.spatial_code[0].uri for each in result.organizations[0].has_location] == [Country.FRA]

    def test_without_any_country_it_is_left_out_and_its_name_stands_in_the_qualification(self) -> None:
        nameless = agent(main_site=None, name=texts({"fr": "École", "eu": "Eskola"}))
        result = Converted(document(record(awarding_activities=awarding("SCHOOL", location=None)), nameless))
        assert result.organizations == []
        [issue] = result.report.issues
        assert (issue.code, issue.severity, issue.record) == ("CONVERT-NO-COUNTRY", loms.Severity.ERROR, "SCHOOL")
        assert "École" in issue.message
        assert said(result.qualification.additional_note) == [
            ("en", "Awarding body: SCHOOL"),
            ("fr", "Awarding body: École"),
            ("en", 'Awarding body: <span lang="eu">Eskola</span>'),
        ]
        assert result.qualification.awarding_opportunities is None

    @pytest.mark.parametrize(
        ("given", "written"),
        [
            ("mailto:office@school.example", "mailto:office@school.example"),
            ("office@school.example", "mailto:office@school.example"),
            ("mailto:bäckerei@school.example", "mailto:b%C3%A4ckerei@school.example"),
        ],
    )
    def test_mail_addresses(self, given: str, written: str) -> None:
        result = Converted(document(agent(email=[qms.Email(uri=given)])))
        assert [each.uri for each in result.organizations[0].contact_point[0].mail_box] == [written]

    def test_what_is_no_mail_address_is_reported(self) -> None:
        result = Converted(document(agent(email=[qms.Email(uri="https://school.example/@office")])))
        assert result.organizations[0].contact_point == []
        assert result.codes == ["CONVERT-NO-ADDRESS"]

    def test_kinds_and_pages(self) -> None:
        page = qms.Document(uri="https://school.example", title=texts("School"))
        [found] = Converted(document(agent(agent_type=[code("company")], home_page=[page]))).organizations
        assert [each.uri.name for each in found.type] == ["COMPANY"]
        assert [(each.uri, said(each.title)) for each in found.homepage] == [
            ("https://school.example", [("en", "School")])
        ]
