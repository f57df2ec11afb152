"""Records: what ELM requires and the source lacks, what may stand only once, and what refers to what was left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

import loms
from loms import elm
from loms.convert.accounting import Action
from loms.errors import InvalidDataError
from loms.model import (
    Amount,
    CreditPoints,
    CreditPointSystem,
    Currency,
    EctsCreditPoints,
    EducationSubject,
    Identifier,
    IdReference,
    PriceDetails,
    QualificationRef,
    TargetGroup,
    TargetGroupCode,
)
from loms.text import label
from tests.convert.loms_to_elm.records import SETTINGS, choosing, lifted, literals
from tests.convert.loms_to_loq.records import BASE, Given, offer, organization, page, specification

ECTS = elm.CreditPointFramework("http://data.europa.eu/snb/education-credit/6fcec5c5af")
TEMPLATE = "https://school.example/courses/{identifier}"


class TestHomepage:
    def test_an_opportunity_without_one_is_refused(self) -> None:
        made = lifted(offers=[offer(homepage=[])])
        assert made.codes == ["CONVERT-NO-PAGE"]
        assert made.report.records_left_out == 1

    def test_that_of_the_specification_is_taken(self) -> None:
        made = lifted(offers=[offer(homepage=[])], specifications=[specification(homepage=[page("https://a.example")])])
        assert [each.content_url for each in made.opportunity.homepage] == ["https://a.example"]

    def test_that_of_the_provider_is_taken_when_it_is_asked_for(self) -> None:
        agent = organization(homepage=[page("https://b.example")])
        made = lifted(choosing(missing_homepage="provider"), offers=[offer(homepage=[])], organizations=[agent])
        assert [each.content_url for each in made.opportunity.homepage] == ["https://b.example"]

    def test_the_id_is_one_when_it_is_asked_for(self) -> None:
        made = lifted(choosing(missing_homepage="id"), offers=[offer(homepage=[])])
        assert [each.content_url for each in made.opportunity.homepage] == [made.opportunity.id]

    def test_an_id_that_is_no_address_of_the_web_is_none(self) -> None:
        made = lifted(choosing(missing_homepage="id"), offers=[offer(homepage=[], id="urn:example:1")])
        assert made.codes == ["CONVERT-NO-PAGE"]

    def test_one_is_made_of_the_identifier_when_it_is_asked_for(self) -> None:
        source = [offer(homepage=[], identifier=[Identifier(value="BREAD 1/ü")])]
        made = lifted(choosing(missing_homepage=TEMPLATE), offers=source)
        assert made.opportunity.homepage[0].content_url == "https://school.example/courses/BREAD%201%2F%C3%BC"

    def test_an_opportunity_without_an_identifier_has_none_to_make_one_of(self) -> None:
        made = lifted(choosing(missing_homepage=TEMPLATE), offers=[offer(homepage=[], identifier=[])])
        assert made.codes == ["CONVERT-NO-PAGE"]

    def test_one_that_several_opportunities_have_is_reported(self) -> None:
        pages = [page("https://a.example")]
        made = lifted(offers=[offer(1, homepage=pages), offer(2, homepage=pages)])
        assert made.codes == ["CONVERT-HOMEPAGE-SHARED"]


class TestNotations:
    def test_a_notation_stands_once_in_a_file(self) -> None:
        taken = [Identifier(value="BREAD-1", scheme_id="https://other.example/")]
        made = lifted(specifications=[specification(identifier=taken)])
        assert made.specification.identifier == []
        assert made.codes == ["CONVERT-NOTATION-REPEATED"]
        assert made.fate("learningSpecification/identifier[1]") == [(Action.DROPPED, None, True)]

    def test_a_reference_to_a_qualification_keeps_its_own_although_it_comes_later(self) -> None:
        reference = QualificationRef(id=f"{BASE}specification/1", identifier=Identifier(value="BREAD-1"))
        made = lifted(specifications=[reference])
        assert made.opportunity.identifier == []
        section = made.document.learning_achievement_specification_references
        assert section is not None
        assert isinstance(section.records[0], elm.QualificationReference)
        assert section.records[0].identifier.notation.value == "BREAD-1"

    def test_several_references_to_one_qualification_become_one_to_which_all_links_lead(self) -> None:
        number = Identifier(value="Q-1", scheme_id="https://register.example/")
        references = [QualificationRef(id=f"{BASE}reference/{each}", identifier=number) for each in (1, 2)]
        offers = [offer(each, specified_by=IdReference(idref=f"{BASE}reference/{each}")) for each in (1, 2)]
        made = lifted(offers=offers, specifications=references)
        section = made.document.learning_opportunity_references
        assert section is not None
        links = [each.learning_achievement_specification.idref for each in section.learning_opportunity]
        assert links == [f"{BASE}reference/1"] * 2
        assert made.codes == []
        assert made.fate("qualificationRef/identifier")[-1] == (Action.DROPPED, None, False)

    def test_those_of_different_schemes_stay_apart_and_only_the_first_is_kept(self) -> None:
        references = [
            QualificationRef(id=f"{BASE}reference/{each}", identifier=Identifier(value="Q-1", scheme_id=f"urn:{each}"))
            for each in (1, 2)
        ]
        offers = [offer(each, specified_by=IdReference(idref=f"{BASE}reference/{each}")) for each in (1, 2)]
        made = lifted(offers=offers, specifications=references)
        assert {"CONVERT-DUPLICATE-ID", "CONVERT-NO-SPECIFICATION"} <= set(made.codes)

    def test_a_scheme_that_is_a_uri_is_the_type_and_another_is_a_name(self) -> None:
        both = [Identifier(value="1", scheme_id="https://a.example/"), Identifier(value="2", scheme_id="courses")]
        made = lifted(offers=[offer(identifier=both)])
        [first, second] = made.opportunity.identifier
        assert (first.notation.type, second.scheme_name) == ("https://a.example/", "courses")


class TestValues:
    def test_credit_points_need_a_system(self) -> None:
        points = [CreditPoints(value=Decimal(3))]
        made = lifted(specifications=[specification(has_credit_points=points)])
        assert made.specification.credit_point == []
        assert literals(made.specification.additional_note[-1]) == [("en", "Credit points: 3")]

    def test_a_system_that_is_not_known_is_said_beside_the_points(self) -> None:
        points = [CreditPoints(value=Decimal(3), scheme_id="ours")]  # type: ignore[arg-type]
        made = lifted(specifications=[specification(has_credit_points=points)])
        assert literals(made.specification.additional_note[-1]) == [("en", "Credit points: 3 (ours)")]

    def test_points_that_are_no_numbers_do_not_repeat_each_other(self) -> None:
        ects = CreditPointSystem("http://data.europa.eu/europass/educationalCreditPointSystem/ects")
        points = [CreditPoints(value=value, scheme_id=ects) for value in ("many", "a few")]  # type: ignore[arg-type]
        made = lifted(specifications=[specification(has_credit_points=points)])
        assert [each.point for each in made.specification.credit_point] == ["many", "a few"]

    def test_points_that_repeat_the_ects_ones_are_written_once(self) -> None:
        ects = CreditPointSystem("http://data.europa.eu/europass/educationalCreditPointSystem/ects")
        made = lifted(
            specifications=[
                specification(
                    has_ects_credit_points=EctsCreditPoints(value=Decimal(3)),
                    has_credit_points=[
                        CreditPoints(value=Decimal("3.0"), scheme_id=ects),
                        CreditPoints(value=Decimal(4), scheme_id=ects),
                    ],
                )
            ]
        )
        assert [each.point for each in made.specification.credit_point] == ["3", "4"]
        assert made.fate("learningSpecification/hasCreditPoints[1]") == [(Action.DROPPED, None, False)]

    def test_ects_points_are_of_the_system_ects(self) -> None:
        made = lifted(specifications=[specification(has_ects_credit_points=EctsCreditPoints(value=Decimal("7.5")))])
        [credit] = made.specification.credit_point
        assert (credit.point, credit.framework.uri) == ("7.5", ECTS)

    def test_a_sum_in_a_currency_that_is_no_more_is_kept_in_a_note(self) -> None:
        old = Currency("http://publications.europa.eu/resource/authority/currency/ADF")
        made = lifted(offers=[offer(price_details=[PriceDetails(amount=Amount(unit=old, value=Decimal("12.50")))])])
        [price] = made.opportunity.price_detail
        assert (price.amount, literals(price.additional_note[0])) == (None, [("en", "Amount: 12.50 ADF")])

    def test_a_target_group_that_elm_does_not_have_is_kept_in_a_note(self) -> None:
        source = [specification(target_group=[TargetGroupCode(uri=TargetGroup.ADULTS)])]
        made = lifted(specifications=source)
        assert literals(made.specification.additional_note[0]) == [("en", "Target group: adults")]

    def test_a_concept_gets_a_uri_of_its_scheme(self) -> None:
        subject = EducationSubject(target_notation="6 2", target_framework_id="https://subjects.example/list")
        made = lifted(specifications=[specification(has_education_subject=[subject])])
        assert [each.uri for each in made.specification.education_subject] == ["https://subjects.example/list#6%202"]

    def test_a_concept_without_a_scheme_gets_one_of_the_namespace(self) -> None:
        made = lifted(specifications=[specification(has_education_subject=[EducationSubject(target_notation="62")])])
        assert [each.uri for each in made.specification.education_subject] == [f"{BASE}education-subject/62"]


class TestRefusals:
    def test_a_record_without_a_title_is_refused_and_others_go_on(self) -> None:
        made = lifted(offers=[offer(1), offer(2, title=[label(" ", "en")])])
        assert (made.codes, made.report.records_left_out) == (["CONVERT-NO-TITLE"], 1)

    def test_a_strict_conversion_ends_there(self) -> None:
        source = Given(offers=[offer(title=[label(" ", "en")])]).document()
        with pytest.raises(InvalidDataError, match="no title"):
            loms.convert(source, to="elm-loq", settings=SETTINGS, strict=True)

    def test_where_nothing_is_left_there_is_an_error(self) -> None:
        made = lifted(offers=[], specifications=[], outcomes=[], organizations=[])
        assert made.codes == ["CONVERT-NO-RECORD"]

    def test_it_needs_a_namespace(self) -> None:
        with pytest.raises(loms.UsageError, match="needs a namespace"):
            loms.convert(Given().document(), to="elm-loq")


def test_the_default_language_of_the_settings_is_that_of_what_says_none() -> None:
    source = [offer(reference_language=None)]
    assert lifted(offers=source).opportunity.default_language.uri is elm.Language.ENG
    made = lifted(choosing(default_language="de"), offers=source)
    assert made.opportunity.default_language.uri is elm.Language.DEU
