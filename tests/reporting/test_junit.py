"""JUnit XML: a suite for each file, a case for each rule."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from loms.errors import Severity
from loms.reporting import CheckedFile, write_report
from loms.validate.report import IssueCount, Report
from tests.reporting.files import DAY, found, issue

# After the schema that the plugin of Jenkins publishes; what reports do not use is left out.
SCHEMA = etree.XMLSchema(
    etree.XML("""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="failure"><xs:complexType mixed="true">
        <xs:attribute name="message"/><xs:attribute name="type" use="required"/>
      </xs:complexType></xs:element>
      <xs:element name="system-out" type="xs:string"/>
    </xs:choice>
    <xs:attribute name="name" use="required"/><xs:attribute name="classname" use="required"/>
  </xs:complexType></xs:element>
</xs:schema>""")
)


def suites(folder: Path, *files: CheckedFile) -> list[etree._Element]:
    path = folder / "report.xml"
    write_report(files, path, date=DAY)
    root = etree.fromstring(path.read_bytes())
    SCHEMA.assertValid(root)
    return list(root)


def test_a_file_without_issues_passes(tmp_path: Path) -> None:
    [suite] = suites(tmp_path, found())
    assert [case.get("name") for case in suite] == ["valid"]
    assert suite.get("failures") == "0"


def test_each_file_is_a_suite(tmp_path: Path) -> None:
    assert [suite.get("name") for suite in suites(tmp_path, found(source="a.xml"), found(source="b.xml"))] == [
        "a.xml",
        "b.xml",
    ]


def test_a_rule_with_errors_fails_and_says_where(tmp_path: Path) -> None:
    [suite] = suites(tmp_path, found(issue("A", line=7), issue("A", line=8)))
    [case] = suite
    [failure] = case
    assert (case.get("name"), failure.get("message")) == ("A", "2 errors")
    assert [line.partition(":")[0] for line in (failure.text or "").splitlines()] == [
        "line 7, record urn",
        "line 8, record urn",
    ]


def test_a_rule_with_warnings_passes_and_tells_them(tmp_path: Path) -> None:
    [[case]] = suites(tmp_path, found(issue("A", Severity.WARNING)))
    [output] = case
    assert output.tag == "system-out"
    assert "It is wrong." in (output.text or "")


def test_many_issues_are_counted_and_some_are_listed(tmp_path: Path) -> None:
    counts = (IssueCount(code="A", severity=Severity.ERROR, number=5_000),)
    report = Report(source="c.xml", format=None, issues=(issue("A"),) * 300, records=1, counts=counts)
    [[[failure]]] = suites(tmp_path, CheckedFile(report=report))
    lines = (failure.text or "").splitlines()
    assert failure.get("message") == "5000 errors"
    assert (len(lines), lines[-1]) == (101, "... and 4900 more")


def test_what_xml_cannot_hold_is_an_escape(tmp_path: Path) -> None:
    [suite] = suites(tmp_path, found(issue(message="a\x00b\x1b\ufffe"), source="caf\udce9.xml"))
    assert suite.get("name") == "caf\\udce9.xml"
    assert "a\\x00b\\x1b\\ufffe" in (suite[0][0].text or "")


def test_markup_in_data_is_text(tmp_path: Path) -> None:
    [[[failure]]] = suites(tmp_path, found(issue(message="<b>]]>&amp;")))
    assert "<b>]]>&amp;" in (failure.text or "")
