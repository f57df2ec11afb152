"""Where records refer to others: every ``idref`` and ``targetFrameworkID`` of the model, found in its classes."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import typing
from collections.abc import Iterator
from enum import Enum

import attrs

from loms.model import AssessmentSpecification, EntitlementSpecification, GradingScheme, LearningActivitySpecification
from loms.xml_values import comparable

__all__ = ["ABOUT", "Link", "Reference", "links_of", "references"]

ABOUT: dict[type, str] = {
    LearningActivitySpecification: "teaches",
    AssessmentSpecification: "proves",
    EntitlementSpecification: "may_result_from",
}
"""The fields in which a record names what it is about. The same can be said from the other end, in a field of that."""

_ATTRIBUTES = {"idref": "idref", "target_framework_id": "targetFrameworkID"}


@attrs.frozen
class Link:
    """A place in a class of records that holds the id of another record.

    Attributes:
        fields: Names of the fields on the way from the record to the object that holds the id.
        path: The same in the names of the XML, such as ``learningOutcomes/learningOutcome/@idref``.
        attribute: Name of the field that holds the id.
        owner: Class of the object that holds it.
    """

    fields: tuple[str, ...]
    path: str
    attribute: str
    owner: type[object]


@attrs.frozen
class Reference:
    """A link of one record.

    Attributes:
        link: The place.
        target: The id it holds, as `comparable` makes it.
    """

    link: Link
    target: str


@functools.cache
def links_of(kind: type) -> tuple[Link, ...]:
    """All places in a class of records that hold the id of another record.

    Args:
        kind: A class of the model.

    Examples:
        >>> from loms.model import LearningOpportunity
        >>> [link.path for link in links_of(LearningOpportunity)]
        ['providedBy/@idref', 'specifiedBy/@idref', 'hasPart/@idref']
    """
    return tuple(_links(kind, (), ()))


def references(record: object) -> Iterator[Reference]:
    """The references of a record, in the order of the schema.

    Args:
        record: A record of a LOMS document, which may be read leniently.

    Examples:
        >>> from loms.model import IdReference, LearningOpportunity
        >>> course = LearningOpportunity(id="urn:example:1", specified_by=IdReference(idref="urn:example:2"))
        >>> [(reference.link.path, reference.target) for reference in references(course)]
        [('specifiedBy/@idref', 'urn:example:2')]
    """
    kind: type = type(record)
    for link in links_of(kind):
        for owner in _objects(record, link.fields):
            target = getattr(owner, link.attribute, None)
            # National frameworks have codes; a framework of the document may be one of them.
            target = target.value if isinstance(target, Enum) else target
            if isinstance(target, str):
                yield Reference(link, comparable(target, is_uri=link.owner is not GradingScheme))


def _links(kind: type[object], fields: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Link]:
    hints = typing.get_type_hints(kind)
    for each in dataclasses.fields(kind):  # type: ignore[arg-type]
        if each.name in _ATTRIBUTES:
            yield Link(fields, "/".join([*names, f"@{_ATTRIBUTES[each.name]}"]), each.name, kind)
        name = str(each.metadata.get("name", each.name))
        for inner in _classes(hints[each.name]):
            yield from _links(inner, (*fields, each.name), (*names, name))


def _classes(hint: object) -> Iterator[type[object]]:
    """The dataclasses in a type hint such as ``None | list[Note]``."""
    if inspect.isclass(hint) and dataclasses.is_dataclass(hint):
        yield hint
    for inner in typing.get_args(hint):
        yield from _classes(inner)


def _objects(owner: object, fields: tuple[str, ...]) -> Iterator[object]:
    """The objects that a way through fields leads to."""
    if owner is None:
        return
    if isinstance(owner, list):
        for each in owner:
            yield from _objects(each, fields)
    elif fields:
        yield from _objects(getattr(owner, fields[0], None), fields[1:])
    else:
        yield owner
