"""Turns what is known of references and records into text for a database, and back."""

from __future__ import annotations

import itertools
import json
import operator
from collections.abc import Sequence
from typing import Any

import attrs

from loms.convert.known import QualificationIdentity
from loms.errors import Issue, Severity
from loms.resolve.matching import Match, Matches, Outcome
from loms.resolve.nodes import Node
from loms.resolve.qualification import IndexedRecord, Place
from loms.resolve.readers.findings import AwardingBody
from loms.resolve.report import ResolvedReference

__all__ = [
    "NodeRow",
    "packed_issue",
    "packed_node",
    "packed_reference",
    "unpacked_issue",
    "unpacked_node",
    "unpacked_reference",
]

NodeRow = tuple[int, str, str | None, int | None, str, str, str | None]
"""Position, kind, id, line and title of a node, its links, and who awards it at which level."""

# XML cannot hold it.
_BETWEEN = "\x1f"
# Names of files may hold what is no text, which only ASCII can write.
_pack = json.JSONEncoder(separators=(",", ":")).encode
_FIELDS = [field.name for field in attrs.fields(Issue)]
_values_of = operator.attrgetter(*_FIELDS)


def packed_node(node: Node) -> NodeRow:
    """A node as a row, without its identifiers, which only say what a reference stands for.

    Args:
        node: The node.
    """
    links = _BETWEEN.join(itertools.chain.from_iterable(node.links))
    award = _pack([node.eqf_level, node.awarding_bodies]) if node.eqf_level or node.awarding_bodies else None
    return node.position, node.kind, node.id, node.line, node.title, links, award


def unpacked_node(row: NodeRow) -> Node:
    """The node of a row.

    Args:
        row: What `packed_node` gave.
    """
    position, kind, identity, line, title, links, award = row
    parts = links.split(_BETWEEN) if links else []
    level, bodies = json.loads(award) if award is not None else (None, ())
    return Node(
        kind=kind,
        id=identity,
        position=position,
        line=line,
        title=title,
        identifiers=(),
        links=tuple(zip(parts[::2], parts[1::2], strict=True)),
        eqf_level=level,
        awarding_bodies=[AwardingBody(*each) for each in bodies],
    )


def packed_issue(issue: Issue) -> str:
    """An issue as text.

    Args:
        issue: The issue.
    """
    return _pack(_values_of(issue))


def unpacked_issue(text: str) -> Issue:
    """The issue of a text.

    Args:
        text: What `packed_issue` gave.
    """
    values = dict(zip(_FIELDS, json.loads(text), strict=True))
    return Issue(**{**values, "severity": Severity(values["severity"])})


def packed_reference(reference: ResolvedReference) -> str:
    """A reference and what it leads to as text.

    Args:
        reference: The reference.
    """
    found = reference.found
    return _pack(
        [
            [reference.id, reference.identifier, reference.scheme_id, reference.line],
            [reference.is_accepted, reference.is_contradictory, reference.others],
            [found.outcome, found.is_cut, [_packed_match(each) for each in found.matches]],
        ]
    )


def unpacked_reference(text: str) -> ResolvedReference:
    """The reference of a text.

    Args:
        text: What `packed_reference` gave.
    """
    (identity, identifier, scheme, line), (accepted, contradictory, others), found = json.loads(text)
    outcome, is_cut, matches = found
    return ResolvedReference(
        id=identity,
        identifier=identifier,
        scheme_id=scheme,
        line=line,
        found=Matches(Outcome(outcome), tuple(map(_unpacked_match, matches)), is_cut),
        is_accepted=accepted,
        others=tuple((value, own) for value, own in others),
        is_contradictory=contradictory,
    )


def _packed_match(match: Match) -> list[object]:
    record, place = match.record, match.record.place
    return [
        None if match.identity is None else _packed_identity(match.identity),
        match.differences,
        [place.source, place.format, place.position, place.line],
        [record.kind, record.id, [_packed_identity(each) for each in record.identities]],
        [record.pages, record.titles, record.eqf_level, record.awarding_bodies],
    ]


def _unpacked_match(values: Sequence[Any]) -> Match:
    identity, differences, place, (kind, own_id, identities), (pages, titles, level, bodies) = values
    source, format, position, line = place
    return Match(
        record=IndexedRecord(
            place=Place(source=source, format=format, position=position, line=line),
            kind=kind,
            id=own_id,
            identities=tuple(map(_unpacked_identity, identities)),
            pages=tuple(pages),
            titles=titles,
            eqf_level=level,
            awarding_bodies=tuple(bodies),
        ),
        identity=None if identity is None else _unpacked_identity(identity),
        differences=tuple(differences),
    )


def _packed_identity(identity: QualificationIdentity) -> list[str | None]:
    return [identity.identifier, identity.scheme_id]


def _unpacked_identity(values: Sequence[str]) -> QualificationIdentity:
    return QualificationIdentity(identifier=values[0], scheme_id=values[1])
