"""What the typed models have no place for is taken out of a document with a full account; all else stays."""

from __future__ import annotations

import io

import attrs
import pytest

import loms
from loms.errors import Issue, Severity
from loms.io.left_out import Cause, LeftOut
from loms.io.read import Reading, read_leniently
from loms.legacy.learning_opportunities import LearningOpportunities, LearningOpportunity
from tests.support.documents import LOMS, LOQ

RECORD = "/LearningOpportunities/LearningOpportunity[1]"
TITLE = "<Title>Bread</Title>"
OPPORTUNITY = "https://data.example.org/opportunity/1"
QMS = """<data version="7" Key="k3y">
<Qualifications kind="all"><Qualification><Identifier>Q-1</Identifier></Qualification></Qualifications></data>"""


def reading_of(document: str) -> Reading:
    return read_leniently(io.BytesIO(document.encode()))


def edited(old: str, new: str, document: str = LOQ) -> Reading:
    assert old in document
    return reading_of(document.replace(old, new, 1))


def record_of(reading: Reading) -> LearningOpportunity:
    assert isinstance(reading.document, LearningOpportunities)
    return reading.document.learning_opportunity[0]


def values(reading: Reading) -> list[tuple[str, str | None]]:
    return [(each.place, each.value) for each in reading.left_out]


def line_of(text: str, document: str) -> int:
    return document[: document.index(text)].count("\n") + 1


@attrs.frozen(kw_only=True)
class Case:
    """A valid document with one edit, what is left out of it, and what the issue says about that."""

    document: str = LOQ
    old: str = TITLE
    new: str
    cause: Cause
    path: str
    place: str
    value: str | None = "red"
    record: str | None = "B-1"
    issue: str
    message: str


CASES = {
    "an unknown element": Case(
        new=f"<Colour>red</Colour>{TITLE}",
        cause=Cause.UNKNOWN_ELEMENT,
        path=f"{RECORD}/Colour",
        place="LearningOpportunity/Colour",
        issue="XSD-UNKNOWN-ELEMENT",
        message="LearningOpportunity has no element named Colour. It was left out, with 'red'.",
    ),
    "a known element in another namespace": Case(
        new=f'{TITLE}<Title xmlns="urn:x">red</Title>',
        cause=Cause.UNKNOWN_ELEMENT,
        path=f"{RECORD}/Title[2]",
        place="LearningOpportunity/Title[2]",
        issue="XSD-UNKNOWN-ELEMENT",
        message="Title is in urn:x, which LearningOpportunity does not know. It was left out, with 'red'.",
    ),
    "what stands in an unknown element": Case(
        new=f"<Colour><Hue>red</Hue></Colour>{TITLE}",
        cause=Cause.UNKNOWN_ELEMENT,
        path=f"{RECORD}/Colour/Hue",
        place="LearningOpportunity/Colour/Hue",
        issue="XSD-UNKNOWN-ELEMENT",
        message="LearningOpportunity has no element named Colour. It was left out, with 'red' in Hue.",
    ),
    "an unknown element that says nothing": Case(
        new=f"<Colour/>{TITLE}",
        cause=Cause.UNKNOWN_ELEMENT,
        path=f"{RECORD}/Colour",
        place="LearningOpportunity/Colour",
        value="",
        issue="XSD-UNKNOWN-ELEMENT",
        message="LearningOpportunity has no element named Colour. It was left out.",
    ),
    "an unknown record": Case(
        document=LOMS,
        old="<learningOpportunity id",
        new="<event>red</event><learningOpportunity id",
        cause=Cause.UNKNOWN_ELEMENT,
        path="/qmsLearningOpportunities/learningOpportunities/event[1]",
        place="qmsLearningOpportunities/learningOpportunities/event[1]",
        record=None,
        issue="XSD-UNKNOWN-ELEMENT",
        message="learningOpportunities has no element named event. It was left out, with 'red'.",
    ),
    "an unknown attribute": Case(
        new='<Title colour="red">Bread</Title>',
        cause=Cause.UNKNOWN_ATTRIBUTE,
        path=f"{RECORD}/Title[1]/@colour",
        place="LearningOpportunity/Title[1]/@colour",
        issue="XSD-UNKNOWN-ATTRIBUTE",
        message="Title has no attribute named colour. It was left out, with 'red'.",
    ),
    "an unknown attribute of a plain value": Case(
        old="<CountryCode>",
        new='<CountryCode colour="red">',
        cause=Cause.UNKNOWN_ATTRIBUTE,
        path=f"{RECORD}/CountryCode/@colour",
        place="LearningOpportunity/CountryCode/@colour",
        issue="XSD-UNKNOWN-ATTRIBUTE",
        message="CountryCode has no attribute named colour. It was left out, with 'red'.",
    ),
    "an unknown attribute of a record": Case(
        old="<LearningOpportunity>",
        new='<LearningOpportunity colour="red">',
        cause=Cause.UNKNOWN_ATTRIBUTE,
        path=f"{RECORD}/@colour",
        place="LearningOpportunity/@colour",
        issue="XSD-UNKNOWN-ATTRIBUTE",
        message="LearningOpportunity has no attribute named colour. It was left out, with 'red'.",
    ),
    "an unknown attribute of the document element": Case(
        old='Key="',
        new='colour="red" Key="',
        cause=Cause.UNKNOWN_ATTRIBUTE,
        path="/LearningOpportunities/@colour",
        place="LearningOpportunities/@colour",
        record=None,
        issue="XSD-UNKNOWN-ATTRIBUTE",
        message="LearningOpportunities has no attribute named colour. It was left out, with 'red'.",
    ),
    "text between elements": Case(
        new=f"{TITLE}red",
        cause=Cause.STRAY_TEXT,
        path=RECORD,
        place="LearningOpportunity",
        issue="XSD-TEXT-NOT-ALLOWED",
        message="LearningOpportunity holds the text 'red', but may hold elements only. It was left out.",
    ),
    "text between records": Case(
        old="</LearningOpportunities>",
        new="red</LearningOpportunities>",
        cause=Cause.STRAY_TEXT,
        path="/LearningOpportunities",
        place="LearningOpportunities",
        record=None,
        issue="XSD-TEXT-NOT-ALLOWED",
        message="LearningOpportunities holds the text 'red', but may hold elements only. It was left out.",
    ),
    "text in an element that must be empty": Case(
        document=LOMS,
        old='organization/1"/>',
        new='organization/1">red</providedBy>',
        cause=Cause.STRAY_TEXT,
        path="/qmsLearningOpportunities/learningOpportunities/learningOpportunity[1]/providedBy[1]",
        place="learningOpportunity/providedBy[1]",
        record=OPPORTUNITY,
        issue="XSD-ELEMENT-NOT-ALLOWED",
        message="providedBy holds the text 'red', but must be empty. It was left out.",
    ),
    "an element in an element that must be empty": Case(
        document=LOMS,
        old='organization/1"/>',
        new='organization/1"><colour>red</colour></providedBy>',
        cause=Cause.UNKNOWN_ELEMENT,
        path="/qmsLearningOpportunities/learningOpportunities/learningOpportunity[1]/providedBy[1]/colour",
        place="learningOpportunity/providedBy[1]/colour",
        record=OPPORTUNITY,
        issue="XSD-ELEMENT-NOT-ALLOWED",
        message="providedBy holds elements, but must be empty. colour was left out, with 'red'.",
    ),
    "an element that stands there twice": Case(
        old="<CountryCode>LU</CountryCode>",
        new="<CountryCode>LU</CountryCode><CountryCode>FR</CountryCode>",
        cause=Cause.REPEATED_ELEMENT,
        path=f"{RECORD}/CountryCode[2]",
        place="LearningOpportunity/CountryCode[2]",
        value="FR",
        issue="XSD-REPEATED-ELEMENT",
        message="LearningOpportunity has more than one CountryCode, but only one is allowed. It was left out, with "
        "'FR'.",
    ),
    "an element in a code": Case(
        old="<CountryCode>LU",
        new="<CountryCode>LU<Colour>red</Colour>",
        cause=Cause.NESTED_ELEMENT,
        path=f"{RECORD}/CountryCode/Colour",
        place="LearningOpportunity/CountryCode/Colour",
        issue="XSD-ELEMENT-NOT-ALLOWED",
        message="CountryCode holds elements, but may hold text only. Colour was left out, with 'red'.",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_is_left_out_with_its_value_and_place(case: Case) -> None:
    reading = edited(case.old, case.new, case.document)
    [left_out] = reading.left_out
    assert left_out == LeftOut(
        cause=case.cause,
        anchor=left_out.anchor,
        path=case.path,
        place=case.place,
        line=left_out.line,
        record=case.record,
        value=case.value,
        lost=bool(case.value),
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_is_told_in_the_one_issue_of_the_schema(case: Case) -> None:
    [issue] = edited(case.old, case.new, case.document).issues
    assert (issue.code, issue.message, issue.record) == (case.issue, case.message, case.record)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_leaves_the_rest_as_it_was(case: Case) -> None:
    assert edited(case.old, case.new, case.document).document == loms.loads(case.document)


def test_each_value_of_an_unknown_element_has_an_issue_with_its_line() -> None:
    document = LOQ.replace(TITLE, f'<Colour>red\n<Hue\nof="blue">dark</Hue>and</Colour>{TITLE}', 1)
    reading = reading_of(document)
    assert values(reading) == [
        ("LearningOpportunity/Colour", "red"),
        ("LearningOpportunity/Colour/Hue/@of", "blue"),
        ("LearningOpportunity/Colour/Hue", "dark"),
        ("LearningOpportunity/Colour", "and"),
    ]
    assert [(issue.code, issue.line, issue.record) for issue in reading.issues] == [
        ("XSD-UNKNOWN-ELEMENT", line_of("<Colour", document), "B-1"),
        ("BIND-LEFT-OUT", line_of('of="blue"', document), "B-1"),
        ("BIND-LEFT-OUT", line_of('of="blue"', document), "B-1"),
        ("BIND-LEFT-OUT", line_of("<Colour", document), "B-1"),
    ]
    assert reading.issues[1].message.startswith("'blue' in @of was left out.")


def test_all_pieces_of_text_between_elements_are_told() -> None:
    reading = edited(TITLE, f"red{TITLE}blue")
    assert [value for _, value in values(reading)] == ["red", "blue"]
    assert ["'red'" in reading.issues[0].message, "'blue'" in reading.issues[1].message] == [True, True]


def test_a_second_section_is_left_out_record_by_record() -> None:
    begin, end = LOMS.index("  <learningOpportunities>"), LOMS.index("  <learningSpecificationReferences>")
    again = LOMS[begin:end].replace("opportunity/1", "opportunity/2").replace("Bread", "Rolls")
    reading = reading_of(LOMS[:end] + again + LOMS[end:])
    assert ("learningOpportunity/title[1]/text", "Rolls") in values(reading)
    assert {each.record for each in reading.left_out} == {"https://data.example.org/opportunity/2"}


class TestMarkup:
    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ("Keine <b>Vorkenntnisse</b> nötig", "Keine Vorkenntnisse nötig"),
            ("<p>Keine <b>Vorkenntnisse</b></p> nötig", "Keine Vorkenntnisse nötig"),
            ("<b>Keine</b>", "Keine"),
            ('<b xmlns="">Keine</b><br/>n', "Keinen"),
        ],
    )
    def test_in_a_text_goes_and_the_whole_text_stays(self, markup: str, text: str) -> None:
        reading = edited("Bread", markup)
        assert record_of(reading).title[0].value == text
        assert not any(each.lost for each in reading.left_out)

    def test_is_told_to_have_gone(self) -> None:
        [issue] = edited("Bread", "Bread <b>and</b> rolls").issues
        assert issue.code == "XSD-ELEMENT-NOT-ALLOWED"
        assert issue.message.endswith("The elements were removed, and their text was kept.")

    def test_is_told_to_have_gone_where_the_schema_does_not_mention_it(self) -> None:
        # Of an element that must not be nil the schema says that only.
        nil = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
        reading = edited(TITLE, f"<Title {nil}>Bread <b>and</b> rolls</Title>")
        assert [issue.code for issue in reading.issues] == ["XSD-OTHER", "BIND-LEFT-OUT"]
        assert reading.issues[1].message == "b was removed, and its text was kept."

    def test_is_told_with_the_values_of_its_attributes(self) -> None:
        reading = edited("Bread", 'Bread <a href="https://example.org/">rolls</a>')
        assert ("LearningOpportunity/Title[1]/a/@href", "https://example.org/") in values(reading)
        assert any("'https://example.org/' in @href was left out." in issue.message for issue in reading.issues)

    def test_around_a_code_goes_and_the_code_stays(self) -> None:
        assert edited(">LU<", "><b>LU</b><").document == loms.loads(LOQ)


class TestSecrets:
    @pytest.mark.parametrize(
        "new",
        [
            f'<Colour Key="k3y"/>{TITLE}',
            f"<Key>k3y</Key>{TITLE}",
            f"<Key><Value>k3y</Value></Key>{TITLE}",
            f'<Colour x:key="k3y" xmlns:x="urn:x"/>{TITLE}',
            '<Title Key="k3y">Bread</Title>',
        ],
    )
    def test_a_key_is_left_out_without_its_value(self, new: str) -> None:
        reading = edited(TITLE, new)
        [left_out] = reading.left_out
        assert (left_out.value, left_out.lost) == (None, True)
        assert "k3y" not in str(reading.issues)


class TestDocumentElementOfQms:
    def test_its_attributes_are_left_out_with_their_values(self) -> None:
        reading = reading_of(QMS)
        assert values(reading) == [
            ("QualificationMetadata/@version", "7"),
            ("QualificationMetadata/@Key", None),
            ("QualificationMetadata/Qualifications/@kind", "all"),
        ]

    def test_they_are_no_fault_of_the_source(self) -> None:
        told = [issue for issue in reading_of(QMS).issues if "@version" in (issue.path or "")]
        assert [(issue.severity, issue.line) for issue in told] == [(Severity.INFO, 1)]

    def test_those_of_a_list_are_left_out_too(self) -> None:
        document = (
            '<Qualifications kind="all"><Qualification><Identifier>Q</Identifier></Qualification></Qualifications>'
        )
        assert values(reading_of(document)) == [("QualificationMetadata/Qualifications/@kind", "all")]


def test_hints_for_readers_are_not_told() -> None:
    hint = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x x.xsd"'
    assert edited(TITLE, f"<Title {hint}>Bread</Title><Colour/>").left_out[0].path == f"{RECORD}/Colour"


def test_nothing_is_left_out_of_a_valid_document() -> None:
    assert reading_of(LOQ).left_out == ()


def test_strict_reading_does_not_say_that_anything_was_left_out() -> None:
    with pytest.raises(loms.InvalidDataError) as caught:
        loms.loads(LOQ.replace(TITLE, f"<Colour>red</Colour>{TITLE}", 1))
    assert "left out" not in str(caught.value.issues)


def test_on_issue_gets_what_was_left_out() -> None:
    issues: list[Issue] = []
    loms.loads(LOQ.replace(TITLE, f"<Colour>red</Colour>{TITLE}", 1), strict=False, on_issue=issues.append)
    assert [issue.message[-30:] for issue in issues] == ["Colour. It was left out, with 'red'."[-30:]]
