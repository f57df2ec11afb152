"""Every kind of fault at every place of the model: our XSDs accept and reject what the facts say, in two processors."""

import copy
from collections.abc import Callable, Iterator
from typing import cast
from xml.etree.ElementTree import Element

import pytest
import xmlschema
from lxml import etree

from loms.formats import FORMATS, Format
from tests.conformance import changes
from tests.conformance.declarations import child_declarations
from tests.conformance.oracle import Oracle, Shape
from tests.conformance.places import (
    SHARED,
    document,
    documents_of,
    each_published_format,
    libxml2_schema,
    needs_facts,
    xmlschema_schema,
)
from tests.support.trees import complaints, elements_at, prefixes_of

pytestmark = needs_facts

Fault = tuple[str, Callable[[etree._Element], None]]


def next_is_different(element: etree._Element) -> bool:
    """Whether an element can change places with its next sibling to any effect."""
    following = element.getnext()
    return following is not None and following.tag != element.tag


def element_faults(element: etree._Element, shape: Shape) -> Iterator[Fault]:
    """Changes to an element as a child of its parent."""
    yield "remove", changes.remove
    yield "repeat", changes.repeat
    yield "rename", changes.rename
    if next_is_different(element):
        yield "swap with the next", changes.swap


def content_faults(element: etree._Element, shape: Shape) -> Iterator[Fault]:
    """Changes between the tags of an element."""
    yield "unknown child", lambda found: changes.put_last(found, "<unknown/>")
    if shape.text is None:
        yield "empty", changes.empty
        yield "white space", lambda found: changes.add_text(found, " ")
        yield "text", changes.add_text
    else:
        yield "no value", lambda found: changes.write(found, "")
        yield "wrong value", lambda found: changes.write(found, "no-such-value")
        yield "value between spaces", lambda found: changes.write(found, f" {found.text}\n")


def attribute_faults(element: etree._Element, shape: Shape) -> Iterator[Fault]:
    """Changes to the attributes of an element; prohibited ones are among the attributes of a shape."""
    yield "unknown attribute", lambda found: found.set("unknown", "x")
    for name in shape.attributes:
        yield f"no value of @{name}", lambda found, name=name: found.set(name, "")  # type: ignore[misc]
        yield f"wrong value of @{name}", lambda found, name=name: found.set(name, "no-such-value")  # type: ignore[misc]
        if name in element.attrib:
            yield f"without @{name}", lambda found, name=name: changes.remove_attribute(found, name)  # type: ignore[misc]
            yield (
                f"value of @{name} between spaces",
                lambda found, name=name: found.set(name, f" {found.get(name)}  "),  # type: ignore[misc]
            )


FAULTS = {"children": element_faults, "content": content_faults, "attributes": attribute_faults}

# What libxml2 refuses against the recommendation: white space around these types should be collapsed first
# (XML Schema part 2, 4.3.6). The package xmlschema does it right, and the mutants of tests/data hold both to it.
LIBXML2_KEEPS_SPACES_AROUND = ("date", "dateTime", "duration")


def is_flaw_of_libxml2(name: str, error: object) -> bool:
    """Whether a refusal comes from the known flaw and from nothing else."""
    complaints = [f"not a valid value of the atomic type 'xs:{each}'" for each in LIBXML2_KEEPS_SPACES_AROUND]
    return "between spaces" in name and any(complaint in str(error) for complaint in complaints)


def spots(oracle: Oracle, root: etree._Element, sort: str) -> Iterator[tuple[etree._Element, Shape]]:
    """One element for each particle of each type or, where the particle makes no difference, for each shape."""
    seen: set[object] = set()
    for element, declaration in oracle.declared(root, oracle.declaration_of(root)):
        shape = oracle.shape(declaration)
        parent = element.getparent()
        if sort != "children":
            place: object = repr(shape)
        elif parent is not None:
            place = (oracle.shape(oracle.declaration_of(parent)).pattern, element.tag)
        else:
            continue
        if place not in seen:
            seen.add(place)
            yield element, shape


def mutants(oracle: Oracle, tree: etree._ElementTree, sort: str) -> Iterator[tuple[str, etree._ElementTree, str]]:
    """Each fault at each spot of a document: its name, the mutant, the path of the record that it is in."""
    root = tree.getroot()
    for element, shape in spots(oracle, root, sort):
        path = tree.getpath(element)
        for name, change in FAULTS[sort](element, shape):
            mutant = copy.deepcopy(tree)
            change(elements_at(mutant, path, prefixes_of(root))[0])
            yield f"{name}: {tree.getelementpath(element)}", mutant, path


def declaration_in_schema(schema: xmlschema.XMLSchema, line: list[etree._Element]) -> xmlschema.XsdElement:
    """The declaration of the last of a line of elements, the document element being the first."""
    declaration = schema.elements[etree.QName(line[0]).localname]
    for element in line[1:]:
        declaration = next(each for each in child_declarations(declaration) if each.name == element.tag)
    return declaration


def holder(mutant: etree._ElementTree, path: str) -> list[etree._Element]:
    """The line from the document element to the record with a change, which is above the changed element."""
    steps = path.strip("/").split("/")
    depth = max(1, min(len(steps) - 1, 3))
    found = elements_at(mutant, "/" + "/".join(steps[:depth]), prefixes_of(mutant.getroot()))[0]
    return [*reversed(list(found.iterancestors())), found]


@each_published_format
@pytest.mark.parametrize("sort", FAULTS)
class TestEveryFaultAtEveryPlace:
    def test_libxml2_judges_like_the_facts(self, kind: Format, sort: str) -> None:
        oracle = Oracle(kind.name)
        schema = libxml2_schema(kind.name)
        verdicts = {True: 0, False: 0}
        disagreements = []
        for name, mutant, _ in mutants(oracle, document(f"{kind.name}-full.xml"), sort):
            faults = oracle.faults(mutant.getroot())
            verdicts[not faults] += 1
            accepted = schema.validate(mutant)
            error = complaints(schema)[-1].message if not accepted else ""
            if accepted == bool(faults) and not is_flaw_of_libxml2(name, error):
                disagreements.append((name, faults, str(error)))
        assert disagreements == []
        assert all(verdicts.values())

    def test_xmlschema_judges_the_record_like_the_facts(self, kind: Format, sort: str) -> None:
        oracle = Oracle(kind.name)
        schema = xmlschema_schema(kind.name)
        verdicts = {True: 0, False: 0}
        disagreements = []
        for name, mutant, path in mutants(oracle, document(f"{kind.name}-full.xml"), sort):
            line = holder(mutant, path)
            faults = oracle.faults(line[-1])
            accepted = declaration_in_schema(schema, line).is_valid(cast("Element[str]", line[-1]))
            verdicts[accepted] += 1
            if accepted == bool(faults):
                disagreements.append((name, faults))
        assert disagreements == []
        assert verdicts[False]


@each_published_format
def test_valid_documents_have_no_fault_by_the_facts(kind: Format) -> None:
    oracle = Oracle(kind.name)

    assert [fault for name in documents_of(kind) for fault in oracle.faults(document(name).getroot())] == []


@pytest.mark.parametrize(
    "name",
    [
        "loms-2019-sample.xml",
        "loms-2019-small.xml",
        "loq-learning-opportunities-0.5.10-sample.xml",
        "loq-qualifications-0.7.10-sample.xml",
    ],
)
def test_a_published_sample_is_valid(name: str) -> None:
    sample = etree.parse(SHARED / "samples" / name)
    root = etree.QName(sample.getroot())
    kind = next(each for each in FORMATS if (each.namespace, each.root) == (root.namespace, root.localname))
    libxml2_schema(kind.name).assertValid(sample)
    assert xmlschema_schema(kind.name).is_valid(sample)
    assert Oracle(kind.name).faults(sample.getroot()) == []
