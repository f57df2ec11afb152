"""Texts on their way to LOMS: what XML cannot hold stays behind, also where there is nothing else to do."""

from __future__ import annotations

import pytest

from loms.convert.to_loms.texts import label_content, note_content
from loms.model import TextContentType


@pytest.mark.parametrize("value", ["Bread\x00", "Bread\ufffe", "Br&#x65;ad\x0b"])
def test_what_xml_cannot_hold_is_left_out_of_a_text(value: str) -> None:
    assert (note_content(value).value, label_content(value).value) == ("Bread", "Bread")


@pytest.mark.parametrize("value", ["3 < 5", "R&D", "Bread\nand cake", "Bread\u00a0 and cake"])
def test_a_plain_note_stays_as_it_is(value: str) -> None:
    content = note_content(value)
    assert (content.value, content.content_type) == (value, TextContentType.PLAIN)


@pytest.mark.parametrize("value", ["<p>Bread</p>", "&lt;p&gt;Bread&lt;/p&gt;", "&#60;p>Bread"])
def test_html_is_found_also_where_references_hide_it(value: str) -> None:
    content = note_content(value)
    assert (content.value, content.content_type) == ("<p>Bread</p>", TextContentType.HTML)
