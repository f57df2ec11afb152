"""Checking a document that is in memory against its schema."""

from __future__ import annotations

import concurrent.futures
import gc
import io
import random
import weakref

import pytest
from lxml import etree

from loms.errors import Issue
from loms.formats import FORMATS, Format, find_format, format_of_root
from loms.io.schema import compiled_schema, issues_of_tree
from loms.io.schema.check import DocumentCheck
from tests.support.documents import DELETE, LOMS, LOQ, ROOT

# White space to Unicode, text to XML: the no-break space, next line, the line separator, the ideographic space.
FOREIGN_SPACES = ("\u00a0", "\u0085", "\u2028", "\u3000")
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
VALID = sorted((ROOT / "tests" / "data" / "valid").glob("*.xml"))
PROVIDED_BY = '<providedBy idref="https://data.example.org/organization/1"/>'


def parsed(document: str | bytes) -> tuple[etree._ElementTree, Format]:
    data = document.encode() if isinstance(document, str) else document
    tree = etree.parse(io.BytesIO(data), etree.XMLParser(remove_comments=True, remove_pis=True))
    root = etree.QName(tree.getroot())
    found = format_of_root(namespace=root.namespace, root=root.localname)
    assert found is not None
    return tree, found


def issues(document: str | bytes) -> tuple[Issue, ...]:
    tree, found = parsed(document)
    return issues_of_tree(tree, found, source="courses.xml")


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_a_schema_is_compiled_once(format: Format) -> None:
    assert compiled_schema(format) is compiled_schema(format)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_document_gives_no_issue(path: object) -> None:
    assert issues(path.read_bytes()) == ()  # type: ignore[attr-defined]


def test_a_document_is_the_same_after_the_check() -> None:
    tree, found = parsed(LOMS.replace("LUX", "LUXX").replace(PROVIDED_BY, ""))
    before = etree.tostring(tree)
    assert issues_of_tree(tree, found, source="courses.xml")
    assert etree.tostring(tree) == before


def test_several_faults_are_each_told_once_and_in_the_order_of_the_document() -> None:
    document = (
        LOMS.replace('xsdVersion="1.1.0"', 'xsdVersion="1.1.0" author="me"')
        .replace(PROVIDED_BY, "")
        .replace('idref="https://data.example.org/specification/1"', 'idref="urn:nowhere"')
        .replace("isced-f/0721", "isced-f/x")
        .replace("country/LUX", "country/x")
    )
    assert [(issue.line, issue.code) for issue in issues(document)] == [
        (2, "XSD-UNKNOWN-ATTRIBUTE"),
        (4, "XSD-MISSING-ELEMENT"),
        (8, "XSD-DANGLING-REFERENCE"),
        (14, "XSD-UNKNOWN-CODE"),
        (26, "XSD-UNKNOWN-CODE"),
    ]


def test_a_child_that_was_not_expected_does_not_hide_faults_behind_it() -> None:
    document = LOMS.replace(
        "<identifier schemeID",
        '<colour/><title><text lang="en" content-type="text/rtf">Bread</text></title><identifier schemeID',
        1,
    ).replace(PROVIDED_BY, f"<duration>long</duration>{PROVIDED_BY}")
    codes = [issue.code for issue in issues(document)]
    assert codes == ["XSD-UNKNOWN-ELEMENT", "XSD-MISPLACED-ELEMENT", "XSD-UNKNOWN-CODE", "XSD-BAD-VALUE"]


def test_sections_in_the_wrong_order_do_not_hide_faults_in_them() -> None:
    begin, end = LOMS.index("  <agentReferences>"), LOMS.index("</qmsLearningOpportunities>")
    agents = LOMS[begin:end].replace("country/LUX", "country/x").replace("<agentReferences>", "<agentReferences x='1'>")
    document = LOMS[:begin].replace(
        "  <learningSpecificationReferences>", f"{agents}  <learningSpecificationReferences>"
    )
    codes = [issue.code for issue in issues(document + LOMS[end:])]
    assert codes == ["XSD-UNKNOWN-ATTRIBUTE", "XSD-MISPLACED-ELEMENT", "XSD-UNKNOWN-CODE"]


@pytest.mark.parametrize("kind", ["learningOutcome", "organization"])
def test_a_record_without_an_id_is_told_once_even_where_only_the_key_demands_it(kind: str) -> None:
    document = LOMS.replace(f' id="https://data.example.org/{"outcome" if kind == "learningOutcome" else kind}/1"', "")
    dangling, missing = issues(document)
    assert (dangling.code, missing.code) == ("XSD-DANGLING-REFERENCE", "XSD-MISSING-ATTRIBUTE")
    assert missing.message == f"{kind} has no attribute id, which is required."


def test_a_record_with_the_id_of_another_kind_still_serves_as_the_target() -> None:
    document = LOMS.replace('learningOutcome id="https://data.example.org/outcome/1"', 'learningOutcome id="urn:o"')
    document = document.replace("https://data.example.org/outcome/1", "urn:o").replace(
        "https://data.example.org/organization/1", "urn:o"
    )
    assert [issue.code for issue in issues(document)] == ["XSD-DUPLICATE-ID"]


def test_white_space_around_a_reference_does_not_count() -> None:
    assert (
        issues(
            LOMS.replace('idref="https://data.example.org/outcome/1"', 'idref=" https://data.example.org/outcome/1 "')
        )
        == ()
    )


@pytest.mark.parametrize("value", ["2025-03-01", " 2025-03-01", "2025-03-01\n", "\n  2025-03-01\n  "])
def test_white_space_around_a_date_does_not_count(value: str) -> None:
    assert issues(LOMS.replace(PROVIDED_BY, f"<startedAtDate>{value}</startedAtDate>{PROVIDED_BY}")) == ()


def test_white_space_around_a_wrong_date_does_not_excuse_it() -> None:
    [issue] = issues(LOMS.replace(PROVIDED_BY, f"<startedAtDate> 2025-02-30\n</startedAtDate>{PROVIDED_BY}"))
    assert issue.message == "startedAtDate is '2025-02-30', which is not a date."


@pytest.mark.parametrize("padding", FOREIGN_SPACES)
@pytest.mark.parametrize(("element", "value"), [("startedAtDate", "2025-03-01"), ("duration", "P1D")])
def test_only_white_space_of_xml_may_stand_around_a_date(element: str, value: str, padding: str) -> None:
    [issue] = issues(LOMS.replace(PROVIDED_BY, f"<{element}>{padding}{value}</{element}>{PROVIDED_BY}"))
    assert issue.code == "XSD-BAD-VALUE"
    assert issue.remedy == f"Write {value} without white space around it."


@pytest.mark.parametrize("padding", FOREIGN_SPACES)
@pytest.mark.parametrize("tag", ["<title>", "</learningOpportunity>", "</learningOpportunities>"])
def test_only_white_space_of_xml_may_stand_between_elements(tag: str, padding: str) -> None:
    [issue] = issues(LOMS.replace(tag, f"{tag}\n{padding} ", 1))
    assert issue.code == "XSD-TEXT-NOT-ALLOWED"
    assert f"holds the text '<U+{ord(padding):04X}>', but may hold elements only." in issue.message


def test_white_space_around_a_legacy_code_counts() -> None:
    [issue] = issues(LOQ.replace("<CountryCode>LU", "<CountryCode> LU"))
    assert issue.code == "XSD-UNKNOWN-CODE"
    assert issue.message == "CountryCode is 'LU' with white space around it, which is not in its code list."
    assert issue.remedy == "Write LU without white space around it."


def test_white_space_that_is_hard_to_see_is_named() -> None:
    [issue] = issues(LOQ.replace("<CountryCode>LU", "<CountryCode>LU&#160;"))
    assert issue.message == "CountryCode is 'LU<U+00A0>' with white space around it, which is not in its code list."
    assert issue.remedy == "Write LU without white space around it."


@pytest.mark.parametrize("value", ["Not all fields of key", "No precomputed value available", "attribute 'Key'"])
def test_a_value_in_the_words_of_the_schema_processor_is_still_wrong(value: str) -> None:
    [issue] = issues(LOQ.replace("<CountryCode>LU", f"<CountryCode>{value}"))
    assert issue.message == f"CountryCode is '{value}', which is not in its code list."


@pytest.mark.parametrize(
    ("content", "what"),
    [(" ", "white space"), ("x", "the text 'x'"), ("<name/>", "elements"), ("\u00a0", "the text '<U+00A0>'")],
)
def test_what_stands_in_an_empty_element_is_told(content: str, what: str) -> None:
    [issue] = issues(LOMS.replace(PROVIDED_BY, PROVIDED_BY.replace("/>", f">{content}</providedBy>")))
    assert issue.message == f"providedBy holds {what}, but must be empty."


def test_each_misplaced_run_is_told_with_its_neighbours() -> None:
    urls = "".join(f"<Url language='{code}'>https://bread.example/</Url><Title/>" for code in ("de", "fr"))
    found = [issue for issue in issues(LOQ.replace("<Title>", f"{urls}<Title>")) if "MISPLACED" in issue.code]
    assert [issue.path for issue in found] == [
        f"/LearningOpportunities/LearningOpportunity[1]/Url[{n}]" for n in (1, 2)
    ]
    assert {issue.message for issue in found} == {"Url stands before Title, but must stand after Description."}


def test_a_no_break_space_in_a_reference_is_told() -> None:
    [issue] = issues(LOMS.replace('providedBy idref="', 'providedBy idref="&#160;'))
    assert "is '<U+00A0>https://data.example.org/organization/1' with white space around it" in issue.message
    assert issue.remedy == "Write https://data.example.org/organization/1 without white space around it."


@pytest.mark.parametrize(("id", "idref"), [("urn:scheme", " urn:scheme"), (" urn:scheme", "urn:scheme")])
def test_white_space_around_the_id_of_a_scoring_scheme_counts(id: str, idref: str) -> None:
    title = '<title><text lang="en" content-type="text/plain">Test</text></title>'
    document = LOMS.replace(
        "  <agentReferences>",
        f'<assessmentSpecificationReferences><assessmentSpecification id="urn:test">{title}'
        f'<gradingScheme idref="{idref}"/></assessmentSpecification></assessmentSpecificationReferences>'
        "<agentReferences>",
    ).replace(
        "</agentReferences>",
        f'</agentReferences><scoringSchemeReferences><scoringScheme id="{id}">{title}</scoringScheme>'
        "</scoringSchemeReferences>",
    )
    assert issues(document.replace(" urn:scheme", "urn:scheme")) == ()
    [issue] = issues(document)
    assert issue.code == "XSD-DANGLING-REFERENCE"
    assert issue.remedy in ("Write urn:scheme without white space around it.", "Nearest ids: ' urn:scheme'.")


def test_a_check_of_a_document_is_forgotten_with_it() -> None:
    check = DocumentCheck(find_format("loms-2019"), source="courses.xml")
    root = parsed(LOMS.replace("organization/1", "organization/2", 1))[0].getroot()
    check.take(root, complete=True, drop=False)
    assert check.issues(root)
    forgotten = weakref.ref(check), weakref.ref(check._identity)
    del check
    gc.collect()
    assert [each() for each in forgotten] == [None, None]


def test_a_prefix_makes_no_difference() -> None:
    document = DELETE.replace("<", "<d:").replace("<d:/", "</d:").replace("xmlns=", "xmlns:d=").replace("Q-2", "")
    [issue] = issues(document)
    assert (issue.code, issue.path, issue.line) == ("XSD-EMPTY-VALUE", "/Delete/Id[2]", 4)


def test_the_secret_key_is_never_printed() -> None:
    for issue in issues(LOQ.replace("XsdVersion", "XsdVersions").replace("EducationLevel>9", "EducationLevel>x")):
        assert "secret" not in str(issue)


def test_threads_may_check_at_the_same_time() -> None:
    documents = [LOMS.replace("LUX", f"x{number}") for number in range(24)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = list(pool.map(issues, documents))
    for number, [issue] in enumerate(found):
        assert f"country/x{number}'" in issue.message


def mutated(document: bytes, seed: int) -> bytes:
    """A document with one to three random faults."""
    chance = random.Random(seed)
    root = parsed(document)[0].getroot()
    for _ in range(chance.choice((1, 1, 2, 3))):
        elements = list(root.iter("*"))
        element, other = chance.choice(elements), chance.choice(elements)
        parent = element.getparent()
        if parent is None:
            element.set("zip", "1")
            continue
        edits = (
            lambda: parent.remove(element),  # noqa: B023 - called at once
            lambda: parent.append(element),  # noqa: B023
            lambda: parent.insert(0, etree.Element("other")),  # noqa: B023
            lambda: etree.SubElement(element, other.tag),  # noqa: B023
            lambda: setattr(element, "tag", f"{element.tag}x"),  # noqa: B023
            lambda: setattr(element, "text", chance.choice(("", "x", "2025"))),  # noqa: B023
            lambda: setattr(element, "tail", "stray"),  # noqa: B023
            lambda: element.set("zip", "1"),  # noqa: B023
            lambda: element.set("id", other.get("id", "urn:x")),  # noqa: B023
            lambda: element.set("idref", chance.choice((other.get("id"), "urn:x")) or ""),  # noqa: B023
            lambda: element.set(f"{XSI}nil", "true"),  # noqa: B023
            lambda: element.attrib.clear(),  # noqa: B023
        )
        chance.choice(edits)()
    return etree.tostring(root)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_the_verdict_is_that_of_the_whole_schema(path: object) -> None:
    data = path.read_bytes()  # type: ignore[attr-defined]
    for seed in range(60):
        document = mutated(data, seed)
        tree, found = parsed(document)
        valid = compiled_schema(found)(tree)
        assert valid == (not issues(document)), f"seed {seed}: {compiled_schema(found).error_log}"
