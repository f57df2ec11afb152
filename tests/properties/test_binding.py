"""Values that are not as the schema has them become what xsdata makes of them, wherever they stand."""

from __future__ import annotations

import copy
import io
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree

import loms
from loms.document import Document
from loms.errors import InvalidDataError, UsageError
from loms.formats import FORMATS, find_format
from loms.io import binding
from loms.io.binding import XSI, bind
from loms.io.read import read_leniently
from loms.strategies import documents

each_format = pytest.mark.parametrize("name", [format.name for format in FORMATS])

ODD_VALUES = ["", " ", "odd", "007", "+1.50", "1e5", "2026-02-30", " 2026-02-28 ", "24:00:00", "P1", "true ", "=", "٣"]
MOST = 2


@st.composite
def odd_trees(draw: DrawFn, name: str) -> etree._Element:
    """A document that was valid before a value or two were changed, left out or repeated."""
    root = etree.fromstring(loms.dumps(draw(documents(name))))
    for _ in range(draw(st.integers(1, MOST))):
        element = draw(st.sampled_from(list(root.iter())))
        draw(st.sampled_from([_change, _leave_out, _repeat, _mark]))(draw, element)
    return root


def _change(draw: DrawFn, element: etree._Element) -> None:
    value = draw(st.sampled_from(ODD_VALUES))
    name = draw(st.sampled_from([*map(str, element.attrib), ""]))
    if name:
        element.set(name, value)
    elif not len(element):
        element.text = value


def _leave_out(draw: DrawFn, element: etree._Element) -> None:
    name = draw(st.sampled_from([*map(str, element.attrib), ""]))
    parent = element.getparent()
    if name:
        del element.attrib[name]
    elif parent is not None:
        parent.remove(element)


def _repeat(_draw: DrawFn, element: etree._Element) -> None:
    if element.getparent() is not None:
        element.addnext(copy.deepcopy(element))


def _mark(draw: DrawFn, element: etree._Element) -> None:
    element.set(f"{{{XSI}}}{draw(st.sampled_from(['nil', 'type']))}", draw(st.sampled_from(["true", "false", "Text"])))


def too_deep(*_arguments: object, **_options: object) -> Any:
    raise RecursionError


def both_ways(read: Callable[[], tuple[Document, object]]) -> tuple[str, str]:
    """What comes of reading, and what comes of it when xsdata makes all objects; warnings, types and spelling too."""
    ours = _told(read)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(binding, "compiled_reader", too_deep)
        return ours, _told(read)


def _told(read: Callable[[], tuple[Document, object]]) -> str:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            document, more = read()
            told = f"{document!r}, {more!r}, {_written(document)}"
        except InvalidDataError as error:
            told = f"{error!r}: {error.issues!r}, because of {error.__cause__!r}"
    return told + "".join(f"\n{each.category.__name__}: {each.message}" for each in caught)


def _written(document: Document) -> str:
    try:
        return loms.dumps(document).decode()
    except UsageError as error:
        return str(error)


def read_in_full(data: bytes) -> tuple[Document, object]:
    reading = read_leniently(io.BytesIO(data))
    return reading.document, reading


def bound_strictly(root: etree._Element, kind: type[Any]) -> tuple[Document, object]:
    return bind(etree.ElementTree(copy.deepcopy(root)), kind, source="odd.xml", strict=True), None


@each_format
class TestAnOddValue:
    def test_is_read_leniently_as_xsdata_reads_it(self, name: str) -> None:
        @given(odd_trees(name))
        def holds(root: etree._Element) -> None:
            data = etree.tostring(root)
            ours, theirs = both_ways(lambda: read_in_full(data))
            assert ours == theirs

        holds()

    def test_is_bound_strictly_or_refused_with_the_words_of_xsdata(self, name: str) -> None:
        kind = find_format(name).load_root_class()

        @given(odd_trees(name))
        def holds(root: etree._Element) -> None:
            ours, theirs = both_ways(lambda: bound_strictly(root, kind))
            assert ours == theirs

        holds()
