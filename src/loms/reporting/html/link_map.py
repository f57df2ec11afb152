"""Draws which records refer to which: a row for each kind, an arc for each pair of kinds, as numbers for an SVG.

Two arcs meet in their middles only if they are the same, so the numbers there never cover each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import attrs

from loms.reporting.html.names import name_of
from loms.reporting.statistics import KindStatistics, LinkUse

__all__ = ["Arc", "LinkMap", "Row", "draw"]

_WIDTH = 360
"""As wide as a phone, so that letters are not scaled down there."""
_BOX_WIDTH = 172
_BOX_HEIGHT = 30
_ROW = 42
_MARGIN = 6
_ROOM_FOR_NUMBER = 46
_WIDEST_STEP = 30.0
_THINNEST = 1.5
_THICKEST = 6.0
_ARROW = 7
_NOWHERE = "nowhere"
_CHAIN = frozenset(
    {
        "learningOpportunity",
        "learningSpecification",
        "learningAchievementSpecification",
        "learningActivitySpecification",
        "qualification",
        "qualificationRef",
        "qualificationReference",
    }
)
"""By way of these an opportunity leads to a qualification."""


@attrs.frozen(kw_only=True)
class Row:
    """The records of one kind.

    Attributes:
        label: What they are called.
        number: How many there are.
        y: Upper edge.
        is_fault: Whether it stands for records that are not there.
    """

    label: str
    number: int
    y: int
    is_fault: bool

    @property
    def middle(self) -> float:
        """Middle from above."""
        return self.y + _BOX_HEIGHT / 2


@attrs.frozen(kw_only=True)
class Arc:
    """The references between the records of two kinds.

    Attributes:
        path: How it runs, as the attribute ``d`` of SVG.
        arrows: The points of its arrows, as the attribute ``points`` of SVG.
        width: How thick it is.
        text: What it says.
        number: How many references there are.
        x: Where its number stands, from left.
        y: The same from above.
        is_chain: Whether it is a part of the way from opportunities to qualifications.
        is_fault: Whether it leads to records that are not there.
    """

    path: str
    arrows: Sequence[str]
    width: float
    text: str
    number: int
    x: float
    y: float
    is_chain: bool
    is_fault: bool


@attrs.frozen(kw_only=True)
class LinkMap:
    """The whole picture.

    Attributes:
        width: How wide it is.
        height: How high it is.
        box_width: How wide each box is.
        box_height: How high each box is.
        rows: The kinds of records.
        arcs: The references, those on the way from opportunities to qualifications last.
    """

    width: int
    height: int
    box_width: int
    box_height: int
    rows: tuple[Row, ...]
    arcs: tuple[Arc, ...]


def draw(kinds: Iterable[KindStatistics], links: Sequence[LinkUse]) -> LinkMap | None:
    """Draw the map of links.

    Args:
        kinds: The records.
        links: Their references.

    Returns:
        The map, or None where nothing refers to records of another kind.
    """
    numbers = {kind.kind: kind.records for kind in kinds if name_of(kind.kind).row is not None}
    pairs: dict[tuple[str, str], int] = {}
    for link in links:
        target = link.target or _NOWHERE
        if link.source != target and link.source in numbers and target in (*numbers, _NOWHERE):
            pairs[link.source, target] = pairs.get((link.source, target), 0) + link.links
    if not pairs:
        return None
    rows = _rows(numbers, sum(number for (_, target), number in pairs.items() if target == _NOWHERE))
    arcs = sorted(_arcs(rows, pairs), key=lambda arc: (arc.is_chain, -arc.width, arc.text))
    return LinkMap(
        width=_WIDTH,
        height=len(rows) * _ROW - (_ROW - _BOX_HEIGHT) + 2 * _MARGIN,
        box_width=_BOX_WIDTH,
        box_height=_BOX_HEIGHT,
        rows=tuple(rows.values()),
        arcs=tuple(arcs),
    )


def _rows(numbers: Mapping[str, int], lost: int) -> Mapping[str, Row]:
    """The kinds in their order, and behind them what is missing."""
    kinds = [*sorted(numbers, key=lambda kind: (name_of(kind).row or 0, kind)), *([_NOWHERE] if lost else [])]
    return {
        kind: Row(
            label="Not in the file" if kind == _NOWHERE else name_of(kind).short,
            number=lost if kind == _NOWHERE else numbers[kind],
            y=_MARGIN + position * _ROW,
            is_fault=kind == _NOWHERE,
        )
        for position, kind in enumerate(kinds)
    }


def _arcs(rows: Mapping[str, Row], pairs: Mapping[tuple[str, str], int]) -> Iterable[Arc]:
    """An arc for each two kinds; references in both directions share one."""
    longest = max(abs(rows[source].y - rows[target].y) for source, target in pairs)
    step = min((_WIDTH - _MARGIN - _BOX_WIDTH - _ROOM_FOR_NUMBER) * _ROW / longest, _WIDEST_STEP) / _ROW
    together = {frozenset(pair): 0 for pair in pairs}
    for pair, number in pairs.items():
        together[frozenset(pair)] += number
    most = max(together.values())
    for kinds, number in together.items():
        upper, lower = sorted(kinds, key=lambda kind: rows[kind].y)
        reach = (rows[lower].y - rows[upper].y) * step
        edge = _MARGIN + _BOX_WIDTH
        begin, end = rows[upper].middle, rows[lower].middle
        # Where a curve of Bézier is widest, it is three quarters as far out as the points that pull it.
        pull = edge + reach / 0.75
        texts = [
            f"{rows[source].label} to {rows[target].label}: {pairs[source, target]:,} references"
            for source, target in ((upper, lower), (lower, upper))
            if (source, target) in pairs
        ]
        yield Arc(
            path=f"M{edge} {begin:g}C{pull:.1f} {begin:g} {pull:.1f} {end:g} {edge} {end:g}",
            arrows=[
                f"{edge},{y:g} {edge + _ARROW},{y - _ARROW / 2:g} {edge + _ARROW},{y + _ARROW / 2:g}"
                for y, direction in ((end, (upper, lower)), (begin, (lower, upper)))
                if direction in pairs
            ],
            width=round(_THINNEST + (_THICKEST - _THINNEST) * math.sqrt(number / most), 1),
            text="; ".join(texts),
            number=number,
            x=round(edge + reach + 5, 1),
            y=(begin + end) / 2 + 4,
            is_chain=kinds <= _CHAIN,
            is_fault=_NOWHERE in kinds,
        )
