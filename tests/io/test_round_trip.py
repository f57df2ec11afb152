"""Every valid document comes back as it was."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

import loms
from loms.model import QmsLearningOpportunities
from tests.support.canonical import canonical
from tests.support.documents import DELETE, EXAMPLES, LOMS, LOQ, ROOT, SAMPLES

PUBLISHED = [
    "loms-2019-sample.xml",
    "loms-2019-small.xml",
    "loq-learning-opportunities-0.5.10-sample.xml",
    "loq-qualifications-0.7.10-sample.xml",
]
OWN = sorted([*EXAMPLES.glob("*.xml"), *(ROOT / "tests" / "data" / "valid").rglob("*.xml")])


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_sample_comes_back_canonically_equal(name: str) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the published samples are not part of this repository")
    data = (SAMPLES / name).read_bytes()
    assert canonical(loms.dumps(loms.loads(data))) == canonical(data)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_own_documents_come_back_canonically_equal(path: Path) -> None:
    data = path.read_bytes()
    assert canonical(loms.dumps(loms.loads(data))) == canonical(data)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_json_brings_back_equal_objects(path: Path) -> None:
    dataset = loms.read(path)
    assert loms.from_json(loms.to_json(dataset)) == dataset


@pytest.mark.parametrize("document", [LOMS, LOQ, DELETE], ids=["loms", "loq", "delete"])
def test_the_small_documents_come_back_canonically_equal(document: str) -> None:
    assert canonical(loms.dumps(loms.loads(document))) == canonical(document.encode())


def with_opportunity_part(part: str) -> str:
    """The small LOMS document with something between title and provider."""
    return LOMS.replace("      <providedBy", f"      {part}\n      <providedBy")


KEPT_TO_THE_LETTER = {
    "a text of white space": '<altLabel><text lang="en" content-type="text/plain">   </text></altLabel>',
    "an empty text": '<altLabel><text lang="en" content-type="text/plain"/></altLabel>',
    "white space around a text": '<altLabel><text lang="en" content-type="text/plain"> a\n b </text></altLabel>',
    "a carriage return": '<altLabel><text lang="en" content-type="text/plain">a&#13;b</text></altLabel>',
    "characters beyond the basic plane": '<altLabel><text lang="en" content-type="text/plain">𝔘 🥖</text></altLabel>',
    "CDATA": '<description><text lang="en" content-type="text/html"><![CDATA[<b>x & y</b> ]]]]></text></description>',
    "escaped markup": '<description><text lang="en" content-type="text/html">&lt;b&gt;x&lt;/b&gt;</text></description>',
    "an empty section": "<priceDetails/>",
    "a date without time zone": "<startedAtDate>2026-02-28</startedAtDate>",
    "a date in universal time": "<startedAtDate>2026-02-28Z</startedAtDate>",
    "a date with time zone": "<startedAtDate>2026-02-28+14:00</startedAtDate>",
    "a date before the common era": "<startedAtDate>-0044-03-15</startedAtDate>",
    "a duration": "<duration>P1Y2M3DT4H5M6.70S</duration>",
    "a duration of 36 hours": "<duration>PT36H</duration>",
    "a negative duration": "<duration>-P1D</duration>",
    "a decimal with trailing zeros": (
        '<priceDetails><amount unit="http://publications.europa.eu/resource/authority/currency/EUR">120.50</amount>'
        "</priceDetails>"
    ),
    "a decimal of thirty digits": (
        '<priceDetails><amount unit="http://publications.europa.eu/resource/authority/currency/EUR">'
        "123456789012345678901234567890.123456789</amount></priceDetails>"
    ),
}


@pytest.mark.parametrize("part", KEPT_TO_THE_LETTER.values(), ids=KEPT_TO_THE_LETTER)
def test_comes_back_to_the_letter(part: str) -> None:
    document = with_opportunity_part(part)
    assert canonical(loms.dumps(loms.loads(document))) == canonical(document.encode())


@pytest.mark.parametrize("part", KEPT_TO_THE_LETTER.values(), ids=KEPT_TO_THE_LETTER)
def test_comes_back_from_json_too(part: str) -> None:
    dataset = loms.loads(with_opportunity_part(part))
    assert loms.from_json(loms.to_json(dataset)) == dataset


UNUSUAL_SPELLINGS = {
    "+00:00 for universal time": "<startedAtDate>2026-02-28+00:00</startedAtDate>",
    "white space around a date": "<startedAtDate> 2026-02-28\n</startedAtDate>",
    "-00:00 for universal time": "<startedAtDate>2026-02-28-00:00</startedAtDate>",
    "a decimal with sign and leading zeros": (
        '<priceDetails><amount unit="http://publications.europa.eu/resource/authority/currency/EUR">+001.50</amount>'
        "</priceDetails>"
    ),
    "white space around a duration": "<duration> P1Y </duration>",
    "a decimal that begins with the point": (
        '<priceDetails><amount unit="http://publications.europa.eu/resource/authority/currency/EUR">.5</amount>'
        "</priceDetails>"
    ),
    "a decimal with white space": (
        '<priceDetails><amount unit="http://publications.europa.eu/resource/authority/currency/EUR">\n 5. </amount>'
        "</priceDetails>"
    ),
}


@pytest.mark.parametrize("part", UNUSUAL_SPELLINGS.values(), ids=UNUSUAL_SPELLINGS)
def test_an_unusual_spelling_comes_back_to_the_letter(part: str) -> None:
    document = with_opportunity_part(part)
    assert canonical(loms.dumps(loms.loads(document))) == canonical(document.encode())


@pytest.mark.parametrize("part", UNUSUAL_SPELLINGS.values(), ids=UNUSUAL_SPELLINGS)
def test_an_unusual_spelling_survives_json(part: str) -> None:
    dataset = loms.loads(with_opportunity_part(part))
    assert loms.dumps(loms.from_json(loms.to_json(dataset))) == loms.dumps(dataset)


@pytest.mark.parametrize(
    "moment",
    ["2026-02-28T12:00:00.5", "2026-02-28T12:00:00.500", "2026-02-28T24:00:00Z", "2026-02-28T12:00:00.123456789012"],
)
def test_a_moment_comes_back_to_the_letter(moment: str) -> None:
    document = LOMS.replace("<identifier ", f'<identifier issuedDate="{moment}" ')
    assert canonical(loms.dumps(loms.loads(document))) == canonical(document.encode())


def test_an_unusual_spelling_is_equal_to_the_usual_one() -> None:
    usual = with_opportunity_part("<startedAtDate>2026-02-28Z</startedAtDate>")
    unusual = with_opportunity_part("<startedAtDate>2026-02-28+00:00</startedAtDate>")
    assert loms.loads(unusual) == loms.loads(usual)


QUALIFICATION = """<qualification id="urn:x:q">
  <title><text lang="en" content-type="text/plain">Baker</text></title>
  <hasISCED-FCode uri="http://data.europa.eu/esco/isced-f/0721"/>
  <learningOutcomes><learningOutcome idref="https://data.example.org/outcome/1"/></learningOutcomes>
  <isPartialQualification>true</isPartialQualification>
  <eqfLevel uri="http://data.europa.eu/esco/eqf/4"/>
  <nqfLevel targetNotation="4"/>
</qualification>"""
WITH_QUALIFICATION = LOMS.replace(
    "<learningSpecificationReferences>", f"<learningSpecificationReferences>{QUALIFICATION}"
)


@pytest.mark.parametrize("truth", ["1", "0", " true "])
def test_a_truth_value_comes_back_to_the_letter(truth: str) -> None:
    document = WITH_QUALIFICATION.replace(">true<", f">{truth}<")
    dataset = loms.loads(document)
    assert canonical(loms.dumps(dataset)) == canonical(document.encode())
    assert loms.dumps(loms.from_json(loms.to_json(dataset))) == loms.dumps(dataset)


def test_a_code_loses_the_white_space_around_it() -> None:
    document = WITH_QUALIFICATION.replace(
        'uri="http://data.europa.eu/esco/isced-f/0721"', 'uri=" http://data.europa.eu/esco/isced-f/0721 "'
    )
    assert document != WITH_QUALIFICATION
    assert canonical(loms.dumps(loms.loads(document))) == canonical(WITH_QUALIFICATION.encode())


def test_a_spelled_value_keeps_its_spelling_when_it_is_copied() -> None:
    dataset = loms.loads(with_opportunity_part("<startedAtDate>2026-02-28+00:00</startedAtDate>"))
    assert loms.dumps(copy.deepcopy(dataset)) == loms.dumps(dataset)
    assert loms.dumps(pickle.loads(pickle.dumps(dataset))) == loms.dumps(dataset)


def test_a_value_made_from_a_spelled_one_is_written_as_it_is() -> None:
    document = with_opportunity_part("<startedAtDate>2026-02-28+00:00</startedAtDate>")
    dataset = loms.loads(document, expect=QmsLearningOpportunities)
    opportunity = dataset.learning_opportunities.learning_opportunity[0]
    assert opportunity.started_at_date is not None
    opportunity.started_at_date = opportunity.started_at_date.replace(year=2027)
    assert b">2027-02-28Z<" in loms.dumps(dataset)


LOGO = """<logo>
  <contentType uri="http://data.europa.eu/europass/mediaType/image/png"/>
  <contentEncoding uri="http://data.europa.eu/europass/mediaContentEncoding/base64"/>
  <content>{}</content>
</logo>"""


def with_logo(content: str) -> str:
    """The small LOMS document whose organization has a logo."""
    return LOMS.replace("    </organization>", LOGO.format(content) + "</organization>")


@pytest.mark.parametrize("content", ["iVBORw0KGgo=", "iVBO\n  Rw0K\n  Ggo=", " QQ = = "])
def test_base64_comes_back_to_the_letter(content: str) -> None:
    document = with_logo(content)
    assert canonical(loms.dumps(loms.loads(document))) == canonical(document.encode())


def test_an_absent_attribute_stays_absent() -> None:
    assert b"language=" not in loms.dumps(loms.loads(LOQ.replace(' language="fr"', "")))


def test_an_attribute_that_repeats_its_default_stays() -> None:
    assert b'language="en"' in loms.dumps(loms.loads(LOQ.replace("<Title>", '<Title language="en">')))


def test_a_repeated_choice_keeps_the_order_of_the_document() -> None:
    written = loms.dumps(loms.loads(LOQ)).decode()
    assert written.index(">072<") < written.index(">54<") < written.index(">0721<")


def test_the_kinds_of_specification_keep_their_order() -> None:
    reference = '<qualificationRef id="urn:x:1"><identifier schemeID="urn:s">1</identifier></qualificationRef>'
    document = LOMS.replace("<learningSpecificationReferences>", f"<learningSpecificationReferences>{reference}")
    written = loms.dumps(loms.loads(document)).decode()
    assert written.index("<qualificationRef") < written.index("<learningSpecification id=")


def test_empty_sections_stay() -> None:
    document = LOMS.replace(
        "</qmsLearningOpportunities>",
        "<scoringSchemeReferences/><semanticFrameworkReferences/></qmsLearningOpportunities>",
    )
    assert canonical(loms.dumps(loms.loads(document))) == canonical(document.encode())


def test_a_comment_inside_a_text_takes_nothing_with_it() -> None:
    written = loms.dumps(loms.loads(LOMS.replace("Bread", "Br<!-- note -->e<?pi?>ad")))
    assert written == loms.dumps(loms.loads(LOMS))


def test_a_type_named_in_the_document_changes_nothing() -> None:
    document = LOMS.replace(
        '<title><text lang="en"',
        '<title><text xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="TextType" lang="en"',
        1,
    )
    assert loms.dumps(loms.loads(document)) == loms.dumps(loms.loads(LOMS))
