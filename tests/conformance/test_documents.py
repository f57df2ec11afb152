"""Valid documents and single-fault mutants of tests/data: two XSD processors give each its expected verdict."""

from collections.abc import Iterator

import pytest
import xmlschema
from lxml import etree

from loms.formats import Format
from tests.conformance.changes import changed
from tests.conformance.declarations import child_declarations
from tests.conformance.mutants import FULL, NOWHERE, Row, mutants, references, table
from tests.conformance.oracle import Oracle
from tests.conformance.places import (
    PUBLISHED,
    document,
    documents_of,
    each_format,
    libxml2_schema,
    needs_facts,
    xmlschema_schema,
)
from tests.support.trees import complaints, elements_at


def xsd_children(declaration: xmlschema.XsdElement) -> list[xmlschema.XsdElement]:
    """The declarations of the elements that an element may hold."""
    return [] if declaration.type.has_simple_content() else list(child_declarations(declaration))


def unused(declaration: xmlschema.XsdElement, elements: list[etree._Element], seen: set[object]) -> Iterator[str]:
    """What the schema allows in elements of one declaration and none of them has; each type is looked at once."""
    used = {name for element in elements for name in element.attrib}
    allowed = {each.local_name for each in declaration.attributes.values() if each.use != "prohibited"}
    yield from (f"{declaration.local_name}/@{name}" for name in allowed - used)
    for child in xsd_children(declaration):
        found = [each for element in elements for each in element.findall(child.name)]
        if not found:
            yield f"{declaration.local_name}/{child.local_name}"
        elif child.type not in seen:
            seen.add(child.type)
            yield from unused(child, list(elements[0].getroottree().iter(child.name)), seen)


@each_format
def test_a_strict_processor_has_no_doubt_about_our_schema(kind: Format) -> None:
    assert xmlschema.XMLSchema(str(kind.schema_path()), validation="strict").validity == "valid"


@each_format
def test_valid_documents_are_accepted(kind: Format) -> None:
    names = documents_of(kind)

    assert {f"{kind.name}-full.xml", f"{kind.name}-minimal.xml"} <= set(names)
    for name in names:
        libxml2_schema(kind.name).assertValid(document(name))
        xmlschema_schema(kind.name).validate(document(name))


@each_format
def test_the_full_document_uses_every_element_and_attribute_of_every_type(kind: Format) -> None:
    root = document(f"{kind.name}-full.xml").getroot()
    declaration = xmlschema_schema(kind.name).elements[kind.root]

    assert list(unused(declaration, [root], set())) == []


@pytest.mark.parametrize(("kind", "base", "row"), mutants())
class TestMutants:
    def test_libxml2_gives_the_expected_verdict(self, kind: str, base: str, row: Row) -> None:
        schema = libxml2_schema(kind)
        expected = row["valid"] != ("libxml2_differs" in row)

        assert schema.validate(changed(document(base), row["at"], *row["change"])) is expected, schema.error_log
        if not row["valid"]:
            assert f"SCHEMAV_{row['error']}" in {error.type_name for error in complaints(schema)}

    def test_xmlschema_gives_the_expected_verdict(self, kind: str, base: str, row: Row) -> None:
        expected = row["valid"] != ("xmlschema_differs" in row)

        assert xmlschema_schema(kind).is_valid(changed(document(base), row["at"], *row["change"])) is expected


@needs_facts
@pytest.mark.parametrize(("kind", "base", "row"), mutants(PUBLISHED))
def test_the_facts_give_the_expected_verdict(kind: str, base: str, row: Row) -> None:
    faults = Oracle(kind).faults(changed(document(base), row["at"], *row["change"]).getroot())

    assert (faults == []) is row["valid"], faults


@pytest.mark.parametrize("row", references(), ids=lambda row: f"{row['keyref']}: {row['at'].rsplit('/', 1)[-1]}")
class TestReferences:
    def test_a_reference_to_nothing_is_invalid(self, row: Row) -> None:
        mutant = changed(document(FULL), row["at"], "set_attribute", row["attribute"], NOWHERE)

        self.assert_only_this_keyref_is_broken(mutant, row["keyref"])

    def test_a_reference_to_a_record_of_the_wrong_kind_is_invalid(self, row: Row) -> None:
        assert elements_at(document(FULL), "/*/*/*[@id=$id]", id=row["wrong"])
        mutant = changed(document(FULL), row["at"], "set_attribute", row["attribute"], row["wrong"])

        self.assert_only_this_keyref_is_broken(mutant, row["keyref"])

    @staticmethod
    def assert_only_this_keyref_is_broken(mutant: etree._ElementTree, keyref: str) -> None:
        schema = libxml2_schema("loms-2019")
        assert not schema.validate(mutant)
        found = complaints(schema)
        assert [error.type_name for error in found] == ["SCHEMAV_CVC_IDC"]
        assert f"}}{keyref}'" in found[-1].message

        (error,) = xmlschema_schema("loms-2019").iter_errors(mutant)
        assert "not found" in (error.reason or "")


def test_every_keyref_has_a_mutant() -> None:
    constraints = xmlschema_schema("loms-2019").identities.values()
    keyrefs = {each.local_name for each in constraints if isinstance(each, xmlschema.validators.XsdKeyref)}

    assert {row["keyref"] for row in references()} == keyrefs
    assert len(keyrefs) == 31


@each_format
def test_names_of_mutants_are_unique_within_a_group(kind: Format) -> None:
    for group in table(f"{kind.name}.toml")["group"]:
        names = [row["name"] for row in group["mutants"]]
        assert len(set(names)) == len(names)
