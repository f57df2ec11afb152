"""Draws how fast things are, as SVG."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import attrs
from lxml import etree

from benchmarks.comparing import speed, three_figures
from benchmarks.data import LOMS, LOQ
from benchmarks.results import Results
from benchmarks.tasks import TASKS

__all__ = ["Bar", "bars", "draw"]

_TITLE = "Megabytes of XML in a second, on a logarithmic scale"
_OURS, _OTHERS = "#3949ab", "#a3a8b8"
_INK, _LINES = "#22252e", "#d9dbe3"
_FONT = "Helvetica, Arial, sans-serif"
_WIDTH, _LEFT, _RIGHT = 960, 330, 60
_TOP, _ROW, _BAR, _BOTTOM = 56, 22, 14, 40
_NAMESPACE = "http://www.w3.org/2000/svg"


@attrs.frozen(kw_only=True)
class Bar:
    """One bar.

    Attributes:
        group: What it is an example of.
        title: What it stands for.
        speed: Megabytes of XML in a second.
        is_ours: Whether it is this library that was measured.
    """

    group: str
    title: str
    speed: float
    is_ours: bool


def bars(results: Results) -> list[Bar]:
    """How fast everything is, each at the largest size at which it was measured.

    Args:
        results: What was measured.

    Returns:
        The bars: LOMS files, for the conversion legacy files.
    """
    return list(_bars(results))


def _bars(results: Results) -> Iterator[Bar]:
    for task in TASKS:
        found = results.all_of(task.name, LOMS if LOMS in task.formats else LOQ)
        if found:
            yield Bar(
                group=task.group,
                title=task.title.replace("`", ""),
                speed=speed(found[-1]),
                is_ours=task.is_ours,
            )


def draw(results: Results) -> bytes:
    """A chart as SVG, the same bytes for the same results.

    Args:
        results: What was measured.
    """
    found = bars(results)
    groups = [(group, list(members)) for group, members in itertools.groupby(found, lambda each: each.group)]
    below = _TOP + _ROW * (len(found) + len(groups))
    root = etree.fromstring(f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 {_WIDTH} {below + _BOTTOM}" role="img"/>')
    _add(root, "title", text=_TITLE)
    _add(root, "rect", width=_WIDTH, height=below + _BOTTOM, fill="#ffffff")
    pen = _Pen(root, _Scale.of([each.speed for each in found]))
    pen.write(16, 28, _TITLE, size=17)
    pen.grid(_TOP, below)
    top = _TOP
    for group, members in groups:
        pen.write(16, top + _BAR, group, size=14, weight="bold")
        top += _ROW
        for bar in members:
            pen.bar(bar, top)
            top += _ROW
    pen.legend(below + _BOTTOM - 10)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


@attrs.frozen
class _Scale:
    """A logarithmic scale over whole powers of ten.

    Attributes:
        least: Exponent of the number at its left end.
        most: Exponent of that at its right end.
    """

    least: int
    most: int

    @classmethod
    def of(cls, numbers: Sequence[float]) -> _Scale:
        least, most = math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)))
        return cls(least, max(most, least + 1))

    def place(self, number: float) -> float:
        share = (math.log10(number) - self.least) / (self.most - self.least)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


class _Pen:
    """Adds to a drawing.

    Args:
        root: The drawing.
        scale: Where numbers stand.
    """

    def __init__(self, root: etree._Element, scale: _Scale) -> None:
        self._root = root
        self._scale = scale

    def grid(self, top: int, below: int) -> None:
        """Draw a line for each power of ten, with its number."""
        for exponent in range(self._scale.least, self._scale.most + 1):
            at = self._scale.place(10**exponent)
            _add(self._root, "line", x1=at, x2=at, y1=top, y2=below, stroke=_LINES)
            self.write(at, top - 6, f"{10.0**exponent:g}", size=11, anchor="middle")

    def bar(self, bar: Bar, top: int) -> None:
        """Draw a bar with its name and number."""
        begin, end = self._scale.place(10.0**self._scale.least), self._scale.place(bar.speed)
        color = _OURS if bar.is_ours else _OTHERS
        self.write(_LEFT - 8, top + _BAR - 2, bar.title, size=12, anchor="end")
        _add(self._root, "rect", x=begin, y=top, width=round(end - begin, 1), height=_BAR, fill=color)
        self.write(end + 6, top + _BAR - 2, three_figures(bar.speed), size=12)

    def legend(self, below: int) -> None:
        """Say which color stands for what."""
        for at, (color, name) in enumerate(((_OURS, "loms"), (_OTHERS, "other libraries"))):
            left = _LEFT + at * 100
            _add(self._root, "rect", x=left, y=below - 11, width=12, height=12, fill=color)
            self.write(left + 18, below, name, size=12)

    def write(
        self, left: float, below: float, text: str, *, size: int, anchor: str = "start", weight: str = "normal"
    ) -> None:
        """Write a text."""
        attributes = {"font-family": _FONT, "font-size": size, "font-weight": weight, "text-anchor": anchor}
        _add(self._root, "text", text=text, x=left, y=below, fill=_INK, **attributes)


def _add(root: etree._Element, name: str, *, text: str | None = None, **attributes: object) -> None:
    values = {key: str(value) for key, value in attributes.items()}
    etree.SubElement(root, f"{{{_NAMESPACE}}}{name}", values).text = text
