"""Renders the tables by which conversions work as pages of the documentation."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from loms.convert.edges import EDGES, Edge
from loms.convert.rules import Action, FieldRule, Rules, load_rules
from loms.convert.tables import read_table, table_names
from loms.formats import find_format

__all__ = ["FOLDER", "pages"]

FOLDER = "reference/crosswalks"
"""Where the pages stand in the documentation."""

_CODE = re.compile("`[^`]+`")
_MARKUP = re.compile(r"[\\`*_|\[\]]")
_TABLES_OF_EDGES = ("_fields", "_kinds")


def pages() -> Mapping[str, str]:
    """The pages by their paths, in Markdown: one for each conversion, one for the tables of codes."""
    found = {f"{FOLDER}/{edge.name.replace('_', '-')}.md": _edge_page(edge) for edge in EDGES}
    found[f"{FOLDER}/codes.md"] = _codes_page()
    return found


def _edge_page(edge: Edge) -> str:
    rules = load_rules(edge.name)
    source, target = find_format(edge.source), find_format(edge.target)
    return "\n".join(
        [
            f"# From {edge.source} to {edge.target}",
            "",
            f"What becomes of each field of {source.title} {source.version} in {target.title} {target.version}.",
            "The conversion works by these very tables, and a test keeps them complete: each element and attribute of",
            "the source has a row.",
            "",
            "## Fields",
            "",
            *_fields(rules),
            "",
            "## Without a place",
            "",
            "Fields that the target has no place for. What stands above as dropped beside another action is lost",
            "only where a value cannot be written, and the report says so.",
            "",
            *_table(["reason", "fields"], _without_a_place(rules)),
            "",
            "## Added",
            "",
            "What the target needs and the source does not have.",
            "",
            *_table(
                ["target", "reason"],
                ([_code(rule.target), rule.reason] for rule in rules.fields if not rule.source),
            ),
            "",
            "## Reasons",
            "",
            "Fields of a kind are treated alike. Where a row above has no reason of its own, this one holds.",
            "",
            *_table(
                ["kind", "action", "reason"],
                ([kind, action.value, reason] for (kind, action), reason in rules.kinds.items()),
            ),
            "",
        ]
    )


def _fields(rules: Rules) -> Iterator[str]:
    """One table for all fields; a field that goes to several places is named once."""

    def rows() -> Iterator[Sequence[str]]:
        of_source = [rule for rule in rules.fields if rule.source]
        for source, places in itertools.groupby(of_source, key=lambda rule: rule.source):
            name = _code(source)
            for rule in places:
                yield [name, rule.kind, _actions(rule), _code(rule.target), rule.reason]
                name = ""

    yield from _table(["field", "kind", "action", "target", "reason"], rows())


def _without_a_place(rules: Rules) -> Iterator[Sequence[str]]:
    """The fields that are dropped whatever they say, by the reason."""
    kept = {rule.source for rule in rules.fields if rule.target}
    found: dict[str, list[str]] = {}
    for rule in rules.fields:
        if rule.source and rule.source not in kept:
            reason = rule.reason or rules.kinds[rule.kind, Action.DROPPED]
            found.setdefault(reason, []).append(rule.source)
    yield from ([reason, ", ".join(fields)] for reason, fields in found.items())


def _actions(rule: FieldRule) -> str:
    return ", ".join(action.value for action in Action if action in rule.actions)


def _codes_page() -> str:
    lines = ["# Codes", "", "The tables of codes by which conversions work.", ""]
    for name in table_names():
        if name.endswith(_TABLES_OF_EDGES):
            continue
        rows = read_table(name)
        lines += [f"## {name}", ""]
        lines += _table(list(rows[0]), (list(row.values()) for row in rows))
        lines.append("")
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose cells show their values as they are, but for names in backticks, which are shown as code."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _code(value: str) -> str:
    return f"`{value}`" if value else ""


def _cell(value: str) -> str:
    """A value as Markdown shows it in a table, where neither HTML nor Markdown in it means anything."""
    if _CODE.fullmatch(value):
        return value.replace("|", "\\|")
    return _MARKUP.sub(r"\\\g<0>", html.escape(value, quote=False))
