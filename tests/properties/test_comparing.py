"""Comparing two releases finds what differs, all of it, and nothing else, whatever the document."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator

from hypothesis import assume
from jsonschema import Draft202012Validator
from lxml import etree

import loms
from loms.compare import Comparison, Difference, FieldDifference, Match
from loms.document import Document
from loms.formats import FORMATS, Format, format_of, schema_folder
from loms.io.schema.sources import is_element
from loms.samples.chooser import RandomChooser
from loms.samples.respelling import respelled
from tests.properties.every_format import every_format
from tests.support.records import sections_of

WITH_CONTENT = [format.name for format in FORMATS if format.name != "loq-delete"]
"""A withdrawal has records that are nothing but ids."""


VALIDATOR = Draft202012Validator(
    json.loads((schema_folder() / "report" / "release-comparison.schema.json").read_text("utf-8"))
)


def compared(old: bytes, new: bytes) -> Comparison:
    return loms.compare(io.BytesIO(old), io.BytesIO(new))


def records_in(root: etree._Element, format: Format) -> Iterator[etree._Element]:
    parents = list(root) if format.record_depth > 1 else [root]
    for parent in parents:
        yield from (child for child in parent if is_element(child) and etree.QName(child).localname != "EntityType")


def id_of(record: etree._Element, format: Format) -> str:
    if format.record_id.startswith("@"):
        return str(record.get(format.record_id[1:]))
    return str(record.text if format.record_id == "." else record.findtext(f"{{{format.namespace}}}{format.record_id}"))


@every_format()
def test_a_release_is_the_same_as_itself(document: Document) -> None:
    data = loms.dumps(document)
    comparison = compared(data, data)
    assert comparison.is_same
    assert sum(comparison.unchanged.values()) == comparison.new.records


@every_format()
def test_another_spelling_and_another_order_of_records_are_no_difference(document: Document) -> None:
    data = loms.dumps(document)
    rng = random.Random(len(data))
    for section in sections_of(document):
        rng.shuffle(section)
    again = respelled(RandomChooser(seed=len(data)), loms.dumps(document))
    comparison = compared(data, again)
    assert list(comparison.records) == []
    assert comparison.is_same


@every_format()
def test_what_was_taken_out_is_removed_and_what_was_put_in_is_added(document: Document) -> None:
    format = format_of(document)
    whole = loms.dumps(document)
    root = etree.fromstring(whole)
    ids = [id_of(each, format) for each in records_in(root, format)]
    victim = next((each for each in records_in(root, format) if ids.count(id_of(each, format)) == 1), None)
    assume(victim is not None)
    assert victim is not None
    parent = victim.getparent()
    assert parent is not None
    # Without a record that others need it is not valid, which is no matter.
    parent.remove(victim)
    part = etree.tostring(root)
    for comparison, difference in (
        (compared(whole, part), Difference.REMOVED),
        (compared(part, whole), Difference.ADDED),
    ):
        found = list(comparison.records)
        assert [each.difference for each in found] == [difference]
        assert (found[0].old_id or found[0].new_id) is not None


@every_format(only=WITH_CONTENT)
def test_one_changed_value_is_one_changed_field(document: Document) -> None:
    format = format_of(document)
    old = loms.dumps(document)
    root = etree.fromstring(old)
    records = list(records_in(root, format))
    ids = [id_of(each, format) for each in records]
    texts = [
        (record, element)
        for record, name in zip(records, ids, strict=True)
        if ids.count(name) == 1
        for element in record.iter()
        if is_element(element)
        and not len(element)
        and (element.text or "").strip()
        and etree.QName(element).localname not in (format.record_id, "Identifier", "identifier")
    ]
    assume(texts)
    _, element = random.Random(len(old)).choice(texts)
    element.text = f"{element.text} 9x"
    found = list(compared(old, etree.tostring(root)).records)
    assert [each.difference for each in found] == [Difference.CHANGED]
    [field] = found[0].fields
    assert field.difference is FieldDifference.CHANGED
    assert field.path.rpartition("/")[2].partition("[")[0] == etree.QName(element).localname


@every_format(only=WITH_CONTENT)
def test_new_ids_are_reported_as_such_and_as_nothing_else(document: Document) -> None:
    format = format_of(document)
    old = loms.dumps(document)
    root = etree.fromstring(old)
    records = list(records_in(root, format))
    ids = {" ".join(id_of(each, format).split()) for each in records}
    assume(len(ids) == len(records))
    renamed(root, format, ids)
    comparison = compared(old, etree.tostring(root))
    found = list(comparison.records)
    assert {each.difference for each in found} <= {Difference.RENAMED}
    assert [each.fields for each in found if each.fields] == []
    assert len(found) == len(records)
    assert list(VALIDATOR.iter_errors(json.loads("".join(comparison.json_pieces())))) == []
    assert {each.match for each in found} <= {Match.CONTENT}
    assert {each.new_id == f"{each.old_id}-new" for each in found if each.candidates == 1} <= {True}


def renamed(root: etree._Element, format: Format, ids: set[str]) -> None:
    """Give each record another id, and let the references follow."""
    for element in list(root.iter()):
        if not is_element(element):
            continue
        for name in ("id", "idref", "targetFrameworkID"):
            if format.record_id == "@id" and " ".join(element.get(name, "\0").split()) in ids:
                element.set(name, f"{element.get(name)}-new")
        parent = element.getparent()
        is_id = format.record_id != "@id" and etree.QName(element).localname == format.record_id
        is_first = parent is not None and parent.find(str(element.tag)) is element
        is_named = parent is not None and etree.QName(parent).localname == "AssociatedWith"
        if is_id and (is_named or is_first) and " ".join((element.text or "").split()) in ids:
            element.text = f"{element.text}-new"
