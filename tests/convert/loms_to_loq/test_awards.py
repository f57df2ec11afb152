"""The qualifications that an opportunity leads to."""

from __future__ import annotations

import pytest

from loms.convert.accounting import Action
from loms.model import (
    AwardingOpportunities,
    AwardingOpportunity,
    ContactPoint,
    Country,
    EqfLevel,
    EqfLevelCode,
    Identifier,
    IdReference,
    IscedF,
    IscedFCode,
    Language,
    LanguageCode,
    LearningOutcomes,
    LearningSpecification,
    LocationCode,
    NqfLevel,
    Qualification,
    QualificationRef,
    SubjectType,
)
from loms.text import label
from tests.convert.loms_to_loq.records import (
    BASE,
    Back,
    activity,
    back,
    marked,
    note,
    offer,
    organization,
    page,
    said,
    specification,
)

AWARD = f"{BASE}specification/1/award/1"
OUTCOMES = LearningOutcomes(learning_outcome=[IdReference(idref=f"{BASE}outcome/1")])


def award(**fields: object) -> LearningSpecification:
    made = specification(
        id=AWARD,
        identifier=[Identifier(value="BREAD-1#qualification-1", type="loq-award", scheme_id=BASE)],
        title=[label("Baker", "en")],
        language=[],
    )
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def qualification(identity: str = AWARD, **fields: object) -> Qualification:
    made = Qualification(
        id=identity,
        title=[label("Baker", "en")],
        has_isced_fcode=[IscedFCode(uri=IscedF.F0721)],
        learning_outcomes=OUTCOMES,
        language=[LanguageCode(uri=Language.ENG)],
        eqf_level=EqfLevelCode(uri=EqfLevel.LEVEL_4),
        nqf_level=[NqfLevel(target_notation="4")],
    )
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def taught(record: LearningSpecification | Qualification | QualificationRef, **given: object) -> Back:
    """What became of an opportunity whose activities teach a record."""
    own = specification(learning_activity_specification=IdReference(idref=f"{BASE}activity/1"))
    links = [IdReference(idref=own.id), IdReference(idref=record.id)]
    return back(specifications=[own, record], activities=[activity(teaches=links)], **given)  # type: ignore[arg-type]


def awarded_by(number: int) -> AwardingOpportunities:
    occasion = AwardingOpportunity(
        organization=[IdReference(idref=f"{BASE}organization/{number}")], location=LocationCode(uri=Country.LUX)
    )
    return AwardingOpportunities(awarding_opportunity=[occasion])


def test_an_award_record_becomes_a_block() -> None:
    result = taught(
        award(
            alt_label=[label("Master baker", "en")],
            description=[note("Bakes.", subject=SubjectType.LEARNING_OUTCOMES)],
            homepage=[page("https://q.example/", Language.ENG)],
            additional_note=[marked("Forner", "ca", "QualificationAwarded")],
        )
    )
    (block,) = result.record.qualifications
    assert said(block.qualification_awarded) == [("en", "Baker"), ("ca", "Forner")]
    assert said(block.other_qualification_awarded_term) == [("en", "Master baker")]
    assert said(block.qualification_awarded_description) == [("en", "Bakes.")]
    assert said(block.qualification_awarded_url) == [("en", "https://q.example/")]
    assert result.report.lost == ()


def test_a_qualification_that_is_taught_becomes_a_block_and_its_levels_are_lost() -> None:
    result = taught(qualification())
    (block,) = result.record.qualifications
    assert said(block.qualification_awarded) == [("en", "Baker")]
    assert result.record.eqf_level is None
    assert result.fate("qualification/eqfLevel/@uri") == [(Action.DROPPED, None, True)]


def test_another_specification_that_is_taught_is_no_award() -> None:
    result = taught(award(identifier=[]))
    assert result.record.qualifications == []
    (_, entry) = result.entries("learningSpecification/title[1]/text")
    assert (entry.lost, entry.reason) == (True, "No opportunity that was converted needs it.")


def test_a_reference_to_a_qualification_of_another_dataset_has_no_name_to_write() -> None:
    result = taught(QualificationRef(id=AWARD, identifier=Identifier(value="Q-1", scheme_id="urn:q")))
    assert result.record.qualifications == []
    assert result.fate("qualificationRef/identifier") == [(Action.DROPPED, None, True)]


def test_a_qualification_that_specifies_the_opportunity_gives_its_levels_and_a_block() -> None:
    own = qualification(
        f"{BASE}specification/1", additional_note=[note("30 op"), note("Call.", subject=SubjectType.CONTACT_INFO)]
    )
    result = back(specifications=[own])
    (block,) = result.record.qualifications
    assert said(block.qualification_awarded) == [("en", "Baker")]
    assert said(block.awarding_body_contact_info) == [("en", "Call.")]
    assert said(result.record.credits) == [("en", "30 op")]
    assert result.record.eqf_level is not None
    assert (result.record.eqf_level.value, result.record.nqf_level) == (4, "4")


def test_a_qualification_that_is_also_taught_becomes_one_block_and_its_description_stands_there_only() -> None:
    own = qualification(
        f"{BASE}specification/1",
        description=[note("Bakes.")],
        learning_activity_specification=IdReference(idref=f"{BASE}activity/1"),
    )
    result = back(specifications=[own], activities=[activity(teaches=[IdReference(idref=own.id)])])
    (block,) = result.record.qualifications
    assert said(block.qualification_awarded_description) == [("en", "Bakes.")]
    assert result.record.more_info == []


def test_an_award_without_a_name_is_left_out_and_what_is_said_of_it_is_lost() -> None:
    result = taught(award(title=[label(" ", "en")], description=[note("Bakes.")]))
    assert result.record.qualifications == []
    assert (Action.DROPPED, None, True) in result.fate("learningSpecification/description[1]/text")


def test_the_awarding_body_comes_back() -> None:
    council = organization(
        2,
        pref_label=[label("Council", "en")],
        contact_point=[ContactPoint(description=[note("Call.")])],
        homepage=[page("https://council.example/", Language.ENG)],
    )
    result = taught(award(awarding_opportunities=awarded_by(2)), organizations=[organization(), council])
    (block,) = result.record.qualifications
    assert said(block.awarding_body) == [("en", "Council")]
    assert said(block.awarding_body_contact_info) == [("en", "Call.")]
    assert said(block.awarding_body_url) == [("en", "https://council.example/")]
    assert result.report.lost == ()


def test_of_several_awarding_bodies_the_first_is_taken() -> None:
    occasions = awarded_by(1)
    occasions.awarding_opportunity[0].organization.append(IdReference(idref=f"{BASE}organization/2"))
    bodies = [organization(), organization(2, pref_label=[label("Council", "en")])]
    result = taught(award(awarding_opportunities=occasions), organizations=bodies)
    (block,) = result.record.qualifications
    assert said(block.awarding_body) == [("en", "Bakery school")]
    (*_, entry) = result.entries("organization/prefLabel[1]/text")
    assert entry.lost


@pytest.mark.parametrize(
    ("notes", "contacts", "pages"),
    [
        (["Call."], ["Call."], []),
        (["https://c.example/"], [], ["https://c.example/"]),
        (["Call.", "https://c.example/a b"], ["Call."], ["https://c.example/a%20b"]),
        (["https://c.example/1", "https://c.example/2"], ["https://c.example/2"], ["https://c.example/1"]),
        (["https://c.example/\nCall."], ["https://c.example/\nCall."], []),
    ],
)
def test_without_an_awarding_body_notes_are_contacts_and_an_address_is_its_page(
    notes: list[str], contacts: list[str], pages: list[str]
) -> None:
    held = [note(text, subject=SubjectType.CONTACT_INFO) for text in notes]
    (block,) = taught(award(additional_note=held)).record.qualifications
    assert [each.value for each in block.awarding_body_contact_info] == contacts
    assert [each.value for each in block.awarding_body_url] == pages


def test_notes_on_an_award_that_have_no_place_are_lost() -> None:
    result = taught(award(additional_note=[note("Recognised by the guild.")]))
    assert result.fate("learningSpecification/additionalNote[1]/text") == [(Action.DROPPED, None, True)]


def test_an_award_of_several_opportunities_is_written_in_each() -> None:
    own = specification(learning_activity_specification=IdReference(idref=f"{BASE}activity/1"))
    links = activity(teaches=[IdReference(idref=AWARD)])
    result = back(offers=[offer(), offer(2)], specifications=[own, award()], activities=[links])
    assert [len(each.qualifications) for each in result.document.learning_opportunity] == [1, 1]
    targets = {
        each.target_record
        for each in result.entries("learningSpecification/title[1]/text")
        if each.target == "LearningOpportunity/Qualifications/QualificationAwarded"
    }
    assert targets == {"BREAD-1", "BREAD-2"}
