"""The table of ``loms convert``: what became of each field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from loms.cli.terminal import Screen
from loms.wording import counted

if TYPE_CHECKING:
    from loms.convert.entries import FieldSummary
    from loms.migration.report import MigrationReport

__all__ = ["show_fields"]

ACTIONS = ("copied", "mapped", "note", "synthesised", "dropped")
SYNTHESISED = "synthesised"

WIDTH_FOR_ALL = 110
"""Columns of a terminal that can show a column for what is not in the source beside the paths of what is."""

RULES = {("loq-learning-opportunities", "loms-2019"): "loq_to_loms"}
"""Names of the tables of rules, which know the order of the fields of a format."""


def show_fields(screen: Screen, report: MigrationReport) -> None:
    """Print what became of each field, in the order of the schema; what is not in the source comes last.

    Args:
        screen: Where to print.
        report: The account of a conversion.
    """
    fields = _in_order_of_schema(report)
    actions: tuple[str, ...] = ACTIONS
    made = 0
    if screen.width is not None and screen.width < WIDTH_FOR_ALL:
        made = sum(_counts(field).get(SYNTHESISED, 0) for field in fields if field.source is None)
        fields = [field for field in fields if field.source is not None]
        if not any(SYNTHESISED in _counts(field) for field in fields):
            actions = tuple(action for action in ACTIONS if action != SYNTHESISED)
    shared = _first_step([field.source for field in fields if field.source]) if screen.terminal else ""
    screen.table(
        ("Field", *actions, "lost"),
        [_row(field, actions, shared) for field in fields],
        numbers=(*actions, "lost"),
        paths=("Field",),
        title=f"… stands for {shared}" if shared else "",
    )
    if made:
        screen.line(f"Not in the source: {counted(made, 'value')} {SYNTHESISED}.")
    screen.line()


def _row(field: FieldSummary, actions: Sequence[str], shared: str) -> tuple[str, ...]:
    path = field.source or "(not in the source)"
    if shared and path.startswith(f"{shared}/"):
        path = f"…{path.removeprefix(shared)}"
    counts = _counts(field)
    return (path, *(_number(counts.get(action, 0)) for action in actions), _number(field.lost))


def _counts(field: FieldSummary) -> dict[str, int]:
    return {action.value: count for action, count in field.counts.items()}


def _in_order_of_schema(report: MigrationReport) -> list[FieldSummary]:
    from loms.convert.rules import load_rules

    edge = RULES.get((report.source_format, report.target_format))
    known = dict.fromkeys(rule.source for rule in load_rules(edge).fields) if edge else {}
    order = {source: position for position, source in enumerate(known)}
    return sorted(report.summary(), key=lambda field: (field.source is None, order.get(field.source or "", len(order))))


def _first_step(paths: Sequence[str]) -> str:
    """The step with which most of the paths begin."""
    return Counter(path.partition("/")[0] for path in paths).most_common(1)[0][0] if paths else ""


def _number(count: int) -> str:
    return f"{count:,}" if count else ""
