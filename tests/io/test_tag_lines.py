"""Counting in which lines start tags end."""

from __future__ import annotations

import pytest

from loms.io.tag_lines import TagLines

DOCUMENT = """<?xml version="1.0"?>
<!-- <no> -->
<a
  b=">"
  c='</x>'>
<![CDATA[<no>
]]><b/><c>text
</c><?no <no>
?>
  <d></d>
</a>
"""
LINES = [5, 7, 7, 10]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_pieces_of_any_size_give_the_same_lines(size: int, encoding: str) -> None:
    data = DOCUMENT.encode(encoding)
    # The first piece shows the encoding, so it is never cut shorter than that takes.
    pieces = [data[:4], *(data[at : at + size] for at in range(4, len(data), size))]
    lines = TagLines()
    for piece in pieces:
        lines.feed(piece)
    assert list(lines.take(4) or ()) == LINES


def test_lines_that_have_not_been_read_are_not_known() -> None:
    lines = TagLines()
    lines.feed(b"<a><b")
    assert lines.take(2) is None
    lines.feed(b">")
    assert list(lines.take(2) or ()) == [1, 1]


@pytest.mark.parametrize(
    ("begun", "ended", "tags"),
    [
        (b"<!-- <no>\n", b"-->", 0),
        (b"<![CDATA[ <no>\n", b"]]>", 0),
        (b"<?no <no>\n", b"?>", 0),
        (b"text\n</a", b">", 0),
        (b"\n<b c='>", b"'/>", 1),
        (b"\n<", b"b/>", 1),
    ],
)
def test_what_a_piece_cuts_off_is_read_once_it_is_whole(begun: bytes, ended: bytes, tags: int) -> None:
    lines = TagLines()
    lines.feed(b"<a>" + begun)
    lines.feed(ended + b"\n<last/>")
    assert list(lines.take(2 + tags) or ()) == [1, *[2] * tags, 3]
    assert lines.take(1) is None
