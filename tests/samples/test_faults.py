"""What the faults of near-invalid documents are made of: tables, traps, and where a document gets its fault."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pytest
import xmlschema
from elementpath.datatypes import AnyURI
from lxml import etree

import loms
from loms.formats import FORMATS, Format, find_format
from loms.samples.chooser import RandomChooser
from loms.samples.faults import NearInvalid, codes_of, draw_near_invalid
from loms.samples.faults.drawing import draw_at_home
from loms.samples.faults.kinds import KINDS, homes
from loms.samples.faults.nodes import Node, node_tree
from loms.samples.faults.source import SOURCE_FAULTS
from loms.samples.faults.wrong_values import NO_ADDRESSES, NO_URI_ENDS, SIMPLEST, WRONG
from loms.samples.options import Options
from loms.samples.shapes import ValueShape

LOMS = find_format("loms-2019")
each_format = pytest.mark.parametrize("kind", FORMATS, ids=[format.name for format in FORMATS])
XSD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="value" type="xs:{}"/></xs:schema>'


def drawn(kind: Format, *codes: str, seeds: int = 40, options: Options | None = None) -> list[NearInvalid]:
    """A near-invalid document for each of some seeds."""
    wanted = codes or codes_of(kind)
    options = options or Options(max_records=2)
    return [draw_near_invalid(RandomChooser(seed=seed), kind, options, codes=wanted) for seed in range(seeds)]


def nodes(node: Node) -> Iterator[Node]:
    """An element and all that it may hold."""
    yield node
    for child in node.children.values():
        yield from nodes(child)


@lru_cache
def values_of(kind: Format) -> Sequence[ValueShape]:
    """All values that a format has a place for."""
    found = [value for node in nodes(node_tree(kind)) for value in (node.text, *_attribute_values(node))]
    return [value for value in found if value is not None]


def _attribute_values(node: Node) -> list[ValueShape]:
    return [each.value for each in node.attributes.values()]


def verdicts(builtin: str, value: str) -> tuple[bool, bool]:
    """What libxml2 and the package xmlschema say of a value of a type of XML Schema."""
    element = etree.Element("value")
    element.text = value
    libxml2 = etree.XMLSchema(etree.XML(XSD.format(builtin)))
    other = xmlschema.XMLSchema(XSD.format(builtin))
    return bool(libxml2(element)), other.is_valid(etree.tostring(element, encoding="unicode"))


class TestTables:
    @pytest.mark.parametrize(("builtin", "value"), [(name, value) for name, row in WRONG.items() for value in row])
    def test_all_judges_agree_that_a_wrong_value_is_wrong(self, builtin: str, value: str) -> None:
        assert verdicts(builtin, value) == (False, False)

    @pytest.mark.parametrize("builtin", SIMPLEST)
    def test_all_judges_agree_that_a_simplest_value_is_right(self, builtin: str) -> None:
        assert verdicts(builtin, SIMPLEST[builtin]) == (True, True)

    @pytest.mark.parametrize("end", NO_URI_ENDS)
    @pytest.mark.parametrize("beginning", ["https://example.org/", "http://", "mailto:"])
    def test_what_ends_like_no_uri_is_none(self, beginning: str, end: str) -> None:
        assert verdicts("anyURI", beginning + end)[0] is False
        with pytest.raises(ValueError, match="invalid value"):
            AnyURI(beginning + end)

    @pytest.mark.parametrize("address", NO_ADDRESSES)
    def test_what_is_no_address_is_a_uri_all_the_same(self, address: str) -> None:
        assert verdicts("anyURI", address)[0] is True
        AnyURI(address)

    @each_format
    def test_every_type_of_a_format_is_known(self, kind: Format) -> None:
        builtins = {value.builtin for value in values_of(kind) if not value.codes}
        takes_any_text = {"string", "normalizedString", "token", "anyURI"}

        assert builtins <= SIMPLEST.keys()
        assert builtins - takes_any_text <= WRONG.keys()


class TestDrawing:
    @each_format
    def test_the_same_seed_gives_the_same_document(self, kind: Format) -> None:
        assert drawn(kind) == drawn(kind)

    @each_format
    def test_a_fault_finds_its_place_wherever_the_format_has_one(self, kind: Format) -> None:
        for fault in KINDS:
            for number, home in enumerate(homes(kind, fault)[::4]):
                chooser = RandomChooser(seed=number)
                document = draw_at_home(chooser, kind, Options(minimal=True), kind=fault, home=home)

                issues = loms.validate(io.BytesIO(document.data), profile="schema").issues
                assert [issue.code for issue in issues] == [fault.code], document

    @pytest.mark.parametrize("code", ["XSD-MISSING-ELEMENT", "XSD-UNKNOWN-ELEMENT", "XSD-MISSING-ATTRIBUTE"])
    def test_what_others_refer_to_stays(self, code: str) -> None:
        for document in drawn(LOMS, code, seeds=250, options=Options(max_records=4)):
            issues = loms.validate(io.BytesIO(document.data), profile="schema").issues
            assert [issue.code for issue in issues] == [code], document

    def test_a_document_without_records_gets_those_that_its_fault_needs(self) -> None:
        [document] = drawn(LOMS, "XSD-DUPLICATE-VALUE", seeds=1, options=Options(minimal=True, max_records=0))
        assert document.data.count(b"<definition>") == 2
        assert document.data.count(b"<learningSpecification ") == 1


class TestTraps:
    def test_faults_of_types_are_not_all_of_one_type(self) -> None:
        faults = [document.fault for document in drawn(LOMS, "XSD-BAD-VALUE", seeds=200)]
        types = {
            builtin
            for builtin, row in {**WRONG, "anyURI": NO_URI_ENDS}.items()
            if any(f"{value}'" in fault for value in row if value for fault in faults)
        }
        assert {"anyURI", "dateTime", "decimal", "duration"} <= types

    def test_unknown_elements_come_from_several_namespaces_and_are_wrapped_around_others(self) -> None:
        faults = " ".join(document.fault for document in drawn(LOMS, "XSD-UNKNOWN-ELEMENT", seeds=100))
        for words in ("in no namespace", "in urn:example:elsewhere", "was renamed to", "was wrapped in"):
            assert words in faults

    def test_references_lead_to_nothing_and_to_records_of_the_wrong_kind(self) -> None:
        faults = [document.fault for document in drawn(LOMS, "XSD-DANGLING-REFERENCE", seeds=60)]
        assert any("nowhere" in fault for fault in faults)
        assert any("nowhere" not in fault for fault in faults)

    def test_a_copied_id_may_have_white_space_around_it(self) -> None:
        documents = drawn(LOMS, "XSD-DUPLICATE-ID", seeds=20)
        assert any(b' id=" http' in document.data for document in documents)

    def test_what_is_no_fault_stands_beside_the_fault_now_and_then(self) -> None:
        data = b"\n".join(document.data for document in drawn(LOMS, "XSD-UNKNOWN-CODE", seeds=150))
        for trap in (b"<!-- <title/>", b"<!-- x -->", b"<?keep", b"<![CDATA[", b"xsi:schemaLocation=", b"xsi:type="):
            assert trap in data

    @pytest.mark.parametrize("code", ["XML-DOCTYPE", "XML-ENCODING", "XML-NOT-WELL-FORMED", "FORMAT-UNKNOWN"])
    def test_files_are_spoiled_in_several_ways(self, code: str) -> None:
        assert len({document.fault for document in drawn(LOMS, code)}) > 3

    def test_a_file_is_cut_off_anywhere_in_the_document_element(self) -> None:
        ends = {document.data[-1:] for document in drawn(LOMS, "XML-TRUNCATED", seeds=200)}
        assert {b"<", b'"', b"/", b" "} <= ends

    @pytest.mark.parametrize("value", ["=", " a=", "a &gt; b="])
    def test_an_entity_is_never_put_behind_an_attribute(self, value: str) -> None:
        data = f'<?xml version="1.0"?>\n<Delete Key="{value}" XsdType="Delete"><Id>1</Id></Delete>'.encode()
        for seed in range(60):
            spoiled = SOURCE_FAULTS["XML-ENTITY"](RandomChooser(seed=seed), data, find_format("loq-delete")).data
            with pytest.raises(etree.XMLSyntaxError, match=r"Entity '[a-z]+' not defined"):
                etree.fromstring(spoiled)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("learningSpecificationReferences", "learningSpecification", "definition", "text"), True),
        (("learningSpecificationReferences", "learningSpecification", "title"), True),
        (("learningSpecificationReferences", "learningSpecification", "volumeOfLearning"), False),
        (("learningOpportunities",), False),
        (("agentReferences", "organization", "prefLabel", "text"), False),
    ],
)
def test_elements_that_must_differ_are_known_by_the_constraints_around_them(
    names: tuple[str, ...], expected: bool
) -> None:
    node = node_tree(find_format("loms-2019"))
    for name in names:
        node = node.children[name]
    assert node.is_compared is expected
