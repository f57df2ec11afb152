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
from xsdata.models.datatype import XmlDuration

import loms
from loms.errors import UsageError
from loms.formats import find_format
from loms.io import binding
from loms.io.compiled import values
from loms.io.compiled.plan import ValuePlan, plan_of
from loms.io.compiled.reading import compiled_reader
from loms.io.compiled.values import CannotBindError
from loms.io.compiled.writing import escaped, quoted
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
from tests.support.documents import ROOT

EXAMPLE = ROOT / "examples" / "courses-loms.xml"
LEGACY = ROOT / "examples" / "courses-loq.xml"


def never(*_arguments: object, **_options: object) -> Any:
    raise CannotBindError


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets xsdata do all the work from then on."""

    def only_xsdata() -> None:
        monkeypatch.setattr(binding, "compiled_reader", never)
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
    "a field that stands for nothing in XML": made(
        ("left", str, dataclasses.field(default="", metadata={"type": "Ignore"}))
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_class_that_uses_what_is_not_known_is_refused_when_it_is_compiled(what: str) -> None:
    with pytest.raises(UsageError, match=what):
        plan_of(REFUSED[what])


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
            refused += 1
    assert (written, refused) == (0x110000 - 2048 - 29 - 2, 2048 + 29 + 2)


def _fits_into_xml(letter: str) -> bool:
    try:
        etree.Element("a").text = letter
    except (ValueError, UnicodeEncodeError):
        return False
    return True


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
