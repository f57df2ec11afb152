"""The functions that are compiled for each class give what xsdata gives, or are not compiled."""

from __future__ import annotations

import dataclasses
import enum
import io
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import QName

import pytest
from lxml import etree
from xsdata.formats.dataclass.models.generics import DerivedElement
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.models.datatype import XmlDuration

import loms
from loms.errors import InvalidDataError, UsageError
from loms.formats import FORMATS, Format, find_format
from loms.io import binding
from loms.io.compiled import values
from loms.io.compiled.plan import ValuePlan, plan_of
from loms.io.compiled.reading import compiled_reader
from loms.io.compiled.values import CannotBindError
from loms.io.compiled.writing import compiled_writer, escaped, quoted
from loms.legacy.learning_opportunities import LearningOpportunities
from loms.model import (
    ContentEncoding,
    ContentEncodingCode,
    ImageMediaType,
    ImageMediaTypeCode,
    ImageObject,
    LearningOpportunity,
    QmsLearningOpportunities,
)
from loms.samples import sample
from tests.support.documents import ROOT

EXAMPLE = ROOT / "examples" / "courses-loms.xml"
LEGACY = ROOT / "examples" / "courses-loq.xml"


def never(*_arguments: object, **_options: object) -> Any:
    raise CannotBindError


def too_deep(*_arguments: object, **_options: object) -> Any:
    raise RecursionError


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets xsdata do all the work from then on."""

    def only_xsdata() -> None:
        monkeypatch.setattr(binding, "compiled_reader", too_deep)
        monkeypatch.setattr(binding, "compiled_writer", never)

    return only_xsdata


def made(*fields: Any, **options: Any) -> type:
    return dataclasses.make_dataclass("Made", fields, **options)


def attribute(kind: Any, **metadata: object) -> tuple[str, Any, Any]:
    return "value", kind, dataclasses.field(metadata={"type": "Attribute", **metadata})


def element(kind: Any, **metadata: object) -> tuple[str, Any, Any]:
    return "value", kind, dataclasses.field(metadata={"type": "Element", **metadata})


class Odd(enum.Enum):
    """Values that are not written as they are."""

    A = Decimal("1E+3")


class Spaced(enum.Enum):
    """A value with white space around it."""

    A = "a "


class Number(enum.IntEnum):
    """Members that are numbers themselves."""

    ONE = 1


@dataclasses.dataclass
class Leaf:
    """A class without a namespace of its own, with an element."""

    value: str = dataclasses.field(metadata={"type": "Element"})


@dataclasses.dataclass
class Other:
    """Another such class."""

    value: str = dataclasses.field(metadata={"type": "Element"})


class Namespaced:
    """What classes say of their namespace."""

    namespace = "urn:x-test:a"


class Nillable:
    """What classes say that may be nil."""

    nillable = True


REFUSED = {
    "a value of the type QName": made(attribute(QName)),
    "a value of the type Odd": made(attribute(Odd)),
    "a value of the type Spaced": made(attribute(Spaced)),
    "a value of the type Number": made(attribute(Number)),
    "a list of values in one text": made(attribute(list[str], tokens=True)),
    "elements that may be nil": made(element(str | None, nillable=True)),
    "a collection that is no list": made(element(tuple[str, ...])),
    "values of any type": made(element(object)),
    "a method __init__ of its own": made(attribute(str), init=False),
    "a method __post_init__ of its own": made(attribute(str), namespace={"__post_init__": lambda _: None}),
    "a method __setattr__ of its own": made(attribute(str), frozen=True),
    "a wildcard": made(element(object, type="Wildcard")),
    "a field for any attributes": made(attribute(dict[str, str], type="Attributes")),
    "wrapped elements": made(element(list[str], wrapper="values")),
    "content that may be nil": made(element(str), namespace={"Meta": Nillable}),
    "a value that the class sets itself": made(
        ("value", str, dataclasses.field(default="a", init=False, metadata={"type": "Attribute"}))
    ),
    "a sequence that repeats": made(element(list[str], sequence=1)),
    "a default for an element": made(("value", str, dataclasses.field(default="a", metadata={"type": "Element"}))),
    "several classes for one element": made(element(Leaf | Other)),
    "two fields for one element name": made(
        element(str, name="a"), ("other", str, dataclasses.field(metadata={"type": "Element", "name": "a"}))
    ),
    "a class that takes over the namespace": made(element(Leaf, namespace="urn:x-test:a")),
    "ambiguous types": made(
        element(list[object], type="Elements", choices=({"name": "a", "type": str}, {"name": "b", "type": str}))
    ),
    "a field that stands for nothing in XML": made(
        ("left", str, dataclasses.field(default="", metadata={"type": "Ignore"}))
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_class_that_uses_what_is_not_known_is_refused_when_it_is_compiled(what: str) -> None:
    with pytest.raises(UsageError, match=what):
        plan_of(REFUSED[what])


@pytest.mark.parametrize("what", REFUSED)
def test_neither_reader_nor_writer_is_made_of_a_class_that_holds_one_that_is_refused(what: str) -> None:
    inner: Any = REFUSED[what]
    holder = made(element(list[inner]))
    with pytest.raises(UsageError, match=what):
        compiled_reader(holder)
    with pytest.raises(UsageError, match=what):
        compiled_writer(holder, namespace="")


UNWRITABLE = {
    "both a text and elements": made(
        element(str), ("text", str, dataclasses.field(default="", metadata={"type": "Text"}))
    ),
    "its attribute has a namespace": made(attribute(str, namespace="urn:x-test:b")),
    "is not in urn:x-test:a": made(element(str, namespace="urn:x-test:b"), namespace={"Meta": Namespaced}),
}


@pytest.mark.parametrize("what", UNWRITABLE)
def test_a_class_that_cannot_be_written_is_refused_when_its_writer_is_compiled(what: str) -> None:
    with pytest.raises(UsageError, match=what):
        compiled_writer(UNWRITABLE[what], namespace="urn:x-test:a")


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_the_classes_of_every_format_are_known_to_the_compiler(format: Format) -> None:
    kind = format.load_root_class()
    assert callable(compiled_reader(kind))
    assert callable(compiled_writer(kind, namespace=format.namespace, prefixes=format.prefixes))


@pytest.mark.parametrize("path", [EXAMPLE, LEGACY], ids=lambda path: path.stem)
def test_reading_and_writing_give_what_xsdata_gives(path: Path, slow: Callable[[], None]) -> None:
    document = loms.read(path)
    data = loms.dumps(document)
    slow()
    assert loms.read(path) == document
    assert loms.dumps(document) == data


def test_a_hint_where_the_schema_is_is_written_as_xsdata_writes_it(slow: Callable[[], None]) -> None:
    document = loms.read(EXAMPLE)
    hinted = loms.dumps(document, schema_location="https://example.org/a&b.xsd")
    slow()
    assert loms.dumps(document, schema_location="https://example.org/a&b.xsd") == hinted


def _fits_into_xml(letter: str) -> bool:
    try:
        etree.Element("a").text = letter
    except (ValueError, UnicodeEncodeError):
        return False
    return True


def letters() -> Iterator[str]:
    """All characters of Unicode, half surrogate pairs among them, in pieces."""
    for first in range(0, 0x110000, 0x1000):
        yield "".join(map(chr, range(first, first + 0x1000)))


def test_every_character_is_written_as_lxml_writes_it_or_refused() -> None:
    written = refused = 0
    for piece in letters():
        kept = "".join(each for each in piece if _fits_into_xml(each))
        expected = etree.Element("a", b=kept)
        expected.text = kept
        made_by_lxml = etree.tostring(expected, encoding="unicode")
        ours = f'<a b="{quoted(kept)}">{escaped(kept)}</a>' if kept else '<a b=""/>'
        assert ours == made_by_lxml
        written += len(kept)
        for each in set(piece) - set(kept):
            with pytest.raises(CannotBindError):
                escaped(each)
            with pytest.raises(CannotBindError):
                quoted(each)
            refused += 1
    assert (written, refused) == (0x110000 - 2048 - 29 - 2, 2048 + 29 + 2)


def test_a_character_alone_is_written_as_lxml_writes_it() -> None:
    for letter in (each for each in map(chr, range(0x100)) if _fits_into_xml(each)):
        expected = etree.Element("a", b=letter)
        expected.text = letter
        assert f'<a b="{quoted(letter)}">{escaped(letter)}</a>' == etree.tostring(expected, encoding="unicode")


class Special(enum.Enum):
    """Values that XML has to write in another way, or cannot write."""

    QUOTED = '"a" & <b>'
    EMPTY = ""
    IMPOSSIBLE = "\0"


SPECIAL: Any = made(attribute(Special), ("text", Special, dataclasses.field(metadata={"type": "Text"})))


def written(value: object) -> str:
    pieces: list[str] = []
    compiled_writer(type(value), namespace="", tag="a")(value, pieces.append, "")
    return "".join(pieces)


@pytest.mark.parametrize("member", [Special.QUOTED, Special.EMPTY])
def test_a_member_of_an_enumeration_is_written_as_lxml_writes_its_value(member: Special) -> None:
    expected = etree.Element("a", value=member.value)
    expected.text = member.value or None
    assert written(SPECIAL(member, member)) == etree.tostring(expected, encoding="unicode")


def test_a_member_of_an_enumeration_that_xml_cannot_hold_is_refused_when_it_is_written() -> None:
    with pytest.raises(CannotBindError):
        written(SPECIAL(Special.IMPOSSIBLE, Special.EMPTY))


def test_an_empty_code_of_a_choice_keeps_the_name_of_its_element() -> None:
    data = LEGACY.read_text(encoding="utf-8").replace(
        "<ThematicAreas2013>0721</ThematicAreas2013>", "<ThematicAreas2013/>", 1
    )
    document = loms.loads(data, expect=LearningOpportunities, strict=False, on_issue=lambda _: None)
    blocks = [each for record in document.learning_opportunity for each in record.thematic_areas]
    areas: list[object] = [each for block in blocks for each in block.areas]
    namespace = find_format("loq-learning-opportunities").namespace
    assert DerivedElement(qname=f"{{{namespace}}}ThematicAreas2013", value="") in areas
    assert b"<ThematicAreas2013/>" in loms.dumps(document)


def test_what_somebody_does_to_a_value_does_not_reach_other_documents() -> None:
    first = loms.read(EXAMPLE, expect=QmsLearningOpportunities)
    changed = next(each.duration for each in opportunities(first) if each.duration is not None)
    before = str(changed)
    changed.data = "P99Y"
    again = loms.read(EXAMPLE, expect=QmsLearningOpportunities)
    assert before in {str(each.duration) for each in opportunities(again)}
    assert "P99Y" not in {str(each.duration) for each in opportunities(again)}


def opportunities(document: QmsLearningOpportunities) -> list[LearningOpportunity]:
    return document.learning_opportunities.learning_opportunity


def test_only_short_values_that_nobody_can_change_are_remembered() -> None:
    parse = values.parser(ValuePlan((Decimal,), None))
    assert parse("12.50") is parse("12.50")
    assert parse("0" * 100 + "1") is not parse("0" * 100 + "1")
    durations = values.parser(ValuePlan((XmlDuration,), None))
    assert durations("P1Y") is not durations("P1Y")


@pytest.mark.parametrize("size", [10**5000, Decimal("1E+999999999")], ids=["an integer", "a decimal"])
def test_a_number_that_is_too_long_to_be_written_is_told(size: Any) -> None:
    document = loms.read(EXAMPLE, expect=QmsLearningOpportunities)
    assert document.agent_references is not None
    document.agent_references.organization[0].logo = ImageObject(
        content_type=ImageMediaTypeCode(uri=next(iter(ImageMediaType))),
        content_encoding=ContentEncodingCode(uri=next(iter(ContentEncoding))),
        content_size=size,
        content=b"GIF89a",
    )
    with pytest.raises(UsageError, match="cannot be written as XML"):
        loms.dumps(document)


def test_an_object_that_lacks_an_attribute_is_told() -> None:
    document = loms.read(EXAMPLE, expect=QmsLearningOpportunities)
    del opportunities(document)[0].title
    with pytest.raises(UsageError, match="cannot be written as XML"):
        loms.dumps(document)


def test_a_decimal_with_an_exponent_is_kept_as_text_however_large_it_is() -> None:
    data = EXAMPLE.read_text(encoding="utf-8")
    amount = data[data.index("<amount ") : data.index("</amount>")]
    huge = data.replace(amount, amount[: amount.index(">") + 1] + "1E+1000000000", 1)
    document = loms.loads(huge, strict=False, on_issue=lambda _: None)
    assert b">1E+1000000000</amount>" in loms.dumps(document)


def test_functions_that_several_threads_ask_for_first_are_good_in_each() -> None:
    kind = find_format("loms-2019").load_root_class()
    root = etree.parse(io.BytesIO(loms.dumps(loms.read(EXAMPLE)))).getroot()
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(compiled_reader(kind)(root))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [loms.read(EXAMPLE)] * 4


@pytest.fixture
def given_to_xsdata(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the elements that xsdata's parser gets from then on."""
    names: list[str] = []
    plain = XmlParser.start

    def start(self: XmlParser, kind: type | None, queue: Any, objects: Any, name: str, *more: Any) -> None:
        names.append(etree.QName(name).localname)
        plain(self, kind, queue, objects, name, *more)

    monkeypatch.setattr(XmlParser, "start", start)
    return names


def many_opportunities(change: Callable[[etree._Element], object]) -> bytes:
    """A dataset of many records, one of which is changed."""
    root = etree.fromstring(loms.dumps(sample(records=30, seed=1)))
    change(root)
    return etree.tostring(root)


def test_xsdata_gets_nothing_of_a_valid_document(given_to_xsdata: list[str]) -> None:
    loms.loads(many_opportunities(lambda _: None))
    assert given_to_xsdata == []


def test_xsdata_gets_only_the_element_with_the_odd_value_and_its_children(given_to_xsdata: list[str]) -> None:
    expected: list[str] = []

    def change(root: etree._Element) -> None:
        record = root.findall(".//{*}learningOpportunity")[7]
        date = etree.Element(etree.QName(record, "startedAtDate"))
        date.text = "last spring"
        record.insert(0, date)
        for old in record.findall("{*}startedAtDate")[1:]:
            record.remove(old)
        expected.extend(etree.QName(each).localname for each in (record, *record))

    document = loms.loads(
        many_opportunities(change), expect=QmsLearningOpportunities, strict=False, on_issue=lambda _: None
    )
    assert given_to_xsdata == expected
    assert [str(each.started_at_date) for each in opportunities(document)].count("last spring") == 1


def test_xsdata_gets_no_records_for_an_attribute_that_the_document_element_lacks(given_to_xsdata: list[str]) -> None:
    data = LEGACY.read_bytes()
    root = etree.fromstring(data)
    del root.attrib["XsdVersion"]
    document = loms.loads(etree.tostring(root), expect=LearningOpportunities, strict=False, on_issue=lambda _: None)
    assert given_to_xsdata == [etree.QName(each).localname for each in (root, *root)]
    assert document.learning_opportunity == loms.loads(data, expect=LearningOpportunities).learning_opportunity


@dataclasses.dataclass
class Nested:
    """A class that may hold itself, and must have a name behind that."""

    inner: Nested | None = dataclasses.field(default=None, metadata={"type": "Element"})
    name: str = dataclasses.field(kw_only=True, metadata={"type": "Element"})


@dataclasses.dataclass
class Marked:
    """A class that may hold itself, and must have an attribute, which is looked at first."""

    inner: Marked | None = dataclasses.field(default=None, metadata={"type": "Element"})
    name: str = dataclasses.field(kw_only=True, metadata={"type": "Attribute"})


def nested(depth: int) -> etree._ElementTree:
    """Objects in each other, all without names."""
    return etree.ElementTree(etree.XML("<inner>" * depth + "</inner>" * depth))


def depth_of(value: Nested | Marked | None) -> int:
    depth = 0
    while value is not None:
        value, depth = value.inner, depth + 1
    return depth


def test_what_was_made_of_the_children_is_not_made_again(given_to_xsdata: list[str]) -> None:
    depth = 12
    assert depth_of(binding.bind(nested(depth), Nested, source="-", strict=False)) == depth
    assert len(given_to_xsdata) == depth + depth - 1


def test_odd_elements_may_be_as_deep_as_the_parser_allows() -> None:
    depth = 255
    assert depth_of(binding.bind(nested(depth), Marked, source="-", strict=False)) == depth


def test_an_odd_value_is_refused_strictly_with_the_words_of_xsdata() -> None:
    with pytest.raises(InvalidDataError, match="missing 1 required keyword-only argument: 'name'") as refusal:
        binding.bind(nested(3), Nested, source="-", strict=True)
    assert isinstance(refusal.value.__cause__, TypeError)
