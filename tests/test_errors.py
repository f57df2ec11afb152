"""Issues: what they print."""

from __future__ import annotations

import loms


def issue_on(record: str) -> loms.Issue:
    """What the validation of a document says of a record that has this id, written as XML, and an unknown attribute."""
    text = f'<learningOpportunity id="{record}" colour="red"/>'
    namespace = "http://data.europa.eu/europass/qms-xml/schema/learning-opportunities"
    document = f'<qmsLearningOpportunities xmlns="{namespace}"><learningOpportunities>{text}</learningOpportunities>'
    try:
        loms.loads(f"{document}</qmsLearningOpportunities>")
    except loms.InvalidDataError as error:
        return next(issue for issue in error.issues if issue.code == "XSD-UNKNOWN-ATTRIBUTE")
    raise AssertionError("the document was accepted")


def test_an_issue_is_printed_on_one_line_whatever_the_data() -> None:
    issue = loms.Issue(
        code="CONVERT-REGION", severity=loms.Severity.WARNING, message="The region is 'a\r\nb'.", record="1\n2"
    )
    assert str(issue) == "record 1 2: warning: The region is 'a b'. [CONVERT-REGION]"


def test_a_record_is_named_by_its_id_without_white_space_around_it() -> None:
    assert issue_on("&#10; urn:x&#10;").record == "urn:x"


def test_a_record_with_an_empty_id_has_no_name() -> None:
    assert issue_on("").record is None
